import { at, elements, isAbsent, isArray, isMap, isUnknown, keysOf, text, UNKNOWN, type Value } from "../value";
import { describe, type KubernetesObject } from "./object";
import { repeatedBlocks, type TerraformKind, verbatimMaps, wrappingBlocks } from "./terraform-kinds";

/** How deep blocks are followed: no object of Kubernetes nests so deep. */
const MAX_BLOCKS = 40;

/** The object of a resource of Terraform's Kubernetes provider, in the form of Kubernetes itself. */
export function terraformObject(props: Value, { apiVersion, kind, patch, fields }: TerraformKind): KubernetesObject {
    const given = Object.entries(asMap(props)).map(([key, value]) => [fields?.get(key) ?? key, value] as const);
    return objectOf({ ...Object.fromEntries(given), apiVersion, kind }, apiVersion, kind, patch === true);
}

/** The object that `kubernetes_annotations` annotates: a patch that says nothing else. */
export function annotatedObject(props: Value): KubernetesObject {
    const template = at(props, "templateAnnotations") ?? at(props, "template_annotations");
    return patchObject(
        props,
        at(props, "annotations"),
        isAbsent(template) ? undefined : { metadata: { annotations: template } },
    );
}

/** The object to whose container `kubernetes_env` gives variables: a patch that says nothing else. */
export function objectWithVariables(props: Value): KubernetesObject {
    const { containers, initContainers, env } = asMap(props);
    return patchObject(props, undefined, { spec: { containers: [{ name: containers ?? initContainers, env }] } });
}

/** A patch of an object of any kind: its annotations, and what it says of its pod template. */
function patchObject(props: Value, annotations: Value, template: Value): KubernetesObject {
    const given = asMap(props);
    const apiVersion = wordOf(given["apiVersion"], "v1");
    const kind = wordOf(given["kind"], "");
    const inTemplate = { template };
    const value = {
        apiVersion: given["apiVersion"],
        kind: given["kind"],
        metadata: { ...asMap(given["metadata"]), annotations },
        ...(isAbsent(template)
            ? {}
            : { spec: kind === "CronJob" ? { jobTemplate: { spec: inTemplate } } : inTemplate }),
    };
    return objectOf(value, apiVersion, kind, true);
}

function wordOf(value: Value, otherwise: string): string {
    const word = text(value);
    return typeof word === "string" && word !== "" ? word : otherwise;
}

function objectOf(value: Value, apiVersion: string, kind: string, patch: boolean): KubernetesObject {
    const object = describe(value, "", apiVersion, kind, patch);
    // What Terraform's provider leaves out is the namespace `default`.
    return { ...object, namespace: object.namespace ?? (isUnknown(at(value, "metadata")) ? UNKNOWN : "default") };
}

function asMap(props: Value): Record<string, Value> {
    const converted = convert(props, "", 0);
    return isMap(converted) ? converted : {};
}

/** A value in the spelling and form of Kubernetes: camel case, lists under their plural, single blocks as objects. */
function convert(value: Value, name: string, depth: number): Value {
    if (isUnknown(value) || depth > MAX_BLOCKS) {
        return isUnknown(value) ? value : UNKNOWN;
    }
    if (isArray(value)) {
        const each = elements(value).map((element) => convert(element, name, depth + 1));
        const single =
            !Object.values(repeatedBlocks).includes(name) && each.some((one) => isMap(one) || isUnknown(one));
        return single ? (each.length === 1 ? each[0] : each) : each;
    }
    if (!isMap(value) || verbatimMaps.has(name)) {
        return value;
    }
    const converted = Object.create(null) as Record<string, Value>;
    for (const key of keysOf(value)) {
        const camel = camelCase(key);
        // The one block of a kind that is repeated elsewhere.
        const plural =
            name === "ephemeral" ? camel : Object.hasOwn(repeatedBlocks, camel) ? repeatedBlocks[camel] : camel;
        const inner = convert(at(value, key), plural ?? camel, depth + 1);
        if (wrappingBlocks.has(camel)) {
            Object.assign(converted, isMap(inner) ? inner : { hostPath: inner });
        } else if (plural !== undefined && isAbsent(converted[plural])) {
            converted[plural] = inner;
        } else if (plural !== undefined && !isAbsent(inner)) {
            // Both spellings of one argument: what is said twice is not known.
            converted[plural] = UNKNOWN;
        }
    }
    return converted;
}

function camelCase(key: string): string {
    return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
