import { exceptionIdFault } from "./exception-id";
import type { ExceptionEntry } from "./entry";
import { type Path, pathText } from "./register-schema";
import { overBroad, parseResourcePattern } from "./scope";

/** What a check beyond the schema finds in one entry. */
export interface EntryFault {
    readonly severity: "error" | "warning";
    /** From the entry, such as `["scope", "stacks", 0]`. */
    readonly path: Path;
    /** What is so, and what to do, after the field's name: "lies before …; …". */
    readonly message: string;
    readonly overBroad?: true;
}

type EntryCheck = (entry: ExceptionEntry, pattern: RegExp | undefined) => readonly EntryFault[];

const error = (path: Path, message: string): EntryFault => ({ severity: "error", path, message });
const warning = (path: Path, message: string): EntryFault => ({ severity: "warning", path, message });

/** Everything that a schema cannot say of one entry. */
const checks: readonly EntryCheck[] = [
    (entry, pattern) => {
        const fault = exceptionIdFault(entry.id, pattern);
        return fault === undefined
            ? []
            : [error(["id"], `${fault}; config exceptionIdPattern can allow another form.`)];
    },
    (entry) =>
        entry.expires < entry.approvedOn
            ? [error(["expires"], "lies before approvedOn, so it never holds. Correct one of the two days.")]
            : [],
    (entry) =>
        entry.expires >= entry.approvedOn && entry.expires < entry.validFrom
            ? [error(["expires"], "lies before validFrom, so it never holds. Correct one of the two days.")]
            : [],
    (entry) =>
        entry.validFrom < entry.approvedOn
            ? [warning(["validFrom"], "lies before approvedOn: it holds before it was approved. Check the two days.")]
            : [],
    (entry) =>
        sameWord(entry.owner, entry.approvedBy)
            ? [warning(["approvedBy"], "is the owner. Let somebody else approve the exception.")]
            : [],
    (entry) => {
        const broad = overBroad(entry.scope);
        return broad === undefined ? [] : [{ ...warning(["scope"], `${broad}.`), overBroad: true }];
    },
    (entry) =>
        (entry.scope.resources ?? []).flatMap((pattern, index) =>
            parseResourcePattern(pattern) === undefined
                ? [
                      error(
                          ["scope", "resources", index],
                          "is no resource pattern. Write type::name, or urn:pulumi:stack::project::type::name.",
                      ),
                  ]
                : [],
        ),
    (entry) =>
        (entry.scope.stacks ?? []).flatMap((stack, index) =>
            stack.includes("/")
                ? [
                      warning(
                          ["scope", "stacks", index],
                          "has a slash, so it matches no stack. Write the stack's name alone, and its project under projects.",
                      ),
                  ]
                : [],
        ),
    (entry) =>
        entry.transition !== undefined && (entry.techniques as readonly string[]).includes(entry.transition.target)
            ? [
                  warning(
                      ["transition", "target"],
                      "is a technique that the exception already allows. Name where it leads to.",
                  ),
              ]
            : [],
    (entry) =>
        (entry.transition?.milestones ?? []).flatMap((milestone, index) =>
            milestone.date > entry.expires && !milestone.done
                ? [
                      warning(
                          ["transition", "milestones", index, "date"],
                          "lies after expires: the exception ends before its plan does. Check the two days.",
                      ),
                  ]
                : [],
        ),
];

/** Checks one entry beyond the schema; each message starts with the field's path. */
export function entryFaults(entry: ExceptionEntry, at: Path, pattern: RegExp | undefined): EntryFault[] {
    return [...checks.flatMap((check) => check(entry, pattern)), ...unprintable(entry, [])].map((fault) => {
        const path = [...at, ...fault.path];
        return { ...fault, path, message: `${pathText(path)} ${fault.message}` };
    });
}

/** Control characters, and those that turn the direction of text: they can make a report say something else. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const LINE_BREAK = /[\n\t]/;

/** Fields that may have several lines. */
const longTexts: ReadonlySet<string> = new Set(["reason", "implication"]);

function unprintable(value: unknown, path: Path): EntryFault[] {
    if (typeof value === "string") {
        const field = path.at(-1);
        if (UNPRINTABLE.test(value)) {
            return [error(path, "has characters that cannot be printed. Remove them.")];
        }
        const manyLines = typeof field === "string" && longTexts.has(field);
        return !manyLines && LINE_BREAK.test(value)
            ? [error(path, "has a line break or a tab. Write it on one line.")]
            : [];
    }
    if (Array.isArray(value)) {
        return value.flatMap((element, index) => unprintable(element, [...path, index]));
    }
    if (typeof value === "object" && value !== null) {
        return Object.entries(value).flatMap(([key, inner]) => unprintable(inner, [...path, key]));
    }
    return [];
}

function sameWord(one: string, other: string): boolean {
    return one.trim().toLowerCase() === other.trim().toLowerCase();
}
