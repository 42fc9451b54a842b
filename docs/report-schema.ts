import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

/** The JSON Schema of a report, from its types: `report/model.ts` is the one source. */
export function reportSchema(): string {
    const root = join(__dirname, "..");
    const schema = createGenerator({
        path: join(root, "report", "model.ts"),
        tsconfig: join(root, "tsconfig.json"),
        type: "Report",
        topRef: false,
        // The type checker has been over it already.
        skipTypeCheck: true,
    }).createSchema("Report");
    return JSON.stringify({
        ...schema,
        $id: "urn:pulumi-virtio-first:report.schema.json",
        title: "virtio-first report, version 1",
    });
}
