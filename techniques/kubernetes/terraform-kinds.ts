/** A resource of Terraform's own Kubernetes provider that stands for one object of Kubernetes. */
export interface TerraformKind {
    /** The resource's type, without the provider's prefix and the version at its end (`_v1`, `_v2beta2`, …). */
    readonly type: string;
    readonly apiVersion: string;
    readonly kind: string;
    /** True for a resource that adds to an object which stands elsewhere. */
    readonly patch?: true;
    /** Arguments that have another name in Kubernetes. */
    readonly fields?: ReadonlyMap<string, string>;
}

/** What Terraform encodes for a Secret, and what it takes encoded. */
const SECRET_FIELDS: ReadonlyMap<string, string> = new Map([
    ["data", "stringData"],
    ["binaryData", "data"],
]);

/**
 * Every resource of Terraform's Kubernetes provider whose object can ask for a device or offer one. Objects that are
 * given as manifests (`kubernetes_manifest`) are read as what they are.
 *
 * Source: hashicorp/terraform-provider-kubernetes:kubernetes/provider.go
 */
export const terraformKinds: readonly TerraformKind[] = [
    { type: "pod", apiVersion: "v1", kind: "Pod" },
    { type: "deployment", apiVersion: "apps/v1", kind: "Deployment" },
    { type: "daemonset", apiVersion: "apps/v1", kind: "DaemonSet" },
    { type: "daemon_set", apiVersion: "apps/v1", kind: "DaemonSet" },
    { type: "stateful_set", apiVersion: "apps/v1", kind: "StatefulSet" },
    { type: "replication_controller", apiVersion: "v1", kind: "ReplicationController" },
    { type: "job", apiVersion: "batch/v1", kind: "Job" },
    { type: "cron_job", apiVersion: "batch/v1", kind: "CronJob" },
    { type: "persistent_volume", apiVersion: "v1", kind: "PersistentVolume" },
    { type: "persistent_volume_claim", apiVersion: "v1", kind: "PersistentVolumeClaim" },
    { type: "config_map", apiVersion: "v1", kind: "ConfigMap" },
    { type: "config_map_v1_data", apiVersion: "v1", kind: "ConfigMap", patch: true },
    { type: "secret", apiVersion: "v1", kind: "Secret", fields: SECRET_FIELDS },
    { type: "secret_v1_data", apiVersion: "v1", kind: "Secret", patch: true, fields: SECRET_FIELDS },
    { type: "limit_range", apiVersion: "v1", kind: "LimitRange" },
];

const byType: ReadonlyMap<string, TerraformKind> = new Map(terraformKinds.map((row) => [row.type, row]));

/** The row of a type, with or without a version at its end. */
export function terraformKind(type: string): TerraformKind | undefined {
    return byType.get(type.replace(/_v\d+((alpha|beta)\d+)?$/, ""));
}

/** Repeated blocks, and the bridge's plurals, by the names of Kubernetes' lists. Every other block stands once. */
export const repeatedBlocks: Readonly<Record<string, string>> = {
    container: "containers",
    initContainer: "initContainers",
    volume: "volumes",
    volumeMount: "volumeMounts",
    volumeDevice: "volumeDevices",
    volumeClaimTemplate: "volumeClaimTemplates",
    resourceClaim: "resourceClaims",
    env: "env",
    envs: "env",
    envFrom: "envFrom",
    envFroms: "envFrom",
};

/** Blocks that Terraform puts around fields which Kubernetes has without them. */
export const wrappingBlocks: ReadonlySet<string> = new Set(["persistentVolumeSource"]);

/** Maps whose keys are the author's own words. */
export const verbatimMaps: ReadonlySet<string> = new Set([
    "annotations",
    "labels",
    "limits",
    "requests",
    "default",
    "defaultRequest",
    "max",
    "min",
    "nodeSelector",
    "matchLabels",
    "data",
    "binaryData",
]);
