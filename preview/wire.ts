/**
 * Property values as they travel between program, preview and packs: JSON, in which an object with the signature key
 * stands for something that JSON has no word for. Nothing here depends on the SDK; the words are those of its wire
 * format (sdk/go/common/resource/properties.go of pulumi/pulumi).
 */

import { type Path, type PlainObject, type PlainValue, type Properties, UNKNOWN } from "./result";

/** A value on the wire. */
export type WireValue = PlainValue;

/** Properties on the wire. */
export type WireObject = PlainObject;

/** The key that marks an object as a stand-in. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What a stand-in stands for. */
export const SIGNATURES = {
    asset: "c44067f5952c0a294b673a41bacd8c17",
    archive: "0def7320c3a5731c473e5ecbe6d01bc7",
    secret: "1b47061264138c4ac30d75fd1eb44270",
    resource: "5cf8f73096256a8f31e491e813e4eb8e",
    output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** The sentinels by which a value is said to be unknown; engines and providers may use one per type. */
const SENTINELS: ReadonlySet<WireValue> = new Set<WireValue>([
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
    "030794c1-ac77-496b-92df-f27374a8bd58", // asset
    "e48ece36-62e2-4504-bad9-02848725956a", // archive
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** True for a value that is wholly unknown. */
export function isUnknown(value: WireValue | undefined): boolean {
    return value !== undefined && SENTINELS.has(value);
}

/** True for an object, a stand-in included. */
export function isObject(value: WireValue | undefined): value is WireObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an object stands for, or undefined for an ordinary value. */
export function signature(value: WireValue | undefined): WireValue | undefined {
    return isObject(value) ? value[SIGNATURE] : undefined;
}

/** A copy with the elements or members replaced; anything else as it is. */
function mapMembers(value: WireValue, change: (member: WireValue) => WireValue): WireValue {
    if (Array.isArray(value)) {
        return value.map(change);
    }
    return isObject(value) ? mapObject(value, change) : value;
}

/** A copy of the object with its values replaced. */
export function mapObject(value: WireObject, change: (member: WireValue, key: string) => WireValue): WireObject {
    const copy: WireObject = {};
    for (const [key, member] of Object.entries(value)) {
        copy[key] = change(member, key);
    }
    return copy;
}

/** The value, marked as secret unless it is. */
export function secret(value: WireValue): WireValue {
    return signature(value) === SIGNATURES.secret ? value : { [SIGNATURE]: SIGNATURES.secret, value };
}

/** The value without a secret's or an output's wrapping at its top; UNKNOWN for an output that is not known. */
export function unwrap(value: WireValue | undefined): WireValue | undefined {
    let inner = value;
    for (;;) {
        const kind = signature(inner);
        if (kind === SIGNATURES.secret || kind === SIGNATURES.output) {
            const holder = inner as WireObject;
            inner = "value" in holder ? holder["value"] : UNKNOWN;
        } else {
            return isUnknown(inner) ? UNKNOWN : inner;
        }
    }
}

/** Unknowns and secrets as output values, the form that transforms are given. */
export function upgradeOutputs(value: WireValue): WireValue {
    if (isUnknown(value)) {
        return { [SIGNATURE]: SIGNATURES.output };
    }
    if (signature(value) === SIGNATURES.secret) {
        const inner = upgradeOutputs((value as WireObject)["value"] ?? null);
        if (signature(inner) === SIGNATURES.output) {
            return { ...(inner as WireObject), secret: true };
        }
        return { [SIGNATURE]: SIGNATURES.output, value: inner, secret: true };
    }
    if (signature(value) === SIGNATURES.resource) {
        return value;
    }
    return mapMembers(value, upgradeOutputs);
}

/** The property values with the dependencies of each added, so that a transform carries them along. */
export function addDependencies(
    values: WireObject,
    dependencies: Readonly<Record<string, ReadonlySet<string>>>,
): WireObject {
    return mapObject(values, (value, key) => {
        const wanted = dependencies[key] ?? new Set<string>();
        const present = outputDependencies(value);
        if ([...wanted].every((urn) => present.has(urn))) {
            return value;
        }
        const output: WireObject =
            signature(value) === SIGNATURES.output
                ? { ...(value as WireObject) }
                : { [SIGNATURE]: SIGNATURES.output, value };
        const own = Array.isArray(output["dependencies"]) ? output["dependencies"] : [];
        output["dependencies"] = [...new Set([...own, ...wanted])];
        return output;
    });
}

/** Output values as unknowns, secrets or plain values; what dependencies they carry is lost. */
export function downgradeOutputs(value: WireValue): WireValue {
    if (signature(value) === SIGNATURES.output) {
        const output = value as WireObject;
        const inner = "value" in output ? downgradeOutputs(output["value"] ?? null) : UNKNOWN;
        return output["secret"] === true ? secret(inner) : inner;
    }
    return mapMembers(value, downgradeOutputs);
}

/** The URNs that output values inside the value depend on. */
export function outputDependencies(value: WireValue, found: Set<string> = new Set()): Set<string> {
    if (signature(value) === SIGNATURES.output) {
        const own = (value as WireObject)["dependencies"];
        for (const urn of Array.isArray(own) ? own : []) {
            if (typeof urn === "string") {
                found.add(urn);
            }
        }
    }
    if (Array.isArray(value)) {
        value.forEach((member) => outputDependencies(member, found));
    } else if (isObject(value)) {
        Object.values(value).forEach((member) => outputDependencies(member, found));
    }
    return found;
}

/**
 * Properties as a policy is sent them: references to resources as their ID (unknown at preview) or URN, output values
 * resolved, secrets still marked (the policy SDK unwraps them), and the engine's own keys at the top left out.
 */
export function forPolicy(values: WireObject, keepInternal: boolean = false): WireObject {
    const copy: WireObject = {};
    for (const [key, value] of Object.entries(values)) {
        if (keepInternal || !key.startsWith("__")) {
            copy[key] = resolveReferences(downgradeOutputs(value));
        }
    }
    return copy;
}

function resolveReferences(value: WireValue): WireValue {
    if (signature(value) === SIGNATURES.resource) {
        const reference = value as WireObject;
        const id = reference["id"];
        if (id === undefined) {
            return reference["urn"] ?? UNKNOWN;
        }
        return id === "" ? UNKNOWN : id;
    }
    return mapMembers(value, resolveReferences);
}

/** Properties as the program is sent them: a reference's ID is empty where it is not known. */
export function forProgram(value: WireValue): WireValue {
    if (signature(value) === SIGNATURES.resource && isUnknown((value as WireObject)["id"])) {
        return { ...(value as WireObject), id: "" };
    }
    return mapMembers(value, forProgram);
}

/** Plain values, and where the secrets among them are. */
export function reveal(values: WireObject): Properties {
    const secrets: Path[] = [];
    const walk = (value: WireValue, path: Path): PlainValue => {
        const kind = signature(value);
        if (kind === SIGNATURES.secret) {
            secrets.push(path);
            return withoutSecrets((value as WireObject)["value"] ?? null);
        }
        if (isUnknown(value)) {
            return UNKNOWN;
        }
        if (Array.isArray(value)) {
            return value.map((member, index) => walk(member, [...path, index]));
        }
        return isObject(value) ? mapObject(value, (member, key) => walk(member, [...path, key])) : value;
    };
    return { values: walk(forPolicy(values), []) as PlainObject, secrets };
}

/** The value with every secret inside it in plain. */
export function withoutSecrets(value: WireValue): PlainValue {
    if (signature(value) === SIGNATURES.secret) {
        return withoutSecrets((value as WireObject)["value"] ?? null);
    }
    return mapMembers(value, withoutSecrets);
}
