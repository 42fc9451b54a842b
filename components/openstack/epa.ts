import type * as pulumi from "@pulumi/pulumi";
import { type Check, type Fail, flag, mapOf, oneOf, shown, whole, words } from "../checks";
import { isPending, isPlainObject, mapInput } from "../inputs";

/** How Nova places a machine's vCPUs on the host's. */
export type CpuPolicy = "shared" | "dedicated" | "mixed";

/**
 * Enhanced platform awareness of a flavor: CPUs, memory and NUMA as a fast workload wants them. All of it is software and
 * needs no exception; a virtio NIC over a fast virtual switch profits as much as a device does.
 */
export interface EpaArgs {
    /** `dedicated`: each vCPU has a host CPU of its own; `mixed`: some have. Default: `shared`. (`hw:cpu_policy`) */
    readonly cpuPolicy?: pulumi.Input<CpuPolicy>;
    /** The vCPUs with a host CPU of their own under `mixed`, such as `2-5` or `^0`. (`hw:cpu_dedicated_mask`) */
    readonly cpuDedicatedMask?: pulumi.Input<string>;
    /** What becomes of the sibling threads of a dedicated CPU. Default: `prefer`. (`hw:cpu_thread_policy`) */
    readonly cpuThreadPolicy?: pulumi.Input<"prefer" | "isolate" | "require">;
    /**
     * `isolate`: the emulator runs on a host CPU of its own, beside the dedicated ones; `share`: on the host's shared CPUs.
     * Default: on the vCPUs' own. (`hw:emulator_threads_policy`)
     */
    readonly emulatorThreads?: pulumi.Input<"isolate" | "share">;
    /** The vCPUs that run in real time, such as `^0-1`: all but 0 and 1. (`hw:cpu_realtime`, `hw:cpu_realtime_mask`) */
    readonly realtimeCpus?: pulumi.Input<string>;
    /** Pages of the machine's memory: `large`, `small`, `any`, or a size such as `1GB`. (`hw:mem_page_size`) */
    readonly hugePages?: pulumi.Input<string>;
    /** True: the memory is never swapped out. Only with hugePages, of the flavor or of the image. (`hw:locked_memory`) */
    readonly lockedMemory?: pulumi.Input<boolean>;
    /** Number of NUMA nodes that the machine has. Default: none are shown. (`hw:numa_nodes`) */
    readonly numaNodes?: pulumi.Input<number>;
    /** vCPUs of each NUMA node, in order, such as `["0-3", "4-7"]`. Default: spread evenly. (`hw:numa_cpus.<n>`) */
    readonly numaCpus?: readonly pulumi.Input<string>[];
    /** Memory of each NUMA node, in order, in MiB. Default: spread evenly. (`hw:numa_mem.<n>`) */
    readonly numaMemory?: readonly pulumi.Input<number>[];
    /** True: a virtio NIC has one queue for each vCPU. Default: one queue. (`hw:vif_multiqueue_enabled`) */
    readonly multiqueue?: pulumi.Input<boolean>;
    /** True: virtio's packed rings, which take fewer memory accesses. Default: split rings. (`hw:virtio_packed_ring`) */
    readonly packedRings?: pulumi.Input<boolean>;
    /**
     * How strictly Nova keeps PCI devices, those of SR-IOV ports too, on the machine's NUMA nodes. Default: `legacy`.
     * (`hw:pci_numa_affinity_policy`)
     */
    readonly pciNumaAffinity?: pulumi.Input<"required" | "preferred" | "legacy" | "socket">;
    /** The model of the machine's own IOMMU, for drivers in its user space. (`hw:viommu_model`) */
    readonly viommu?: pulumi.Input<"intel" | "smmuv3" | "virtio" | "auto">;
}

/** One argument and the extra spec that it is written to. */
interface EpaRow {
    readonly spec: string;
    readonly check: Check;
}

const cpuList: Check = (value) =>
    typeof value === "string" && /^\^?\d+(-\d+)?(,\^?\d+(-\d+)?)*$/.test(value)
        ? undefined
        : `must be a list of CPUs such as "2-5" or "^0-1", and is ${shown(value)}`;

const pageSize: Check = (value) =>
    typeof value === "string" && /^(large|small|any|\d+([kKMGT]i?)?(b|bit|B)?)$/.test(value)
        ? undefined
        : `must be "large", "small", "any" or a size such as "1GB", and is ${shown(value)}`;

/** Each argument that is one extra spec. Source: Nova, `api/validation/extra_specs/hw.py`. */
export const epaSpecs: Readonly<Partial<Record<keyof EpaArgs, EpaRow>>> = {
    cpuPolicy: { spec: "hw:cpu_policy", check: oneOf("shared", "dedicated", "mixed") },
    cpuDedicatedMask: { spec: "hw:cpu_dedicated_mask", check: cpuList },
    cpuThreadPolicy: { spec: "hw:cpu_thread_policy", check: oneOf("prefer", "isolate", "require") },
    emulatorThreads: { spec: "hw:emulator_threads_policy", check: oneOf("isolate", "share") },
    realtimeCpus: { spec: "hw:cpu_realtime_mask", check: cpuList },
    hugePages: { spec: "hw:mem_page_size", check: pageSize },
    lockedMemory: { spec: "hw:locked_memory", check: flag },
    numaNodes: { spec: "hw:numa_nodes", check: whole(1) },
    multiqueue: { spec: "hw:vif_multiqueue_enabled", check: flag },
    packedRings: { spec: "hw:virtio_packed_ring", check: flag },
    pciNumaAffinity: {
        spec: "hw:pci_numa_affinity_policy",
        check: oneOf("required", "preferred", "legacy", "socket"),
    },
    viommu: { spec: "hw:viommu_model", check: oneOf("intel", "smmuv3", "virtio", "auto") },
};

