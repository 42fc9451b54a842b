import { isArray, isMap, UNKNOWN, type Value } from "../value";
import { readJson, readYaml } from "./manifest-text";

/** How templates write a value that is put in later: Argo's and Helm's `{{…}}`, OpenShift's and kro's `${…}`. */
const PLACEHOLDER = /\{\{|\$\{/;

/** A word that no one writes, for placeholders in a text that is to be parsed. */
const STAND_IN = "virtio-first-placeholder";

/** No patch of a pod is deeper. */
const MAX_DEPTH = 64;

/** A text with a placeholder is a value that is not known yet: a template may put a whole map in its place. */
export function settled<T extends Value>(value: T): T | typeof UNKNOWN {
    return typeof value === "string" && PLACEHOLDER.test(value) ? UNKNOWN : value;
}

/** A patch of a pod in which a workflow puts its parameters. */
export interface ParametrisedPatch {
    /** What holds a parameter is not known yet. None where one of them is no map, or where nobody can tell what they are. */
    readonly documents: readonly Value[];
    /** True where a parameter is put into it. */
    readonly parametrised: boolean;
}

/** A patch that is not known yet. */
export const UNREAD_PATCH: ParametrisedPatch = { documents: [], parametrised: false };

/** A parameter of a workflow. What holds more than a plain word is none, since structure may hide in it. */
const PARAMETER = /\{\{[^{}"'\\\r\n]*\}\}/g;

/**
 * Reads a patch. Outside quotes a parameter may put in whole fields, and then nothing of it is known. Only JSON tells for certain
 * what stands in quotes, so a patch in YAML is read where it has no parameter.
 */
export function readPatch(text: string): ParametrisedPatch {
    const plain = text.replace(PARAMETER, STAND_IN);
    const parametrised = text.includes("{{");
    const read = !parametrised ? readYaml(text) : plain.includes("{{") ? [] : readJson(plain);
    const documents = read.map((each) => withoutStandIns(each));
    return { documents: documents.every((each) => isMap(each)) ? documents : [], parametrised };
}

/** A parsed patch, in which what holds a parameter is not known yet, and so is a map with one among its keys, and what is too deep. */
function withoutStandIns(value: unknown, depth = 0): unknown {
    if (typeof value === "string") {
        return value.includes(STAND_IN) ? UNKNOWN : value;
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (depth > MAX_DEPTH) {
        return UNKNOWN;
    }
    if (isArray(value)) {
        return value.map((element) => withoutStandIns(element, depth + 1));
    }
    const entries = Object.entries(value);
    return entries.some(([key]) => key.includes(STAND_IN))
        ? UNKNOWN
        : Object.fromEntries(entries.map(([key, each]) => [key, withoutStandIns(each, depth + 1)]));
}
