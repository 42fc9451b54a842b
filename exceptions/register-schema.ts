import type { ErrorObject, ValidateFunction } from "ajv";
import { isTechnique, needsException } from "../techniques/technique";
import { at, step } from "../techniques/value";
import { isDay } from "./dates";
import { ENTRY_FIELDS } from "./entry";

/** Where in a register something is: keys and indices from its root. */
export type Path = readonly (string | number)[];

/** What the schema finds wrong: where, and a sentence that names the field and the fix and prints no value. */
export interface SchemaFault {
    readonly path: Path;
    /** True if the fault is about the key at `path` itself, not about its value. */
    readonly atKey: boolean;
    readonly message: string;
}

let validator: ValidateFunction | undefined;

/** Compiled when the first register is read: a pack without one never loads the schema library. */
function compiled(): ValidateFunction {
    if (validator === undefined) {
        const { Ajv } = require("ajv") as typeof import("ajv");
        const schema = require("./register.schema.json") as typeof import("./register.schema.json");
        const ajv = new Ajv({ allErrors: true, strict: true, logger: false, formats: { date: isDay } });
        validator = ajv.compile(schema);
    }
    return validator;
}

/** Holds a register against the published schema; an empty list if it fits. */
export function schemaFaults(register: unknown): SchemaFault[] {
    const validate = compiled();
    return validate(register) ? [] : (validate.errors ?? []).map((error) => toFault(error, register));
}

/** A path as messages print it, such as `exceptions[3].scope.stacks[0]`; keys that are no plain words are left out. */
export function pathText(path: Path): string {
    return path.reduce<string>(
        (text, key) => step(text, typeof key === "number" || isPrintableKey(key) ? key : "…"),
        "",
    );
}

/** Words that others use for a field of ours. */
const otherWords: Readonly<Record<string, string>> = {
    approver: "approvedBy",
    approvalDate: "approvedOn",
    approved: "approvedOn",
    exemptionCategory: "category",
    expiresAt: "expires",
    expiresOn: "expires",
    expiry: "expires",
    validUntil: "expires",
    justification: "reason",
    rationale: "reason",
    description: "reason",
    startDate: "validFrom",
    technique: "techniques",
    ticketRef: "ticket",
    targets: "resources",
    urns: "resources",
};

/** The fields of each object of the schema, for advice on a misspelt one. */
const fields: Readonly<Record<string, readonly string[]>> = {
    register: ["exceptions"],
    entry: ENTRY_FIELDS,
    scope: ["projects", "stacks", "resources", "namespaces"],
    transition: ["target", "plan", "milestones"],
    milestone: ["name", "date", "done"],
};

/** What each pattern of the schema asks for, by the field's name. */
const patternAdvice: Readonly<Record<string, string>> = {
    id: "must have 1 to 34 characters, no space and no comma",
    basis: `must be an Anuket exception such as "ra2.exc.tec.001" or "RM e.cap.016", or "none"`,
    plan: "must be an address that starts with https:// or http://",
};

