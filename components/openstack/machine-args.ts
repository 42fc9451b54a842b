import type * as openstack from "@pulumi/openstack";
import type { HardwareTechnique } from "../../techniques/technique";
import type { ApprovedChoice, HardwareChoice } from "../choice";
import type { AttachmentSource } from "./attachment-list";
import type { Flavor } from "./flavor";
import type { Image } from "./image";
import type { Trunk } from "./trunk";

/** What a hardware flavor or image brings, under its own exception. */
export type FlavorDevice = HardwareChoice<Exclude<HardwareTechnique, "unknown">> | ApprovedChoice;

/** A NIC of a machine: an attachment, arguments for one that the machine makes, or a trunk. */
export type MachineNic = AttachmentSource | Trunk;

/** What every machine takes: all that Nova takes, but for its networks. */
export interface VirtualMachineCommonArgs extends Omit<
    openstack.compute.InstanceArgs,
    "networks" | "networkMode" | "securityGroups" | "floatingIp"
> {
    /**
     * A flavor of ours, in place of flavorId and flavorName. If it offers devices, flavorDevices must state each technique
     * again, under the machine's own exception.
     */
    readonly flavor?: Flavor;
    /** An image of ours, in place of imageId and imageName. If its NICs are SR-IOV, flavorDevices must state that. */
    readonly image?: Image;
    /**
     * What the machine's flavor brings beside its NICs (PCI devices, GPUs, Cyborg accelerators), and its image on VMware
     * (`hw_vif_model: sriov`). Flavor and image have a marker of their own, which does not cover those who use them: the
     * exception IDs given here stand in the machine's metadata. Default: nothing.
     */
    readonly flavorDevices?: readonly FlavorDevice[];
    /**
     * Attachments that are plugged in once the machine runs, one after the other in this order. Ports of Cyborg and
     * forwarder ports cannot be. Default: none.
     */
    readonly hotPlugged?: readonly MachineNic[];
    /** The name of the attachment whose addresses the machine is reached at (accessIpV4, accessIpV6). Default: the first's. */
    readonly accessAttachment?: string;
    /** Not accepted: security groups belong to ports. Give securityGroupIds to an attachment. */
    readonly securityGroups?: never;
    /** Not accepted: every NIC is an attachment. Give attachments. */
    readonly networks?: never;
    /** Not accepted: the provider has dropped it. Associate the floating IP with the port of an attachment. */
    readonly floatingIp?: never;
}

/** The arguments of a {@link VirtualMachine}. */
export type VirtualMachineArgs = VirtualMachineCommonArgs &
    (
        | {
              /**
               * The machine's NICs, in order: attachments of ours, arguments for attachments that the machine makes, or
               * trunks. The provider does not read a port without an address back, and so would replace the machine on
               * every update; with such an attachment `networks` is left out of what it compares, and another set of
               * ports replaces the machine by way of the option `replacementTrigger`. A CLI that does not know that
               * option yet needs `pulumi up --replace <URN>` where such a machine gets other attachments.
               */
              readonly attachments: readonly MachineNic[];
              /** Only for a machine without attachments. */
              readonly networkMode?: never;
          }
        | {
              /** None. */
              readonly attachments?: readonly [];
              /** `none`: the machine has no NIC at all. */
              readonly networkMode: "none";
          }
    );
