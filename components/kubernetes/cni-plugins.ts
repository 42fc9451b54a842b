import type { Ipam } from "./ipam";

/**
 * Typed configurations of the CNI plugins that a NetworkAttachmentDefinition runs. The keys are the plugins' own, so
 * that their documentation applies. All values but IPAM's are plain: they decide what a pod gets, and the policy pack
 * has to read them at preview.
 */

/** What a pod may ask of a plugin at run time. Without its capability a pod's wish is dropped without a word. */
export interface Capabilities {
    /** Addresses: the pod's `ips`, for the IPAM plugins `static`, `host-local` and `whereabouts`. */
    readonly ips?: boolean;
    /** The pod's `mac`. */
    readonly mac?: boolean;
    /** The pod's `bandwidth`, for the chained plugin `bandwidth`. */
    readonly bandwidth?: boolean;
    /** The pod's `portMappings`, for the chained plugin `portmap`. */
    readonly portMappings?: boolean;
    /** The pod's `infinibandGuid`, for the plugin `ib-sriov`. */
    readonly infinibandGUID?: boolean;
    /** Address ranges that the runtime hands in. */
    readonly ipRanges?: boolean;
    /** The file in which the plugin tells what device it attached. */
    readonly CNIDeviceInfoFile?: boolean;
}

/** What every plugin that makes an interface takes. */
export interface InterfacePlugin {
    readonly capabilities?: Capabilities;
    /** How the interface gets its addresses. Default: it gets none. */
    readonly ipam?: Ipam;
}

/** VLAN IDs: one, or all from `minID` to `maxID`. */
export interface VlanTrunk {
    readonly id?: number;
    readonly minID?: number;
    readonly maxID?: number;
}

/** A veth pair into a Linux bridge on the node. Source: CNI plugin `bridge`. */
export interface BridgePlugin extends InterfacePlugin {
    /** `cnv-bridge` is OpenShift Virtualization's name for the same plugin. */
    readonly type: "bridge" | "cnv-bridge";
    /** The bridge's name. Default: `cni0`. It is made where it is not there. */
    readonly bridge?: string;
    readonly isGateway?: boolean;
    readonly isDefaultGateway?: boolean;
    readonly forceAddress?: boolean;
    readonly ipMasq?: boolean;
    readonly ipMasqBackend?: "iptables" | "nftables";
    /** In bytes. */
    readonly mtu?: number;
    /** Not together with `promiscMode`. */
    readonly hairpinMode?: boolean;
    readonly promiscMode?: boolean;
    /** 0 to 4094; 0 means none. */
    readonly vlan?: number;
    readonly vlanTrunk?: readonly VlanTrunk[];
    readonly preserveDefaultVlan?: boolean;
    readonly macspoofchk?: boolean;
    readonly enabledad?: boolean;
    /** Leaves the interface down and without addresses: for virtual machines. Not together with `ipam`. */
    readonly disableContainerInterface?: boolean;
    readonly portIsolation?: boolean;
}

/** A child interface with a MAC address of its own on a NIC of the node. Source: CNI plugin `macvlan`. */
export interface MacvlanPlugin extends InterfacePlugin {
    readonly type: "macvlan";
    /** The parent interface. Default: that of the default route. */
    readonly master?: string;
    /** Default: `bridge`. `passthru` takes the whole parent. */
    readonly mode?: "bridge" | "private" | "vepa" | "passthru";
    readonly mtu?: number;
    /** True: the parent is an interface of the pod, not of the node. */
    readonly linkInContainer?: boolean;
    readonly bcqueuelen?: number;
}

/** A child interface that shares its parent's MAC address. Source: CNI plugin `ipvlan`. */
export interface IpvlanPlugin extends InterfacePlugin {
    readonly type: "ipvlan";
    /** The parent interface. Default: that of the default route. */
    readonly master?: string;
    /** Default: `l2`. */
    readonly mode?: "l2" | "l3" | "l3s";
    readonly mtu?: number;
    /** True: the parent is an interface of the pod, not of the node. */
    readonly linkInContainer?: boolean;
}

