import type { ReportedException } from "./exceptions";
import type { Report, ReportedAttachment, ReportedFinding, ReportedResource } from "./model";
import { harmless } from "./text-safety";
import {
    count,
    errorsOf,
    outcomeWords,
    ruleWords,
    subjectWords,
    techniqueWords,
    titleWords,
    verdictWords,
} from "./words";

/** What a comment on GitHub holds, 65,536 characters, less room for a line of one's own. GitLab takes more. */
const LONGEST = 65_000;

/**
 * The report for a comment on a merge request: what refuses first, then exceptions, attachments and advice in blocks that
 * open. What does not fit into one comment is counted. Names stand as code, so that nothing in them is markup, a link or a
 * mention.
 */
export function reportAsMarkdown(report: Report): string {
    const head = [marker(report), `### ${sign(report)} virtio-first: ${code(titleWords(report))}`, "", summary(report)];
    const foot = [
        "",
        `<sub>${report.tool.name} ${report.tool.version}, ${report.time}${
            report.forecastDate === undefined ? "" : `, forecast for ${report.forecastDate}`
        }</sub>`,
    ];
    let left = LONGEST - length(head) - length(foot);
    const body: string[] = [];
    const parts = sections(report);
    parts.forEach((section, position) => {
        // Each leaves room for those that come after it.
        const lines = fitted(section, position === parts.length - 1 ? left : Math.floor(left * 0.6));
        left -= length(lines);
        body.push(...lines);
    });
    return [...head, ...body, ...foot].join("\n");
}

/** A part of the page whose entries can be left out from the end. */
interface Section {
    readonly title: string;
    /** Folded away until somebody opens it. */
    readonly folded: boolean;
    /** The two first lines of a table; absent where the entries are blocks of their own. */
    readonly head?: readonly string[];
    readonly entries: readonly string[];
    /** What the entries are called. */
    readonly unit: string;
}

function sections(report: Report): Section[] {
    const { findings, exceptions, resources, diagnostics } = report;
    const refusals = findings.filter(({ level }) => level === "mandatory");
    const advice = findings.filter(({ level }) => level !== "mandatory");
    const attached = resources.flatMap((resource) =>
        resource.attachments.map((attachment) => attachmentRow(resource, attachment)),
    );
    const all: Section[] = [
        { title: "Errors", folded: false, entries: diagnostics.length === 0 ? [] : errorBlocks(report), unit: "error" },
        { title: "Refused", folded: false, entries: refusals.map(findingBlock), unit: "finding" },
        {
            title: count(exceptions.length, "exception"),
            folded: true,
            head: table("Exception", "State", "Until", "Owner", "Allows"),
            entries: exceptions.map(exceptionRow),
            unit: "exception",
        },
        {
            title: count(attached.length, "attachment"),
            folded: true,
            head: table("Resource", "Attachment", "At", "Verdict"),
            entries: attached,
            unit: "attachment",
        },
        {
            title: count(advice.length, "piece of advice", "pieces of advice"),
            folded: true,
            entries: advice.map(findingBlock),
            unit: "finding",
        },
    ];
    return all.filter(({ entries }) => entries.length > 0);
}

/** A section's lines, with as many of its entries as fit. */
function fitted({ title, folded, head, entries, unit }: Section, room: number): string[] {
    const opening = folded
        ? ["", "<details>", `<summary>${title}</summary>`, "", ...(head ?? [])]
        : ["", `#### ${title}`, "", ...(head ?? [])];
    const closing = folded ? ["", "</details>"] : [];
    const more = (left: number): string[] => (left === 0 ? [] : ["", `… and ${count(left, unit)} more.`]);
    let left = room - length(opening) - length(closing) - length(more(entries.length));
    const shown: string[] = [];
    for (const entry of entries) {
        left -= entry.length + 1;
        if (left < 0) {
            break;
        }
        shown.push(entry);
    }
    return [...opening, ...shown, ...more(entries.length - shown.length), ...closing];
}

/** By this line a job finds the comment that it wrote before, and writes it anew. */
function marker({ project, stack }: Report): string {
    return `<!-- virtio-first ${encodeURIComponent(`${harmless(project)}/${harmless(stack)}`).replaceAll("--", "-%2D")} -->`;
}

