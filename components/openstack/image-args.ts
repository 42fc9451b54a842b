import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { EmulatedNicModel } from "../../techniques/openstack/nic-model";
import type { HardwareChoice, SoftwareChoice } from "../choice";

/** What every image takes: all that Glance takes, and settings of its machines' NICs. */
export interface ImageCommonArgs extends Omit<openstack.images.ImageArgs, "properties" | "name"> {
    /** The image's name. Default: a name by Pulumi. */
    readonly imageName?: pulumi.Input<string>;
    /**
     * Further properties. Not `hw_vif_model`, `hw_vif_multiqueue_enabled` and `hw_virtio_packed_ring`, which are arguments
     * of their own.
     */
    readonly properties?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
    /** True: a virtio NIC has one queue for each vCPU. Default: the flavor's setting. (`hw_vif_multiqueue_enabled`) */
    readonly multiqueue?: pulumi.Input<boolean>;
    /** True: virtio's packed rings. Default: the flavor's setting. (`hw_virtio_packed_ring`) */
    readonly packedRings?: pulumi.Input<boolean>;
}

/** Machines of the image have para-virtual NICs: virtio, or VMXNET3 on VMware, where virtio does not exist. */
export interface ParavirtualImageArgs extends SoftwareChoice<"virtio" | "vmxnet3"> {
    /** Not accepted: the technique says which model it is. */
    readonly nicModel?: never;
}

/**
 * Machines of the image have emulated NICs, for guests without a driver for virtio. It needs no exception, and is not what
 * the specification prefers: the policy pack advises against it.
 */
export interface EmulatedImageArgs extends SoftwareChoice<"emulated"> {
    /** A plain literal. */
    readonly technique: "emulated";
    /** The NIC that is emulated. */
    readonly nicModel: EmulatedNicModel;
}

/**
 * Machines of the image have SR-IOV NICs, on VMware only: there the image, not the port, asks for them. The machine needs the
 * driver of the NIC's vendor.
 */
export interface SriovImageArgs extends HardwareChoice<"sriov"> {
    /** Not accepted: the technique says which model it is. */
    readonly nicModel?: never;
}

/** The arguments of an {@link Image}. */
export type ImageArgs = ImageCommonArgs & (ParavirtualImageArgs | EmulatedImageArgs | SriovImageArgs);
