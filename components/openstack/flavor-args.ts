import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { ApprovedChoice, HardwareChoice } from "../choice";
import type { EpaArgs } from "./epa";

/**
 * A PCI device by an alias of Nova's configuration. The alias's device type stands there: a whole device, a physical or a
 * virtual function, of a NIC or of an accelerator. So the technique is stated here, and marked on the flavor.
 */
export type PciAliasDevice = HardwareChoice<"sriov" | "pci-passthrough" | "accelerator"> & {
    /** The alias in Nova's configuration, such as `a1`. (`pci_passthrough:alias`) */
    readonly pciAlias: string;
    /** How many. A plain number, so that the policy pack can read it. Default: 1. */
    readonly count?: number;
};

/** Accelerators by a device profile of Cyborg. */
export type CyborgDevice = (HardwareChoice<"accelerator"> | ApprovedChoice) & {
    /** The name of the device profile. One for each flavor. (`accel:device_profile`) */
    readonly deviceProfile: string;
};

/** Virtual GPUs: parts of a GPU that its driver on the host shares out. The machine needs the vendor's driver. */
export type VgpuDevice = (HardwareChoice<"accelerator"> | ApprovedChoice) & {
    /** How many. A plain number. (`resources:VGPU`) */
    readonly vgpus: number;
};

/** Devices by a resource class of Placement. */
export type ResourceClassDevice = (HardwareChoice<"sriov" | "pci-passthrough" | "accelerator"> | ApprovedChoice) & {
    /**
     * The class: `PGPU`, `FPGA`, `SRIOV_NET_VF`, `PCI_DEVICE`, or one of one's own, `CUSTOM_…`. The policy pack takes the
     * latter for accelerators unless its config (`resources`) says otherwise. (`resources:<class>`)
     */
    readonly resourceClass: string;
    /** How many. A plain number. Default: 1. */
    readonly count?: number;
    /** The suffix of a request group, such as `1` or `_GPU`. Default: none. */
    readonly group?: string;
};

/** A device that every machine of a flavor gets, each under its own exception. */
export type OfferedDevice = PciAliasDevice | CyborgDevice | VgpuDevice | ResourceClassDevice;

/** The arguments of a {@link Flavor}. */
export interface FlavorArgs extends EpaArgs {
    /** Number of virtual CPUs. */
    readonly vcpus: pulumi.Input<number>;
    /** Memory in MiB. */
    readonly ram: pulumi.Input<number>;
    /** Size of the root disk in GiB; 0 for machines that boot from a volume. */
    readonly disk: pulumi.Input<number>;
    /** Size of a further disk in GiB. Default: 0. */
    readonly ephemeral?: openstack.compute.FlavorArgs["ephemeral"];
    /** Swap in MiB. Default: 0. */
    readonly swap?: openstack.compute.FlavorArgs["swap"];
    /** A factor on the bandwidth of NICs, which few drivers know. Default: 1. */
    readonly rxTxFactor?: openstack.compute.FlavorArgs["rxTxFactor"];
    /** True: every project may use it. Default: false. */
    readonly isPublic?: openstack.compute.FlavorArgs["isPublic"];
    /** The flavor's ID. Default: one by Nova. */
    readonly flavorId?: pulumi.Input<string>;
    /** The flavor's name. Default: a name by Pulumi. */
    readonly flavorName?: pulumi.Input<string>;
    /** A description for people. */
    readonly description?: pulumi.Input<string>;
    /** The region. Default: the provider's. */
    readonly region?: pulumi.Input<string>;
    /** Further extra specs. Not those that this component writes, and none that bring a device: see devices. */
    readonly extraSpecs?: pulumi.Input<Record<string, pulumi.Input<string | number | boolean>>>;
    /**
     * Devices that every machine of the flavor gets. Each is offered under an exception ID, which stands in the extra specs;
     * it does not cover the machines, which state theirs (`flavorDevices`). Default: none.
     */
    readonly devices?: readonly OfferedDevice[];
}
