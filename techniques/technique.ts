import { type Identifiers, identifiers } from "./anuket";

/**
 * The techniques of IO virtualisation that this project tells apart, in the order in which they are listed everywhere.
 * `unknown` is what asks for something that cannot be read or placed; it is judged like a hardware technique.
 */
export const TECHNIQUES = [
    "virtio",
    "vmxnet3",
    "emulated",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "accelerator",
    "unknown",
] as const;

/** One technique of IO virtualisation. See `techniqueTable` for what the specification says of each. */
export type Technique = (typeof TECHNIQUES)[number];

/** The techniques that need no exception ID: software only. */
export type SoftwareTechnique = "virtio" | "vmxnet3" | "emulated";

/** The techniques that need an exception ID of the operator's transition plan. */
export type HardwareTechnique = Exclude<Technique, SoftwareTechnique>;

/** Where a driver runs, in the specification's figures. */
export type RunsIn = "workload" | "hypervisor" | "hardware" | "none";

/** One driver of a device, as the specification's figures draw it. */
export interface DriverFacts {
    /** What the driver is, such as `virtio-net`. */
    readonly driver: string;
    /** Where it runs. `none` where the technique has no such part. */
    readonly runsIn: RunsIn;
}

/** What the specification says of a technique, in our own words. */
export interface TechniqueFacts {
    /** A name for messages and headings. */
    readonly label: string;
    /** The section of Anuket's "Relevant Technologies" that the technique falls under. */
    readonly section: string;
    /** One sentence for documents and for `virtio-first explain`. */
    readonly summary: string;
    /** True if an exception ID of the transition plan is needed. */
    readonly needsException: boolean;
    /** The driver inside the workload. */
    readonly frontEnd: DriverFacts;
    /** The driver that serves the front end. */
    readonly backEnd: DriverFacts;
    /** True if the workload needs a driver of the hardware's vendor. */
    readonly vendorDriver: boolean;
    /** True if the platform's IOMMU takes part. */
    readonly iommu: boolean;
    /** True if the data path goes round the hypervisor. */
    readonly hypervisorBypassed: boolean;
    /** What becomes of live migration. */
    readonly liveMigration: "yes" | "hard" | "no";
    /** How portable the workload is between hardware. */
    readonly portability: "full" | "limited" | "none";
    /** Anuket identifiers to cite. */
    readonly identifiers: Identifiers;
    /** Published Anuket exceptions that an entry of the register may rest on. Empty: Anuket never published one. */
    readonly exceptionBasis: readonly string[];
}

const VENDOR_DRIVER: DriverFacts = { driver: "the hardware vendor's driver", runsIn: "workload" };
const NO_BACK_END: DriverFacts = { driver: "none: the device itself", runsIn: "none" };
const VIRTIO_NET: DriverFacts = { driver: "virtio-net, off the shelf", runsIn: "workload" };

