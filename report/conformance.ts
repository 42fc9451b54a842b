import { type Technique, techniqueTable } from "../techniques/technique";

/** A stack in Anuket's words. */
export type ConformanceLevel = "Fully Conformant" | "Conformant with Exceptions" | "not conformant";

/** The outcome of a stack. */
export interface Conformance {
    readonly level: ConformanceLevel;
    /** The identifiers that it touches, of the Reference Model and the Reference Architectures. */
    readonly identifiers: readonly string[];
    /** How many resources name, or hide, what cannot be verified here: the level holds as far as the rest goes. */
    readonly unverified: number;
    /** True if exceptions are used whose IDs no register verified. */
    readonly idsUnverified: boolean;
}

/**
 * Fully Conformant: no exception is used. Conformant with Exceptions: every hardware attachment stands under a valid
 * one. Otherwise not conformant.
 *
 * @param refused True if the pack refused anything, or config let be what no exception allows.
 * @param hardware The stack's hardware attachments.
 * @param limits What could not be verified here.
 */
export function conformanceOf(
    refused: boolean,
    hardware: readonly { readonly techniques: readonly Technique[] }[],
    limits: Pick<Conformance, "unverified" | "idsUnverified">,
): Conformance {
    const techniques = new Set<Technique>(hardware.flatMap((attachment) => attachment.techniques));
    const touched: Technique[] = techniques.size === 0 ? ["virtio"] : [...techniques];
    const identifiers = touched.flatMap((technique) => {
        const { rm, ra1, ra2 } = techniqueTable[technique].identifiers;
        return [...rm, ...ra1, ...ra2];
    });
    const level = refused ? "not conformant" : techniques.size > 0 ? "Conformant with Exceptions" : "Fully Conformant";
    return { level, identifiers: [...new Set(identifiers)].sort(), ...limits };
}
