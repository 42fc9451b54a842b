import { ENTRY_FIELDS, type ExceptionEntry, type RegisterFault } from "./entry";
import { parseRegister, type RegisterOptions } from "./register";

/** An entry as it is written: what has a default may be left out. */
export type NewEntry = Omit<ExceptionEntry, "validFrom" | "category" | "transition"> & {
    readonly validFrom?: string;
    readonly category?: ExceptionEntry["category"];
    readonly transition?: {
        readonly target?: string;
        readonly plan?: string;
        readonly milestones?: readonly { readonly name: string; readonly date: string; readonly done?: boolean }[];
    };
};

/** A register with an entry added, or why none could be. */
export type EditResult =
    | { readonly text: string; readonly warnings: readonly RegisterFault[] }
    | { readonly faults: readonly RegisterFault[] };

const NEW_REGISTER = `# Exceptions of the transition plan: who may use which technique, where, and until when (days are UTC).
# Their schema is exceptions/register.schema.json of the package pulumi-virtio-first.
exceptions:
`;

/**
 * Adds an entry at the end of a register. What is there stays as it is, letter by letter, with its comments and its
 * order; a list in brackets (and a JSON file) is written anew, with its values unchanged. The result is read again
 * before it is given out: it holds the old entries and the new one, or there is no result.
 *
 * @param text The register's text; `undefined` or blank for a new one.
 * @param source What faults call it.
 */
export function withEntry(
    text: string | undefined,
    entry: NewEntry,
    source: string,
    options: RegisterOptions = {},
): EditResult {
    const blank = text === undefined || text.trim() === "";
    const before = blank ? undefined : parseRegister(text, source, options);
    if (before?.state === "faulty") {
        return { faults: before.faults };
    }
    const old = before?.state === "ready" ? before.register.entries : [];
    const candidates = blank
        ? [(): string => `${NEW_REGISTER}${block(entry, "  ", "\n")}`]
        : [() => withinJson(text, entry), () => atTheEnd(text, entry), () => writtenAnew(text, entry)];
    let faults: readonly RegisterFault[] = [];
    for (const candidate of candidates) {
        const edited = candidate();
        if (edited === undefined) {
            continue;
        }
        const after = parseRegister(edited, source, options);
        if (after.state === "faulty") {
            faults = after.faults;
        } else if (after.state === "ready" && keeps(old, after.register.entries)) {
            const warnings = after.warnings.filter((warning) => warning.entryId === entry.id);
            return { text: edited, warnings };
        }
    }
    const message = "The entry could not be added without changing others. Add it by hand.";
    return { faults: faults.length > 0 ? faults : [{ severity: "error", message, source }] };
}

function keeps(old: readonly ExceptionEntry[], now: readonly ExceptionEntry[]): boolean {
    return now.length === old.length + 1 && JSON.stringify(now.slice(0, -1)) === JSON.stringify(old);
}

/** The fields in our order; neither YAML nor JSON writes those that are not given. */
function fieldsOf(entry: NewEntry): Record<string, unknown> {
    return Object.fromEntries(ENTRY_FIELDS.map((field) => [field, entry[field]]));
}

/** The entry as an element of a list in YAML, each line indented. */
function block(entry: NewEntry, indent: string, lineEnd: string): string {
    const yaml = require("yaml") as typeof import("yaml");
    const document = new yaml.Document([fieldsOf(entry)]);
    yaml.visit(document, {
        Seq(key, list) {
            // Lists of words on one line; the list of the entry itself and milestones each on lines of their own.
            list.flow = key !== null && list.items.every((item) => yaml.isScalar(item));
        },
    });
    const lines = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split("\n");
    return lines.map((line) => (line === "" ? lineEnd : `${indent}${line}${lineEnd}`)).join("");
}

/** Into a list of dashes, after its last element. */
function atTheEnd(text: string, entry: NewEntry): string | undefined {
    const yaml = require("yaml") as typeof import("yaml");
    const list: unknown = yaml.parseDocument(text, { uniqueKeys: false, logLevel: "error" }).get("exceptions");
    if (!yaml.isSeq(list) || list.flow === true || list.items.length === 0 || !list.range) {
        return undefined;
    }
    const [start, end] = list.range;
    const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    if (indent.trim() !== "") {
        return undefined;
    }
    const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    // The library counts the comments of the last element to it.
    const before = text.slice(0, end);
    return `${before}${before.endsWith("\n") ? "" : lineEnd}${block(entry, indent, lineEnd)}${text.slice(end)}`;
}

/** Into a JSON file, with the indentation that it has. */
function withinJson(text: string, entry: NewEntry): string | undefined {
    // It was read before, so its list is one.
    let register: { readonly exceptions: readonly unknown[] };
    try {
        register = JSON.parse(text) as typeof register;
    } catch {
        return undefined;
    }
    const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
    const edited = { ...register, exceptions: [...register.exceptions, fieldsOf(entry)] };
    return `${JSON.stringify(edited, undefined, indent)}${text.endsWith("\n") ? "\n" : ""}`;
}

/** Where the list stands in brackets: comments and order are kept, spacing is not. */
function writtenAnew(text: string, entry: NewEntry): string | undefined {
    const yaml = require("yaml") as typeof import("yaml");
    const document = yaml.parseDocument(text, { uniqueKeys: false, logLevel: "error" });
    const list: unknown = document.get("exceptions");
    if (!yaml.isSeq(list)) {
        return undefined;
    }
    if (list.items.length === 0) {
        list.flow = false;
    }
    list.add(document.createNode(fieldsOf(entry)));
    return document.toString({ lineWidth: 0 });
}
