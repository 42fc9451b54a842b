import { remembered } from "../memo";
import type { ResourceView } from "../resource";
import { at, deep, isAbsent, isUnknown, step, text, UNKNOWN, type Value } from "../value";

/** A Kubernetes object inside a resource: the resource itself, an item of its list, or a manifest that it wraps. */
export interface KubernetesObject {
    /** The API group; "" for the core group. */
    readonly group: string;
    readonly version: string;
    /** The kind, without the `Patch` and `List` of Pulumi's tokens. */
    readonly kind: string;
    /** True for a patch: what it leaves out is as it was. */
    readonly patch: boolean;
    /** True for a list of objects. */
    readonly list: boolean;
    readonly value: Value;
    /** The property path of the object; "" for the resource itself. */
    readonly path: string;
    readonly name: string | typeof UNKNOWN | undefined;
    readonly namespace: string | typeof UNKNOWN | undefined;
    /** True where what the object says of its own kind or version cannot be known: the kind here is only a guess. */
    readonly hidden?: true;
}

/** What the token of an object in Pulumi's own provider says of it. */
const tokenParts = remembered((token): { readonly apiVersion: string; readonly kind: string } | undefined => {
    const [, apiVersion, kind] = /^kubernetes:((?:[^:/]+\/)?[^:/]+):([^:/]+)$/.exec(token) ?? [];
    return apiVersion === undefined || kind === undefined ? undefined : { apiVersion, kind };
});

/** True for the token of an object of Kubernetes in Pulumi's own provider. */
export function isObjectToken(token: string): boolean {
    return tokenParts(token) !== undefined;
}

/**
 * The Kubernetes object of a resource, or `undefined` where it is none. What the object says of itself counts before
 * the type token, since a custom resource can carry any kind under any token.
 */
export function kubernetesObject(view: ResourceView): KubernetesObject | undefined {
    const token = tokenParts(view.type);
    if (token === undefined) {
        return undefined;
    }
    const apiVersion = textOf(at(view.props, "apiVersion")) ?? token.apiVersion;
    const kind = textOf(at(view.props, "kind")) ?? token.kind;
    const patch = token.kind.endsWith("Patch") && (kind === token.kind || `${kind}Patch` === token.kind);
    return describe(view.props, "", apiVersion, patch ? kind.replace(/Patch$/, "") : kind, patch);
}

/** A manifest inside another object, or `undefined` for a map that does not look like one. */
export function wrappedObject(value: Value, path: string): KubernetesObject | undefined {
    const apiVersion = textOf(at(value, "apiVersion"));
    const kind = textOf(at(value, "kind"));
    // References to objects have a version and a kind too, but neither of these.
    const parts = [at(value, "metadata"), at(value, "spec"), at(value, "items")];
    if (
        apiVersion === undefined ||
        kind === undefined ||
        !parts.some((part) => (!isAbsent(part) && typeof part === "object") || isUnknown(part))
    ) {
        return undefined;
    }
    return describe(value, path, apiVersion, kind, false);
}

/** An item of a list. Items of typed lists need not repeat what the list says of them. */
export function listItem(list: KubernetesObject, value: Value, path: string): KubernetesObject {
    const prefix = list.group === "" ? "" : `${list.group}/`;
    const apiVersion = textOf(at(value, "apiVersion")) ?? `${prefix}${list.version}`;
    return describe(value, path, apiVersion, textOf(at(value, "kind")) ?? list.kind, false);
}

/** An object as it stands in its resource, under the version and kind that are given. */
export function describe(
    value: Value,
    path: string,
    apiVersion: string,
    kind: string,
    patch: boolean,
): KubernetesObject {
    const slash = apiVersion.lastIndexOf("/");
    const group = slash < 0 ? "" : apiVersion.slice(0, slash);
    const list = kind.endsWith("List") && !patch && !isAbsent(at(value, "items"));
    const metadata = at(value, "metadata");
    const object: KubernetesObject = {
        group: group === "core" ? "" : group,
        version: apiVersion.slice(slash + 1),
        kind: list ? kind.slice(0, -"List".length) : kind,
        patch,
        list,
        value,
        path,
        name: text(at(metadata, "name")),
        namespace: namespaceIn(metadata),
    };
    return isUnknown(at(value, "kind")) || isUnknown(at(value, "apiVersion")) ? { ...object, hidden: true } : object;
}

/** The namespace of an object's metadata; one without letters is none, as for Kubernetes. */
export function namespaceIn(metadata: Value): string | typeof UNKNOWN | undefined {
    const namespace = text(at(metadata, "namespace"));
    return namespace === "" ? undefined : namespace;
}

function textOf(value: Value): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

/** The path of a value inside an object. */
export function pathOf(base: string, ...keys: (string | number)[]): string {
    let path = base;
    for (const key of keys) {
        path = step(path, key);
    }
    return path;
}

/** The value at a path inside an object, and that path. */
export function inside(object: KubernetesObject, ...keys: string[]): { readonly value: Value; readonly path: string } {
    return { value: deep(object.value, ...keys), path: pathOf(object.path, ...keys) };
}

/** The top-level property that a path begins with. */
export function topLevel(path: string): string {
    return /^[^.[]+/.exec(path)?.[0] ?? path;
}

const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_./]{0,251}[A-Za-z0-9])?$/;

/** A name as messages print it: names have a narrow form, and what has another may be anything, so it is not printed. */
export function printable(name: string, otherwise: string): string {
    return QUALIFIED_NAME.test(name) ? name : otherwise;
}
