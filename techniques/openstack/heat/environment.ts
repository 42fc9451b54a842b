import { matchesGlob } from "../../glob";
import { at, isAbsent, isMap, keysOf, text, UNKNOWN, type Value } from "../../value";
import type { HeatParameter } from "./template";

/** The environment of a Heat stack: parameters, and what stands behind resource types. */
export interface Environment {
    readonly parameters: Value;
    readonly parameterDefaults: Value;
    readonly registry: Value;
}

/** No environment. */
export const NO_ENVIRONMENT: Environment = { parameters: undefined, parameterDefaults: undefined, registry: undefined };

/** The parts of an environment's data. */
export function environmentOf(data: Readonly<Record<string, unknown>>): Environment {
    return {
        parameters: at(data, "parameters"),
        parameterDefaults: at(data, "parameter_defaults"),
        registry: at(data, "resource_registry"),
    };
}

const MAX_HOPS = 10;

/**
 * The types and template files that a type may stand for, by the registry: by name, by a pattern that ends in `*`, and by
 * what is set for single resources. All of them, since which applies is Heat's to say. As in Heat, a template never stands
 * behind a type inside itself.
 *
 * @param around The template files that the resource stands in.
 */
export function typesBehind(type: string, registry: Value, around: ReadonlySet<string> = new Set()): string[] {
    const found = new Set([type]);
    let current = [type];
    for (let hop = 0; hop < MAX_HOPS && current.length > 0; hop++) {
        const next = current
            .flatMap((word) => mappings(word, registry, 0))
            .filter((word) => !found.has(word) && !around.has(word));
        next.forEach((word) => found.add(word));
        current = [...new Set(next)];
    }
    // What the registry puts another type behind is not made as itself.
    const made = [...found].filter((word) => !replaced(word, registry, around));
    return made.length > 0 ? made : [...found];
}

/**
 * True if a type is never made as itself: what the registry says of it by name, or else every pattern that fits it, puts
 * something else in its place. A pattern may also map a type to itself, and which of several applies is Heat's to say.
 */
function replaced(type: string, registry: Value, around: ReadonlySet<string>): boolean {
    const targets = (keys: readonly string[]): string[] =>
        keys.flatMap((key) => {
            const target = text(at(registry, key));
            const mapped = typeof target === "string" ? mappedName(type, key, target) : "";
            return mapped === "" || around.has(mapped) ? [] : [mapped];
        });
    const keys = keysOf(registry).filter((key) => matchesType(key, type));
    const exact = targets(keys.filter((key) => key === type));
    const all = exact.length > 0 ? exact : targets(keys);
    return all.length > 0 && !all.includes(type);
}

/** What a mapping makes of a type: two patterns keep what the star stands for. */
function mappedName(type: string, key: string, target: string): string {
    return target.endsWith("*") && key.endsWith("*") ? target.slice(0, -1) + type.slice(key.length - 1) : target;
}

/** What one level of the registry, and the levels for single resources under it, map a type to. */
function mappings(type: string, level: Value, depth: number): string[] {
    if (depth > MAX_HOPS) {
        return [];
    }
    return keysOf(level).flatMap((key) => {
        const value = at(level, key);
        if (isMap(value)) {
            return mappings(type, value, depth + 1);
        }
        const target = text(value);
        if (!matchesType(key, type) || typeof target !== "string" || target === "") {
            return [];
        }
        return [mappedName(type, key, target)];
    });
}

function matchesType(key: string, type: string): boolean {
    return key === type || (key.endsWith("*") && matchesGlob(key, type));
}

/**
 * The value of a parameter of a template: what is given, else what the environment's defaults say, else its own default;
 * `UNKNOWN` where there is none.
 */
export function parameterValue(declared: HeatParameter | undefined, name: string, sources: readonly Value[]): Value {
    for (const source of [...sources, { [name]: declared?.default }]) {
        const value = at(source, name);
        if (!isAbsent(value)) {
            return typed(value, declared?.type);
        }
    }
    return UNKNOWN;
}

/** A value in the type that the template declares: parameters may be given as text. */
function typed(value: Value, type: string | undefined): Value {
    const word = text(value);
    if (typeof word !== "string") {
        return value;
    }
    switch (type) {
        case "json":
            try {
                return JSON.parse(word) as unknown;
            } catch {
                return UNKNOWN;
            }
        case "comma_delimited_list":
        case "commadelimitedlist":
            return word.split(",").map((part) => part.trim());
        case "boolean": {
            const plain = word.trim().toLowerCase();
            const yes = ["true", "t", "yes", "on", "y", "1"].includes(plain);
            return yes || ["false", "f", "no", "off", "n", "0"].includes(plain) ? yes : UNKNOWN;
        }
        case "number":
            return /^-?\d+$/.test(word.trim()) ? Number(word) : UNKNOWN;
        default:
            return word;
    }
}
