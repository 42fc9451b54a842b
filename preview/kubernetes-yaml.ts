/** Kubernetes manifests as the Kubernetes provider reads them. */

import { parseAllDocuments, type Tags } from "yaml";

import { isNamespaced } from "./kubernetes";
import { isObject, type WireObject, type WireValue } from "./wire";

/** Tags whose values the provider leaves as text. */
const STAY_TEXT = /(?:timestamp|binary)$/;

/**
 * The objects of a manifest. Documents without a kind or an apiVersion are passed over, lists are kept as they are.
 * The provider reads YAML 1.1 (`yes` is true), without its dates: they stay text.
 */
export function parseManifest(text: string): WireObject[] {
    const documents = parseAllDocuments(text, {
        version: "1.1",
        uniqueKeys: false,
        customTags: (tags: Tags) => tags.filter((tag) => !STAY_TEXT.test(typeof tag === "string" ? tag : tag.tag)),
    });
    return (Array.isArray(documents) ? documents : []).flatMap((document) => {
        const [error] = document.errors;
        if (error !== undefined) {
            throw new Error(`error converting YAML to JSON: ${error.message}`);
        }
        // Through JSON, as the provider: keys become text.
        const value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 10_000 }) ?? null)) as WireValue;
        return isObject(value) ? [value] : [];
    });
}

/** The objects of a manifest as `kubernetes:yaml:decode` gives them. */
export function decodeManifest(text: string, defaultNamespace: string): WireObject[] {
    return parseManifest(text)
        .filter((object) => isText(object["kind"]) && isText(object["apiVersion"]))
        .map((object) => withNamespace(object, defaultNamespace, true));
}

/** The object with a namespace, where it can have one and has none. */
export function withNamespace(object: WireObject, namespace: string, whereUnknown: boolean): WireObject {
    const metadata = object["metadata"] ?? {};
    if (namespace === "" || !isObject(metadata) || isText(metadata["namespace"])) {
        return object;
    }
    const { apiVersion, kind } = object;
    const known = isText(apiVersion) && isText(kind) ? isNamespaced(apiVersion, kind) : undefined;
    const scope = known ?? whereUnknown;
    return scope ? { ...object, metadata: { ...metadata, namespace } } : object;
}

function isText(value: WireValue | undefined): value is string {
    return typeof value === "string" && value !== "";
}
