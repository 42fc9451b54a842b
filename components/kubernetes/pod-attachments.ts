import * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice, HardwareChoice, SoftwareChoice } from "../choice";
import { isPlainObject } from "../inputs";
import type { Capabilities } from "./cni-plugins";

/** What is known of a network that a component of ours made. */
export interface NetworkFacts {
    /** The name of the NetworkAttachmentDefinition. */
    readonly name: pulumi.Output<string>;
    /** Its namespace as it was given; `undefined` for the provider's own. */
    readonly namespace: pulumi.Input<string> | undefined;
    /** The technique and the exception ID. */
    readonly choice: CheckedChoice;
    /** The device-plugin resource that each attachment takes one of. */
    readonly resourceName: pulumi.Input<string> | undefined;
    /** What a pod may ask of it; `undefined` where the network reads a pod's wishes without capabilities. */
    readonly capabilities: Capabilities | undefined;
}

/** A component that pods can be attached to by naming the component itself. */
export interface AttachableNetwork extends pulumi.ComponentResource {
    /** What an attachment takes from the network. */
    readonly attachable: NetworkFacts;
}

/** A port of the node that leads to the pod. */
export interface PortMapping {
    readonly hostPort: pulumi.Input<number>;
    readonly containerPort: pulumi.Input<number>;
    /** Default: `tcp`. */
    readonly protocol?: pulumi.Input<"tcp" | "udp" | "sctp">;
    readonly hostIP?: pulumi.Input<string>;
}

/** Limits of the rate, in bit/s, and of bursts, in bits. Each direction needs both or none. */
export interface Bandwidth {
    readonly ingressRate?: pulumi.Input<number>;
    readonly ingressBurst?: pulumi.Input<number>;
    readonly egressRate?: pulumi.Input<number>;
    readonly egressBurst?: pulumi.Input<number>;
}

/** What a pod may wish of one attachment. Most wishes need the plugin's capability of the same name. */
export interface AttachmentWishes {
    /** The interface's name in the pod, of at most 15 characters. Default: `net1`, `net2`, … by Multus. */
    readonly interface?: pulumi.Input<string>;
    /** Addresses, with a prefix length where the IPAM plugin is `static`. Needs the capability `ips`. */
    readonly ips?: pulumi.Input<pulumi.Input<string>[]>;
    /** The MAC address. Needs the capability `mac`. */
    readonly mac?: pulumi.Input<string>;
    /** The InfiniBand GUID. Needs the capability `infinibandGUID`. */
    readonly infinibandGuid?: pulumi.Input<string>;
    /** Needs the capability `portMappings`. */
    readonly portMappings?: pulumi.Input<pulumi.Input<PortMapping>[]>;
    /** Needs the capability `bandwidth`. */
    readonly bandwidth?: pulumi.Input<Bandwidth>;
    /** Arguments of the plugin's own, under `args.cni`. */
    readonly cniArgs?: pulumi.Input<Record<string, unknown>>;
    /** Gateways: the pod's default routes go through this interface. */
    readonly defaultRoute?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * True: the network takes the place of the cluster's default network (`eth0`). At most one attachment; it has no
     * `interface`, and its namespace must be told. Default: false.
     */
    readonly defaultNetwork?: boolean;
    /**
     * True: the device comes by a resource claim or by admission (the network resources injector), so nothing is added
     * to the container's requests. Default: false.
     */
    readonly requestedElsewhere?: boolean;
    /**
     * The network's namespace, where it is not the pod's own. Multus with namespace isolation refuses the pod unless
     * that namespace is one of its global ones, so it has to be said.
     */
    readonly namespace?: pulumi.Input<string>;
}

/** An attachment to a network that a component of ours made: technique and exception ID are the network's. */
export interface OwnNetworkAttachment extends AttachmentWishes {
    readonly network: AttachableNetwork;
    /** Not accepted: the network's own is taken. */
    readonly technique?: never;
    /** Not accepted: the network's own is taken. */
    readonly exceptionId?: never;
    /** Not accepted: the network's own is taken. */
    readonly approved?: never;
    /** Not accepted: the network's own is taken. */
    readonly resourceName?: never;
}

/** An attachment to a software network by its name. */
export type NamedSoftwareAttachment = AttachmentWishes &
    SoftwareChoice & {
        /** The name of the NetworkAttachmentDefinition. */
        readonly network: pulumi.Input<string>;
        /** A software device-plugin resource, such as `macvtap.network.kubevirt.io/eth0`. Default: none. */
        readonly resourceName?: pulumi.Input<string>;
    };

/** An attachment to a hardware network by its name. */
export type NamedHardwareAttachment = AttachmentWishes & {
    /** The name of the NetworkAttachmentDefinition. */
    readonly network: pulumi.Input<string>;
} & (
        | (HardwareChoice<"sriov" | "vdpa" | "smartnic"> & {
              /** The device-plugin resource that the attachment takes one of, such as `openshift.io/fast`. */
              readonly resourceName: pulumi.Input<string>;
          })
        | (HardwareChoice<"sriov" | "vdpa" | "smartnic"> & {
              readonly requestedElsewhere: true;
              readonly resourceName?: pulumi.Input<string>;
          })
        | (HardwareChoice<"pci-passthrough" | "unknown"> & {
              /** The device-plugin resource that the attachment takes one of. Default: the network names its device. */
              readonly resourceName?: pulumi.Input<string>;
          })
    );

/** A network that a pod is attached to. */
export type PodAttachment =
    AttachableNetwork | OwnNetworkAttachment | NamedSoftwareAttachment | NamedHardwareAttachment;

/** An attachment whose form has been checked. */
export interface CheckedAttachment {
    /** Where it stands in the arguments: `attachments[0]`. */
    readonly argument: string;
    /** The network's name. */
    readonly name: pulumi.Input<string>;
    /** The namespace that the attachment names itself. */
    readonly namespace: pulumi.Input<string> | undefined;
    /** The network, if it is a component of ours. */
    readonly own: NetworkFacts | undefined;
    readonly choice: CheckedChoice;
    /** The resource that it takes one of, unless it is requested elsewhere. */
    readonly request: pulumi.Input<string> | undefined;
    readonly wishes: AttachmentWishes;
}

/** True for a component that is itself an attachable network. */
export function isAttachableNetwork(value: unknown): value is AttachableNetwork {
    return pulumi.ComponentResource.isInstance(value) && isPlainObject((value as { attachable?: unknown }).attachable);
}
