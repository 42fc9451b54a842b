import { matchesGlob } from "./glob";
import type { Attachment } from "./reading";
import { needsException, type Technique } from "./technique";

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

/** What the readers are given beside the resource: nothing but what the operator's config says. */
export interface ReadContext {
    readonly classification: Classification;
    /** Device resources (globs) that need no exception, such as `nvidia.com/gpu`. Default: none. */
    readonly approvedAccelerators?: readonly string[];
    /** True: resources of public clouds are judged too. Default: false. */
    readonly publicClouds?: boolean;
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

/**
 * True if an attachment must rest on an exception: it is, or may be, a hardware technique, and is no accelerator that
 * the operator's config approves for everybody.
 */
export function mustRestOnException(attachment: Attachment, context: ReadContext): boolean {
    if (!attachment.techniques.some(needsException)) {
        return false;
    }
    const { subject, techniques, chosen } = attachment;
    const approved =
        subject !== undefined &&
        chosen !== true &&
        techniques.every((technique) => technique === "accelerator") &&
        (context.approvedAccelerators ?? []).some((glob) => matchesGlob(glob, subject));
    return !approved;
}