/** Arguments that are lists: one extra spec for each NUMA node. */
const nodeSpecs = {
    numaCpus: { spec: "hw:numa_cpus", check: cpuList },
    numaMemory: { spec: "hw:numa_mem", check: whole(1) },
} as const;

/** The names of all arguments. */
export const EPA_ARGUMENTS: readonly string[] = [...Object.keys(epaSpecs), ...Object.keys(nodeSpecs)];

/** Extra specs with text, as Nova stores them. */
export type Specs = Record<string, pulumi.Input<string>>;

/**
 * The extra specs of enhanced platform awareness. Pure.
 *
 * @param size The flavor's vCPUs and memory in MiB, to check how they spread over NUMA nodes.
 * @throws ArgumentError for words that Nova does not know, and for what it would refuse when a machine boots.
 */
export function epa(
    fail: Fail,
    args: EpaArgs,
    size: { readonly vcpus: unknown; readonly ram: unknown } = { vcpus: undefined, ram: undefined },
): Specs {
    const specs: Specs = {};
    for (const [argument, { spec, check }] of Object.entries(epaSpecs)) {
        const value = args[argument as keyof EpaArgs] as pulumi.Input<string | number | boolean> | undefined | null;
        if (value !== undefined && value !== null) {
            checkKnown(fail, argument, value, check);
            specs[spec] = mapInput(value, String);
        }
    }
    if (args.realtimeCpus !== undefined) {
        specs["hw:cpu_realtime"] = "true";
    }
    for (const argument of ["numaCpus", "numaMemory"] as const) {
        const list = args[argument];
        if (list === undefined || list === null) {
            continue;
        }
        if (!Array.isArray(list)) {
            fail(argument, "must be a plain list, one entry for each NUMA node.");
        }
        list.forEach((value: pulumi.Input<string | number>, node: number) => {
            checkKnown(fail, `${argument}[${node}]`, value, nodeSpecs[argument].check);
            specs[`${nodeSpecs[argument].spec}.${node}`] = mapInput(value, String);
        });
    }
    checkTogether(fail, args);
    checkSpread(fail, args, size);
    return specs;
}

function checkKnown(fail: Fail, argument: string, value: unknown, check: Check): void {
    const fault = isPending(value) ? undefined : check(value);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
}

/**
 * What Nova refuses of arguments together, as far as they are known (`virt/hardware.py`, `numa_get_constraints`). An image
 * may add what a flavor leaves out (`hw_cpu_policy`, `hw_mem_page_size`), so only what contradicts is refused.
 */
function checkTogether(fail: Fail, args: EpaArgs): void {
    const given = (argument: keyof EpaArgs): boolean => args[argument] !== undefined && args[argument] !== null;
    if (args.cpuPolicy === "shared") {
        const fix = 'needs CPUs of the machine\'s own, which cpuPolicy: "shared" rules out; make that "dedicated".';
        for (const argument of ["cpuThreadPolicy", "realtimeCpus"] as const) {
            if (given(argument)) {
                fail(argument, fix);
            }
        }
        if (args.emulatorThreads === "isolate") {
            fail("emulatorThreads", fix);
        }
    }
    if (["shared", "dedicated"].includes(args.cpuPolicy as string) && given("cpuDedicatedMask")) {
        fail("cpuDedicatedMask", 'is only for cpuPolicy: "mixed"; leave it out.');
    }
    if (args.cpuPolicy === "mixed" && given("cpuDedicatedMask") && given("realtimeCpus")) {
        fail("realtimeCpus", "says which CPUs are dedicated, as cpuDedicatedMask does; keep one of the two.");
    }
}

/** Nova spreads vCPUs and memory evenly over NUMA nodes, or wants to be told all of it. */
function checkSpread(fail: Fail, args: EpaArgs, size: { readonly vcpus: unknown; readonly ram: unknown }): void {
    const { numaNodes, numaCpus, numaMemory } = args;
    if ((numaCpus ?? numaMemory) !== undefined && (numaCpus === undefined || numaMemory === undefined)) {
        fail(
            numaCpus === undefined ? "numaCpus" : "numaMemory",
            "is missing: Nova wants the CPUs and the memory of every NUMA node, or neither.",
        );
    }
    if (numaCpus !== undefined && numaMemory !== undefined && numaCpus.length !== numaMemory.length) {
        fail("numaMemory", `has ${numaMemory.length} nodes, and numaCpus has ${numaCpus.length}.`);
    }
    if (typeof numaNodes !== "number") {
        if (numaNodes === undefined && numaCpus !== undefined) {
            fail("numaNodes", "is missing. Give the number of NUMA nodes that numaCpus and numaMemory describe.");
        }
        return;
    }
    if (numaCpus !== undefined) {
        if (numaCpus.length !== numaNodes) {
            fail("numaNodes", `is ${numaNodes}, and numaCpus describes ${numaCpus.length} nodes.`);
        }
        return;
    }
    for (const [argument, amount] of [
        ["vcpus", size.vcpus],
        ["ram", size.ram],
    ] as const) {
        if (typeof amount === "number" && amount % numaNodes !== 0) {
            fail(
                "numaNodes",
                `is ${numaNodes}, and ${argument} (${amount}) cannot be spread evenly over that. ` +
                    "Change one of them, or give numaCpus and numaMemory.",
            );
        }
    }
}

/** A plain map of text, as free extra specs and image properties are. */
export const textMap: Check = (value) =>
    isPlainObject(value)
        ? mapOf((item) =>
              typeof item === "number" || typeof item === "boolean" ? undefined : words(item === "" ? " " : item),
          )(value)
        : `must be a map of text, and is ${shown(value)}`;
