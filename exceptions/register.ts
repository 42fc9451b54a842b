import type { HardwareTechnique, Technique } from "../techniques/technique";
import { at, elements, isMap, keysOf } from "../techniques/value";
import type { ExceptionEntry, Milestone, RegisterFault, RegisterState, Scope, Transition } from "./entry";
import { NO_REGISTER } from "./entry";
import { entryFaults } from "./register-checks";
import { readExactJson } from "./register-json";
import { type Path, pathText, schemaFaults } from "./register-schema";
import { type Located, readYaml } from "./register-yaml";

export type { ExceptionEntry, Milestone, Register, RegisterFault, RegisterState, Scope, Transition } from "./entry";
export { faultLine, NO_REGISTER, SCOPE_PARTS, type ScopePart } from "./entry";

/** What a register is read with. */
export interface RegisterOptions {
    /** The operator's own form of exception IDs (config `exceptionIdPattern`). Default: the form of exception-id.ts. */
    readonly pattern?: RegExp;
}

/** The largest register that is read, in bytes: far above 10,000 entries, far below what could hold up a preview. */
export const MAX_REGISTER_BYTES = 8 * 1024 * 1024;

/** How many faults are listed; what follows them is counted. */
const MAX_FAULTS = 50;

/**
 * Reads a register from the text of an `exceptions.yaml` (or JSON). Never throws: whatever is wrong makes the state
 * `faulty`, with line, column and fix. Advice that does not stop it from being used is in `warnings`.
 *
 * @param text The file's content.
 * @param source What messages call it: its path.
 */
export function parseRegister(text: string, source: string, options: RegisterOptions = {}): RegisterState {
    const oneFault = (message: string): RegisterState => ({
        state: "faulty",
        faults: [{ severity: "error", message, source }],
    });
    try {
        if (text.length > MAX_REGISTER_BYTES) {
            return oneFault(TOO_LARGE);
        }
        const json = readExactJson(text);
        if (json !== undefined) {
            const state = check({ value: json, position: () => undefined }, source, options);
            if (state.state === "ready" && state.warnings.length === 0) {
                return state;
            }
            // There is something to say, so positions are wanted: read once more below.
        }
        const located = readYaml(text);
        if (located.faults.length > 0) {
            return {
                state: "faulty",
                faults: capped(located.faults.map((fault) => ({ severity: "error", source, ...fault }))),
            };
        }
        if (located.value === null || located.value === undefined) {
            return oneFault(
                "The register is empty. Write the list of exceptions under the key exceptions, or [] for none.",
            );
        }
        if (Array.isArray(located.value)) {
            return oneFault("The register is a bare list. Put the list under the key exceptions.");
        }
        return check(located, source, options);
    } catch (thrown) {
        // A stack overflow on absurd nesting, or a fault of a library: nothing is granted, and the reader is told.
        return oneFault(
            `The register cannot be read (${thrown instanceof Error ? thrown.name : "error"}). Simplify it.`,
        );
    }
}

/** What is said of a register that is too large. */
export const TOO_LARGE = `The register is larger than ${MAX_REGISTER_BYTES / 1024 / 1024} MiB, which is more than is read. Remove old entries.`;

/**
 * Reads a register from entries given inline in a policy's config. Never throws. `undefined` and `null` mean that none
 * is configured; an empty list is a register that grants nothing.
 *
 * @param entries The configured list.
 * @param source What messages call it, such as `exceptions of paravirtual-io`.
 */
export function registerFromEntries(entries: unknown, source: string, options: RegisterOptions = {}): RegisterState {
    if (entries === undefined || entries === null) {
        return NO_REGISTER;
    }
    try {
        return check({ value: { exceptions: entries }, position: () => undefined }, source, options);
    } catch (thrown) {
        const name = thrown instanceof Error ? thrown.name : "error";
        const message = `The register cannot be read (${name}). Give a list of entries as plain values.`;
        return { state: "faulty", faults: [{ severity: "error", message, source }] };
    }
}

