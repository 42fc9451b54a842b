/** Objects of a manifest as the provider's components make resources of them. */

import { withNamespace } from "./kubernetes-yaml";
import { isNamespaced } from "./kubernetes";
import { isObject, isUnknown, secret, unwrap, type WireObject, type WireValue } from "./wire";

/** A resource to make of an object. */
export interface ObjectResource {
    readonly type: string;
    readonly name: string;
    readonly inputs: WireObject;
    /** Places in the list of those that must be there before. */
    readonly dependsOn: readonly number[];
}

interface Identity {
    readonly apiVersion: string;
    readonly group: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
}

/**
 * Lists taken apart, namespaces filled in, and each object with its resource's type and name. Gives the word for what
 * is not known, where something that decides a name is not.
 */
export function objectResources(
    objects: readonly WireObject[],
    defaultNamespace: string,
    prefix: string,
    skipAwait: boolean,
): ObjectResource[] | { readonly unknown: string } {
    const expanded = objects.flatMap(expand);
    const custom = new Map(expanded.flatMap(customResourceScope));
    const placed: WireObject[] = [];
    for (const object of expanded) {
        const unknown = unknownIdentity(object);
        if (unknown !== undefined) {
            return { unknown };
        }
        const { apiVersion, group, kind, name } = identify(object);
        if (apiVersion === "" || kind === "") {
            throw new Error(`Kubernetes resources require a kind and apiVersion: ${excerpt(object)}`);
        }
        if (name === "") {
            throw new Error(`Kubernetes resources require a .metadata.name: ${excerpt(object)}`);
        }
        const scope = isNamespaced(apiVersion, kind) ?? custom.get(`${group}/${kind}`) ?? false;
        const core = apiVersion === "core/v1" ? { ...object, apiVersion: "v1" } : object;
        placed.push(scope ? withNamespace(core, defaultNamespace, true) : core);
    }
    const identities = placed.map(identify);
    return placed.map((object, index) => {
        const identity = identities[index] ?? identify(object);
        const plainName = identity.namespace === "" ? identity.name : `${identity.namespace}/${identity.name}`;
        return {
            type: typeOf(identity),
            name: prefix === "" ? plainName : `${prefix}:${plainName}`,
            inputs: withSecrets(identity, skipAwait ? withSkipAwait(object) : object),
            dependsOn: dependenciesOf(object, identity, placed, identities),
        };
    });
}

function expand(object: WireObject): WireObject[] {
    const items = object["items"];
    return Array.isArray(items) ? items.filter(isObject).flatMap(expand) : [object];
}

function text(value: WireValue | undefined): string {
    const inner = unwrap(value);
    return typeof inner === "string" ? inner : "";
}

function metadataOf(object: WireObject): WireObject {
    const metadata = unwrap(object["metadata"]);
    return isObject(metadata) ? metadata : {};
}

function identify(object: WireObject): Identity {
    const apiVersion = text(object["apiVersion"]);
    const metadata = metadataOf(object);
    return {
        apiVersion,
        group: apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "").replace(/^core$/, "") : "",
        kind: text(object["kind"]),
        namespace: text(metadata["namespace"]),
        name: text(metadata["name"]),
    };
}

function unknownIdentity(object: WireObject): string | undefined {
    const metadata = unwrap(object["metadata"]);
    const members: Readonly<Record<string, WireValue | undefined>> = {
        apiVersion: object["apiVersion"],
        kind: object["kind"],
        metadata,
        "metadata.name": metadataOf(object)["name"],
        "metadata.namespace": metadataOf(object)["namespace"],
    };
    return Object.entries(members).find(([, value]) => isUnknown(unwrap(value)))?.[0];
}

function typeOf({ apiVersion, kind }: Identity): string {
    return `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
}

/** Whether the kind that a CustomResourceDefinition defines has a namespace. */
function customResourceScope(object: WireObject): [string, boolean][] {
    const spec = unwrap(object["spec"]);
    if (text(object["kind"]) !== "CustomResourceDefinition" || !isObject(spec)) {
        return [];
    }
    const names = unwrap(spec["names"]);
    const kind = isObject(names) ? text(names["kind"]) : "";
    return [[`${text(spec["group"])}/${kind}`, text(spec["scope"]) === "Namespaced"]];
}

function withSkipAwait(object: WireObject): WireObject {
    const metadata = metadataOf(object);
    const annotations = unwrap(metadata["annotations"]);
    return {
        ...object,
        metadata: {
            ...metadata,
            annotations: { ...(isObject(annotations) ? annotations : {}), "pulumi.com/skipAwait": "true" },
        },
    };
}

function withSecrets({ apiVersion, kind }: Identity, object: WireObject): WireObject {
    if (apiVersion !== "v1" || kind !== "Secret") {
        return object;
    }
    const hidden = ["data", "stringData"].flatMap((key) => {
        const value = object[key];
        return value === undefined ? [] : [[key, secret(value)]];
    });
    return { ...object, ...(Object.fromEntries(hidden) as WireObject) };
}

/** Its namespace, its definition, and what its annotation names, as far as they are in the same manifest. */
function dependenciesOf(
    object: WireObject,
    own: Identity,
    objects: readonly WireObject[],
    identities: readonly Identity[],
): number[] {
    const annotations = unwrap(metadataOf(object)["annotations"]);
    const named = isObject(annotations) ? text(annotations["config.kubernetes.io/depends-on"]) : "";
    const wanted = named.split(",").map((reference) => reference.trim());
    return identities.flatMap((other, index) => {
        const candidate = objects[index] ?? {};
        const defines = customResourceScope(candidate).some(([kind]) => kind === `${own.group}/${own.kind}`);
        const holds = other.kind === "Namespace" && other.group === "" && own.namespace === other.name;
        const reference =
            other.namespace === ""
                ? `${other.group}/${other.kind}/${other.name}`
                : `${other.group}/namespaces/${other.namespace}/${other.kind}/${other.name}`;
        return candidate !== object && (defines || holds || wanted.includes(reference)) ? [index] : [];
    });
}

function excerpt(object: WireObject): string {
    return JSON.stringify(object).slice(0, 100);
}
