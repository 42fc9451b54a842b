import { needsException, type Technique } from "../../techniques/technique";
import type { Report, ReportedAttachment } from "../model";
import type { EstateAttachment, EstateSource } from "./model";

/** What an audit keeps of the report of one source. Its attachments in software are counted, and not listed. */
export function estateSource(report: Report, name: string): EstateSource {
    const techniques: Partial<Record<Technique, number>> = {};
    const attachments: EstateAttachment[] = [];
    const software: string[] = [];
    for (const { urn, type, name: resource, attachments: own } of report.resources) {
        if (own.length > 0 && !own.some(needsOne)) {
            software.push(urn);
        }
        for (const attachment of own) {
            for (const technique of new Set(attachment.techniques)) {
                techniques[technique] = (techniques[technique] ?? 0) + 1;
            }
            if (needsOne(attachment)) {
                attachments.push({ urn, type, name: resource, ...attachment });
            }
        }
    }
    return {
        name,
        source: report.source,
        project: report.project,
        stack: report.stack,
        resources: report.resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
        conformance: report.conformance ?? {
            level: "not conformant",
            identifiers: [],
            unverified: report.resources.length,
            idsUnverified: false,
        },
        techniques,
        attachments,
        software,
        findings: report.findings,
        named: report.exceptions.filter(({ state }) => state === "named").map(({ id }) => id),
    };
}

function needsOne({ verdict, techniques }: ReportedAttachment): boolean {
    return verdict.state !== "free" || techniques.some(needsException);
}
