import type { Technique } from "../technique";

/** What is known of a NIC model that an image can ask for. */
export interface NicModelFacts {
    readonly technique: Technique;
    /** Other words that Nova reads as this model: VMware's class names. */
    readonly aliases: readonly string[];
    /** The hypervisors that take it, for documents. */
    readonly hypervisors: string;
}

/** The image property that names the NIC model. */
export const NIC_MODEL_PROPERTY = "hw_vif_model";

/** The models that Nova knows (`network/model.py`, `objects/fields.py`). */
export const nicModels = {
    virtio: { technique: "virtio", aliases: [], hypervisors: "libvirt (its default)" },
    vmxnet3: { technique: "vmxnet3", aliases: ["VirtualVmxnet3"], hypervisors: "VMware, libvirt" },
    vmxnet: { technique: "vmxnet3", aliases: ["VirtualVmxnet"], hypervisors: "VMware" },
    netfront: { technique: "virtio", aliases: [], hypervisors: "Xen" },
    "spapr-vlan": { technique: "virtio", aliases: [], hypervisors: "libvirt on POWER" },
    e1000: { technique: "emulated", aliases: ["VirtualE1000"], hypervisors: "libvirt, VMware (its default)" },
    e1000e: { technique: "emulated", aliases: ["VirtualE1000e"], hypervisors: "libvirt, VMware" },
    igb: { technique: "emulated", aliases: [], hypervisors: "libvirt" },
    rtl8139: { technique: "emulated", aliases: [], hypervisors: "libvirt" },
    ne2k_pci: { technique: "emulated", aliases: [], hypervisors: "libvirt" },
    pcnet: { technique: "emulated", aliases: ["VirtualPCNet32"], hypervisors: "libvirt, VMware" },
    lan9118: { technique: "emulated", aliases: [], hypervisors: "libvirt with QEMU" },
    sriov: { technique: "sriov", aliases: ["VirtualSriovEthernetCard"], hypervisors: "VMware" },
} as const satisfies Record<string, NicModelFacts>;

/** A NIC model that Nova knows. */
export type NicModel = keyof typeof nicModels;

/** A model that emulates a real NIC. */
export type EmulatedNicModel = "e1000" | "e1000e" | "igb" | "rtl8139" | "ne2k_pci" | "pcnet" | "lan9118";

const byWord: ReadonlyMap<string, NicModel> = new Map(
    (Object.keys(nicModels) as NicModel[]).flatMap((model) =>
        [model, ...nicModels[model].aliases].map((word): [string, NicModel] => [word.toLowerCase(), model]),
    ),
);

/** The model that a word stands for, in any case and with white space around; `undefined` for none of Nova's. */
export function nicModelOf(word: string): NicModel | undefined {
    return byWord.get(word.trim().toLowerCase());
}
