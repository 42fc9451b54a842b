import { endOfDay } from "../../exceptions/dates";
import type { EstateReport } from "./model";

/**
 * The estate as OpenMetrics, for a dashboard: levels, techniques, verdicts and gaps, each exception's end, and when the
 * audit ran. Gauges alone, so that a scrape or a push of the file gives the state of the day.
 */
export async function estateAsOpenMetrics(estate: EstateReport): Promise<string> {
    // Loaded for this format alone.
    const { Gauge, Registry } = require("prom-client") as typeof import("prom-client");
    const registry = new Registry();
    (registry as { setContentType(type: string): void }).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
        new Gauge({ name: `virtio_first_${name}`, help, labelNames, registers: [registry] });
    const { totals, sources, exceptions, unused, problems, entries } = estate;

    const level = gauge("sources", "Sources by conformance level.", "level");
    Object.entries(totals.byLevel).forEach(([word, number]) => level.set({ level: word }, number));
    gauge("resources", "Resources that were judged.").set(totals.resources);
    const technique = gauge("attachments", "Attachments by technique.", "technique");
    Object.entries(totals.techniques).forEach(([word, number]) => technique.set({ technique: word }, number));
    const verdict = gauge("verdicts", "Attachments that must rest on an exception, by verdict.", "verdict");
    for (const state of ["granted", "refused", "tolerated"] as const) {
        verdict.set({ verdict: state }, totals[state]);
    }
    gauge("unverifiable_resources", "Resources that name or hide what cannot be verified.").set(totals.unverified);
    gauge("gaps", "Things that could not be judged.").set(problems.filter(({ kind }) => kind === "gap").length);
    gauge("exceptions_unused", "Entries of the register that nothing uses.").set(unused.length);
    const refused = gauge("source_refused", "Attachments that are refused, by source.", "source", "kind");
    for (const { name, source, attachments } of sources) {
        const number = attachments.filter((attachment) => attachment.verdict.state === "refused").length;
        refused.inc({ source: name, kind: source.kind }, number);
    }
    const uses = gauge("exception_uses", "Attachments that an exception allows.", "id");
    exceptions.forEach((exception) => uses.set({ id: exception.id }, exception.uses));
    const ends = gauge("exception_expires_timestamp_seconds", "When an exception ends.", "id", "owner");
    entries.forEach(({ id, owner, expires }) => ends.set({ id, owner }, endOfDay(expires) / 1000));
    gauge("audit_timestamp_seconds", "When the audit ran.").set(Math.floor(Date.parse(estate.time) / 1000));
    return (await registry.metrics()).trimEnd();
}