/** What the specification says of each technique: for messages, documents and pictures. */
export const techniqueTable: Readonly<Record<Technique, TechniqueFacts>> = {
    virtio: {
        label: "virtio (para-virtualised)",
        section: "Para-virtualisation method (software only)",
        summary: "The preferred method: a standard driver in the workload, and a back end in the hypervisor.",
        needsException: false,
        frontEnd: VIRTIO_NET,
        backEnd: { driver: "vhost or a virtual switch", runsIn: "hypervisor" },
        vendorDriver: false,
        iommu: false,
        hypervisorBypassed: false,
        liveMigration: "yes",
        portability: "full",
        identifiers: identifiers.virtio,
        exceptionBasis: [],
    },
    vmxnet3: {
        label: "VMXNET3 (para-virtualised, VMware)",
        section: "Para-virtualisation method (software only)",
        summary: "VMware's para-virtual interface: the same method with another standard driver.",
        needsException: false,
        frontEnd: { driver: "vmxnet3, off the shelf", runsIn: "workload" },
        backEnd: { driver: "the VMware virtual switch", runsIn: "hypervisor" },
        vendorDriver: false,
        iommu: false,
        hypervisorBypassed: false,
        liveMigration: "yes",
        portability: "full",
        identifiers: identifiers.virtio,
        exceptionBasis: [],
    },
    emulated: {
        label: "emulated NIC",
        section: "none: a software device that is not para-virtualised",
        summary: "A software copy of a real NIC. It needs no hardware, and is not what the specification prefers.",
        needsException: false,
        frontEnd: { driver: "the driver of the emulated NIC", runsIn: "workload" },
        backEnd: { driver: "the emulator", runsIn: "hypervisor" },
        vendorDriver: false,
        iommu: false,
        hypervisorBypassed: false,
        liveMigration: "yes",
        portability: "full",
        identifiers: identifiers.virtio,
        exceptionBasis: [],
    },
    sriov: {
        label: "SR-IOV virtual function",
        section: "Device sharing with SR-IOV and IOMMU",
        summary: "A virtual function of a shared NIC, assigned to one workload, past the hypervisor.",
        needsException: true,
        frontEnd: VENDOR_DRIVER,
        backEnd: NO_BACK_END,
        vendorDriver: true,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "no",
        portability: "none",
        identifiers: identifiers.sriov,
        exceptionBasis: ["ra2.exc.tec.001", "ra1.exc.tec.001", "rm.exc.001"],
    },
    "pci-passthrough": {
        label: "PCI passthrough",
        section: "Direct assignment with IOMMU",
        summary: "A whole device, assigned to one workload, past the hypervisor.",
        needsException: true,
        frontEnd: VENDOR_DRIVER,
        backEnd: NO_BACK_END,
        vendorDriver: true,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "no",
        portability: "none",
        identifiers: identifiers["pci-passthrough"],
        exceptionBasis: [],
    },
    vdpa: {
        label: "vDPA",
        section: "Para-virtualisation method (hardware support)",
        summary: "A standard driver in the workload, and the back end in the NIC's own logic.",
        needsException: true,
        frontEnd: VIRTIO_NET,
        backEnd: { driver: "virtio in the NIC's logic", runsIn: "hardware" },
        vendorDriver: false,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "hard",
        portability: "limited",
        identifiers: identifiers.vdpa,
        exceptionBasis: [],
    },
    smartnic: {
        label: "SmartNIC",
        section: "SmartNICs",
        summary: "A port of a programmable NIC, or one whose virtual switch is offloaded to the NIC.",
        needsException: true,
        frontEnd: VENDOR_DRIVER,
        backEnd: { driver: "the virtual switch on the card", runsIn: "hardware" },
        vendorDriver: true,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "no",
        portability: "none",
        identifiers: identifiers.smartnic,
        exceptionBasis: [],
    },
    accelerator: {
        label: "accelerator (FPGA, GPU, NPU, …)",
        section: "Acceleration Cards, FPGAs, GPUs/NPUs",
        summary: "A card that computes for the workload, given to it with its vendor's driver.",
        needsException: true,
        frontEnd: VENDOR_DRIVER,
        backEnd: NO_BACK_END,
        vendorDriver: true,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "no",
        portability: "none",
        identifiers: identifiers.accelerator,
        exceptionBasis: ["RM e.cap.016"],
    },
    unknown: {
        label: "a technique that cannot be told",
        section: "none",
        summary: "Something is asked for that cannot be read or placed; it is treated as hardware until it can be.",
        needsException: true,
        frontEnd: { driver: "not known", runsIn: "workload" },
        backEnd: { driver: "not known", runsIn: "none" },
        vendorDriver: true,
        iommu: true,
        hypervisorBypassed: true,
        liveMigration: "no",
        portability: "none",
        identifiers: identifiers.unknown,
        exceptionBasis: [],
    },
};

/** True if the technique needs an exception ID. */
export function needsException(technique: Technique): technique is HardwareTechnique {
    return techniqueTable[technique].needsException;
}

/** True if the word is one of our techniques, exactly as written in {@link TECHNIQUES}. */
export function isTechnique(word: unknown): word is Technique {
    return typeof word === "string" && (TECHNIQUES as readonly string[]).includes(word);
}
