import type { Findings } from "../kubernetes/findings";
import type { SoftwareTechnique } from "../technique";

/** The NIC models that KubeVirt knows (`pkg/network/admitter/netiface.go`). None given means `virtio`. */
export const interfaceModels = {
    virtio: "virtio",
    e1000: "emulated",
    e1000e: "emulated",
    igb: "emulated",
    ne2k_pci: "emulated",
    pcnet: "emulated",
    rtl8139: "emulated",
} as const satisfies Record<string, SoftwareTechnique>;

/** A NIC model that KubeVirt knows. */
export type InterfaceModel = keyof typeof interfaceModels;

/** The technique of a model; `undefined` for a word that is none of KubeVirt's. */
export function interfaceModel(word: string): "virtio" | "emulated" | undefined {
    return Object.hasOwn(interfaceModels, word) ? interfaceModels[word as InterfaceModel] : undefined;
}

/** Advice: an emulated NIC. */
export function noticeEmulated(found: Pick<Findings, "notice">, path: string, what: string): void {
    const advice = "is emulated: software, but not para-virtualised. Leave it out for virtio.";
    found.notice("emulated", path, `${what} ${advice}`);
}
