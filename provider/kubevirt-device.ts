import type * as pulumi from "@pulumi/pulumi";

/** A device of a node that the guest gets. */
export interface KubevirtDevice {
    /** The device's name, unique in the machine. */
    name: string;
    /** The resource under which the KubeVirt object permits it, such as `example.com/nvme`. */
    deviceName: pulumi.Input<string>;
    /** Plain: `pci-passthrough` for a host device, `accelerator` for a GPU. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: a GPU that the policy pack's config approves. */
    approved?: boolean;
}
