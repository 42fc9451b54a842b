import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { adoptedOptions, type AdoptionOptions, componentOptions } from "./adoption";
import type { FlavorArgs } from "./flavor-args";
import { type CheckedDevice, flavorSpecs } from "./flavor-specs";

/**
 * A flavor with enhanced platform awareness by typed arguments. It brings no device unless it says so, with a technique and
 * an exception ID for each; the IDs then stand in its extra specs.
 *
 * ```ts
 * // Pinned CPUs, huge pages and one queue for each vCPU, on virtio: no exception.
 * const fast = new openstack.Flavor("fast", {
 *     vcpus: 8,
 *     ram: 16384,
 *     disk: 20,
 *     cpuPolicy: "dedicated",
 *     emulatorThreads: "isolate",
 *     hugePages: "1GB",
 *     numaNodes: 1,
 *     multiqueue: true,
 * });
 * // A GPU by an alias of Nova's configuration, under an exception.
 * const gpu = new openstack.Flavor("gpu", {
 *     vcpus: 8,
 *     ram: 16384,
 *     disk: 20,
 *     devices: [{ pciAlias: "a100", technique: "accelerator", exceptionId: "EXC-2026-020" }],
 * });
 * ```
 *
 * Only administrators may make flavors. Source: Nova, "Extra specs", and `api/validation/extra_specs`.
 *
 * @throws ArgumentError for a device without its exception ID, words that Nova does not know, and settings that it would
 * refuse when a machine boots, before anything is registered.
 */
export class Flavor extends pulumi.ComponentResource {
    /** The flavor itself. */
    public readonly flavor: openstack.compute.Flavor;
    /** The flavor's ID. */
    public readonly flavorId: pulumi.Output<string>;
    /** The flavor's name in Nova. */
    public readonly flavorName: pulumi.Output<string>;
    /** All extra specs, the marker included. */
    public readonly extraSpecs: openstack.compute.Flavor["extraSpecs"];
    /** The devices that every machine of this flavor gets. */
    public readonly devices: readonly CheckedDevice[];

    constructor(name: string, args: FlavorArgs, opts?: AdoptionOptions) {
        const { extraSpecs, devices } = flavorSpecs(`Flavor "${name}"`, args);
        super("virtio-first:openstack:Flavor", name, { ...args }, componentOptions(opts));
        this.flavor = new openstack.compute.Flavor(
            name,
            {
                vcpus: args.vcpus,
                ram: args.ram,
                disk: args.disk,
                ephemeral: args.ephemeral,
                swap: args.swap,
                rxTxFactor: args.rxTxFactor,
                isPublic: args.isPublic,
                flavorId: args.flavorId,
                name: args.flavorName,
                description: args.description,
                region: args.region,
                extraSpecs,
            },
            adoptedOptions(this, opts),
        );
        this.flavorId = this.flavor.id;
        this.flavorName = this.flavor.name;
        this.extraSpecs = this.flavor.extraSpecs;
        this.devices = devices;
        this.registerOutputs({
            flavorId: this.flavorId,
            flavorName: this.flavorName,
            extraSpecs: this.extraSpecs,
            techniques: devices.map(({ choice }) => choice.technique),
        });
    }
}
