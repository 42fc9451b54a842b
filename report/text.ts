import pc from "picocolors";
import stringWidth from "string-width";
import { parseUrn } from "../techniques/resource";
import { needsException } from "../techniques/technique";
import type { Report, ReportedAttachment, ReportedFinding, ReportedResource } from "./model";
import { fittingWidths, shortened, wrapped } from "./columns";
import { harmless, harmlessLines } from "./text-safety";
import { treeLines } from "./tree";
import { techniqueWords } from "./words";

/** How the terminal report is printed. */
export interface TextOptions {
    /** True for colour. */
    readonly colour: boolean;
    /** Columns of the terminal; absent where it is none: nothing is wrapped or shortened then. */
    readonly width?: number;
}

type Colours = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

/** The report for a terminal: the resource tree with its attachments, the policies, and the outcome. */
export function reportAsText(report: Report, { colour, width }: TextOptions): string {
    const colours = pc.createColors(colour);
    return [
        resourceTree(report.resources, colours, width),
        policies(report.findings, colours, width),
        outcome(report, colours, width),
    ]
        .filter((part) => part !== "")
        .join("\n\n");
}

/** A cell of the resource tree, before it is shortened and painted. */
interface Cell {
    readonly text: string;
    readonly paint: Paint;
}

/** A line of the resource tree. Only the type gives way in its first cell: sign and branch stay. */
interface Row {
    /** The sign of what happens to the resource, and its branch of the tree. */
    readonly branch: Cell;
    readonly type: string;
    readonly name: string;
    readonly attachment: Cell;
    readonly exception: Cell;
}

const HEAD = ["Type", "Name", "Attachment", "Exception"] as const;

/** The fewest columns of each: what is narrower than this says nothing. */
const LEAST = [24, 12, 12, 14];

const MARGIN = " ".repeat(4);
const GAP = 2;

function resourceTree(resources: readonly ReportedResource[], colours: Colours, width: number | undefined): string {
    const rows = treeLines(
        resources.filter((resource) => !resource.type.startsWith("pulumi:providers:")),
        (resource) => resource.urn,
        (resource) => resource.parent,
    ).flatMap(({ branch, below, node }): Row[] => {
        const sign = node.read ? colours.cyan(">") : colours.green("+");
        const own = distinct(node.attachments.map((attachment) => attachmentCells(attachment, colours)));
        const [first = NO_ATTACHMENT, ...rest] = own;
        const head = { text: `+ ${branch}`, paint: (text: string) => `${sign}${text.slice(1)}` };
        return [
            { branch: head, type: harmless(node.type), name: harmless(node.name), ...first },
            ...rest.map((more) => ({ branch: cell(`  ${below}`), type: "", name: "", ...more })),
        ];
    });
    const widths = columnWidths(rows, width);
    const [types = 0, names = 0, attachments = 0, exceptions = 0] = widths;
    const line = (cells: readonly Cell[]): string =>
        cells
            .map(({ text, paint }, column) => {
                const padding = (widths[column] ?? 0) - stringWidth(text) + GAP;
                return `${paint(text)}${" ".repeat(Math.max(0, padding))}`;
            })
            .join("")
            .trimEnd();
    const shortenedCell = ({ text, paint }: Cell, columns: number): Cell => ({
        text: shortened(text, columns, "end"),
        paint,
    });
    return [
        HEAD.map((text) => ({ text, paint: colours.bold })),
        ...rows.map(({ branch, type, name, attachment, exception }): Cell[] => {
            // The end of a type tells the kind; what the provider is called can be done without.
            const room = Math.max(4, types - stringWidth(branch.text));
            return [
                { text: `${branch.text}${shortened(type, room, "start")}`, paint: branch.paint },
                cell(shortened(name, names, "middle")),
                shortenedCell(attachment, attachments),
                shortenedCell(exception, exceptions),
            ];
        }),
    ]
        .map((cells) => `${MARGIN}${line(cells)}`)
        .join("\n");
}

