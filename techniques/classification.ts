import { matchesGlob } from "./glob";
import type { Technique } from "./technique";

/** What config says of a name: a technique, or `none` for what is no network or accelerator device at all. */
export type Classified = Technique | "none";

/** Name or glob to technique. The most exact pattern wins: no wildcard first, then the longest. */
export type ClassificationMap = Readonly<Record<string, Classified>>;

/** The kinds of names that config can classify: what stands outside the stack, or what our tables do not know. */
export const CLASSIFICATION_KEYS = [
    "flavors",
    "images",
    "ports",
    "networks",
    "resources",
    "pciAliases",
    "loadBalancerFlavors",
    "cniTypes",
    "bindings",
    "deviceClasses",
] as const;

/** One kind of names that config can classify. */
export type ClassificationKey = (typeof CLASSIFICATION_KEYS)[number];

/** The operator's words for what stands outside the stack (design: config of `paravirtual-io`). */
export type Classification = Readonly<Partial<Record<ClassificationKey, ClassificationMap>>>;

/** What the readers are given beside the resource: nothing but the operator's classification. */
export interface ReadContext {
    readonly classification: Classification;
}

/** A context in which config classifies nothing. */
export const NO_CONTEXT: ReadContext = { classification: {} };

/** What config says of a name, or `undefined`. */
export function classify(context: ReadContext, key: ClassificationKey, name: string): Classified | undefined {
    const map = context.classification[key];
    if (map === undefined) {
        return undefined;
    }
    if (Object.prototype.hasOwnProperty.call(map, name)) {
        return map[name];
    }
    let best: string | undefined;
    for (const glob of Object.keys(map)) {
        if (matchesGlob(glob, name) && (best === undefined || glob.length > best.length)) {
            best = glob;
        }
    }
    return best === undefined ? undefined : map[best];
}
