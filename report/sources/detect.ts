import { at, isMap } from "../../techniques/value";
import { isHeatEnvironment, isHeatTemplate } from "./heat";
import { isManifest } from "./manifests";
import { isClientOutput } from "./openstack-client";

/** What a document is. `environment` is a Heat environment, which says nothing without its template. */
export type DocumentKind = "state" | "manifests" | "heat" | "environment" | "openstack";

/** What a document is, by its content alone; `undefined` for what no reader knows. */
export function kindOf(value: unknown): DocumentKind | undefined {
    if (isState(value)) {
        return "state";
    }
    if (isManifest(value)) {
        return "manifests";
    }
    if (isHeatTemplate(value)) {
        return "heat";
    }
    if (isClientOutput(value)) {
        return "openstack";
    }
    return isHeatEnvironment(value) ? "environment" : undefined;
}

/** An export has a version and a deployment, a backend's checkpoint the same under another name. */
function isState(value: unknown): boolean {
    return (
        isMap(value) &&
        typeof at(value, "version") === "number" &&
        (at(value, "deployment") !== undefined || isMap(at(value, "checkpoint")))
    );
}
