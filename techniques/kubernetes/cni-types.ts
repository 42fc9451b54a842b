import type { Technique } from "../technique";
import { ANY_POOL, CANNOT_TELL, includesTechnique, SOFTWARE, type Techniques, VIRTUAL_FUNCTION } from "./techniques";

/**
 * - `interface`: the plugin makes or moves an interface;
 * - `chained`: it works on what another plugin of its chain made, so it has that one's technique;
 * - `ipam`: it only gives addresses.
 */
export type CniRole = "interface" | "chained" | "ipam";

/** A field of a plugin's configuration that decides, where the type alone does not. */
export interface DecidingField {
    /** The key, in any case (plugins are written in Go). */
    readonly key: string;
    /** What each value means; `chained` as in {@link CniRole}. */
    readonly values: Readonly<Record<string, Techniques | "chained">>;
    /** What its absence means. */
    readonly absent: Techniques | "chained";
    /** What any other value means. */
    readonly otherwise: Techniques;
}

/** What is known of one CNI plugin type. */
export interface CniType {
    /** The `type` of the plugin's configuration, which is the name of its binary. */
    readonly type: string;
    readonly role: CniRole;
    /** The technique without a device of a device plugin. */
    readonly alone: Techniques | undefined;
    /**
     * The technique with a device, which Multus hands to every plugin of a network that names a `resourceName`.
     * `undefined`: the plugin makes nothing of a device, so what the resource is decides.
     */
    readonly withDevice: Techniques | undefined;
    /** True if the plugin does not work without a device: its network must name a `resourceName`. */
    readonly needsDevice: boolean;
    /** A field that decides instead of `alone`. */
    readonly decidedBy?: DecidingField;
    /** Keys under which the plugin's configuration holds those of other plugins, which then decide instead. */
    readonly nested?: readonly string[];
    /** Where this was read: repository and path. */
    readonly source: string;
}

const PLUGINS = "containernetworking/plugins:plugins";
const OFFLOADED: Techniques = ["smartnic", "vdpa"];
/** A whole NIC, or the virtual function or sub-function of a pool. */
const MOVED_DEVICE: Techniques = ["pci-passthrough", "sriov", "vdpa", "smartnic"];

function software(type: string, source: string, withDevice?: Techniques): CniType {
    return { type, role: "interface", alone: SOFTWARE, withDevice, needsDevice: false, source };
}

function hardware(
    type: string,
    alone: Techniques,
    withDevice: Techniques,
    needsDevice: boolean,
    source: string,
): CniType {
    return { type, role: "interface", alone, withDevice, needsDevice, source };
}

function chained(type: string, source: string): CniType {
    return { type, role: "chained", alone: undefined, withDevice: undefined, needsDevice: false, source };
}

/** A plugin that only calls others: without their configuration, nothing can be told. */
function wrapper(type: string, source: string): CniType {
    return { type, role: "interface", alone: CANNOT_TELL, withDevice: undefined, needsDevice: false, source };
}

function ipam(type: string, source: string): CniType {
    return { type, role: "ipam", alone: undefined, withDevice: undefined, needsDevice: false, source };
}