function toFault(error: ErrorObject, register: unknown): SchemaFault {
    const path = pointer(error.instancePath);
    const value = path.reduce<unknown>((inner, key) => at(inner, key), register);
    const last = path.at(-1);
    const field = typeof last === "number" ? path.at(-2) : last;
    const name = path.length === 0 ? "the register" : pathText(path);
    const params = error.params as Readonly<Record<string, unknown>>;
    const fault = (message: string, at: Path = path, atKey = false): SchemaFault => ({ path: at, atKey, message });
    switch (error.keyword) {
        case "required": {
            const missing = String(params["missingProperty"]);
            return fault(`${pathText([...path, missing])} is missing. Add it.`);
        }
        case "additionalProperties": {
            const key = String(params["additionalProperty"]);
            const known = fields[objectAt(path)] ?? [];
            const near = nearest(key, known);
            const advice = near === undefined ? `Use ${known.join(", ")}.` : `Did you mean ${near}?`;
            return fault(
                `${pathText([...path, key])} is no field that the register knows. ${advice}`,
                [...path, key],
                true,
            );
        }
        case "type":
            return fault(`${name} ${typeFault(String(params["type"]), value)}.`);
        case "enum":
            return fault(`${name} ${enumFault(field, value, params["allowedValues"])}`);
        case "format":
            return fault(`${name} must be a day that the calendar has, written YYYY-MM-DD.`);
        case "pattern": {
            const blank = typeof value === "string" && value.trim() === "";
            const advice = field === undefined ? undefined : patternAdvice[field];
            return fault(`${name} ${blank || advice === undefined ? "must not be blank" : advice}.`);
        }
        case "minItems":
            return fault(`${name} must have at least one element; leave it out if it says nothing.`);
        case "minProperties":
            return fault(
                field === "scope"
                    ? `${name} is empty. Give projects, stacks, resources or namespaces; stacks: ["*"] means everywhere.`
                    : `${name} is empty. Fill it, or leave it out.`,
            );
        case "uniqueItems":
            return fault(`${name} names the same thing twice. Keep one.`);
        case "maxLength":
            return fault(`${name} is too long; at most ${String(params["limit"])} characters.`);
        default:
            return fault(`${name} does not fit the register's schema (${error.keyword}).`);
    }
}

function typeFault(expected: string, value: unknown): string {
    if (value === null) {
        return "has no value; fill it in, or leave the field out";
    }
    switch (expected) {
        case "string":
            return typeof value === "number" || typeof value === "boolean"
                ? "must be text; put it in quotes"
                : "must be text";
        case "array":
            return "must be a list";
        case "object":
            return "must hold fields (name: value)";
        case "boolean":
            return "must be true or false";
        default:
            return `must be of type ${expected}`;
    }
}

function enumFault(field: string | number | undefined, value: unknown, allowed: unknown): string {
    const words = Array.isArray(allowed) ? allowed.map(String) : [];
    if (field === "techniques" && isTechnique(value) && !needsException(value)) {
        return `is "${value}", which needs no exception; leave it out.`;
    }
    const near = typeof value === "string" ? nearest(value, words) : undefined;
    const what =
        field === "techniques" || field === "target" ? "is no technique that can stand here" : "is not allowed";
    return near === undefined ? `${what}; use one of ${words.join(", ")}.` : `${what}; did you mean ${near}?`;
}

/** Which object of the schema a path leads to. */
function objectAt(path: Path): string {
    const last = path.at(-1);
    if (last === undefined) {
        return "register";
    }
    if (typeof last === "number") {
        return path.at(-2) === "milestones" ? "milestone" : "entry";
    }
    return last;
}

function pointer(instancePath: string): (string | number)[] {
    return instancePath
        .split("/")
        .slice(1)
        .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"))
        .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Field names are printed, but only what looks like one: a key may be a misplaced secret. */
function isPrintableKey(key: string): boolean {
    return /^[A-Za-z_$][\w$-]{0,31}$/.test(key);
}

/** The known word that was probably meant, or `undefined`. */
function nearest(word: string, known: readonly string[]): string | undefined {
    const other = Object.prototype.hasOwnProperty.call(otherWords, word) ? otherWords[word] : undefined;
    if (other !== undefined && known.includes(other)) {
        return other;
    }
    if (word.length > 40) {
        return undefined;
    }
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");
    let best: { candidate: string; distance: number } | undefined;
    for (const candidate of known) {
        const distance = editDistance(plain(word), plain(candidate));
        if (
            distance <= Math.min(2, Math.floor(candidate.length / 2)) &&
            (best === undefined || distance < best.distance)
        ) {
            best = { candidate, distance };
        }
    }
    return best?.candidate;
}

function editDistance(one: string, other: string): number {
    let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i++) {
        const current = [i];
        for (let j = 1; j <= other.length; j++) {
            const change = (previous[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
            current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, change));
        }
        previous = current;
    }
    return previous[other.length] ?? 0;
}
