import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import type { FlavorArgs, OfferedDevice } from "../../components/openstack";
import { NO_CONTEXT } from "../../techniques/classification";
import { readResource } from "../../techniques/read";
import { only, refusal, type Registered, run, UNKNOWN_WORD, Unborn, untyped } from "./kubernetes-support";

const FLAVOR = "openstack:compute/flavor:Flavor";
const size = { vcpus: 8, ram: 16384, disk: 20 };
const exceptionId = "EXC-2026-020";

async function registered(args: FlavorArgs): Promise<Registered> {
    return only(await run(() => new openstack.Flavor("fast", args)), FLAVOR);
}

async function specs(args: Partial<FlavorArgs>): Promise<unknown> {
    return (await registered({ ...size, ...args })).inputs["extraSpecs"];
}

/** What the pack reads of a registered flavor. */
function judged({ type, name, inputs }: Registered): { techniques: string[]; roles: string[]; ids: string[] } {
    const { attachments, markers } = readResource({ urn: "u", type, name, props: inputs, custom: true }, NO_CONTEXT);
    return {
        techniques: attachments.map(({ techniques }) => techniques.join("|")),
        roles: attachments.map(({ role }) => role),
        ids: markers.exceptionIds.map(({ value }) => value),
    };
}

describe("openstack.Flavor", () => {
    it("registers a flavor, and no device unless asked", async () => {
        const resources = await run(() => new openstack.Flavor("small", { ...size, isPublic: true, swap: 512 }));
        assert.deepEqual(
            resources.slice(1).map(({ type, name }) => `${type} ${name}`),
            ["virtio-first:openstack:Flavor small", `${FLAVOR} small`],
        );
        const flavor = only(resources, FLAVOR);
        assert.deepEqual(flavor.inputs, { ...size, isPublic: true, swap: 512 });
        assert.deepEqual(judged(flavor), { techniques: [], roles: [], ids: [] });
    });

    it("writes every setting of enhanced platform awareness as Nova's extra spec", async () => {
        assert.deepEqual(
            await specs({
                cpuPolicy: "mixed",
                cpuDedicatedMask: "^0-1",
                cpuThreadPolicy: "require",
                emulatorThreads: "isolate",
                hugePages: "1GB",
                lockedMemory: true,
                numaNodes: 2,
                numaCpus: ["0-3", "4-7"],
                numaMemory: [8192, 8192],
                multiqueue: true,
                packedRings: true,
                pciNumaAffinity: "socket",
                viommu: "virtio",
                extraSpecs: { "quota:cpu_shares": 512, "trait:CUSTOM_FAST": "required" },
            }),
            {
                "hw:cpu_policy": "mixed",
                "hw:cpu_dedicated_mask": "^0-1",
                "hw:cpu_thread_policy": "require",
                "hw:emulator_threads_policy": "isolate",
                "hw:mem_page_size": "1GB",
                "hw:locked_memory": "true",
                "hw:numa_nodes": "2",
                "hw:numa_cpus.0": "0-3",
                "hw:numa_cpus.1": "4-7",
                "hw:numa_mem.0": "8192",
                "hw:numa_mem.1": "8192",
                "hw:vif_multiqueue_enabled": "true",
                "hw:virtio_packed_ring": "true",
                "hw:pci_numa_affinity_policy": "socket",
                "hw:viommu_model": "virtio",
                "quota:cpu_shares": "512",
                "trait:CUSTOM_FAST": "required",
            },
        );
        assert.deepEqual(await specs({ cpuPolicy: "dedicated", realtimeCpus: "^0" }), {
            "hw:cpu_policy": "dedicated",
            "hw:cpu_realtime": "true",
            "hw:cpu_realtime_mask": "^0",
        });
    });

    it("leaves to the image what the flavor does not say", async () => {
        assert.deepEqual(await specs({ cpuThreadPolicy: "require", emulatorThreads: "isolate", lockedMemory: true }), {
            "hw:cpu_thread_policy": "require",
            "hw:emulator_threads_policy": "isolate",
            "hw:locked_memory": "true",
        });
    });

    const devices: readonly (readonly [OfferedDevice, Record<string, string>, string])[] = [
        [
            { pciAlias: "gpu", technique: "accelerator", exceptionId },
            { "pci_passthrough:alias": "gpu:1" },
            "accelerator",
        ],
        [{ pciAlias: "nic", count: 2, technique: "sriov", exceptionId }, { "pci_passthrough:alias": "nic:2" }, "sriov"],
        [
            { pciAlias: "nic", technique: "pci-passthrough", exceptionId },
            { "pci_passthrough:alias": "nic:1" },
            "pci-passthrough",
        ],
        [
            { deviceProfile: "fpga", technique: "accelerator", exceptionId },
            { "accel:device_profile": "fpga" },
            "accelerator",
        ],
        [{ vgpus: 1, technique: "accelerator", exceptionId }, { "resources:VGPU": "1" }, "accelerator"],
        [{ resourceClass: "PGPU", technique: "accelerator", exceptionId }, { "resources:PGPU": "1" }, "accelerator"],
        [
            { resourceClass: "SRIOV_NET_VF", count: 2, technique: "sriov", exceptionId },
            { "resources:SRIOV_NET_VF": "2" },
            "sriov",
        ],
        [
            { resourceClass: "CUSTOM_FPGA", group: "_A", technique: "accelerator", exceptionId },
            { "resources_A:CUSTOM_FPGA": "1" },
            "accelerator",
        ],
        [
            { resourceClass: "CUSTOM_PCI_8086_1533", technique: "sriov", exceptionId },
            { "resources:CUSTOM_PCI_8086_1533": "1" },
            "sriov",
        ],
    ];
    for (const [device, expected, technique] of devices) {
        it(`offers ${JSON.stringify(device)}, which the pack reads as ${technique} under its ID`, async () => {
            const flavor = await registered({ ...size, devices: [device] });
            assert.deepEqual(flavor.inputs["extraSpecs"], {
                ...expected,
                "virtio-first:exception-id": exceptionId,
                "virtio-first:technique": technique,
            });
            assert.deepEqual(judged(flavor), { techniques: [technique], roles: ["offers"], ids: [exceptionId] });
        });
    }

    it("offers several devices under several IDs, aliases in one extra spec", async () => {
        const flavor = await registered({
            ...size,
            devices: [
                { pciAlias: "a", technique: "sriov", exceptionId: "EXC-2026-001" },
                { pciAlias: "b", count: 2, technique: "sriov", exceptionId: "EXC-2026-002" },
                { vgpus: 1, technique: "accelerator", exceptionId: "EXC-2026-001" },
            ],
        });
        assert.deepEqual(flavor.inputs["extraSpecs"], {
            "pci_passthrough:alias": "a:1,b:2",
            "resources:VGPU": "1",
            "virtio-first:exception-id": "EXC-2026-001,EXC-2026-002",
            "virtio-first:technique": "sriov,accelerator",
        });
        assert.equal(judged(flavor).techniques.length, 3);
    });

    it("marks nothing for what the operator has approved for everybody", async () => {
        const flavor = await registered({ ...size, devices: [{ vgpus: 1, technique: "accelerator", approved: true }] });
        assert.deepEqual(flavor.inputs["extraSpecs"], { "resources:VGPU": "1" });
    });

    it("keeps a value that is not known where it is, and the marker readable", async () => {
        const flavor = only(
            await run(() => {
                const later = new Unborn("later").value;
                return new openstack.Flavor("fast", {
                    ...size,
                    flavorName: later,
                    hugePages: later,
                    extraSpecs: { "quota:a": later },
                    devices: [{ vgpus: 1, technique: "accelerator", exceptionId }],
                });
            }),
            FLAVOR,
        );
        const found = flavor.inputs["extraSpecs"] as Record<string, unknown>;
        assert.equal(found["quota:a"], UNKNOWN_WORD);
        assert.equal(found["hw:mem_page_size"], UNKNOWN_WORD);
        assert.deepEqual(judged(flavor), { techniques: ["accelerator"], roles: ["offers"], ids: [exceptionId] });
    });

    it("says what it offers and where to find it", async () => {
        await run(() => {
            const flavor = new openstack.Flavor("gpu", {
                ...size,
                devices: [{ pciAlias: "gpu", technique: "accelerator", exceptionId }],
            });
            assert.deepEqual(
                flavor.devices.map(({ choice, label }) => [choice.technique, choice.exceptionId, label]),
                [["accelerator", exceptionId, 'pciAlias "gpu"']],
            );
            assert.ok(pulumi.Output.isInstance(flavor.flavorId) && pulumi.Output.isInstance(flavor.flavorName));
        });
    });

    const gpu = { pciAlias: "gpu", technique: "accelerator", exceptionId };
    for (const [what, args, argument, fault] of [
        ["no arguments", undefined, "args", /missing/],
        ["no size", { vcpus: 1, ram: 512 }, "disk", /missing/],
        ["a size that is none", { ...size, vcpus: 0 }, "vcpus", /at least 1/],
        ["an argument that is none", { ...size, cpu_policy: "dedicated" }, "cpu_policy", /no argument of a flavor/],
        ["a word that Nova does not know", { ...size, cpuPolicy: "Dedicated" }, "cpuPolicy", /"shared", "dedicated"/],
        ["a page size that is none", { ...size, hugePages: "huge" }, "hugePages", /"large"/],
        [
            "threads of shared CPUs",
            { ...size, cpuPolicy: "shared", cpuThreadPolicy: "isolate" },
            "cpuThreadPolicy",
            /"dedicated"/,
        ],
        [
            "an isolated emulator beside shared CPUs",
            { ...size, cpuPolicy: "shared", emulatorThreads: "isolate" },
            "emulatorThreads",
            /"dedicated"/,
        ],
        [
            "real time on shared CPUs",
            { ...size, cpuPolicy: "shared", realtimeCpus: "^0" },
            "realtimeCpus",
            /"dedicated"/,
        ],
        [
            "a mask without the mixed policy",
            { ...size, cpuPolicy: "dedicated", cpuDedicatedMask: "0" },
            "cpuDedicatedMask",
            /"mixed"/,
        ],
        [
            "two words on which CPUs are dedicated",
            { ...size, cpuPolicy: "mixed", cpuDedicatedMask: "0", realtimeCpus: "^0" },
            "realtimeCpus",
            /keep one/,
        ],
        ["NUMA nodes that do not divide the CPUs", { ...size, numaNodes: 3 }, "numaNodes", /vcpus \(8\)/],
        [
            "CPUs of NUMA nodes without their memory",
            { ...size, numaNodes: 1, numaCpus: ["0-7"] },
            "numaMemory",
            /every NUMA node/,
        ],
        [
            "NUMA nodes that are not counted",
            { ...size, numaCpus: ["0-7"], numaMemory: [16384] },
            "numaNodes",
            /missing/,
        ],
        [
            "another count of NUMA nodes",
            { ...size, numaNodes: 2, numaCpus: ["0-7"], numaMemory: [16384] },
            "numaNodes",
            /describes 1/,
        ],
        [
            "memory of fewer nodes than CPUs",
            { ...size, numaNodes: 2, numaCpus: ["0-3", "4-7"], numaMemory: [16384] },
            "numaMemory",
            /has 1 nodes/,
        ],
        [
            "a device among the extra specs",
            { ...size, extraSpecs: { "pci_passthrough:alias": "gpu:1" } },
            'extraSpecs["pci_passthrough:alias"]',
            /under devices/,
        ],
        [
            "a resource class among the extra specs",
            { ...size, extraSpecs: { "resources:VGPU": 1 } },
            'extraSpecs["resources:VGPU"]',
            /under devices/,
        ],
        [
            "an extra spec that an argument writes",
            { ...size, cpuPolicy: "dedicated", extraSpecs: { "hw:cpu_policy": "shared" } },
            "extraSpecs",
            /another argument/,
        ],
        ["extra specs that are no map", { ...size, extraSpecs: "hw:cpu_policy" }, "extraSpecs", /map of text/],
        ["devices that are no list", { ...size, devices: gpu }, "devices", /plain list/],
        ["a device of no form", { ...size, devices: [{ ...gpu, pciAlias: undefined }] }, "devices[0]", /exactly one/],
        ["a device of two forms", { ...size, devices: [{ ...gpu, vgpus: 1 }] }, "devices[0]", /exactly one/],
        [
            "a device without its exception ID",
            { ...size, devices: [{ pciAlias: "gpu", technique: "accelerator" }] },
            "devices[0].exceptionId",
            /missing/,
        ],
        [
            "a device in software",
            { ...size, devices: [{ pciAlias: "gpu", technique: "virtio" }] },
            "devices[0].technique",
            /none that this component can do/,
        ],
        [
            "a technique that the device cannot be",
            { ...size, devices: [{ vgpus: 1, technique: "sriov", exceptionId }] },
            "devices[0].technique",
            /"accelerator"/,
        ],
        ["a count of zero", { ...size, devices: [{ ...gpu, count: 0 }] }, "devices[0]", /count/],
        ["an alias that is none", { ...size, devices: [{ ...gpu, pciAlias: "a:1,b" }] }, "devices[0]", /alias/],
        [
            "a resource class that is no device",
            { ...size, devices: [{ resourceClass: "VCPU", technique: "accelerator", exceptionId }] },
            "devices[0]",
            /CUSTOM_/,
        ],
        ["one alias twice", { ...size, devices: [gpu, gpu] }, "devices[1]", /already/],
        [
            "two device profiles",
            {
                ...size,
                devices: ["a", "b"].map((deviceProfile) => ({ deviceProfile, technique: "accelerator", exceptionId })),
            },
            "devices[1]",
            /already/,
        ],
    ] as const) {
        it(`refuses ${what}, before anything is registered`, async () => {
            const error = await refusal(() => new (untyped(openstack.Flavor))("fast", args));
            assert.equal(error.component, 'Flavor "fast"');
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }

    it("refuses a device whose name has to be waited for", async () => {
        const error = await refusal(
            () =>
                new (untyped(openstack.Flavor))("fast", {
                    ...size,
                    devices: [{ ...gpu, pciAlias: pulumi.output("gpu") }],
                }),
        );
        assert.equal(error.argument, "devices[0].pciAlias");
        assert.match(error.message, /must be plain/);
    });

    it("takes over a flavor that stands at the root of the stack", async () => {
        const aliases: unknown[] = [];
        await run(() => {
            const watch = (args: pulumi.ResourceTransformationArgs) => {
                if (args.type === FLAVOR) {
                    aliases.push((args.opts as pulumi.CustomResourceOptions).aliases);
                }
                return undefined;
            };
            new openstack.Flavor("fast", size, { adopt: { name: "m1" }, transformations: [watch] });
        });
        assert.deepEqual(aliases, [[{ name: "m1", parent: pulumi.rootStackResource }]]);
    });
});
