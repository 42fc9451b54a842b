import { type BaselineEntry, distinctEntries } from "../../exceptions/baseline";
import type { ExceptionEntry } from "../../exceptions/entry";
import { statusOf } from "../../exceptions/status";
import { compareText } from "../../techniques/order";
import { type Technique, TECHNIQUES } from "../../techniques/technique";
import type { ConformanceLevel } from "../conformance";
import { count } from "../words";
import { forecastOf } from "./forecast";
import {
    ESTATE_VERSION,
    type EstateException,
    type EstatePart,
    type EstateProblem,
    type EstateReport,
    type EstateSource,
    type EstateTotals,
} from "./model";

/** From the best to the worst. */
const LEVELS: readonly ConformanceLevel[] = ["Fully Conformant", "Conformant with Exceptions", "not conformant"];

/**
 * Adds parts up to the report of the whole. The order of the parts does not matter, and parts of parts give what all at
 * once give: everything but the parts' own lists is derived from those. Pure.
 *
 * @param parts At least one.
 * @throws An error that says so if the parts cannot belong together: they were judged by different registers, or for
 * different days.
 */
export function buildEstate(parts: readonly EstatePart[]): EstateReport {
    const [first] = parts;
    if (first === undefined) {
        throw new Error("there is nothing to add up; give at least one part.");
    }
    requireSame(parts, "registers", ({ register, entries }) => [register, entries]);
    requireSame(parts, "forecast dates", ({ forecastDate }) => forecastDate ?? null);
    requireSame(parts, "versions of the tool", ({ tool }) => tool);
    requireSame(parts, "baselines", ({ baselineEntries }) => baselineEntries ?? null);
    const time =
        parts
            .map((part) => part.time)
            .sort(compareText)
            .at(-1) ?? first.time;
    const moment = new Date(first.forecastDate === undefined ? time : `${first.forecastDate}T00:00:00Z`);
    const sources = parts.flatMap((part) => part.sources).sort(bySource);
    const own = parts.flatMap(({ problems }) => problems.filter((problem) => !isDoubleName(problem)));
    const problems = [...own, ...doubleNames(sources)].sort(byPlace);
    const totals = totalsOf(sources);
    const exceptions = exceptionsOf(sources, first.entries);
    const outcome = outcomeOf(totals, sources, problems);
    return {
        version: ESTATE_VERSION,
        kind: "estate",
        tool: first.tool,
        time,
        ...(first.forecastDate !== undefined && { forecastDate: first.forecastDate }),
        outcome,
        ...(outcome.status !== "incomplete" && sources.length > 0 && { conformance: worst(sources) }),
        totals,
        sources,
        problems,
        exceptions,
        unused: unusedOf(sources, first.entries, moment),
        forecast: forecastOf(exceptions, moment),
        register: first.register,
        entries: first.entries,
        ...(first.baselineEntries !== undefined && {
            baselineEntries: first.baselineEntries,
            baseline: baselineOf(first.baselineEntries, sources),
        }),
    };
}

/** The violations of an estate as a baseline would hold them. What has ended is never let be, so it is left out. */
export function violationsOf(sources: readonly EstateSource[]): BaselineEntry[] {
    return distinctEntries(
        sources.flatMap(({ attachments }) =>
            attachments
                .filter(({ verdict: { state, rule } }) => isViolation(state) && !NEVER_TOLERATED.includes(rule ?? ""))
                .flatMap(({ urn, techniques }) => techniques.map((technique) => ({ resource: urn, technique }))),
        ),
    );
}

const NEVER_TOLERATED: readonly string[] = ["exception-expired", "register-fault"];

function isViolation(state: string): boolean {
    return state === "refused" || state === "tolerated";
}

function requireSame(parts: readonly EstatePart[], what: string, of: (part: EstatePart) => unknown): void {
    if (new Set(parts.map((part) => JSON.stringify(of(part)))).size > 1) {
        throw new Error(`the parts were made under different ${what}; audit all of them under the same.`);
    }
}

function bySource(one: EstateSource, other: EstateSource): number {
    return (
        compareText(one.name, other.name) ||
        compareText(one.source.name, other.source.name) ||
        compareText(one.source.kind, other.source.kind) ||
        compareText(JSON.stringify(one), JSON.stringify(other))
    );
}

function byPlace(one: EstateProblem, other: EstateProblem): number {
    return (
        compareText(one.place, other.place) ||
        (one.line ?? 0) - (other.line ?? 0) ||
        compareText(one.message, other.message)
    );
}

const DOUBLE_NAME = "Several sources have this name";

function isDoubleName({ message }: EstateProblem): boolean {
    return message.startsWith(DOUBLE_NAME);
}

