import type { Technique } from "../techniques/technique";
import { daysLeft, endOfDay, startOfDay } from "./dates";
import type { ExceptionEntry, RegisterState } from "./entry";
import { matchesGlob } from "../techniques/glob";
import { compileScope, isLiteral, namesLiterally, overBroad } from "./scope";
import { compareText } from "../techniques/order";

/** One attachment that an exception allows. */
export interface Use {
    readonly urn: string;
    readonly name: string;
    readonly type: string;
    /** The property path of what decided. */
    readonly path: string;
    readonly technique: Technique;
    /** The exception that was granted. */
    readonly id: string;
    /** Absent where no register is configured. */
    readonly entry?: ExceptionEntry;
}

/** What the findings are drawn from. */
export interface LifecycleInput {
    readonly state: RegisterState;
    /** Every attachment of the stack that was granted. */
    readonly uses: readonly Use[];
    /** IDs that markers name, granted or not: their entries are not unused. Default: those of `uses`. */
    readonly named?: readonly string[];
    readonly project: string;
    readonly stack: string;
    /** The clock; a later day for a forecast. */
    readonly now: Date;
    /** From how many days before its end a used exception is reported. */
    readonly expiryWarningDays: number;
}

/** The stages of an exception's life that are reported. */
export type LifecycleRule =
    "exception-used" | "exception-expiring" | "exception-unused" | "exception-over-broad" | "transition-milestone-past";

/** One thing worth knowing about an exception in this stack. */
export interface LifecycleFinding {
    readonly rule: LifecycleRule;
    readonly id: string;
    /** Whole sentences: what is so, and what to do. */
    readonly text: string;
    /** The resource, for `exception-used`; the others are about the stack. */
    readonly urn?: string;
}

/**
 * The life of the exceptions that matter to a stack, in a fixed order: each use, then what is expiring, too broad,
 * behind its plan, or unused. An exception is silent until `expiryWarningDays` before its end, then reported, and
 * refused once it is over. Pure; never throws.
 */
export function lifecycle(input: LifecycleInput): LifecycleFinding[] {
    const used = usedEntries(input.uses);
    const known = input.state.state === "ready" ? input.state.register.entries : [];
    const named = new Set([...used.keys(), ...(input.named ?? [])]);
    return [
        ...usedFindings(input.uses),
        ...[...used.values()].flatMap((entry) => expiring(entry, input)),
        ...known.filter((entry) => named.has(entry.id) || mayApply(entry, input)).flatMap(broad),
        ...known
            .filter((entry) => named.has(entry.id) || namesStack(entry, input))
            .flatMap((entry) => late(entry, input)),
        ...known
            .filter((entry) => !named.has(entry.id) && namesStack(entry, input))
            .flatMap((entry) => unused(entry, input)),
    ];
}

function usedEntries(uses: readonly Use[]): Map<string, ExceptionEntry> {
    const used = new Map<string, ExceptionEntry>();
    for (const { id, entry } of [...uses].sort((one, other) => compareText(one.id, other.id))) {
        if (entry !== undefined) {
            used.set(id, entry);
        }
    }
    return used;
}

/** One finding for each resource and exception, whatever the number of its attachments. */
function usedFindings(uses: readonly Use[]): LifecycleFinding[] {
    const groups = new Map<string, Use[]>();
    for (const use of uses) {
        const key = `${use.id} ${use.urn}`;
        groups.set(key, [...(groups.get(key) ?? []), use]);
    }
    return [...groups.entries()]
        .sort(([one], [other]) => compareText(one, other))
        .flatMap(([, group]) => {
            const [first] = group;
            if (first === undefined) {
                return [];
            }
            const what = [...new Set(group.map((use) => `${use.technique} (${use.path})`))].join(", ");
            const until =
                first.entry === undefined
                    ? "not verified, since no register is configured"
                    : `until ${first.entry.expires}`;
            return [
                {
                    rule: "exception-used" as const,
                    id: first.id,
                    text: `Exception ${first.id} is used by ${first.name} for ${what}, ${until}.`,
                    urn: first.urn,
                },
            ];
        });
}

function expiring(entry: ExceptionEntry, { now, expiryWarningDays, uses }: LifecycleInput): LifecycleFinding[] {
    const left = daysLeft(entry.expires, now);
    if (!(left <= expiryWarningDays)) {
        return [];
    }
    const resources = new Set(uses.filter((use) => use.id === entry.id).map((use) => use.urn)).size;
    const target = entry.transition?.target ?? "virtio";
    return [
        {
            rule: "exception-expiring",
            id: entry.id,
            text:
                `Exception ${entry.id} ends on ${entry.expires} (UTC), ${left === 1 ? "today" : `in ${left} days`}; ` +
                `${resources} ${resources === 1 ? "resource rests" : "resources rest"} on it. ` +
                `Move to ${target} before then, or have it renewed: after it, the stack is refused.`,
        },
    ];
}

function broad(entry: ExceptionEntry): LifecycleFinding[] {
    const why = overBroad(entry.scope);
    return why === undefined
        ? []
        : [
              {
                  rule: "exception-over-broad",
                  id: entry.id,
                  text: `Exception ${entry.id} is over-broad: its scope ${why}.`,
              },
          ];
}

function late(entry: ExceptionEntry, { now }: LifecycleInput): LifecycleFinding[] {
    return (entry.transition?.milestones ?? []).flatMap(({ date, done, name }, index) =>
        !done && now.getTime() >= endOfDay(date)
            ? [
                  {
                      rule: "transition-milestone-past" as const,
                      id: entry.id,
                      text:
                          `Exception ${entry.id}: milestone ${index + 1} of its transition ("${name}") was due on ${date}. ` +
                          "Reach it and mark it done, or move its date.",
                  },
              ]
            : [],
    );
}

function unused(entry: ExceptionEntry, { now, project, stack }: LifecycleInput): LifecycleFinding[] {
    if (!(now.getTime() >= startOfDay(entry.validFrom))) {
        return [];
    }
    const over = now.getTime() >= endOfDay(entry.expires);
    const text = over
        ? `Exception ${entry.id} names stack ${project}/${stack}, expired on ${entry.expires} and is not used there. ` +
          "Remove it from the register, or the stack from its scope."
        : `Exception ${entry.id} names stack ${project}/${stack}, and nothing there uses it. ` +
          "Remove the stack from its scope, or the entry from the register.";
    return [{ rule: "exception-unused", id: entry.id, text }];
}

/** True if the scope's projects and stacks leave this stack in. */
function mayApply(entry: ExceptionEntry, { project, stack }: Pick<LifecycleInput, "project" | "stack">): boolean {
    const { projects, stacks } = entry.scope;
    const inside = (globs: readonly string[] | undefined, word: string): boolean =>
        globs === undefined || globs.some((glob) => matchesGlob(glob, word));
    return inside(projects, project) && inside(stacks, stack);
}

/** True if the scope names a stack without wildcards (under `stacks`, or in the URN of a resource): it is that stack's to keep in order. */
export function namesStack(entry: ExceptionEntry, input: Pick<LifecycleInput, "project" | "stack">): boolean {
    if (!mayApply(entry, input)) {
        return false;
    }
    return (
        namesLiterally(entry.scope.stacks, input.stack) ||
        (compileScope(entry.scope).resources ?? []).some(
            ({ project, stack }) =>
                stack === input.stack && project === input.project && isLiteral(stack) && isLiteral(project),
        )
    );
}
