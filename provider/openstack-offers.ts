import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { Flavor } from "../components/openstack/flavor";
import type { FlavorArgs } from "../components/openstack/flavor-args";
import { flavorSpecs } from "../components/openstack/flavor-specs";
import { Image } from "../components/openstack/image";
import type { ImageArgs } from "../components/openstack/image-args";
import { imageProperties } from "../components/openstack/image-properties";

/** A device that every machine of a flavor gets: by one of pciAlias, deviceProfile, vgpus and resourceClass. */
export interface OpenstackOfferedDevice {
    /** Plain: `sriov`, `pci-passthrough` or `accelerator`. */
    technique: string;
    /** The exception ID of the offer, plain; the machines need one too. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** An alias of Nova's configuration. */
    pciAlias?: string;
    /** The name of a Cyborg device profile. */
    deviceProfile?: string;
    /** How many virtual GPUs. */
    vgpus?: number;
    /** A resource class of Placement. */
    resourceClass?: string;
    /** How many, with pciAlias or resourceClass. Default: 1. */
    count?: number;
    /** The suffix of a request group, with resourceClass. */
    group?: string;
}

/** The arguments of an {@link OpenstackFlavor}. */
export interface OpenstackFlavorArgs {
    /** Number of virtual CPUs. */
    vcpus: pulumi.Input<number>;
    /** Memory in MiB. */
    ram: pulumi.Input<number>;
    /** Size of the root disk in GiB; 0 for machines that boot from a volume. */
    disk: pulumi.Input<number>;
    /** Size of a further disk in GiB. Default: 0. */
    ephemeral?: pulumi.Input<number>;
    /** Swap in MiB. Default: 0. */
    swap?: pulumi.Input<number>;
    /** True: every project may use it. Default: false. */
    isPublic?: pulumi.Input<boolean>;
    /** The flavor's ID. Default: one by Nova. */
    flavorId?: pulumi.Input<string>;
    /** The flavor's name. Default: a name by Pulumi. */
    flavorName?: pulumi.Input<string>;
    /** A description for people. */
    description?: pulumi.Input<string>;
    /** The region. Default: the provider's. */
    region?: pulumi.Input<string>;
    /** Devices that every machine of the flavor gets, each under an exception. Default: none. */
    devices?: OpenstackOfferedDevice[];
    /** Further extra specs; none that bring a device. */
    extraSpecs?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
    /** `dedicated`, `mixed` or `shared`. Default: `shared`. */
    cpuPolicy?: pulumi.Input<string>;
    /** The dedicated vCPUs under `mixed`. */
    cpuDedicatedMask?: pulumi.Input<string>;
    /** `prefer`, `isolate` or `require`. Default: `prefer`. */
    cpuThreadPolicy?: pulumi.Input<string>;
    /** `isolate` or `share`. Default: on the vCPUs' own. */
    emulatorThreads?: pulumi.Input<string>;
    /** The vCPUs that run in real time, such as `^0-1`. */
    realtimeCpus?: pulumi.Input<string>;
    /** `large`, `small`, `any`, or a size such as `1GB`. */
    hugePages?: pulumi.Input<string>;
    /** True: the memory is never swapped out. */
    lockedMemory?: pulumi.Input<boolean>;
    /** Number of NUMA nodes. */
    numaNodes?: pulumi.Input<number>;
    /** vCPUs of each NUMA node, in order. */
    numaCpus?: pulumi.Input<string>[];
    /** Memory of each NUMA node in MiB, in order. */
    numaMemory?: pulumi.Input<number>[];
    /** True: a virtio NIC has one queue for each vCPU. */
    multiqueue?: pulumi.Input<boolean>;
    /** True: virtio's packed rings. */
    packedRings?: pulumi.Input<boolean>;
    /** `required`, `preferred`, `legacy` or `socket`. */
    pciNumaAffinity?: pulumi.Input<string>;
    /** `intel`, `smmuv3`, `virtio` or `auto`. */
    viommu?: pulumi.Input<string>;
}

/** A flavor with enhanced platform awareness. It brings no device unless it says so, each under an exception. */
export class OpenstackFlavor extends pulumi.ComponentResource {
    /** The flavor's ID. */
    public readonly flavorId: pulumi.Output<string>;
    /** The flavor's name in Nova. */
    public readonly flavorName: pulumi.Output<string>;

    constructor(name: string, args: OpenstackFlavorArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as FlavorArgs;
        flavorSpecs(`OpenstackFlavor "${name}"`, typed);
        super("virtio-first:index:OpenstackFlavor", name, {}, opts);
        const flavor = new Flavor(name, typed, childOptions(this, opts));
        this.flavorId = flavor.flavorId;
        this.flavorName = flavor.flavorName;
        this.registerOutputs({ flavorId: this.flavorId, flavorName: this.flavorName });
    }
}

/** The arguments of an {@link OpenstackImage}. */
export interface OpenstackImageArgs {
    /** The NICs of the image's machines, plain: `virtio` (default), `vmxnet3`, `emulated`, or `sriov` (VMware only). */
    technique?: string;
    /** The exception ID, plain: with `sriov`, and with nothing else. */
    exceptionId?: string;
    /** The NIC that is emulated: with `emulated`, and with nothing else. */
    nicModel?: string;
    /** Such as `bare`. */
    containerFormat: pulumi.Input<string>;
    /** Such as `qcow2`. */
    diskFormat: pulumi.Input<string>;
    /** Where the image is fetched from; or localFilePath. */
    imageSourceUrl?: pulumi.Input<string>;
    /** A file beside the program; or imageSourceUrl. */
    localFilePath?: pulumi.Input<string>;
    /** The image's name. Default: a name by Pulumi. */
    imageName?: pulumi.Input<string>;
    /** `private`, `public`, `shared` or `community`. */
    visibility?: pulumi.Input<string>;
    /** In GiB. */
    minDiskGb?: pulumi.Input<number>;
    /** In MiB. */
    minRamMb?: pulumi.Input<number>;
    /** Tags. */
    tags?: pulumi.Input<pulumi.Input<string>[]>;
    /** Further properties; not those that are arguments here. */
    properties?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
    /** True: a virtio NIC has one queue for each vCPU. */
    multiqueue?: pulumi.Input<boolean>;
    /** True: virtio's packed rings. */
    packedRings?: pulumi.Input<boolean>;
    /** The region. Default: the provider's. */
    region?: pulumi.Input<string>;
}

/** An image that says which NICs its machines have: virtio, unless a technique says otherwise. */
export class OpenstackImage extends pulumi.ComponentResource {
    /** The image's ID. */
    public readonly imageId: pulumi.Output<string>;
    /** The image's name in Glance. */
    public readonly imageName: pulumi.Output<string>;

    constructor(name: string, args: OpenstackImageArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as ImageArgs;
        imageProperties(`OpenstackImage "${name}"`, typed);
        super("virtio-first:index:OpenstackImage", name, {}, opts);
        const image = new Image(name, typed, childOptions(this, opts));
        this.imageId = image.imageId;
        this.imageName = image.imageName;
        this.registerOutputs({ imageId: this.imageId, imageName: this.imageName });
    }
}
