import type { Techniques } from "./techniques";

/** Annotation keys that decide about devices, on pods and on network attachment definitions. */
export const annotationKeys = {
    /** Pod: the additional networks, as a comma list or JSON (multi-network specification). */
    networks: "k8s.v1.cni.cncf.io/networks",
    /** Pod: what Multus takes in place of the cluster's own network. */
    defaultNetwork: "v1.multus-cni.io/default-network",
    /** NetworkAttachmentDefinition: the device-plugin resource whose device every plugin of the network is given. */
    resourceName: "k8s.v1.cni.cncf.io/resourceName",
    /** NetworkAttachmentDefinition: the nodes that have the network; the resources injector copies it into pods. */
    nodeSelector: "k8s.v1.cni.cncf.io/nodeSelector",
    /** VirtualMachineInstance: sidecars that may rewrite the libvirt domain. */
    hookSidecars: "hooks.kubevirt.io/hookSidecars",
} as const;

/** Keys of pod annotations that hold a list of networks, the specification's own first. */
export const networkListKeys: readonly string[] = [
    annotationKeys.networks,
    // Before the specification settled on its group.
    "kubernetes.v1.cni.cncf.io/networks",
];

/** The prefix of annotations by which a pod asks the container runtime for devices of the Container Device Interface. */
export const CDI_PREFIX = "cdi.k8s.io/";

/** An annotation by which a pod is given a device, without a request for it. */
export interface DeviceAnnotation {
    readonly key: string;
    readonly techniques: Techniques;
    /** What the value must hold for that; `undefined`: any value. */
    readonly onlyIf?: RegExp;
    readonly source: string;
}

const rows: readonly DeviceAnnotation[] = [
    { key: "gpu-fraction", techniques: ["accelerator"], source: "NVIDIA/KAI-Scheduler:docs/gpu-sharing" },
    { key: "gpu-memory", techniques: ["accelerator"], source: "NVIDIA/KAI-Scheduler:docs/gpu-sharing" },
    {
        key: "cni.spidernet.io/rdma-resource-inject",
        techniques: ["sriov", "accelerator"],
        source: "spidernet-io/spiderpool:docs/usage",
    },
    {
        key: "cni.spidernet.io/network-resource-inject",
        techniques: ["sriov", "accelerator"],
        source: "spidernet-io/spiderpool:docs/usage",
    },
    {
        key: "networkservicemesh.io",
        techniques: ["sriov"],
        onlyIf: /[?&]sriovToken=/,
        source: "networkservicemesh/deployments-k8s:examples/use-cases",
    },
];

/** Annotations that give a device, by key. */
export const deviceAnnotations: ReadonlyMap<string, DeviceAnnotation> = new Map(rows.map((row) => [row.key, row]));
