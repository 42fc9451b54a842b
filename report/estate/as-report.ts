import type { ReportedException } from "../exceptions";
import type { SourcePlace } from "../../techniques/stack-resource";
import type { Report, ReportedAttachment, ReportedResource, ReportSource } from "../model";
import { compareText } from "../../techniques/order";
import { PACK, REPORT_VERSION } from "../model";
import type { EstateReport } from "./model";

/**
 * The estate as one report, for the formats that know findings and resources and nothing of sources (SARIF, JUnit,
 * annotations, code quality). It holds the resources that must rest on an exception; what could not be read is an error
 * that was told.
 */
export function estateAsReport(estate: EstateReport): Report {
    const resources = new Map<string, { -readonly [K in keyof ReportedResource]: ReportedResource[K] }>();
    for (const { attachments, source } of estate.sources) {
        for (const { urn, type, name, place = beginningOf(source), ...attachment } of attachments) {
            const own: ReportedAttachment[] = [...(resources.get(urn)?.attachments ?? []), attachment];
            resources.set(urn, { urn, type, name, read: false, dependsOn: [], attachments: own, place });
        }
    }
    const { outcome } = estate;
    return {
        version: REPORT_VERSION,
        tool: estate.tool,
        time: estate.time,
        ...(estate.forecastDate !== undefined && { forecastDate: estate.forecastDate }),
        source: { kind: "state", name: "estate" },
        project: "",
        stack: "",
        outcome: {
            status: outcome.status === "incomplete" ? "undecided" : outcome.status,
            exitCode: outcome.exitCode,
            ...(outcome.reason !== undefined && { reason: outcome.reason }),
        },
        packs: [{ name: PACK, version: estate.tool.version }],
        resources: [...resources.values()].sort((one, other) => compareText(one.urn, other.urn)),
        findings: estate.sources.flatMap(({ findings, source }) =>
            findings.map((finding) => ({ ...finding, place: finding.place ?? beginningOf(source) })),
        ),
        exceptions: exceptionsOf(estate),
        register: estate.register,
        diagnostics: estate.problems.map(({ kind, place, line, message }) => ({
            severity: kind === "gap" ? ("error" as const) : ("info" as const),
            source: line === undefined ? place : `${place}:${line}`,
            message,
        })),
    };
}

/** Resources of a state, or of a client's output, have no place of their own in it. */
function beginningOf({ name }: ReportSource): SourcePlace {
    return { file: name, line: 1 };
}

function exceptionsOf({ exceptions, sources }: EstateReport): ReportedException[] {
    const attachments = sources.flatMap((source) => source.attachments);
    return exceptions.map(({ id, entry, uses }) => ({
        id,
        state: uses > 0 ? "used" : "named",
        ...(entry !== undefined && { entry }),
        uses: attachments.flatMap(({ urn, path, techniques: [technique], verdict }) =>
            verdict.state === "granted" && verdict.exception === id && technique !== undefined
                ? [{ urn, path, technique }]
                : [],
        ),
    }));
}
