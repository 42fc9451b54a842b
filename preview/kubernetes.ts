/**
 * What the Kubernetes provider does to a new object's inputs before anyone else sees them, as far as others refer to
 * it: names for objects without one, and the provider's own namespace.
 */

import { randomBytes } from "node:crypto";

import { isObject, isUnknown, SIGNATURES, signature, unwrap, type WireObject, type WireValue } from "./wire";

const PACKAGE = "kubernetes:";

/** Types of the package that are no Kubernetes objects. */
const NOT_OBJECTS = /^kubernetes:(?:helm\.sh\/|helm:|yaml[:/]|kustomize[:/])/;

/** The annotation by which the provider marks a name that it made up. */
const AUTONAMED = "pulumi.com/autonamed";

/**
 * Kinds without a namespace that the provider knows without asking a cluster. A `…Patch` type has the scope of what it
 * patches.
 */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
    "APIService",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterTrustBundle",
    "CSIDriver",
    "CSINode",
    "CustomResourceDefinition",
    "DeviceClass",
    "DeviceTaintRule",
    "FlowSchema",
    "IngressClass",
    "IPAddress",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PodSecurityPolicy",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "ResourceSlice",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "StorageVersionMigration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeAttributesClass",
]);

/** API groups of Kubernetes itself; a kind of another group may share a name with one of these. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
    "core",
    "apps",
    "autoscaling",
    "batch",
    "extensions",
    "policy",
    ...[
        "admissionregistration",
        "apiextensions",
        "apiregistration",
        "auditregistration",
        "certificates",
        "coordination",
        "discovery",
        "events",
        "flowcontrol.apiserver",
        "networking",
        "node",
        "rbac.authorization",
        "resource",
        "scheduling",
        "settings",
        "storage",
        "storagemigration",
    ].map((group) => `${group}.k8s.io`),
]);

/** True for the type of a Kubernetes object. */
export function isKubernetesObject(type: string): boolean {
    return type.startsWith(PACKAGE) && !NOT_OBJECTS.test(type);
}

/** True if a kind has a namespace, as far as that is known without a cluster; undefined where it is not. */
export function isNamespaced(apiVersion: string, kind: string): boolean | undefined {
    const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "core";
    if (!BUILT_IN_GROUPS.has(group)) {
        return undefined;
    }
    return !CLUSTER_SCOPED.has(kind.replace(/Patch$/, ""));
}

/** The inputs as the provider hands them on. */
export function prepareObject(
    type: string,
    name: string,
    inputs: WireObject,
    provider: WireObject | undefined,
): WireObject {
    const metadata = inputs["metadata"];
    if (isUnknown(unwrap(metadata)) || (metadata !== undefined && metadata !== null && !isObject(metadata))) {
        return inputs;
    }
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const plain = (metadata === null ? {} : (unwrap(metadata) ?? {})) as WireObject;
    const named = kind.endsWith("Patch") ? plain : withName(plain, name);
    const placed = withNamespace(type, kind, named, provider);
    if (placed === plain) {
        return inputs;
    }
    return {
        ...inputs,
        metadata: signature(metadata) === SIGNATURES.secret ? { ...(metadata as WireObject), value: placed } : placed,
    };
}

function isSet(value: WireValue | undefined): boolean {
    const inner = unwrap(value);
    return inner !== undefined && inner !== null && inner !== "";
}

/** `<resource name>-<8 hex digits>`, unless the object has a name or asks the API server for one. */
function withName(metadata: WireObject, name: string): WireObject {
    if (isSet(metadata["name"]) || isSet(metadata["generateName"])) {
        return metadata;
    }
    const written = metadata["annotations"];
    const annotations = unwrap(written) ?? null;
    const marked: WireValue =
        isObject(annotations) || annotations === null ? { ...annotations, [AUTONAMED]: "true" } : annotations;
    return {
        ...metadata,
        annotations: signature(written) === SIGNATURES.secret ? { ...(written as WireObject), value: marked } : marked,
        name: `${name}-${randomBytes(4).toString("hex")}`,
    };
}

/** The provider's `namespace`, where the object can have one and has none. */
function withNamespace(type: string, kind: string, metadata: WireObject, provider: WireObject | undefined): WireObject {
    const namespace = unwrap(provider?.["namespace"]);
    const apiVersion = type.slice(PACKAGE.length, type.lastIndexOf(":")).replace(/^core\//, "");
    const scope = isNamespaced(apiVersion, kind) ?? true;
    const known = typeof namespace === "string" && namespace !== "" && !isUnknown(namespace);
    return known && scope && !isSet(metadata["namespace"]) ? { ...metadata, namespace } : metadata;
}
