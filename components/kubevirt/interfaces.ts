import type * as pulumi from "@pulumi/pulumi";
import { interfaceModels } from "../../techniques/kubevirt/interface-models";
import type { HardwareChoice, SoftwareChoice } from "../choice";
import type { AttachableNetwork } from "../kubernetes/pod-attachments";
import type { NoChoice } from "../kubernetes/device-choice";

/** A NIC model that is a software copy of a real NIC. */
export type EmulatedModel = {
    [M in keyof typeof interfaceModels]: (typeof interfaceModels)[M] extends "emulated" ? M : never;
}[keyof typeof interfaceModels];

/** The NIC of a software interface: virtio, or an emulated model that is asked for by name. */
export type NicChoice =
    | (SoftwareChoice & {
          /** Written out, so that no preference changes it. Default: `virtio`. */
          readonly model?: "virtio";
      })
    | {
          /** An emulated NIC: software, but not para-virtualised; the policy pack says so. */
          readonly technique: "emulated";
          readonly model: EmulatedModel;
          readonly exceptionId?: never;
          readonly approved?: never;
      };

/** A port of the machine that is reachable on the pod network. */
export interface InterfacePort {
    readonly name?: pulumi.Input<string>;
    readonly port: pulumi.Input<number>;
    /** Default: `TCP`. */
    readonly protocol?: pulumi.Input<"TCP" | "UDP">;
}

/** What every interface takes. */
export interface InterfaceCommon {
    /** The interface's name, unique in the machine: letters, digits, `-` and `_`. */
    readonly name: string;
    readonly macAddress?: pulumi.Input<string>;
    /** At least 1; unique among the machine's disks and interfaces. */
    readonly bootOrder?: pulumi.Input<number>;
    /** The NIC's PCI address in the guest. */
    readonly pciAddress?: pulumi.Input<string>;
    readonly acpiIndex?: pulumi.Input<number>;
    readonly tag?: pulumi.Input<string>;
    readonly dhcpOptions?: pulumi.Input<{
        readonly bootFileName?: pulumi.Input<string>;
        readonly tftpServerName?: pulumi.Input<string>;
        readonly ntpServers?: pulumi.Input<pulumi.Input<string>[]>;
        readonly privateOptions?: pulumi.Input<
            pulumi.Input<{ readonly option: pulumi.Input<number>; readonly value: pulumi.Input<string> }>[]
        >;
    }>;
}

/** The cluster's own network, with the addresses that the guest sees. */
export interface PodNetwork {
    readonly pod: {
        readonly vmNetworkCIDR?: pulumi.Input<string>;
        readonly vmIPv6NetworkCIDR?: pulumi.Input<string>;
    };
}

/** A NetworkAttachmentDefinition by its name. */
export interface NamedNetwork {
    readonly name: pulumi.Input<string>;
    /** Where it is not the machine's own. */
    readonly namespace?: pulumi.Input<string>;
}

/** A network device of a claim of the machine. KubeVirt: feature gate `NetworkDevicesWithDRA`. */
export interface ClaimNetwork {
    /** The claim's name within the machine. */
    readonly claim: string;
    /** The request's name within the claim. */
    readonly request: string;
}

/** A binding plugin that the KubeVirt object registers. */
export interface PluginBinding {
    readonly plugin: string;
}

/** An interface on the cluster's own network. */
export type PodInterface = InterfaceCommon &
    NicChoice & {
        /** Default: the cluster's own network. */
        readonly network?: "pod" | PodNetwork;
        /** `bridge` has to be permitted by the KubeVirt object. Default: `masquerade`. */
        readonly binding?: "masquerade" | "passt" | "bridge";
        readonly ports?: pulumi.Input<pulumi.Input<InterfacePort>[]>;
        readonly state?: "up" | "down";
    };

/** An interface in software on a secondary network by its name. */
export type NamedSoftwareInterface = InterfaceCommon &
    NicChoice & {
        readonly network: NamedNetwork;
        /** Default: `bridge`. */
        readonly binding?: "bridge";
        /** `absent` takes the interface out of a running machine. */
        readonly state?: "up" | "down" | "absent";
        /** True: the network takes the place of the cluster's own. Default: false. */
        readonly defaultNetwork?: boolean;
    };

/**
 * An interface on a network of our own. A software network is bound by `bridge`; a hardware network by `sriov`, and
 * brings its technique and exception ID along.
 */
export type OwnNetworkInterface = InterfaceCommon &
    NicChoice & {
        readonly network: AttachableNetwork;
        /** Where it is not the machine's own. */
        readonly namespace?: pulumi.Input<string>;
        /** Default: `bridge` for software, `sriov` for hardware. */
        readonly binding?: "bridge" | "sriov" | PluginBinding;
        readonly state?: "up" | "down" | "absent";
        /** True: the network takes the place of the cluster's own. Default: false. */
        readonly defaultNetwork?: boolean;
    };

/** A virtual function of a network by its name, handed to the guest by VFIO. */
export type SriovInterface = InterfaceCommon &
    HardwareChoice<"sriov"> & {
        readonly network: NamedNetwork;
        readonly binding: "sriov";
    };

/** An interface of a binding plugin: in software, or of the technique that the plugin gives. */
export type PluginInterface = InterfaceCommon &
    (SoftwareChoice | HardwareChoice<"sriov" | "vdpa" | "smartnic" | "unknown">) & {
        /** Default: the cluster's own network. */
        readonly network?: "pod" | PodNetwork | NamedNetwork;
        readonly binding: PluginBinding;
        readonly defaultNetwork?: boolean;
    };

/** A network device of a claim: the claim brings technique and exception ID along. */
export type ClaimInterface = InterfaceCommon &
    NoChoice & {
        readonly network: ClaimNetwork;
        /** Default: `sriov`. */
        readonly binding?: "sriov" | PluginBinding;
    };

/** An interface of a virtual machine, and the network that it is on. */
export type VirtualMachineInterface =
    PodInterface | NamedSoftwareInterface | OwnNetworkInterface | SriovInterface | PluginInterface | ClaimInterface;