function columnWidths(rows: readonly Row[], width: number | undefined): number[] {
    const natural = HEAD.map((word) => stringWidth(word));
    for (const { branch, type, name, attachment, exception } of rows) {
        [`${branch.text}${type}`, name, attachment.text, exception.text].forEach((text, column) => {
            natural[column] = Math.max(natural[column] ?? 0, stringWidth(text));
        });
    }
    const room = (columns: number): number => columns - MARGIN.length - GAP * (HEAD.length - 1);
    return width === undefined ? natural : fittingWidths(natural, LEAST, room(width));
}

function cell(text: string, paint: Paint = (same) => same): Cell {
    return { text, paint };
}

const NO_ATTACHMENT = { attachment: cell(""), exception: cell("") };

/** The techniques and the exception of one attachment. */
function attachmentCells(attachment: ReportedAttachment, colours: Colours): Pick<Row, "attachment" | "exception"> {
    const { techniques, exceptionIds } = attachment;
    const words = techniqueWords(attachment);
    if (!techniques.some(needsException)) {
        const paint = techniques.includes("emulated") ? colours.yellow : colours.green;
        return { attachment: cell(words, paint), exception: cell("") };
    }
    return {
        attachment: cell(words, colours.magenta),
        exception: exceptionIds.length > 0 ? cell(harmless(exceptionIds.join(", "))) : cell("none", colours.red),
    };
}

function distinct(all: readonly Pick<Row, "attachment" | "exception">[]): Pick<Row, "attachment" | "exception">[] {
    return [...new Map(all.map((one) => [`${one.attachment.text}\0${one.exception.text}`, one])).values()];
}

const MARKS: Readonly<Record<string, string>> = { mandatory: "❌", advisory: "⚠️ ", remediate: "⚠️ " };

function policies(findings: readonly ReportedFinding[], colours: Colours, width: number | undefined): string {
    if (findings.length === 0) {
        return "";
    }
    const lines = [colours.bold("Policies:")];
    const packs = new Set(findings.map((finding) => `${finding.pack}@v${finding.packVersion}`));
    for (const pack of packs) {
        const own = findings.filter((finding) => `${finding.pack}@v${finding.packVersion}` === pack);
        const worst = own.some((finding) => finding.level === "mandatory") ? "mandatory" : "advisory";
        lines.push(`    ${MARKS[worst] ?? ""} ${harmless(pack)}`);
        for (const finding of own) {
            const paint = finding.level === "mandatory" ? colours.red : colours.yellow;
            lines.push(
                `        - ${paint(`[${finding.level}]`)}  ${colours.bold(harmless(finding.policy))}  ${subject(finding.urn)}`,
            );
            lines.push(...harmlessLines(finding.message).flatMap((line) => wrapped(line, " ".repeat(10), width)));
        }
    }
    return lines.join("\n");
}

function subject(urn: string | undefined): string {
    if (urn === undefined) {
        return "(the stack)";
    }
    const { type, name } = parseUrn(urn);
    return harmless(`(${type}: ${name})`);
}

function outcome(report: Report, colours: Colours, width: number | undefined): string {
    const created = report.resources.filter(
        (resource) => !resource.read && !resource.type.startsWith("pulumi:providers:"),
    );
    const lines = [
        colours.bold("Resources:"),
        report.source.kind === "preview"
            ? `    ${colours.green("+")} ${created.length} to create`
            : `    ${created.length}`,
    ];
    if (report.conformance !== undefined) {
        const { level, identifiers, unverified, idsUnverified } = report.conformance;
        const limit =
            unverified === 0
                ? ""
                : `, as far as can be told: ${unverified} ${unverified === 1 ? "resource" : "resources"} not verifiable here`;
        const paint = {
            "Fully Conformant": colours.green,
            "Conformant with Exceptions": colours.yellow,
            "not conformant": colours.red,
        };
        lines.push(
            "",
            `${colours.bold("Conformance:")} ${paint[level](level)}${limit}${idsUnverified ? ", exception IDs not verified" : ""}`,
            ...wrapped(`Anuket ${identifiers.join(", ")}`, " ".repeat(4), width).map((line) => colours.dim(line)),
        );
    }
    return lines.join("\n");
}
