import pc from "picocolors";
import { TECHNIQUES } from "../../techniques/technique";
import type { ConformanceLevel } from "../conformance";
import type { FormatOptions } from "../format-options";
import { harmless } from "../text-safety";
import { count, verdictWords } from "../words";
import { spansOf } from "./forecast";
import type { EstateReport, EstateSource } from "./model";

type Colours = ReturnType<typeof pc.createColors>;

/** The longest bar of the forecast. */
const BAR = 40;

/** The estate for a terminal: each source in a line, what refuses under it, and what all of it comes to. */
export function estateAsText(estate: EstateReport, { colour }: FormatOptions): string {
    const colours = pc.createColors(colour);
    return [
        section("Sources:", sourceLines(estate.sources, colours), colours),
        section("Exceptions:", exceptionLines(estate), colours),
        section("Unused in the register:", unusedLines(estate), colours),
        section("Exceptions alive at the end of each month, if none is renewed:", forecastLines(estate), colours),
        section("Baseline:", baselineLines(estate), colours),
        section("Not judged, or worth knowing:", problemLines(estate, colours), colours),
        section("Estate:", totalLines(estate, colours), colours),
    ]
        .filter((part) => part !== "")
        .join("\n\n");
}

function section(head: string, lines: readonly string[], colours: Colours): string {
    return lines.length === 0 ? "" : [colours.bold(head), ...lines.map((line) => `    ${line}`)].join("\n");
}

function paintOf(level: ConformanceLevel, colours: Colours): (text: string) => string {
    const paints = {
        "Fully Conformant": colours.green,
        "Conformant with Exceptions": colours.yellow,
        "not conformant": colours.red,
    };
    return paints[level];
}

function sourceLines(sources: readonly EstateSource[], colours: Colours): string[] {
    const width = Math.max(0, ...sources.map(({ name }) => harmless(name).length));
    return sources.flatMap(({ name, source, resources, conformance, attachments }) => {
        const { level, unverified } = conformance;
        const limit = unverified === 0 ? "" : `, ${unverified} not verifiable`;
        const head = `${harmless(name).padEnd(width)}  ${paintOf(level, colours)(level)}  (${source.kind}, ${count(resources, "resource")}${limit})`;
        const open = attachments.filter(({ verdict }) => verdict.state !== "granted");
        return [
            head,
            ...open.map(({ type, name: resource, techniques, role, path, verdict, place }) => {
                const where = place === undefined ? "" : `, ${harmless(place.file)}:${place.line}`;
                const words = `${techniques.join(" or ")}${role === "asks" ? "" : ` (${role})`}`;
                return `    ${harmless(resource)} (${harmless(type)}${where})  ${words} at ${harmless(path)}: ${verdictWords(verdict)}`;
            }),
        ];
    });
}

function exceptionLines({ exceptions }: EstateReport): string[] {
    return exceptions.map(({ id, entry, uses, sources }) => {
        const who = entry === undefined ? "not in a register" : `${harmless(entry.owner)}, until ${entry.expires}`;
        const where = sources.length === 0 ? "" : ` in ${sources.map((name) => harmless(name)).join(", ")}`;
        return `${harmless(id)}  ${who}: ${uses === 0 ? "named, and allows nothing" : `allows ${count(uses, "attachment")}`}${where}`;
    });
}

function unusedLines({ unused }: EstateReport): string[] {
    return unused.map(({ id, owner, expires }) => `${harmless(id)}  ${harmless(owner)}, until ${expires}`);
}

function forecastLines({ forecast }: EstateReport): string[] {
    const most = Math.max(1, ...forecast.map(({ alive }) => alive));
    const spans = spansOf(forecast);
    const width = Math.max(0, ...spans.map(({ span }) => span.length));
    return spans.map(({ span, alive, attachments, ending, milestones }) => {
        const bar = "█".repeat(Math.round((alive / most) * BAR)).padEnd(BAR);
        const ends = ending.length === 0 ? "" : `  ends: ${ending.map((id) => harmless(id)).join(", ")}`;
        const plan = milestones.map(({ id, name, done }) => `  ${done ? "done" : "due"}: ${harmless(`${id} ${name}`)}`);
        return `${span.padEnd(width)}  ${bar} ${alive} (${count(attachments, "attachment")})${ends}${plan.join("")}`.trimEnd();
    });
}

function baselineLines({ baseline }: EstateReport): string[] {
    if (baseline === undefined) {
        return [];
    }
    return [
        `${count(baseline.tolerated, "attachment")} let be`,
        ...baseline.gone.map(({ resource, technique }) => `gone: ${technique} on ${harmless(resource)}`),
    ];
}

function problemLines({ problems }: EstateReport, colours: Colours): string[] {
    return problems.map(({ kind, place, line, message }) => {
        const where = harmless(line === undefined ? place : `${place}:${line}`);
        return `${kind === "gap" ? colours.red("gap ") : "note"}  ${where}: ${harmless(message, 1000)}`;
    });
}

function totalLines({ totals, conformance, outcome }: EstateReport, colours: Colours): string[] {
    const levels = Object.entries(totals.byLevel).map(([level, number]) => `${number} ${level}`);
    const used = TECHNIQUES.flatMap((technique) => {
        const number = totals.techniques[technique];
        return number === undefined ? [] : [`${technique} ${number}`];
    });
    return [
        `${count(totals.sources, "source")}, ${count(totals.resources, "resource")}: ${levels.join(", ")}`,
        ...(used.length === 0 ? [] : [`attachments: ${used.join(", ")}`]),
        `${totals.granted} under an exception, ${totals.refused} refused, ${totals.tolerated} let be, ` +
            `${count(totals.unverified, "resource")} not verifiable`,
        ...(conformance === undefined ? [] : [paintOf(conformance, colours)(conformance)]),
        `${outcome.status}${outcome.reason === undefined ? "" : `: ${outcome.reason}`}`,
    ];
}
