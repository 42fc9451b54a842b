/** What a remediation changed. */

import { isDeepStrictEqual } from "node:util";

import type { Path, PlainValue, RemediatedProperty } from "./result";
import { isObject, reveal, type WireObject } from "./wire";

/** The properties that differ, as deep as both sides have the same shape. */
export function remediatedProperties(before: WireObject, after: WireObject): RemediatedProperty[] {
    const old = reveal(before);
    const now = reveal(after);
    const secrets = [...old.secrets, ...now.secrets];
    const changes: RemediatedProperty[] = [];
    const compare = (left: PlainValue | undefined, right: PlainValue | undefined, path: Path): void => {
        if (isDeepStrictEqual(left, right)) {
            return;
        }
        const keys = memberKeys(left, right);
        if (keys !== undefined) {
            for (const key of keys) {
                compare(member(left, key), member(right, key), [...path, key]);
            }
            return;
        }
        changes.push({
            path,
            ...(left === undefined ? {} : { before: left }),
            ...(right === undefined ? {} : { after: right }),
            secret: secrets.some((secret) => isPrefix(secret, path) || isPrefix(path, secret)),
        });
    };
    compare(old.values, now.values, []);
    return changes;
}

function memberKeys(left: PlainValue | undefined, right: PlainValue | undefined): (string | number)[] | undefined {
    if (Array.isArray(left) && Array.isArray(right)) {
        return left.length === right.length ? [...left.keys()] : undefined;
    }
    return isObject(left) && isObject(right) ? [...new Set([...Object.keys(left), ...Object.keys(right)])] : undefined;
}

function member(value: PlainValue | undefined, key: string | number): PlainValue | undefined {
    return (value as { [key: string | number]: PlainValue } | undefined)?.[key];
}

function isPrefix(prefix: Path, path: Path): boolean {
    return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}
