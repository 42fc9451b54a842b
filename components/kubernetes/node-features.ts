import { type Check, failer, flag, listOf, object, oneOf, shapeFault, shown, whole } from "../checks";
import { isPlainObject } from "../inputs";

/** The prefix of the labels that Node Feature Discovery sets. */
const NFD = "feature.node.kubernetes.io";

/** The prefix of the labels that our own {@link NodeFeatureRule} sets. */
const OWN = `virtio-first.${NFD}`;

/**
 * What NFD itself does not label, and our {@link NodeFeatureRule} does: `iommu` (PCI devices are in IOMMU groups),
 * `sriov` (a NIC can have virtual functions), `vfio` (the driver for assigned devices is there, and an IOMMU),
 * `vdpa` (a vDPA driver is there).
 */
export const ASSIGNMENT_FEATURES = ["iommu", "sriov", "vfio", "vdpa"] as const;

/** A feature that our own rule labels. */
export type AssignmentFeature = (typeof ASSIGNMENT_FEATURES)[number];

/** The label of a feature that our own rule sets. */
export function assignmentLabel(feature: AssignmentFeature): string {
    return `${OWN}/${feature}`;
}

/** Anuket's two profiles. Source: Reference Architecture 2, `ra2.k8s.011`; the second is the high-performance one. */
const PROFILES = ["basic", "network-intensive"] as const;

/** Profile extensions that Anuket applies to both profiles. Source: Reference Model 2025-06, table 2-1. */
const EDGE_EXTENSIONS = ["low-latency-edge", "very-low-latency-edge", "ultra-low-latency-edge"] as const;

/** Profile extensions that Anuket applies to the high-performance profile alone. Source: the same table. */
const HIGH_PERFORMANCE_EXTENSIONS = [
    "compute-high-perf-cpu",
    "storage-high-perf",
    "compute-high-memory",
    "compute-gpu",
    "compute-ffa",
    "compute-fpga",
    "high-speed-network",
    "very-high-speed-network",
    "rt-tsn",
    "network-smartnic",
    "network-smartswitch",
] as const;

/** Anuket's profiles and profile extensions. */
export const ANUKET_PROFILES = [...PROFILES, ...EDGE_EXTENSIONS, ...HIGH_PERFORMANCE_EXTENSIONS] as const;

/** A profile or profile extension of Anuket. */
export type AnuketProfile = (typeof ANUKET_PROFILES)[number];

/**
 * The label of a profile. Reference Architecture 2 writes `anuket.io/profile/basic`, which Kubernetes refuses as a
 * label (a key has one slash); the second slash is a dot here.
 */
export function anuketProfileLabel(profile: AnuketProfile): string {
    return `anuket.io/profile.${profile}`;
}

/** A PCI device that a node must have. */
export interface PciFeature {
    /** The class's PCI ID, such as `0200` for Ethernet. */
    readonly class: string;
    /** The vendor's PCI ID, such as `8086`. */
    readonly vendor: string;
    /** True: the device must be able to have virtual functions. Default: false. */
    readonly sriovCapable?: boolean;
}

/** What a node must have, by the labels of Node Feature Discovery, of our own rule and of Anuket's profiles. */
export interface NodeFeatures {
    /** Flags of the CPU, such as `AVX512F`. */
    readonly cpuFlags?: readonly string[];
    /** Whether hardware threads are on. `false` cannot be selected by label, so only `true` is taken. */
    readonly hardwareMultithreading?: true;
    readonly numa?: true;
    /** A NIC that can have virtual functions. */
    readonly sriovCapable?: true;
    /** A NIC that has virtual functions. */
    readonly sriovConfigured?: true;
    readonly rdmaCapable?: true;
    /** The modules for RDMA are loaded. */
    readonly rdmaAvailable?: true;
    /** The turbo of the CPU's frequency driver. */
    readonly turbo?: boolean;
    readonly pci?: readonly PciFeature[];
    readonly kernel?: { readonly major?: number; readonly minor?: number; readonly full?: string };
    /** Options of the kernel's configuration that NFD is told to label, such as `NO_HZ_FULL`, `PREEMPT_RT`. */
    readonly kernelOptions?: readonly string[];
    readonly os?: { readonly id?: string; readonly versionId?: string };
    /** What our own {@link NodeFeatureRule} labels. */
    readonly assignment?: readonly AssignmentFeature[];
    /** Profiles and profile extensions of Anuket; most extensions exclude `basic`. */
    readonly profiles?: readonly AnuketProfile[];
    /** The label of a profile where the operator sets others. Default: {@link anuketProfileLabel}. */
    readonly profileLabel?: (profile: AnuketProfile) => string;
}

