/** Kubernetes manifests as the Kubernetes provider reads them. */

import { parseAllDocuments, type Tags } from "yaml";

import { isNamespaced } from "./kubernetes";
import { isObject, type WireObject, type WireValue } from "./wire";

/**
 * The tags of YAML 1.1 as the provider resolves them: dates and numbers to the base of 60 stay text, and so do words
 * without a digit that the library takes for numbers (`e1000`).
 */
function providersTags(tags: Tags): Tags {
    const kept = tags.filter(
        (tag) =>
            typeof tag === "string" ||
            !(/(?:timestamp|binary|float)$/.test(tag.tag) || ("format" in tag && tag.format === "TIME")),
    );
    return [...kept, "floatNaN", "floatExp", "float"];
}

/**
 * The objects of a manifest. Documents without a kind or an apiVersion are passed over, lists are kept as they are.
 * The provider reads YAML 1.1: `yes` is true.
 */
export function parseManifest(text: string): WireObject[] {
    const documents = parseAllDocuments(text, {
        version: "1.1",
        uniqueKeys: false,
        customTags: providersTags,
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
