import type * as openstack from "@pulumi/openstack";
import type { HardwareTechnique } from "../../techniques/technique";
import type { HardwareChoice } from "../choice";
import type { NetworkAttachmentArgs } from "./attachment-args";
import type { NetworkAttachment } from "./network-attachment";

/** An attachment that the machine makes itself. */
export type AttachmentInPlace = NetworkAttachmentArgs & {
    /** What the attachment is called: its port is named `<machine>-<name>`. Unique in the machine. */
    readonly name: string;
};

/** What a hardware flavor brings, under its own exception. */
export type FlavorDevice = HardwareChoice<Exclude<HardwareTechnique, "unknown">>;

/** What every machine takes: all that Nova takes, but for its networks. */
export interface VirtualMachineCommonArgs extends Omit<
    openstack.compute.InstanceArgs,
    "networks" | "networkMode" | "securityGroups" | "floatingIp"
> {
    /**
     * What the machine's flavor brings beside its NICs: PCI devices, GPUs, Cyborg accelerators. Their exception IDs stand
     * in the machine's metadata. Default: nothing.
     */
    readonly flavorDevices?: readonly FlavorDevice[];
    /**
     * Attachments that are plugged in once the machine runs, in this order. SR-IOV ports can be, Cyborg's cannot.
     * Default: none.
     */
    readonly hotPlugged?: readonly (NetworkAttachment | AttachmentInPlace)[];
    /** Not accepted: security groups belong to ports. Give securityGroupIds to an attachment. */
    readonly securityGroups?: never;
    /** Not accepted: every NIC is an attachment. Give attachments. */
    readonly networks?: never;
}

/** The arguments of a {@link VirtualMachine}. */
export type VirtualMachineArgs = VirtualMachineCommonArgs &
    (
        | {
              /**
               * The machine's NICs, in order: attachments of ours, or arguments for attachments that the machine makes.
               * Nova wants an address on each port; a port without one makes the provider replace the machine on every
               * update, so `networks` is then left out of what the provider compares.
               */
              readonly attachments: readonly (NetworkAttachment | AttachmentInPlace)[];
              /** Only for a machine without attachments. */
              readonly networkMode?: never;
          }
        | {
              readonly attachments?: readonly [];
              /** `none`: the machine has no NIC at all. */
              readonly networkMode: "none";
          }
    );
