import type { ReadContext } from "../classification";
import { readMarkers } from "../marker";
import { remembered } from "../memo";
import type { Platform } from "../platform";
import type { Reading } from "../reading";
import type { ResourceView } from "../resource";
import { argument } from "../terraform";
import { cloudTable } from "./clouds";
import { type CloudRow, readForms } from "./form";

export { cloudTable } from "./clouds";
export type { CloudForm, CloudRow } from "./form";

const byToken = new Map(
    cloudTable.flatMap((row) => row.tokens.map(([packageName, typeName]) => [`${packageName}:${typeName}`, row])),
);
const byTerraform = new Map(cloudTable.flatMap((row) => row.terraform.map((type) => [type, row])));

/** `azure-native:network/v20240101:NetworkInterface` and `azure-native_network_v20240101:network:NetworkInterface` alike. */
const rowOf = remembered((token): CloudRow | undefined => {
    const [packageName = "", module, typeName = ""] = token.split(":");
    return module === "tf" ? byTerraform.get(typeName) : byToken.get(`${packageName.replace(/_.*$/, "")}:${typeName}`);
});

/**
 * Azure, Google Cloud and AWS, where config asks for them (`publicClouds`): what a public cloud's hardware does is mostly
 * its own business, so nothing is said of it otherwise.
 */
export const publicClouds: Platform = {
    name: "public clouds",

    knows: (type) => rowOf(type) !== undefined,

    read(view: ResourceView, context: ReadContext): Reading | undefined {
        const row = context.publicClouds === true ? rowOf(view.type) : undefined;
        if (row === undefined) {
            return undefined;
        }
        const { attachments = [] } = readForms(view.props, row.forms);
        const carriers = row.markers === undefined ? [] : argument(view.props, row.markers);
        return {
            attachments,
            notices: [],
            markers: readMarkers(carriers.map(({ value, path }) => ({ form: "map", value, path }))),
            definitions: [],
            references: [],
        };
    },

    join: () => ({ attachments: [], notices: [] }),
};
