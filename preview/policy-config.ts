/** What each policy is configured with: the schema's defaults, the pack's own settings, the operator's file. */

import { undecided, usage } from "./fault";
import { isMapping } from "./project";
import type { PlainObject, PlainValue } from "./result";
import { readText } from "./yaml-file";

/** Levels a policy may have. */
export const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;

/** A policy's level. */
export type Level = (typeof LEVELS)[number];

/** Settings of one policy; what is undefined is left as it was. */
export interface PolicySettings {
    readonly level: Level | undefined;
    readonly properties: PlainObject;
}

/** What a pack says of a policy. */
export interface ConfigurablePolicy {
    readonly name: string;
    readonly level: Level;
    /** JSON schemas of the properties. */
    readonly schema: PlainObject;
    readonly required: readonly string[];
}

/** Settings by policy; `all` sets the level of every policy. */
export type PackSettings = ReadonlyMap<string, PolicySettings>;

/** Reads a `--policy-pack-config` file. */
export function readPackSettings(file: string): PackSettings {
    const text = readText(file);
    if (text === undefined) {
        throw usage(`The policy configuration ${file} is not there.`);
    }
    if (text.trim() === "") {
        return new Map();
    }
    let content: PlainValue;
    try {
        content = JSON.parse(text) as PlainValue;
    } catch (error) {
        throw usage(`${file} is no JSON: ${(error as Error).message}`);
    }
    if (!isMapping(content)) {
        throw usage(`${file} must be a JSON object: { "<policy>": "<level>" or { … } }.`);
    }
    if (content["environments"] !== undefined) {
        throw undecided(
            `${file} takes values from Pulumi ESC (environments), which an offline preview cannot read. ` +
                "Use pulumi preview.",
        );
    }
    return new Map(Object.entries(content).map(([policy, value]) => [policy, settings(file, policy, value)]));
}

function settings(file: string, policy: string, value: PlainValue): PolicySettings {
    if (typeof value === "string") {
        return { level: level(file, policy, value), properties: {} };
    }
    if (!isMapping(value)) {
        throw usage(`${policy} in ${file} must be a level or an object.`);
    }
    const { enforcementLevel, ...properties } = value;
    return {
        level: enforcementLevel === undefined ? undefined : level(file, policy, enforcementLevel),
        properties,
    };
}

function level(file: string, policy: string, value: PlainValue): Level {
    const found = LEVELS.find((word) => word === value);
    if (found === undefined) {
        throw usage(
            `The level of ${policy} in ${file} must be one of ${LEVELS.join(", ")}. ` +
                "Keys of the file are names of policies; the config of a policy stands under its name.",
        );
    }
    return found;
}

/** The settings in force: later sources win, property by property. */
export function reconcile(
    policies: readonly ConfigurablePolicy[],
    sources: readonly PackSettings[],
): Map<string, PolicySettings> {
    const result = new Map<string, PolicySettings>(
        policies.map((policy) => [policy.name, { level: policy.level, properties: defaults(policy.schema) }]),
    );
    for (const source of sources) {
        const all = source.get("all")?.level;
        if (all !== undefined) {
            for (const [name, { properties }] of result) {
                result.set(name, { level: all, properties });
            }
        }
        for (const [name, given] of source) {
            if (name !== "all") {
                const present = result.get(name);
                result.set(name, {
                    level: given.level ?? present?.level,
                    properties: { ...present?.properties, ...given.properties },
                });
            }
        }
    }
    return result;
}

/** Only the properties' own defaults; those inside are never filled in, as with the engine. */
function defaults(schema: PlainObject): PlainObject {
    return Object.fromEntries(
        Object.entries(schema).flatMap(([key, property]) =>
            isMapping(property) && property["default"] !== undefined ? [[key, property["default"]]] : [],
        ),
    );
}

/** True if the settings can break no schema: nothing but the schema's own defaults, and none required is missing. */
export function isOnlyDefaults(policies: readonly ConfigurablePolicy[], sources: readonly PackSettings[]): boolean {
    return (
        sources.every((source) => [...source.values()].every((given) => Object.keys(given.properties).length === 0)) &&
        policies.every((policy) => policy.required.every((key) => key in defaults(policy.schema)))
    );
}
