import { isArray, isMap, UNKNOWN, type Value } from "../value";
import { readYaml } from "./manifest-text";

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

/** Reads a patch. A parameter that does not stand inside quotes may put in whole fields, and then nothing of it is known. */
export function readPatch(text: string): ParametrisedPatch {
    const { plain, parameters, loose } = withStandIns(text);
    const documents = loose || plain.includes("{{") ? [] : readYaml(plain).map((each) => withoutStandIns(each));
    return { documents: documents.every((each) => isMap(each)) ? documents : [], parametrised: parameters > 0 };
}

/** What stands in quotes, and the placeholders of workflows; one that is no plain word is left, since it may hold anything. */
const TOKENS = /\\[^]|["'\n]|\{\{[^{}"'\\\r\n]*\}\}/g;

/** The text with one plain word for every placeholder, so that it can be parsed. */
function withStandIns(text: string): { readonly plain: string; readonly parameters: number; readonly loose: boolean } {
    let quote: string | undefined;
    let parameters = 0;
    let loose = false;
    const plain = text.replace(TOKENS, (token) => {
        if (token.startsWith("{{")) {
            parameters++;
            loose ||= quote === undefined;
            return STAND_IN;
        }
        // A backslash means something between double quotes alone; quotes that go over a line's end are not followed.
        const sign = token.startsWith("\\") && quote !== '"' ? token.slice(1) : token;
        if (sign === "\n") {
            loose ||= quote !== undefined;
            quote = undefined;
        } else if (sign === quote) {
            quote = undefined;
        } else if (sign === '"' || sign === "'") {
            quote ??= sign;
        }
        return token;
    });
    return { plain, parameters, loose: loose && parameters > 0 };
}

/** The same parsed: what holds a placeholder is not known yet, and so is a map with one among its keys, and what is too deep. */
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
