import Table from "cli-table3";
import pc from "picocolors";
import { parseUrn } from "../techniques/resource";
import { needsException } from "../techniques/technique";
import type { Report, ReportedAttachment, ReportedFinding, ReportedResource } from "./model";
import { harmless } from "./text-safety";
import { treeLines } from "./tree";

/** How the terminal report is printed. */
export interface TextOptions {
    /** True for colour. */
    readonly colour: boolean;
}

type Colours = ReturnType<typeof pc.createColors>;

/** The report for a terminal: the resource tree with its attachments, the policies, and the outcome. */
export function reportAsText(report: Report, options: TextOptions): string {
    const colours = pc.createColors(options.colour);
    return [resourceTree(report.resources, colours), policies(report.findings, colours), outcome(report, colours)]
        .filter((part) => part !== "")
        .join("\n\n");
}

function resourceTree(resources: readonly ReportedResource[], colours: Colours): string {
    const table = new Table({
        head: ["Type", "Name", "Attachment", "Exception"].map((word) => colours.bold(word)),
        style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
        chars: BORDERLESS,
    });
    for (const { branch, below, node } of treeLines(
        resources.filter((resource) => !resource.type.startsWith("pulumi:providers:")),
        (resource) => resource.urn,
        (resource) => resource.parent,
    )) {
        const rows = distinct(node.attachments.map((attachment) => cells(attachment, colours)));
        const [first = ["", ""] as const, ...rest] = rows;
        const sign = node.read ? colours.cyan(">") : colours.green("+");
        table.push([`${sign} ${branch}${harmless(node.type)}`, harmless(node.name), first[0], first[1]]);
        rest.forEach((row) => table.push([`  ${below}`, "", row[0], row[1]]));
    }
    return tidy(table.toString());
}

/** The techniques and the exception of one attachment, as two cells. */
function cells(attachment: ReportedAttachment, colours: Colours): readonly [string, string] {
    const { techniques, role, exceptionIds } = attachment;
    const words = `${techniques.join(" or ")}${role === "asks" ? "" : ` (${role})`}`;
    if (!techniques.some(needsException)) {
        return [techniques.includes("emulated") ? colours.yellow(words) : colours.green(words), ""];
    }
    return [colours.magenta(words), exceptionIds.length > 0 ? harmless(exceptionIds.join(", ")) : colours.red("none")];
}

function distinct(rows: readonly (readonly [string, string])[]): (readonly [string, string])[] {
    const seen = new Map(rows.map((row) => [row.join("\0"), row]));
    return [...seen.values()];
}

const MARKS: Readonly<Record<string, string>> = { mandatory: "❌", advisory: "⚠️ ", remediate: "⚠️ " };

function policies(findings: readonly ReportedFinding[], colours: Colours): string {
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
                `        - ${paint(`[${finding.level}]`)}  ${colours.bold(finding.policy)}  ${subject(finding.urn)}`,
            );
            lines.push(...finding.message.split("\n").map((line) => `          ${harmless(line, 2000)}`));
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

function outcome(report: Report, colours: Colours): string {
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
            colours.dim(`    Anuket ${identifiers.join(", ")}`),
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
