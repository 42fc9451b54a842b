import { needsException, type Technique } from "../techniques/technique";
import { endOfDay, startOfDay } from "./dates";
import type { ExceptionEntry, RegisterState, ScopePart } from "./entry";
import { exceptionIdFault } from "./exception-id";
import { type IndexedEntry, indexOf } from "./register-index";
import { outsideOf, type Subject } from "./scope";

export type { Subject } from "./scope";

/** What is asked: may this resource have this attachment? */
export interface Question {
    /**
     * The attachment's technique; with several, the alternatives that stay open between hardware techniques, of which
     * one must be granted. Software techniques need no verdict and are passed over.
     */
    readonly techniques: readonly Technique[];
    /** The exception IDs that markers name, on the resource or on what covers it. Their order does not matter. */
    readonly ids: readonly string[];
    readonly subject: Subject;
    /**
     * False for a resource that can carry no marker (a Trove instance, a vSphere machine, a Helm release, …): it may be
     * granted by an entry's resource pattern alone. Default: true.
     */
    readonly carriesMarker?: boolean;
}

/** How it is judged. */
export interface JudgeOptions {
    /** The clock; a later day for a forecast. */
    readonly now: Date;
    /** The operator's own form of exception IDs. */
    readonly pattern?: RegExp;
    /** True: without a register nothing is granted. Default: false. */
    readonly requireRegister?: boolean;
}

/** Why one ID does not grant, with what a message needs to say so. */
export type IdRefusal =
    /** The text itself is left out: it may be anything. `index` tells which of the question's IDs it is. */
    | { readonly reason: "malformed"; readonly index: number; readonly fault: string }
    | { readonly reason: "not-in-register"; readonly id: string }
    | {
          readonly reason: "other-technique";
          readonly id: string;
          readonly entry: ExceptionEntry;
          readonly asked: readonly Technique[];
      }
    | { readonly reason: "out-of-scope"; readonly id: string; readonly entry: ExceptionEntry; readonly part: ScopePart }
    | { readonly reason: "not-yet-valid"; readonly id: string; readonly entry: ExceptionEntry }
    | { readonly reason: "expired"; readonly id: string; readonly entry: ExceptionEntry }
    | { readonly reason: "register-faulty"; readonly id: string }
    | { readonly reason: "register-required"; readonly id: string };

/** Why nothing was granted. */
export type RefusalReason = "no-id" | IdRefusal["reason"];

/** The attachment is allowed. */
export interface Granted {
    readonly granted: true;
    /** The exception that allows it. */
    readonly id: string;
    /** Its entry; absent where no register is configured, so that the ID is not verified. */
    readonly entry?: ExceptionEntry;
    /** Which of the alternatives was granted. */
    readonly technique: Technique;
    /** True if the entry's resource pattern granted it, for what can carry no marker. */
    readonly byResource?: true;
    /** The other IDs on the resource that grant nothing. */
    readonly others: readonly IdRefusal[];
}

/** The attachment is not allowed. */
export interface Refused {
    readonly granted: false;
    /** The reason of the ID that came nearest to granting; without IDs `no-id`, or what is wrong with the register. */
    readonly reason: RefusalReason;
    /** One for each ID; the first is the one that came nearest. Empty where there is no ID. */
    readonly refusals: readonly IdRefusal[];
    /** As in the question: false if no marker could have helped. */
    readonly carriesMarker: boolean;
}

/** The decision on one attachment. */
export type Verdict = Granted | Refused;

/** From the reason that comes nearest to a grant to the one furthest from it. */
const NEARNESS: readonly RefusalReason[] = [
    "expired",
    "not-yet-valid",
    "out-of-scope",
    "other-technique",
    "register-faulty",
    "register-required",
    "not-in-register",
    "malformed",
];

/**
 * Decides whether an exception allows an attachment. Pure, and never throws. The outcome depends neither on the order
 * of the entries nor on that of the IDs, and no entry can take away what another one grants. Whatever is not clearly
 * granted is refused.
 */