/** A VLAN interface on a NIC of the node. Source: CNI plugin `vlan`. */
export interface VlanPlugin extends InterfacePlugin {
    readonly type: "vlan";
    /** The parent interface. */
    readonly master: string;
    /** 0 to 4094. */
    readonly vlanId: number;
    readonly mtu?: number;
    /** True: the parent is an interface of the pod, not of the node. */
    readonly linkInContainer?: boolean;
}

/** A veth pair between pod and node, routed. Source: CNI plugin `ptp`. */
export interface PtpPlugin extends InterfacePlugin {
    readonly type: "ptp";
    readonly ipMasq?: boolean;
    readonly ipMasqBackend?: "iptables" | "nftables";
    readonly mtu?: number;
}

/** A tap device in the pod. Source: CNI plugin `tap`. */
export interface TapPlugin extends InterfacePlugin {
    readonly type: "tap";
    readonly multiQueue?: boolean;
    readonly mtu?: number;
    /** The user ID that owns the device. */
    readonly owner?: number;
    /** The group ID that owns the device. */
    readonly group?: number;
    readonly selinuxContext?: string;
    /** A bridge on the node that the device joins. */
    readonly bridge?: string;
}

/** A dummy interface, which goes nowhere. Source: CNI plugin `dummy`. */
export interface DummyPlugin extends InterfacePlugin {
    readonly type: "dummy";
}

/** A macvtap device, for virtual machines: needs the device plugin `macvtap.network.kubevirt.io`. Source: kubevirt/macvtap-cni. */
export interface MacvtapPlugin extends InterfacePlugin {
    readonly type: "macvtap";
    readonly mtu?: number;
    readonly promiscMode?: boolean;
}

/** What the plugin `ovs` takes with and without a device. Source: k8snetworkplumbingwg/ovs-cni. */
interface OvsCommon extends InterfacePlugin {
    readonly type: "ovs";
    /** 0 to 4095. Default: a trunk port. */
    readonly vlan?: number;
    readonly mtu?: number;
    readonly trunk?: readonly VlanTrunk[];
    /** 1 to 65279. */
    readonly ofport_request?: number;
    readonly interface_type?: string;
    readonly configuration_path?: string;
    readonly socket_file?: string;
    readonly link_state_check_retries?: number;
    /** In milliseconds. */
    readonly link_state_check_interval?: number;
}

/** A veth pair into an Open vSwitch bridge on the node. Source: k8snetworkplumbingwg/ovs-cni. */
export interface OvsPlugin extends OvsCommon {
    /** The bridge's name. */
    readonly bridge: string;
}

/** A virtual function whose representor joins an Open vSwitch bridge: the switch is offloaded to the NIC. */
export interface OvsOffloadPlugin extends OvsCommon {
    /** The bridge's name. Default: the one that the device's physical function is on. */
    readonly bridge?: string;
}

/** A network of OVN-Kubernetes. Source: ovn-kubernetes, `pkg/cni/types`. */
export interface OvnKubernetesPlugin {
    readonly type: "ovn-k8s-cni-overlay";
    readonly capabilities?: Capabilities;
    readonly topology: "layer2" | "layer3" | "localnet";
    /** `<namespace>/<name>` of this very NetworkAttachmentDefinition. Default: taken from `metadata` where both are plain. */
    readonly netAttachDefName?: string;
    readonly role?: "primary" | "secondary";
    readonly mtu?: number;
    /** Networks in CIDR notation, separated by commas; OVN hands out the addresses. */
    readonly subnets?: string;
    readonly excludeSubnets?: string;
    readonly reservedSubnets?: string;
    readonly infrastructureSubnets?: string;
    readonly joinSubnet?: string;
    readonly transitSubnet?: string;
    readonly defaultGatewayIPs?: string;
    /** For `localnet`: 1 to 4094. */
    readonly vlanID?: number;
    readonly allowPersistentIPs?: boolean;
    /** For `localnet`. Default: the network's name. */
    readonly physicalNetworkName?: string;
}

