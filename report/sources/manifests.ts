import type { SourcePlace, StackResource } from "../../techniques/stack-resource";
import { at, elements, isArray, isMap } from "../../techniques/value";
import { type Origin, Resources } from "./synthetic";

/** True for what Kubernetes would take as an object, or a list of objects. */
export function isManifest(value: unknown): boolean {
    return isMap(value) && word(value, "apiVersion") !== "" && word(value, "kind") !== "";
}

/** A manifest, and where it begins. */
export interface PlacedManifest {
    readonly value: unknown;
    readonly place?: SourcePlace;
}

/** The objects of manifests as resources of the types and names that Pulumi's provider gives them; lists are taken apart. */
export function resourcesOfManifests(manifests: readonly PlacedManifest[], origin: Origin): StackResource[] {
    const resources = new Resources(origin);
    for (const { object, place } of manifests.flatMap(({ value, place: own }) =>
        objectsOf(value).map((each) => ({ object: each, place: own })),
    )) {
        const apiVersion = word(object, "apiVersion");
        const metadata = at(object, "metadata");
        const name = word(metadata, "name") || word(metadata, "generateName") || "-";
        const namespace = word(metadata, "namespace");
        const type = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${word(object, "kind")}`;
        resources.add(type, namespace === "" ? name : `${namespace}/${name}`, object, place);
    }
    return resources.list;
}

/** Lists inside lists are none of Kubernetes'; this is as deep as they are followed. */
const DEEPEST_LIST = 8;

/** An item of a typed list need not repeat what the list says of it. */
function objectsOf(value: unknown, depth = 0): unknown[] {
    const kind = word(value, "kind");
    if (!kind.endsWith("List") || !isArray(at(value, "items")) || depth > DEEPEST_LIST) {
        return isManifest(value) ? [value] : [];
    }
    const itemKind = kind === "List" ? "" : kind.slice(0, -"List".length);
    return elements(at(value, "items")).flatMap((item) =>
        isMap(item) && !isManifest(item) && itemKind !== ""
            ? [{ apiVersion: word(value, "apiVersion"), kind: itemKind, ...item }]
            : objectsOf(item, depth + 1),
    );
}

function word(value: unknown, key: string): string {
    const found = at(value, key);
    return typeof found === "string" ? found : "";
}