const only: Check = (value) => (value === true ? undefined : `must be true or left out, and is ${shown(value)}`);
const pciId: Check = (value) =>
    typeof value === "string" && /^[0-9a-f]{4}$/.test(value)
        ? undefined
        : `must be a PCI ID of four hexadecimal digits in lower case, and is ${shown(value)}`;
const labelWord: Check = (value) =>
    typeof value === "string" && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(value)
        ? undefined
        : `must be a word as labels hold it, and is ${shown(value)}`;

const shape = {
    cpuFlags: listOf(labelWord),
    hardwareMultithreading: only,
    numa: only,
    sriovCapable: only,
    sriovConfigured: only,
    rdmaCapable: only,
    rdmaAvailable: only,
    turbo: flag,
    pci: listOf(object({ class: pciId, vendor: pciId, sriovCapable: flag }, ["class", "vendor"])),
    kernel: object({ major: whole(0), minor: whole(0), full: labelWord }),
    kernelOptions: listOf(labelWord),
    os: object({ id: labelWord, versionId: labelWord }),
    assignment: listOf(oneOf(...ASSIGNMENT_FEATURES)),
    profiles: listOf(oneOf(...ANUKET_PROFILES)),
    profileLabel: ((value) => (typeof value === "function" ? undefined : "must be a function")) satisfies Check,
};

/** NFD's label of each feature that is simply there. */
const presentLabels = {
    hardwareMultithreading: "cpu-hardware_multithreading",
    numa: "memory-numa",
    sriovCapable: "network-sriov.capable",
    sriovConfigured: "network-sriov.configured",
    rdmaCapable: "custom-rdma.capable",
    rdmaAvailable: "custom-rdma.available",
} as const satisfies Partial<Record<keyof NodeFeatures, string>>;

/**
 * A node selector for what a workload needs of its nodes, typed:
 *
 * ```ts
 * nodeSelector: nodeFeatures({ cpuFlags: ["AVX512F"], numa: true, assignment: ["iommu", "vfio"], profiles: ["network-intensive"] })
 * ```
 *
 * None of it needs an exception: a label asks for no device.
 *
 * @throws ArgumentError for a feature, profile or value that is none.
 */
export function nodeFeatures(features: NodeFeatures): Record<string, string> {
    const fail = failer("nodeFeatures");
    const fault = isPlainObject<unknown>(features)
        ? shapeFault(features, shape)
        : `must be an object, and is ${shown(features)}`;
    if (fault !== undefined) {
        fail("features", `${fault}.`);
    }
    const {
        cpuFlags = [],
        turbo,
        pci = [],
        kernel,
        kernelOptions = [],
        os,
        assignment = [],
        profiles = [],
        profileLabel = anuketProfileLabel,
    } = features;
    const high = profiles.find((profile) => (HIGH_PERFORMANCE_EXTENSIONS as readonly string[]).includes(profile));
    if (profiles.includes("basic") && high !== undefined) {
        fail(
            "profiles",
            `holds "basic" and "${high}", which Anuket applies to the high-performance profile alone. Leave one of the two out.`,
        );
    }
    const labels: [string, string | number | boolean | undefined][] = [
        ...Object.entries(presentLabels).map(([feature, label]): [string, true | undefined] => [
            `${NFD}/${label}`,
            features[feature as keyof typeof presentLabels],
        ]),
        ...cpuFlags.map((word): [string, true] => [`${NFD}/cpu-cpuid.${word}`, true]),
        [`${NFD}/cpu-pstate.turbo`, turbo],
        ...pci.flatMap(({ class: pciClass, vendor, sriovCapable }): [string, true | undefined][] => [
            [`${NFD}/pci-${pciClass}_${vendor}.present`, true],
            [`${NFD}/pci-${pciClass}_${vendor}.sriov.capable`, sriovCapable === true ? true : undefined],
        ]),
        [`${NFD}/kernel-version.full`, kernel?.full],
        [`${NFD}/kernel-version.major`, kernel?.major],
        [`${NFD}/kernel-version.minor`, kernel?.minor],
        ...kernelOptions.map((option): [string, true] => [`${NFD}/kernel-config.${option}`, true]),
        [`${NFD}/system-os_release.ID`, os?.id],
        [`${NFD}/system-os_release.VERSION_ID`, os?.versionId],
        ...assignment.map((feature): [string, true] => [assignmentLabel(feature), true]),
        ...profiles.map((profile): [string, true] => [profileLabel(profile), true]),
    ];
    return Object.fromEntries(
        labels.flatMap(([label, value]) => (value === undefined ? [] : [[label, String(value)]])),
    );
}