/** Two sources with one name may be one stack that was given twice, or two that nobody could tell apart. */
function doubleNames(sources: readonly EstateSource[]): EstateProblem[] {
    const byName = new Map<string, string[]>();
    for (const { name, source } of sources) {
        byName.set(`${source.kind} ${name}`, [...(byName.get(`${source.kind} ${name}`) ?? []), source.name]);
    }
    return [...byName].flatMap(([key, files]): EstateProblem[] =>
        files.length < 2
            ? []
            : [
                  {
                      kind: "gap",
                      place: key.slice(key.indexOf(" ") + 1),
                      message:
                          `${DOUBLE_NAME} (${files.join(", ")}), so what is counted may be counted twice. ` +
                          "Give one of them, or another name: NAME=PATH.",
                  },
              ],
    );
}

function totalsOf(sources: readonly EstateSource[]): EstateTotals {
    const sum = (of: (source: EstateSource) => number): number =>
        sources.reduce((total, source) => total + of(source), 0);
    const inState = (state: string): number =>
        sum(({ attachments }) => attachments.filter(({ verdict }) => verdict.state === state).length);
    const techniques: Partial<Record<Technique, number>> = {};
    for (const technique of TECHNIQUES) {
        const total = sum((source) => source.techniques[technique] ?? 0);
        if (total > 0) {
            techniques[technique] = total;
        }
    }
    const atLevel = (level: ConformanceLevel): number =>
        sources.filter(({ conformance }) => conformance.level === level).length;
    return {
        sources: sources.length,
        resources: sum(({ resources }) => resources),
        byLevel: {
            "Fully Conformant": atLevel("Fully Conformant"),
            "Conformant with Exceptions": atLevel("Conformant with Exceptions"),
            "not conformant": atLevel("not conformant"),
        },
        techniques,
        granted: inState("granted"),
        refused: inState("refused"),
        tolerated: inState("tolerated"),
        unverified: sum(({ conformance }) => conformance.unverified),
    };
}

function worst(sources: readonly EstateSource[]): ConformanceLevel {
    const ranks = sources.map(({ conformance }) => LEVELS.indexOf(conformance.level));
    return LEVELS[ranks.reduce((highest, rank) => Math.max(highest, rank), 0)] ?? "not conformant";
}

function outcomeOf(
    { refused }: EstateTotals,
    sources: readonly EstateSource[],
    problems: readonly EstateProblem[],
): EstateReport["outcome"] {
    const gaps = problems.filter(({ kind }) => kind === "gap").length;
    const mandatory = sources.flatMap(({ findings }) => findings).filter(({ level }) => level === "mandatory").length;
    const refusals = `${count(mandatory, "mandatory finding")}${refused > 0 ? ` on ${count(refused, "attachment")}` : ""}`;
    if (gaps > 0) {
        const also = mandatory === 0 ? "" : `; ${refusals} in what was`;
        return {
            status: "incomplete",
            exitCode: 3,
            reason: `${count(gaps, "thing")} could not be judged${also}`,
        };
    }
    return mandatory > 0 ? { status: "refused", exitCode: 1, reason: refusals } : { status: "passed", exitCode: 0 };
}

function exceptionsOf(sources: readonly EstateSource[], entries: readonly ExceptionEntry[]): EstateException[] {
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const uses = new Map<string, { uses: number; readonly sources: Set<string> }>();
    for (const { name, attachments, named } of sources) {
        for (const id of named) {
            uses.set(id, uses.get(id) ?? { uses: 0, sources: new Set() });
        }
        for (const { verdict } of attachments) {
            if (verdict.state === "granted" && verdict.exception !== undefined) {
                const own = uses.get(verdict.exception) ?? { uses: 0, sources: new Set() };
                own.uses++;
                own.sources.add(name);
                uses.set(verdict.exception, own);
            }
        }
    }
    return [...uses]
        .sort(([one], [other]) => compareText(one, other))
        .map(([id, own]) => {
            const entry = byId.get(id);
            return {
                id,
                ...(entry !== undefined && { entry }),
                uses: own.uses,
                sources: [...own.sources].sort(compareText),
            };
        });
}

function unusedOf(sources: readonly EstateSource[], entries: readonly ExceptionEntry[], now: Date): ExceptionEntry[] {
    const known = new Set(exceptionsOf(sources, entries).map(({ id }) => id));
    return entries
        .filter((entry) => !known.has(entry.id) && statusOf(entry, now) !== "expired")
        .sort((one, other) => compareText(one.id, other.id));
}

function baselineOf(entries: readonly BaselineEntry[], sources: readonly EstateSource[]): EstateReport["baseline"] {
    const present = new Set(violationsOf(sources).map(({ resource, technique }) => `${resource} ${technique}`));
    return {
        tolerated: sources
            .flatMap(({ attachments }) => attachments)
            .filter(({ verdict }) => verdict.state === "tolerated").length,
        gone: distinctEntries(entries).filter(({ resource, technique }) => !present.has(`${resource} ${technique}`)),
    };
}
