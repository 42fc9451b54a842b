import type { JudgedAttachment } from "../../exceptions/judged";
import type { StackResource } from "../../techniques/stack-resource";
import { needsException, TECHNIQUES, type Technique } from "../../techniques/technique";
import type { Report } from "../model";
import type { EstateSource } from "./model";

/** The attachments of a source, told apart: those in software are counted, and only the others are reported one by one. */
export interface ToldApart {
    /** Attachments of the resources that have at least one which must rest on an exception, by URN. */
    readonly reported: ReadonlyMap<string, readonly JudgedAttachment[]>;
    /** URNs of the resources whose attachments are all in software, in order. */
    readonly software: readonly string[];
    /** Attachments by technique, all of them. */
    readonly techniques: Readonly<Partial<Record<Technique, number>>>;
}

/** Tells a source's attachments apart. */
export function toldApart(judged: ReadonlyMap<string, readonly JudgedAttachment[]>): ToldApart {
    const counts = new Map<Technique, number>();
    const reported = new Map<string, readonly JudgedAttachment[]>();
    const software: string[] = [];
    for (const [urn, own] of judged) {
        let free = true;
        for (const { attachment, verdict } of own) {
            const { techniques } = attachment;
            for (const technique of techniques) {
                counts.set(technique, (counts.get(technique) ?? 0) + 1);
            }
            free &&= verdict === undefined && !techniques.some(needsException);
        }
        if (free) {
            software.push(urn);
        } else {
            reported.set(urn, own);
        }
    }
    const techniques: Partial<Record<Technique, number>> = {};
    for (const technique of TECHNIQUES) {
        const count = counts.get(technique);
        if (count !== undefined) {
            techniques[technique] = count;
        }
    }
    return { reported, software: software.sort(), techniques };
}

/**
 * What an audit keeps of one source.
 *
 * @param report The report of those resources whose attachments are reported.
 * @param name What the source is called.
 * @param all All resources of the source.
 */
export function estateSource(
    report: Report,
    name: string,
    all: readonly StackResource[],
    { software, techniques }: ToldApart,
): EstateSource {
    return {
        name,
        source: report.source,
        project: report.project,
        stack: report.stack,
        resources: all.filter(({ type }) => !type.startsWith("pulumi:")).length,
        conformance: report.conformance ?? {
            level: "not conformant",
            identifiers: [],
            unverified: all.length,
            idsUnverified: false,
        },
        techniques,
        attachments: report.resources.flatMap(({ urn, type, name: resource, attachments, place }) =>
            attachments
                .filter((own) => own.verdict.state !== "free" || own.techniques.some(needsException))
                .map((own) => ({ urn, type, name: resource, ...own, ...(place !== undefined && { place }) })),
        ),
        software,
        findings: report.findings,
        named: report.exceptions.filter(({ state }) => state === "named").map(({ id }) => id),
    };
}
