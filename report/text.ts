import Table from "cli-table3";
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

/** One line of the resource tree, before it is shortened and painted. */
interface Row {
    readonly sign: string;
    readonly branch: string;
    readonly type: string;
    readonly name: string;
    readonly cells: Cells;
}

/** The techniques and the exception of one attachment. */
interface Cells {
    readonly technique: string;
    readonly exception: string;
    readonly paint: { readonly technique: Paint; readonly exception: Paint };
}

const HEAD = ["Type", "Name", "Attachment", "Exception"] as const;

/** The fewest columns of each: what is narrower than this says nothing. */
const LEAST = [24, 12, 12, 14];

const INDENT = 4;
const GAP = 2;

function resourceTree(resources: readonly ReportedResource[], colours: Colours, width: number | undefined): string {
    const rows = treeLines(
        resources.filter((resource) => !resource.type.startsWith("pulumi:providers:")),
        (resource) => resource.urn,
        (resource) => resource.parent,
    ).flatMap(({ branch, below, node }): Row[] => {
        const sign = node.read ? colours.cyan(">") : colours.green("+");
        const [first = NO_CELLS, ...rest] = distinct(node.attachments.map((attachment) => cells(attachment, colours)));
        return [
            { sign, branch, type: harmless(node.type), name: harmless(node.name), cells: first },
            ...rest.map((more) => ({ sign: " ", branch: below, type: "", name: "", cells: more })),
        ];
    });
    const table = new Table({
        head: HEAD.map((word) => colours.bold(word)),
        style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": GAP },
        chars: BORDERLESS,
    });
    const [types = 0, names = 0, techniques = 0, exceptions = 0] = columnWidths(rows, width);
    for (const { sign, branch, type, name, cells: own } of rows) {
        const { technique, exception, paint } = own;
        table.push([
            // The end of a type tells the kind; what the provider is called can be done without.
            `${sign} ${branch}${shortened(type, Math.max(4, types - 2 - stringWidth(branch)), "start")}`,
            shortened(name, names, "middle"),
            paint.technique(shortened(technique, techniques, "end")),
            paint.exception(shortened(exception, exceptions, "end")),
        ]);
    }
    return tidy(table.toString());
}

function columnWidths(rows: readonly Row[], width: number | undefined): number[] {
    const natural = HEAD.map((word) => stringWidth(word));
    for (const { branch, type, name, cells: own } of rows) {
        const texts = [`  ${branch}${type}`, name, own.technique, own.exception];
        texts.forEach((text, column) => {
            natural[column] = Math.max(natural[column] ?? 0, stringWidth(text));
        });
    }
    return width === undefined ? natural : fittingWidths(natural, LEAST, width - INDENT - GAP * (HEAD.length - 1));
}

const plain: Paint = (text) => text;
const NO_CELLS: Cells = { technique: "", exception: "", paint: { technique: plain, exception: plain } };

function cells(attachment: ReportedAttachment, colours: Colours): Cells {
    const { techniques, exceptionIds } = attachment;
    const technique = techniqueWords(attachment);
    if (!techniques.some(needsException)) {
        const paint = techniques.includes("emulated") ? colours.yellow : colours.green;
        return { technique, exception: "", paint: { technique: paint, exception: plain } };
    }
    const named = exceptionIds.length > 0;
    return {
        technique,
        exception: named ? harmless(exceptionIds.join(", ")) : "none",
        paint: { technique: colours.magenta, exception: named ? plain : colours.red },
    };
}

function distinct(all: readonly Cells[]): Cells[] {
    return [...new Map(all.map((one) => [`${one.technique}\0${one.exception}`, one])).values()];
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

/** cli-table3 pads every cell; the end of a line needs none. */
function tidy(table: string): string {
    return table
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n");
}

const BORDERLESS = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "    ",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "",
};
