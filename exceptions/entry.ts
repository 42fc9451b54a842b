import type { HardwareTechnique, Technique } from "../techniques/technique";

/** Where an exception holds. A resource must match one pattern of each list that is given. */
export interface Scope {
    /** Globs of project names. */
    readonly projects?: readonly string[];
    /** Globs of stack names, without organisation and project. */
    readonly stacks?: readonly string[];
    /** Resources as `type::name`, as a URN, or by name alone; each part is a glob. */
    readonly resources?: readonly string[];
    /** Globs of Kubernetes namespaces; a resource without one does not match. */
    readonly namespaces?: readonly string[];
}

/** The lists that a scope can give, in the order in which they are checked. */
export const SCOPE_PARTS = [
    "projects",
    "stacks",
    "namespaces",
    "resources",
] as const satisfies readonly (keyof Scope)[];

/** One list of a scope. */
export type ScopePart = (typeof SCOPE_PARTS)[number];

/** A step of the way back to para-virtualised IO. */
export interface Milestone {
    readonly name: string;
    /** The day by which it is to be reached, `YYYY-MM-DD`. */
    readonly date: string;
    /** Default: false. */
    readonly done: boolean;
}

/** The way back to para-virtualised IO. */
export interface Transition {
    /** The technique that takes the place of the present one. Default: `virtio`. */
    readonly target: Technique;
    /** The address of the plan. */
    readonly plan?: string;
    readonly milestones: readonly Milestone[];
}

/**
 * One exception of the register, as `register.schema.json` describes it, with its defaults filled in. Days are
 * `YYYY-MM-DD`, UTC.
 */
export interface ExceptionEntry {
    /** The ID that resources name; unique in the register. */
    readonly id: string;
    /** The techniques that it allows; `unknown` only if it is listed. */
    readonly techniques: readonly HardwareTechnique[];
    readonly scope: Scope;
    readonly reason: string;
    /** Who answers for the workload and its transition. */
    readonly owner: string;
    readonly approvedBy: string;
    readonly approvedOn: string;
    /** The first day on which it holds. Default: `approvedOn`. */
    readonly validFrom: string;
    /** The last day on which it holds. */
    readonly expires: string;
    /** `waiver`: accepted as it is. `mitigated`: its intent is met by other means. Default: `waiver`. */
    readonly category: "waiver" | "mitigated";
    /** The published Anuket exception that it rests on, or `none`. */
    readonly basis?: string;
    readonly implication?: string;
    readonly transition?: Transition;
    readonly ticket?: string;
}

/** The operator's exceptions, read and checked. */
export interface Register {
    readonly entries: readonly ExceptionEntry[];
    /** Where it came from: a file's path, or what the caller calls the inline configuration. */
    readonly source: string;
}

/** Something wrong with a register. `error`: nothing is granted. `warning`: worth a look. */
export interface RegisterFault {
    readonly severity: "error" | "warning";
    /** What is wrong, in which field, and what to do. Whole sentences; no value of the register but IDs. */
    readonly message: string;
    readonly source: string;
    /** From 1; absent for inline configuration and for a file that could not be read. */
    readonly line?: number;
    /** From 1. */
    readonly column?: number;
    /** The entry at fault, where its ID can be told. */
    readonly entryId?: string;
    /** True for the warning that a scope is over-broad, which the life cycle reports in the stacks that it concerns. */
    readonly overBroad?: true;
}

/**
 * What is known of the register:
 * - `none`: none is configured, so IDs are not verified;
 * - `ready`: it can be judged by;
 * - `faulty`: it is configured and cannot be used, so nothing is granted.
 */
export type RegisterState =
    | { readonly state: "none" }
    | { readonly state: "ready"; readonly register: Register; readonly warnings: readonly RegisterFault[] }
    | { readonly state: "faulty"; readonly faults: readonly RegisterFault[] };

/** No register is configured. */
export const NO_REGISTER: RegisterState = { state: "none" };

/** A fault as one line of text: `exceptions.yaml:12:9: error: EXC-2026-014: …`. */
export function faultLine(fault: RegisterFault): string {
    const position =
        fault.line === undefined ? "" : `:${fault.line}${fault.column === undefined ? "" : `:${fault.column}`}`;
    const entry = fault.entryId === undefined ? "" : `${fault.entryId}: `;
    return `${fault.source}${position}: ${fault.severity}: ${entry}${fault.message}`;
}

/** The fields of an entry, in the order in which they are written. */
export const ENTRY_FIELDS = [
    "id",
    "techniques",
    "scope",
    "reason",
    "owner",
    "approvedBy",
    "approvedOn",
    "validFrom",
    "expires",
    "category",
    "basis",
    "implication",
    "transition",
    "ticket",
] as const satisfies readonly (keyof ExceptionEntry)[];
