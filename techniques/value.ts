/**
 * Reading values that may not be known yet.
 *
 * At preview the SDK hands a policy its properties behind a proxy that throws when an unknown value is read, and a
 * policy that lets that throw escape is silently downgraded to a warning. Everything here catches the throw at the
 * one value that was read and gives {@link UNKNOWN} instead. Raw sentinels (stack exports, recorded events) give the
 * same. Nothing here throws, whatever it is given.
 */

import { remembered } from "./memo";

/** Stands for a value that cannot be known yet. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value as read: any JSON-like value, `undefined` where absent, or {@link UNKNOWN}. */
export type Value = unknown;

/** The word by which state and events of ours say "not known yet": the sentinel of strings. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The words by which Pulumi's protocol says "not known yet", one per type. */
const SENTINELS: ReadonlySet<string> = new Set([
    UNKNOWN_SENTINEL, // string, and any value of a dynamic type
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
    "030794c1-ac77-496b-92df-f27374a8bd58", // asset
    "e48ece36-62e2-4504-bad9-02848725956a", // archive
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** All of them are UUIDs: a text of another length needs no look at its letters. */
const SENTINEL_LENGTH = UNKNOWN_SENTINEL.length;

function isSentinel(text: string): boolean {
    return text.length === SENTINEL_LENGTH && SENTINELS.has(text);
}

/** True if the value cannot be known yet. */
export function isUnknown(value: Value): value is typeof UNKNOWN {
    return value === UNKNOWN;
}

/**
 * The value under a key or index: `undefined` where the container is no object or has no such key of its own,
 * {@link UNKNOWN} where the container or the value cannot be known.
 */
export function at(container: Value, key: string | number): Value {
    if (container === UNKNOWN) {
        return UNKNOWN;
    }
    if (typeof container !== "object" || container === null) {
        return undefined;
    }
    try {
        const value: unknown = (container as Record<string | number, unknown>)[key];
        // Most of what is asked for is not there, and then there is no need to ask whose it would be.
        if (value === undefined || !Object.prototype.hasOwnProperty.call(container, key)) {
            return undefined;
        }
        return typeof value === "string" && isSentinel(value) ? UNKNOWN : value;
    } catch {
        return UNKNOWN;
    }
}

/** {@link at}, several steps deep. */
export function deep(container: Value, ...keys: (string | number)[]): Value {
    let value: Value = container;
    for (const key of keys) {
        value = at(value, key);
    }
    return value;
}

/** The keys of an object or the indices of an array, in order; none for anything else. Reads no value. */
export function keysOf(container: Value): string[] {
    if (typeof container !== "object" || container === null) {
        return [];
    }
    try {
        return Object.keys(container);
    } catch {
        return [];
    }
}

/** The elements of an array, each read on its own; a value that is no array gives none. */
export function elements(container: Value): Value[] {
    if (!isArray(container)) {
        return [];
    }
    const found: Value[] = [];
    for (let index = 0; index < lengthOf(container); index++) {
        found.push(at(container, index));
    }
    return found;
}

function lengthOf(list: readonly unknown[]): number {
    try {
        return list.length;
    } catch {
        return 0;
    }
}

/** True for an array that can be walked. */
export function isArray(value: Value): value is unknown[] {
    try {
        return Array.isArray(value);
    } catch {
        return false;
    }
}

/** True for an object that is no array and can be walked. */
export function isMap(value: Value): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !isArray(value);
}

/** True for what counts as "not given": absent or null. */
export function isAbsent(value: Value): value is undefined | null {
    return value === undefined || value === null;
}

/**
 * A leaf as text: strings as they are, numbers and booleans as Terraform and Kubernetes would print them.
 * `undefined` for anything else, {@link UNKNOWN} for the unknown.
 */
export function text(value: Value): string | undefined | typeof UNKNOWN {
    switch (typeof value) {
        case "string":
            return isSentinel(value) ? UNKNOWN : value;
        case "number":
        case "boolean":
        case "bigint":
            return String(value);
        default:
            return value === UNKNOWN ? UNKNOWN : undefined;
    }
}

/**
 * One step of a property path, as messages print it: `.key`, `[0]`, or `["binding:vnic_type"]` where the key is no
 * plain word.
 */
export function step(path: string, key: string | number): string {
    if (typeof key === "number") {
        return `${path}[${key}]`;
    }
    if (isPlainKey(key)) {
        return path === "" ? key : `${path}.${key}`;
    }
    return `${path}[${JSON.stringify(key)}]`;
}

const isPlainKey = remembered((key) => /^[A-Za-z_$][\w$-]*$/.test(key));
