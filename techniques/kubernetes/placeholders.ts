import { isArray, UNKNOWN, type Value } from "../value";

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

/** A text of a workflow in which every placeholder is one plain word, so that it can be parsed. */
export function withStandIns(text: string): string {
    const parts: string[] = [];
    let read = 0;
    for (;;) {
        const start = text.indexOf("{{", read);
        const end = start < 0 ? -1 : text.indexOf("}}", start + 2);
        if (end < 0) {
            return [...parts, text.slice(read)].join("");
        }
        parts.push(text.slice(read, start), STAND_IN);
        read = end + 2;
    }
}

/** The same parsed: what holds a placeholder is not known yet, and so is a map with one among its keys, and what is too deep. */
export function withoutStandIns(value: unknown, depth = 0): unknown {
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
