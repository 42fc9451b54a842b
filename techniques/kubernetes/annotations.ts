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

/** Keys of pod annotations that Multus reads. */
export const readByMultus: readonly string[] = [...networkListKeys, annotationKeys.defaultNetwork];

/**
 * How the value of an annotation is read:
 * - `presence`: any value asks for the device;
 * - `paths`: it lists paths of the host, which the table of host paths knows;
 * - `nodes`: a list of device nodes with their numbers, so that any path may stand for any device: one is nothing only where
 *   path and number are those of a device in software;
 * - `cdi`: it lists devices of the Container Device Interface, `vendor.com/class=name`.
 */
export type AnnotationForm = "presence" | "paths" | "nodes" | "cdi";

/** An annotation by which a pod is given a device, without a request for it. */
export interface DeviceAnnotation {
    /** The whole key, or its beginning where {@link prefix} is true. */
    readonly key: string;
    readonly prefix: boolean;
    readonly form: AnnotationForm;
    /** What is asked for, where the form does not tell. */
    readonly techniques: Techniques;
    /** What the value must hold for that; `undefined`: anything. */
    readonly onlyIf?: RegExp;
    readonly source: string;
}

function whole(key: string, techniques: Techniques, source: string, onlyIf?: RegExp): DeviceAnnotation {
    return { key, prefix: false, form: "presence", techniques, source, ...(onlyIf === undefined ? {} : { onlyIf }) };
}

function beginning(key: string, form: AnnotationForm, techniques: Techniques, source: string): DeviceAnnotation {
    return { key, prefix: true, form, techniques, source };
}

const KAI = "NVIDIA/KAI-Scheduler:docs/gpu-sharing";
const SPIDERPOOL = "spidernet-io/spiderpool:docs/usage/install/ai";
const NRI = "containerd/nri:plugins";
const TOOLKIT = "NVIDIA/nvidia-container-toolkit:cmd/nvidia-ctk-installer/container/runtime/nri";
const SERVICE_MESH = "networkservicemesh/deployments-k8s:examples";
const SRIOV_TOKEN = /[?&]sriovToken=|(?:^|[\s,])vfio:\/\//;

/** Every annotation that gives a device. */
export const deviceAnnotations: readonly DeviceAnnotation[] = [
    whole("gpu-fraction", ["accelerator"], KAI),
    whole("gpu-memory", ["accelerator"], KAI),
    whole("cni.spidernet.io/rdma-resource-inject", ["sriov", "accelerator"], SPIDERPOOL),
    whole("cni.spidernet.io/network-resource-inject", ["sriov", "accelerator"], SPIDERPOOL),
    whole("networkservicemesh.io", ["sriov"], SERVICE_MESH, SRIOV_TOKEN),
    whole(
        "network.deckhouse.io/networks-spec",
        ["sriov", "pci-passthrough"],
        "deckhouse documentation: sdn module",
        /"type"\s*:\s*"UnderlayNetwork"/i,
    ),
    whole(
        annotationKeys.hookSidecars,
        ["unknown"],
        "kubevirt/kubevirt:pkg/hooks/hooks.go",
        // A list with something in it: a sidecar may add any device to the machine.
        /[^\s[\]]/,
    ),
    beginning("cdi.k8s.io/", "cdi", ["unknown"], "cncf-tags/container-device-interface:pkg/cdi/annotations.go"),
    beginning("nvidia.cdi.k8s.io/", "cdi", ["unknown"], TOOLKIT),
    beginning("cdi.nri.io/", "cdi", ["unknown"], "README of the CDI Device Injector using NRI"),
    beginning("cdi-devices.nri.io", "cdi", ["unknown"], `${NRI}/device-injector`),
    beginning("cdi-devices.noderesource.dev", "cdi", ["unknown"], `${NRI}/device-injector`),
    beginning("devices.nri.io", "nodes", ["unknown"], `${NRI}/device-injector`),
    beginning("devices.noderesource.dev", "nodes", ["unknown"], `${NRI}/device-injector`),
    beginning("devices.gke.io", "nodes", ["unknown"], `${NRI}/device-injector`),
    beginning("mounts.nri.io", "paths", ["unknown"], `${NRI}/device-injector`),
    beginning("mounts.noderesource.dev", "paths", ["unknown"], `${NRI}/device-injector`),
    beginning("netdevices.nri.io", "presence", ["pci-passthrough"], `${NRI}/network-device-injector`),
    beginning("netdevices.nri.containerd.io", "presence", ["pci-passthrough"], `${NRI}/network-device-injector`),
    beginning("netdevice.noderesource.dev", "presence", ["pci-passthrough"], `${NRI}/network-device-injector`),
    beginning("io.kubernetes.cri-o.Devices", "paths", ["unknown"], "cri-o/cri-o:pkg/annotations"),
    beginning("devices.crio.io", "paths", ["unknown"], "cri-o/cri-o:pkg/annotations"),
];

const exact: ReadonlyMap<string, DeviceAnnotation> = new Map(
    deviceAnnotations.filter(({ prefix }) => !prefix).map((row) => [row.key, row]),
);
const beginnings = deviceAnnotations.filter(({ prefix }) => prefix);

/** The row of an annotation key. */
export function deviceAnnotation(key: string): DeviceAnnotation | undefined {
    return exact.get(key) ?? beginnings.find((row) => key.startsWith(row.key));
}

/**
 * Annotations that prepare the virtual machine of a Kata container for devices of the host, though none is asked for:
 * that takes a request of its own.
 */
export const preparingAnnotations: ReadonlySet<string> = new Set(
    ["cold_plug_vfio", "hot_plug_vfio", "hotplug_vfio_on_root_bus", "enable_iommu", "pcie_root_port"].map(
        (key) => `io.katacontainers.config.hypervisor.${key}`,
    ),
);

/** Environment variables whose value may hold the same as the annotation of the service mesh. */
export const SERVICE_MESH_VALUE = SRIOV_TOKEN;
