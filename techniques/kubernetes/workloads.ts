/** A built-in kind that carries a pod template. */
export interface WorkloadKind {
    /** API groups that have had the kind, in any version. The core group is "". */
    readonly groups: readonly string[];
    readonly kind: string;
    /** The path of the pod template: the map that holds `metadata` and `spec` of the pod. Empty: the object itself. */
    readonly template: readonly string[];
}

const IN_SPEC = ["spec", "template"] as const;
const APPS = ["apps", "extensions"] as const;

/** Every built-in kind that carries a pod template. Custom kinds are found by their shape. */
export const workloadKinds: readonly WorkloadKind[] = [
    { groups: [""], kind: "Pod", template: [] },
    { groups: [""], kind: "PodTemplate", template: ["template"] },
    { groups: [""], kind: "ReplicationController", template: IN_SPEC },
    { groups: APPS, kind: "Deployment", template: IN_SPEC },
    { groups: APPS, kind: "ReplicaSet", template: IN_SPEC },
    { groups: APPS, kind: "DaemonSet", template: IN_SPEC },
    { groups: APPS, kind: "StatefulSet", template: IN_SPEC },
    { groups: ["batch", "extensions"], kind: "Job", template: IN_SPEC },
    { groups: ["batch"], kind: "CronJob", template: ["spec", "jobTemplate", "spec", "template"] },
    { groups: ["batch"], kind: "ScheduledJob", template: ["spec", "jobTemplate", "spec", "template"] },
    { groups: ["batch"], kind: "JobTemplate", template: ["template", "spec", "template"] },
];

const byKind: ReadonlyMap<string, WorkloadKind> = new Map(
    workloadKinds.flatMap((row) => row.groups.map((group) => [`${group} ${row.kind}`, row] as const)),
);

/** The workload kind of a group and kind, in any version. */
export function workloadKind(group: string, kind: string): WorkloadKind | undefined {
    return byKind.get(`${group} ${kind}`);
}

/** The keys of a pod's spec that hold lists of containers. */
export const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/**
 * API groups that Kubernetes itself serves. Their kinds are known, so nothing is searched in them beyond what is
 * known to decide; everything else is a custom kind, and is searched by shape.
 */
const builtInGroups: ReadonlySet<string> = new Set([
    "",
    "core",
    "apps",
    "autoscaling",
    "batch",
    "events",
    "extensions",
    "meta",
    "policy",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "auditregistration.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "settings.k8s.io",
    "storage.k8s.io",
    "storagemigration.k8s.io",
]);

/** True for a group of Kubernetes itself. */
export function isBuiltInGroup(group: string): boolean {
    return builtInGroups.has(group);
}