export function judge(question: Question, state: RegisterState, options: JudgeOptions): Verdict {
    const carriesMarker = question.carriesMarker ?? true;
    const techniques = question.techniques.filter(needsException);
    const { wellFormed, malformed } = sortIds(question.ids, options.pattern);
    const [firstId] = wellFormed;
    const [technique] = techniques;

    if (state.state === "none" && options.requireRegister !== true) {
        return firstId === undefined || technique === undefined
            ? refused(malformed, carriesMarker)
            : { granted: true, id: firstId, technique, others: malformed };
    }
    if (state.state !== "ready") {
        const reason = state.state === "none" ? "register-required" : "register-faulty";
        const refusals = [...wellFormed.map((id): IdRefusal => ({ reason, id })), ...malformed];
        // Where no marker can stand, the register alone could have granted.
        return refused(refusals, carriesMarker, carriesMarker ? "no-id" : reason);
    }

    const index = indexOf(state.register);
    const refusals: IdRefusal[] = [...malformed];
    const grants: Grant[] = [];
    for (const id of wellFormed) {
        const entries = index.withId(id);
        if (entries.length === 0) {
            refusals.push({ reason: "not-in-register", id });
        }
        for (const indexed of entries) {
            const outcome = consider(indexed, techniques, question.subject, options.now);
            if ("technique" in outcome) {
                grants.push(outcome);
            } else {
                refusals.push(outcome);
            }
        }
    }
    const marked = best(grants);
    if (marked !== undefined) {
        return { granted: true, id: marked.entry.id, ...marked, others: refusals };
    }

    if (!carriesMarker) {
        const byPattern: Grant[] = [];
        for (const indexed of index.forResource(question.subject)) {
            const outcome = consider(indexed, techniques, question.subject, options.now);
            if ("technique" in outcome) {
                byPattern.push(outcome);
            } else if (outcome.reason !== "out-of-scope") {
                // An entry for another project or stack is no near miss of this resource.
                refusals.push(outcome);
            }
        }
        const unmarked = best(byPattern);
        if (unmarked !== undefined) {
            return { granted: true, id: unmarked.entry.id, ...unmarked, byResource: true, others: refusals };
        }
    }
    return refused(refusals, carriesMarker);
}

interface Grant {
    readonly entry: ExceptionEntry;
    readonly technique: Technique;
}

/** What one entry says to the question: a grant, or why not. */
function consider(
    { entry, scope }: IndexedEntry,
    asked: readonly Technique[],
    subject: Subject,
    now: Date,
): Grant | IdRefusal {
    const { id } = entry;
    const technique = asked.find((word) => (entry.techniques as readonly Technique[]).includes(word));
    if (technique === undefined) {
        return { reason: "other-technique", id, entry, asked };
    }
    const part = outsideOf(scope, subject);
    if (part !== undefined) {
        return { reason: "out-of-scope", id, entry, part };
    }
    return timeRefusal(entry, now) ?? { entry, technique };
}

/**
 * Whether an entry holds at an instant. Written so that a clock or a day that is none refuses: a comparison with `NaN`
 * is false.
 */
export function timeRefusal(entry: ExceptionEntry, now: Date): IdRefusal | undefined {
    const instant = now.getTime();
    if (!(instant < endOfDay(entry.expires))) {
        return { reason: "expired", id: entry.id, entry };
    }
    return instant >= startOfDay(entry.validFrom) ? undefined : { reason: "not-yet-valid", id: entry.id, entry };
}

/** The grant that holds longest; among equals, the first ID in the alphabet. */
function best(grants: readonly Grant[]): Grant | undefined {
    return grants.reduce<Grant | undefined>((chosen, grant) => {
        if (chosen === undefined || grant.entry.expires > chosen.entry.expires) {
            return grant;
        }
        return grant.entry.expires === chosen.entry.expires && grant.entry.id < chosen.entry.id ? grant : chosen;
    }, undefined);
}

function refused(
    refusals: readonly IdRefusal[],
    carriesMarker: boolean,
    withoutIds: "no-id" | "register-faulty" | "register-required" = "no-id",
): Refused {
    const key = (refusal: IdRefusal): string => ("id" in refusal ? refusal.id : String(refusal.index));
    const inOrder = [...refusals].sort(
        (one, other) =>
            NEARNESS.indexOf(one.reason) - NEARNESS.indexOf(other.reason) || (key(one) < key(other) ? -1 : 1),
    );
    return { granted: false, reason: inOrder[0]?.reason ?? withoutIds, refusals: inOrder, carriesMarker };
}

/** The IDs of the question: each well-formed one once and in alphabetical order, and what is wrong with the others. */
function sortIds(
    ids: readonly string[],
    pattern: RegExp | undefined,
): { wellFormed: string[]; malformed: IdRefusal[] } {
    // A global or sticky expression remembers where it stopped, and would judge the next ID differently.
    const steady = pattern === undefined ? undefined : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
    const wellFormed = new Set<string>();
    const malformed: IdRefusal[] = [];
    ids.forEach((id, index) => {
        const fault = exceptionIdFault(id, steady);
        if (fault === undefined) {
            wellFormed.add(id);
        } else {
            malformed.push({ reason: "malformed", index, fault });
        }
    });
    return { wellFormed: [...wellFormed].sort(), malformed };
}
