import { parseUrn } from "../../techniques/resource";
import type { Report } from "../model";
import { harmless } from "../text-safety";
import { ruleWords, techniqueWords, verdictWords } from "../words";

/** One row of the table of attachments: texts, ready to be shown. */
export interface AttachmentRow {
    readonly resource: string;
    readonly type: string;
    readonly technique: string;
    readonly verdict: string;
    readonly exception: string;
    readonly path: string;
    readonly evidence: string;
}

/** One row of the table of findings. */
export interface FindingRow {
    readonly level: string;
    readonly rule: string;
    readonly resource: string;
    readonly what: string;
    readonly path: string;
    readonly fix: string;
}

/** What the tables of the page show. */
export interface PageRows {
    readonly attachments: readonly AttachmentRow[];
    readonly findings: readonly FindingRow[];
}

/** The rows of a report's tables. Every text is harmless, and is put into the page as text. */
export function rowsOf({ resources, findings }: Report): PageRows {
    return {
        attachments: resources.flatMap(({ name, type, attachments }) =>
            attachments.map((attachment) => ({
                resource: harmless(name),
                type: harmless(type),
                technique: techniqueWords(attachment),
                verdict: verdictWords(attachment.verdict),
                exception: harmless(attachment.exceptionIds.join(", ")),
                path: harmless(attachment.path),
                evidence: harmless(attachment.evidence),
            })),
        ),
        findings: findings.map((finding) => ({
            level: finding.level,
            rule: ruleWords(finding),
            resource: finding.urn === undefined ? "the stack" : harmless(parseUrn(finding.urn).name),
            what: harmless(finding.what, 2000),
            path: harmless(finding.path ?? ""),
            fix: harmless(finding.fix ?? "", 2000),
        })),
    };
}
