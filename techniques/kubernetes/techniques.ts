import type { HardwareTechnique, Technique } from "../technique";

/** At least one technique: several are alternatives that stay open (see `Attachment.techniques`). */
export type Techniques = readonly [Technique, ...Technique[]];

/** What a name of our tables stands for: techniques, or `none` for what is no network or accelerator device. */
export type DeviceClass = Techniques | "none";

/** Software: no exception needed. */
export const SOFTWARE: Techniques = ["virtio"];

/** What asks for something that cannot be read or placed. */
export const CANNOT_TELL: Techniques = ["unknown"];

/** What a virtual function may turn out to be, once its pool is known: plain, bound to vDPA, or of a switchdev NIC. */
export const VIRTUAL_FUNCTION: Techniques = ["sriov", "vdpa", "smartnic"];

/** What a pool that an operator named freely may hold, whole devices and accelerators included. */
export const ANY_POOL: Techniques = ["sriov", "pci-passthrough", "vdpa", "smartnic", "accelerator"];

const SOFTWARE_TECHNIQUES: ReadonlySet<Technique> = new Set<Technique>(["virtio", "vmxnet3", "emulated"]);

/** True if none of the techniques needs hardware. */
export function isSoftware(techniques: Techniques): boolean {
    return techniques.every((technique) => SOFTWARE_TECHNIQUES.has(technique));
}

/** True if the techniques stand for a device that carries the network, rather than for an accelerator. */
export function isNetworkHardware(techniques: Techniques): boolean {
    return !isSoftware(techniques) && techniques[0] !== "accelerator" && techniques[0] !== "unknown";
}

/**
 * What a device is, given what its user makes of it and what its pool says it is. The pool decides among the
 * alternatives of the user; an offloaded port stays one, whatever the pool calls its functions.
 */
export function refine(user: Techniques, pool: Techniques): Techniques {
    const [first, ...rest] = user.filter((technique) => pool.includes(technique));
    if (first !== undefined) {
        return [first, ...rest];
    }
    return user[0] === "smartnic" && pool[0] === "sriov" ? ["smartnic"] : pool;
}

/** True if both hold the same alternatives. */
export function sameTechniques(one: Techniques, other: Techniques): boolean {
    return one.length === other.length && one.every((technique) => other.includes(technique));
}

/** The techniques that a table gives, as a key for rows that go from technique to word. */
export function includesTechnique(
    techniques: DeviceClass | undefined,
    technique: Technique | HardwareTechnique,
): boolean {
    return techniques !== undefined && techniques !== "none" && techniques.includes(technique);
}