function sign({ outcome, conformance }: Report): string {
    if (outcome.exitCode !== 0) {
        return "❌";
    }
    return conformance?.level === "Fully Conformant" ? "✅" : "⚠️";
}

function summary(report: Report): string {
    const { resources, conformance } = report;
    const techniques = new Map<string, number>();
    for (const { attachments } of resources) {
        for (const attachment of attachments) {
            const words = attachment.techniques.join(" or ");
            techniques.set(words, (techniques.get(words) ?? 0) + 1);
        }
    }
    const numbers = [...techniques]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([words, n]) => `${n} ${words}`);
    return [
        `**${escaped(outcomeWords(report))}**`,
        "",
        `${count(resources.length, "resource")}${numbers.length === 0 ? ", no network attachment" : `; attachments: ${numbers.join(", ")}`}.`,
        ...(conformance === undefined ? [] : [`Anuket ${conformance.identifiers.join(", ")}.`]),
    ].join("\n");
}

function errorBlocks(report: Report): string[] {
    return errorsOf(report).map(
        ({ source, message }) => `- ${code(harmless(source))}: ${code(harmless(message, 2000))}`,
    );
}

function findingBlock(finding: ReportedFinding): string {
    const { urn, what, path, fix } = finding;
    return [
        `- **${code(ruleWords(finding))}** on ${code(subjectWords(urn))}`,
        `  ${escaped(harmless(what, 1000))}`,
        ...(path === undefined ? [] : [`  At ${code(harmless(path))}.`]),
        ...(fix === undefined ? [] : [`  **To do:** ${escaped(harmless(fix, 1000))}`]),
    ].join("<br>\n");
}

function attachmentRow(resource: ReportedResource, attachment: ReportedAttachment): string {
    return row(
        code(subjectWords(resource.urn)),
        techniqueWords(attachment),
        code(harmless(attachment.path)),
        escaped(verdictWords(attachment.verdict)),
    );
}

function exceptionRow({ id, state, entry, status, daysLeft, uses }: ReportedException): string {
    const until =
        entry === undefined
            ? "not in a register"
            : `${entry.expires}${status === "active" ? `, ${count(daysLeft ?? 0, "day")} left` : `, ${status ?? ""}`}`;
    const resources = new Set(uses.map(({ urn }) => urn));
    const techniques = [...new Set(uses.map(({ technique }) => technique))].sort();
    const allows =
        uses.length === 0 ? "nothing here" : `${techniques.join(", ")} on ${count(resources.size, "resource")}`;
    return row(code(harmless(id)), state, until, entry === undefined ? "" : code(harmless(entry.owner)), allows);
}

function table(...head: readonly string[]): string[] {
    return [row(...head), row(...head.map(() => "---"))];
}

/**
 * A row of a table. A bar ends a cell even inside of code, and forges differ on what its escape after a backslash means, so
 * that another character takes its place.
 */
function row(...cells: readonly string[]): string {
    return `| ${cells.map((cell) => cell.replaceAll("|", "¦")).join(" | ")} |`;
}

/** A text of others as code: its fence is longer than any run of backticks in it. */
function code(text: string): string {
    const fence = "`".repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
    const pad = /^`|`$|^ .* $/.test(text) ? " " : "";
    return text === "" ? "" : `${fence}${pad}${text}${pad}${fence}`;
}

/**
 * A sentence of ours in which names of others may stand: what Markdown or HTML would read into it is escaped, and what a
 * forge would take for a mention or a reference, even escaped, is broken by a character without width.
 */
function escaped(text: string): string {
    return text
        .trim()
        .replace(/[\\`*{}[\]<>#!|~&@$%^]|(?<!\w)_|_(?!\w)|^[-+=]|:(?=\S)|(?<=^\d+|www)\./gi, (character) => {
            return `&#${character.charCodeAt(0)};`;
        })
        .replace(/(&#(?:33|35|36|37|38|64|126);)(?=\w|&#95;)/g, "$1&#8203;");
}

function length(lines: readonly string[]): number {
    return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
