import { at, isAbsent, text, UNKNOWN, type Value } from "../../value";
import { Registry } from "./registry";
import type { HeatParameter } from "./template";

/** The environment of a Heat stack: parameters, and what stands behind resource types. */
export interface Environment {
    readonly parameters: Value;
    readonly parameterDefaults: Value;
    readonly registry: Registry;
}

/** No environment. */
export const NO_ENVIRONMENT: Environment = {
    parameters: undefined,
    parameterDefaults: undefined,
    registry: new Registry(undefined),
};

/** The parts of an environment's data. */
export function environmentOf(data: Readonly<Record<string, unknown>>): Environment {
    return {
        parameters: at(data, "parameters"),
        parameterDefaults: at(data, "parameter_defaults"),
        registry: new Registry(at(data, "resource_registry")),
    };
}

/** Parameters that Heat itself gives; no environment can. */
const PSEUDO_PARAMETER = /^(?:OS|AWS)::/;

/**
 * The value of a parameter of a template: what is given, else what the environment's defaults say, else its own default;
 * `UNKNOWN` where there is none.
 */
export function parameterValue(declared: HeatParameter | undefined, name: string, sources: readonly Value[]): Value {
    if (PSEUDO_PARAMETER.test(name)) {
        return UNKNOWN;
    }
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
            // How a number or a truth value is written as text, Heat's parser knows and ours does not.
            return typeof value === "string" ? value : UNKNOWN;
    }
}