/** A network of Kube-OVN. Source: kubeovn/kube-ovn, `docs/multi-nic.md`. */
export interface KubeOvnPlugin {
    readonly type: "kube-ovn";
    readonly capabilities?: Capabilities;
    /** The daemon's socket. Default: `/run/openvswitch/kube-ovn-daemon.sock`. */
    readonly server_socket?: string;
    /** `<name>.<namespace>.ovn` of this NetworkAttachmentDefinition. */
    readonly provider: string;
}

/** The plugins that attach in software. */
export type SoftwarePlugin =
    | BridgePlugin
    | MacvlanPlugin
    | IpvlanPlugin
    | VlanPlugin
    | PtpPlugin
    | TapPlugin
    | DummyPlugin
    | MacvtapPlugin
    | OvsPlugin
    | OvnKubernetesPlugin
    | KubeOvnPlugin;

/** A virtual function, moved into the pod. Source: k8snetworkplumbingwg/sriov-cni. */
export interface SriovPlugin extends InterfacePlugin {
    readonly type: "sriov";
    /** 0 to 4094. */
    readonly vlan?: number;
    /** 0 to 7; more than 0 needs a `vlan` of more than 0. */
    readonly vlanQoS?: number;
    /** Default: `802.1q`. `802.1ad` needs a `vlan` of more than 0. */
    readonly vlanProto?: "802.1q" | "802.1ad";
    readonly spoofchk?: "on" | "off";
    readonly trust?: "on" | "off";
    readonly link_state?: "auto" | "enable" | "disable";
    /** In Mbit/s; 0 means no limit. At most `max_tx_rate`. */
    readonly min_tx_rate?: number;
    /** In Mbit/s; 0 means no limit. */
    readonly max_tx_rate?: number;
    readonly logLevel?: "panic" | "error" | "warning" | "info" | "debug";
    readonly logFile?: string;
}

/** An InfiniBand virtual function, moved into the pod. Source: k8snetworkplumbingwg/ib-sriov-cni. */
export interface IbSriovPlugin extends InterfacePlugin {
    readonly type: "ib-sriov";
    /** The partition key, such as `0x8001`. */
    readonly pkey?: string;
    readonly link_state?: "auto" | "enable" | "disable";
    readonly rdmaIsolation?: boolean;
    readonly ibKubernetesEnabled?: boolean;
    readonly vfioPciMode?: boolean;
}

/**
 * A device of the node, moved into the pod as a whole: one that `resourceName` allocates, or one named here by exactly
 * one of `device`, `hwaddr`, `kernelpath` and `pciBusID`. Source: CNI plugin `host-device`.
 */
export interface HostDevicePlugin extends InterfacePlugin {
    readonly type: "host-device";
    /** The interface's name on the node. */
    readonly device?: string;
    /** The interface's MAC address. */
    readonly hwaddr?: string;
    /** The device's path in sysfs. */
    readonly kernelpath?: string;
    /** The device's PCI address, such as `0000:3b:00.0`. */
    readonly pciBusID?: string;
}

/** A virtual function whose representor joins a Linux bridge. Source: k8snetworkplumbingwg/accelerated-bridge-cni. */
export interface AcceleratedBridgePlugin extends InterfacePlugin {
    readonly type: "accelerated-bridge";
    /** The bridge's name. Default: `cni0`; several may be given, separated by commas. */
    readonly bridge?: string;
    /** 0 to 4094. */
    readonly vlan?: number;
    readonly trunk?: readonly VlanTrunk[];
    readonly setUplinkVlan?: boolean;
    readonly mtu?: number;
    readonly debug?: boolean;
}

/** The plugins that attach a virtual function of SR-IOV. */
export type SriovNetworkPlugin = SriovPlugin | IbSriovPlugin;

