import { daysLeft } from "../exceptions/dates";
import type { ExceptionEntry, RegisterFault, RegisterState } from "../exceptions/entry";
import { namesStack } from "../exceptions/lifecycle";
import { type Status, statusOf } from "../exceptions/status";
import { compareText } from "../techniques/order";
import type { Technique } from "../techniques/technique";

/** One attachment that an exception allows. */
export interface ReportedUse {
    readonly urn: string;
    readonly path: string;
    readonly technique: Technique;
}

/** {@link ReportedUse}, with the exception's ID. */
export interface GrantedUse extends ReportedUse {
    readonly id: string;
}

/** An exception that matters to the stack. */
export interface ReportedException {
    readonly id: string;
    /**
     * - `used`: it allows something here;
     * - `named`: a resource names it, and it allows nothing here;
     * - `unused`: its scope names this stack, and nothing here names it.
     */
    readonly state: "used" | "named" | "unused";
    /** Absent where the register does not have it, or there is none. */
    readonly entry?: ExceptionEntry;
    /** Absent without an entry. */
    readonly status?: Status;
    /** Whole days of validity left, the last one counted as 1; absent without an entry. */
    readonly daysLeft?: number;
    /** In the order of URN and path. */
    readonly uses: readonly ReportedUse[];
}

/** What is known of the operator's register. */
export interface ReportedRegister {
    /** `not-given`: the source says nothing of it (events of a run elsewhere). */
    readonly state: "none" | "ready" | "faulty" | "not-given";
    /** What it is called: its path, or the inline configuration. */
    readonly source?: string;
    readonly entries?: number;
    readonly faults: readonly RegisterFault[];
}

/** The exceptions that matter to a stack: those that it uses or names, and those that name it. */
export function reportedExceptions(
    uses: readonly GrantedUse[],
    named: readonly string[],
    state: RegisterState,
    where: { readonly project: string; readonly stack: string },
    now: Date,
): ReportedException[] {
    const entries = state.state === "ready" ? state.register.entries : [];
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const concerned = entries.filter((entry) => namesStack(entry, where)).map(({ id }) => id);
    const usesById = new Map<string, ReportedUse[]>();
    for (const { id, urn, path, technique } of uses) {
        const own = usesById.get(id);
        const use = { urn, path, technique };
        if (own === undefined) {
            usesById.set(id, [use]);
        } else {
            own.push(use);
        }
    }
    const isNamed = new Set(named);
    const ids = new Set([...usesById.keys(), ...named, ...concerned]);
    return [...ids].sort(compareText).map((id): ReportedException => {
        const own = usesById.get(id) ?? [];
        const entry = byId.get(id);
        return {
            id,
            state: own.length > 0 ? "used" : isNamed.has(id) ? "named" : "unused",
            ...(entry !== undefined && {
                entry,
                status: statusOf(entry, now),
                daysLeft: daysLeft(entry.expires, now),
            }),
            uses: own.sort((one, other) => compareText(one.urn, other.urn) || compareText(one.path, other.path)),
        };
    });
}

/** What a report says of the register. */
export function reportedRegister(state: RegisterState): ReportedRegister {
    switch (state.state) {
        case "none":
            return { state: "none", faults: [] };
        case "faulty":
            return { state: "faulty", faults: state.faults };
        case "ready": {
            const { register, warnings } = state;
            return { state: "ready", source: register.source, entries: register.entries.length, faults: warnings };
        }
    }
}