function check(located: Pick<Located, "value" | "position">, source: string, options: RegisterOptions): RegisterState {
    const list = at(located.value, "exceptions");
    const toFault = (severity: "error" | "warning", path: Path, atKey: boolean, message: string): RegisterFault => {
        const entryId = typeof path[1] === "number" ? printableId(at(at(list, path[1]), "id")) : undefined;
        return {
            severity,
            message,
            source,
            ...located.position(path, atKey),
            ...(entryId === undefined ? {} : { entryId }),
        };
    };

    const faults: RegisterFault[] = [];
    const misshapen = new Set<unknown>();
    for (const fault of schemaFaults(located.value)) {
        faults.push(toFault("error", fault.path, fault.atKey, fault.message));
        misshapen.add(fault.path[1]);
    }
    const warnings: RegisterFault[] = [];
    const entries: ExceptionEntry[] = [];
    faults.push(...duplicates(list).map(({ path, message }) => toFault("error", path, false, message)));
    elements(list).forEach((raw, index) => {
        if (misshapen.has(index)) {
            return;
        }
        const entry = toEntry(raw);
        entries.push(entry);
        for (const found of entryFaults(entry, ["exceptions", index], options.pattern)) {
            const fault = toFault(found.severity, found.path, false, found.message);
            (found.severity === "error" ? faults : warnings).push(
                found.overBroad === true ? { ...fault, overBroad: true } : fault,
            );
        }
    });
    return faults.length > 0
        ? { state: "faulty", faults: capped(inOrder(faults)) }
        : { state: "ready", register: { entries, source }, warnings: inOrder(warnings) };
}

function duplicates(list: unknown): { path: Path; message: string }[] {
    const first = new Map<string, number>();
    const found: { path: Path; message: string }[] = [];
    elements(list).forEach((raw, index) => {
        const id = at(raw, "id");
        if (typeof id !== "string") {
            return;
        }
        const path = ["exceptions", index, "id"];
        const earlier = first.get(id);
        if (earlier === undefined) {
            first.set(id, index);
        } else {
            const message = `${pathText(path)} is already the ID of exceptions[${earlier}]. Keep one entry for each ID.`;
            found.push({ path, message });
        }
    });
    return found;
}

/** An entry that fits the schema, with its defaults filled in and nothing else in it. */
function toEntry(raw: unknown): ExceptionEntry {
    const words = (value: unknown): string[] => elements(value).map(String);
    const word = (key: string): string => String(at(raw, key));
    const optional = <K extends string>(key: K): Partial<Record<K, string>> =>
        at(raw, key) === undefined ? {} : ({ [key]: word(key) } as Record<K, string>);
    const approvedOn = word("approvedOn");
    const given = at(raw, "scope");
    const scope: Scope = Object.fromEntries(keysOf(given).map((part) => [part, words(at(given, part))]));
    const transition = at(raw, "transition");
    return {
        id: word("id"),
        techniques: words(at(raw, "techniques")) as HardwareTechnique[],
        scope,
        reason: word("reason"),
        owner: word("owner"),
        approvedBy: word("approvedBy"),
        approvedOn,
        validFrom: at(raw, "validFrom") === undefined ? approvedOn : word("validFrom"),
        expires: word("expires"),
        category: at(raw, "category") === "mitigated" ? "mitigated" : "waiver",
        ...optional("basis"),
        ...optional("implication"),
        ...(isMap(transition) ? { transition: toTransition(transition) } : {}),
        ...optional("ticket"),
    };
}

function toTransition(raw: unknown): Transition {
    const plan = at(raw, "plan") as string | undefined;
    const milestones = elements(at(raw, "milestones")).map((milestone): Milestone => ({
        name: String(at(milestone, "name")),
        date: String(at(milestone, "date")),
        done: at(milestone, "done") === true,
    }));
    return {
        target: (at(raw, "target") ?? "virtio") as Technique,
        ...(plan === undefined ? {} : { plan }),
        milestones,
    };
}

/** IDs are printed, but only what looks like one: a misplaced value may be a secret. */
function printableId(id: unknown): string | undefined {
    return typeof id === "string" && /^[A-Za-z0-9][A-Za-z0-9._/#-]{0,33}$/.test(id) ? id : undefined;
}

/** By position; faults without one keep their order, at the end. */
function inOrder(faults: readonly RegisterFault[]): RegisterFault[] {
    const place = (fault: RegisterFault): number =>
        fault.line === undefined ? Number.MAX_SAFE_INTEGER : fault.line * 100_000 + (fault.column ?? 0);
    return [...faults].sort((one, other) => place(one) - place(other));
}

function capped(faults: readonly RegisterFault[]): RegisterFault[] {
    if (faults.length <= MAX_FAULTS) {
        return [...faults];
    }
    const more = faults.length - MAX_FAULTS;
    const message = `${more} more faults are not listed. Correct the first ones and read the register again.`;
    return [...faults.slice(0, MAX_FAULTS), { severity: "error", message, source: faults[0]?.source ?? "" }];
}