/** The plugins that attach a vDPA device: which one depends on the switch, the pool makes it vDPA. */
export type VdpaNetworkPlugin = SriovPlugin | OvsOffloadPlugin | OvnKubernetesPlugin | KubeOvnPlugin;

/** The plugins that attach a port of a switch that is offloaded to the NIC. */
export type SmartnicNetworkPlugin =
    SriovPlugin | OvsOffloadPlugin | OvnKubernetesPlugin | KubeOvnPlugin | AcceleratedBridgePlugin;

/** Sets sysctls and link attributes. Source: CNI plugin `tuning`. */
export interface TuningPlugin {
    /** `cnv-tuning` is OpenShift Virtualization's name for the same plugin. */
    readonly type: "tuning" | "cnv-tuning";
    readonly capabilities?: Capabilities;
    readonly sysctl?: Readonly<Record<string, string>>;
    readonly mac?: string;
    readonly promisc?: boolean;
    readonly mtu?: number;
    readonly allmulti?: boolean;
    readonly txQLen?: number;
    readonly dataDir?: string;
}

/** Puts the interface into a VRF. Source: CNI plugin `vrf`. */
export interface VrfPlugin {
    readonly type: "vrf";
    readonly vrfname: string;
    /** The routing table. Default: a free one. */
    readonly table?: number;
}

/** Routes by source address. Source: CNI plugin `sbr`. */
export interface SbrPlugin {
    readonly type: "sbr";
    readonly table?: number;
    readonly addSourceHints?: boolean;
}

/** Limits the rate. Rates in bit/s, bursts in bits; each direction needs both or none. Source: CNI plugin `bandwidth`. */
export interface BandwidthPlugin {
    readonly type: "bandwidth";
    readonly capabilities?: Capabilities;
    readonly ingressRate?: number;
    readonly ingressBurst?: number;
    readonly egressRate?: number;
    readonly egressBurst?: number;
}

/** Maps ports of the node. Source: CNI plugin `portmap`. */
export interface PortmapPlugin {
    readonly type: "portmap";
    readonly capabilities?: Capabilities;
    readonly backend?: "iptables" | "nftables";
    readonly snat?: boolean;
    readonly masqAll?: boolean;
    readonly markMasqBit?: number;
    readonly externalSetMarkChain?: string;
    readonly conditionsV4?: readonly string[];
    readonly conditionsV6?: readonly string[];
}

/** Lets the interface's addresses through the node's firewall. Source: CNI plugin `firewall`. */
export interface FirewallPlugin {
    readonly type: "firewall";
    readonly backend?: "iptables" | "firewalld";
    readonly iptablesAdminChainName?: string;
    readonly firewalldZone?: string;
    readonly ingressPolicy?: "open" | "same-bridge" | "isolated";
}

/** Moves the RDMA device of a virtual function into the pod as well. Source: Mellanox/rdma-cni. */
export interface RdmaPlugin {
    readonly type: "rdma";
}

/** The plugins that can be chained behind any other. */
export type ChainedPlugin = TuningPlugin | VrfPlugin | SbrPlugin | BandwidthPlugin | PortmapPlugin | FirewallPlugin;

/** The plugins that can be chained behind one that attaches a device. */
export type DeviceChainedPlugin = ChainedPlugin | RdmaPlugin;

/**
 * A configuration of one's own, for plugins that are not typed here. It is written into the object as it stands; what
 * technique it is, the policy pack decides by its tables and by its config `cniTypes`, and refuses what it cannot place.
 */
export interface FreeFormPlugin {
    /** The configuration: a plugin with its `type`, or a list under `plugins`. All plain. */
    readonly freeForm: Readonly<Record<string, unknown>>;
}

/** Every typed plugin that makes an interface. */
export type TypedPlugin =
    SoftwarePlugin | SriovNetworkPlugin | HostDevicePlugin | OvsOffloadPlugin | AcceleratedBridgePlugin;