/** Every CNI plugin type that the project knows. Read from type to technique by readers, and back by components. */
export const cniTypes: readonly CniType[] = [
    // Software.
    software("bridge", `${PLUGINS}/main/bridge`),
    software("macvlan", `${PLUGINS}/main/macvlan`),
    software("ipvlan", `${PLUGINS}/main/ipvlan`),
    software("vlan", `${PLUGINS}/main/vlan`),
    software("ptp", `${PLUGINS}/main/ptp`),
    software("tap", `${PLUGINS}/main/tap`),
    software("dummy", `${PLUGINS}/main/dummy`),
    software("loopback", `${PLUGINS}/main/loopback`),
    software("veth", "spidernet-io/spiderpool:docs/usage/spider-multus-config.md"),
    software("cnv-bridge", "kubevirt/cluster-network-addons-operator:data/linux-bridge"),
    software("macvtap", "kubevirt/macvtap-cni:README.md"),
    software("kubevirt-passt-binding", "kubevirt/kubevirt:docs/network/network-binding-plugin.md"),
    software("userspace", "intel/userspace-cni-network-plugin:README.md"),
    software("ovs-mirror-producer", "k8snetworkplumbingwg/ovs-cni:docs/traffic-mirroring.md"),
    software("ovs-mirror-consumer", "k8snetworkplumbingwg/ovs-cni:docs/traffic-mirroring.md"),
    software("tc-redirect-tap", "awslabs/tc-redirect-tap:README.md"),
    software("calico", "projectcalico/calico:cni-plugin"),
    software("cilium-cni", "cilium/cilium:plugins/cilium-cni"),
    software("weave-net", "weaveworks/weave:plugin"),
    software("openshift-sdn", "openshift/sdn:pkg"),
    software("aws-ipvlan", "foundation-model-stack/multi-nic-cni:README.md"),
    // Software, unless a device is given.
    software("ovs", "k8snetworkplumbingwg/ovs-cni:docs/ovs-offload.md", OFFLOADED),
    software("ovn-k8s-cni-overlay", "ovn-kubernetes/ovn-kubernetes:go-controller/pkg/cni/types/types.go", OFFLOADED),
    software("kube-ovn", "kubeovn/kube-ovn:docs/multi-nic.md", OFFLOADED),
    // Hardware.
    hardware("sriov", ["sriov"], VIRTUAL_FUNCTION, true, "k8snetworkplumbingwg/sriov-cni:pkg/config/config.go"),
    hardware("ib-sriov", ["sriov"], ["sriov", "pci-passthrough"], true, "k8snetworkplumbingwg/ib-sriov-cni:README.md"),
    hardware("host-device", ["pci-passthrough"], MOVED_DEVICE, false, `${PLUGINS}/main/host-device`),
    hardware(
        "accelerated-bridge",
        ["smartnic"],
        ["smartnic"],
        true,
        "k8snetworkplumbingwg/accelerated-bridge-cni:README.md",
    ),
    hardware("vfioveth", ["sriov"], VIRTUAL_FUNCTION, false, "omec-project/upf:docs"),
    hardware("ipoib", ["accelerator"], ["accelerator"], false, "Mellanox/ipoib-cni:README.md"),
    {
        ...hardware("afxdp", MOVED_DEVICE, MOVED_DEVICE, true, "intel/afxdp-plugins-for-kubernetes:README.md"),
        decidedBy: {
            key: "mode",
            values: { primary: ["pci-passthrough", "sriov"], cdq: ["smartnic"] },
            absent: MOVED_DEVICE,
            otherwise: MOVED_DEVICE,
        },
    },
    // What a field of the configuration decides.
    {
        ...software("antrea", "antrea-io/antrea:docs/secondary-network.md", VIRTUAL_FUNCTION),
        decidedBy: {
            key: "networkType",
            values: { sriov: VIRTUAL_FUNCTION, vlan: SOFTWARE },
            absent: SOFTWARE,
            otherwise: CANNOT_TELL,
        },
    },
    {
        // Unless its links are in the pod already, the plugin moves interfaces of the host there.
        ...hardware("bond", ["pci-passthrough"], ANY_POOL, false, "k8snetworkplumbingwg/bond-cni:bond/bond.go"),
        decidedBy: {
            key: "linksInContainer",
            values: { true: "chained" },
            absent: ["pci-passthrough"],
            otherwise: ["pci-passthrough"],
        },
    },
    // What holds the configuration of other plugins.
    { ...software("flannel", "flannel-io/cni-plugin:README.md"), nested: ["delegate"] },
    { ...wrapper("multus", "k8snetworkplumbingwg/multus-cni:docs/configuration.md"), nested: ["delegates"] },
    { ...wrapper("multi-nic", "foundation-model-stack/multi-nic-cni:README.md"), nested: ["plugin"] },
    // Chained.
    chained("tuning", `${PLUGINS}/meta/tuning`),
    chained("cnv-tuning", "kubevirt/cluster-network-addons-operator:data/linux-bridge"),
    chained("vrf", `${PLUGINS}/meta/vrf`),
    chained("sbr", `${PLUGINS}/meta/sbr`),
    chained("bandwidth", `${PLUGINS}/meta/bandwidth`),
    chained("portmap", `${PLUGINS}/meta/portmap`),
    chained("firewall", `${PLUGINS}/meta/firewall`),
    chained("coordinator", "spidernet-io/spiderpool:docs/concepts/coordinator.md"),
    chained("route-override", "redhat-nfvpe/cni-route-override:README.md"),
    {
        // Moves the RDMA device of the chain's interface; alone, or after a software interface, that is the device.
        ...chained("rdma", "k8snetworkplumbingwg/rdma-cni:README.md"),
        alone: ["accelerator"],
    },
    // IPAM.
    ipam("host-local", `${PLUGINS}/ipam/host-local`),
    ipam("static", `${PLUGINS}/ipam/static`),
    ipam("dhcp", `${PLUGINS}/ipam/dhcp`),
    ipam("whereabouts", "k8snetworkplumbingwg/whereabouts:README.md"),
    ipam("nv-ipam", "Mellanox/nvidia-k8s-ipam:README.md"),
    ipam("spiderpool", "spidernet-io/spiderpool:README.md"),
    ipam("calico-ipam", "projectcalico/calico:cni-plugin"),
];

const byType: ReadonlyMap<string, CniType> = new Map(cniTypes.map((row) => [row.type, row]));

/** What is known of a type, exactly as written: a binary's name has one case. */
export function cniType(type: string): CniType | undefined {
    return byType.get(type);
}

/**
 * The types by which a network can be had in a technique, the usual one first: `sriov` gives `sriov` and `ib-sriov`,
 * `vdpa` gives types that take a vDPA device from a pool.
 */
export function cniTypesFor(technique: Technique): CniType[] {
    const alone = cniTypes.filter((row) => row.role === "interface" && row.alone?.[0] === technique);
    const withDevice = cniTypes.filter(
        (row) => row.role === "interface" && !alone.includes(row) && includesTechnique(row.withDevice, technique),
    );
    return technique === "virtio" ? alone : [...alone, ...withDevice];
}
