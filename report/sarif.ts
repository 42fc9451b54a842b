import { posix } from "node:path";
import type { Log, Notification, ReportingDescriptor, Result, Suppression } from "sarif";
import { visible } from "../techniques/visible";
import type { ReportedException } from "./exceptions";
import { digest, fingerprints } from "./fingerprint";
import type { FormatOptions, RuleText } from "./format-options";
import { pinnedAt } from "./location";
import type { Report, ReportedAttachment, ReportedFinding, ReportedResource } from "./model";
import { harmless, harmlessLines } from "./text-safety";
import { errorsOf, ruleWords, subjectWords, techniqueWords } from "./words";

const LEVELS = { mandatory: "error", remediate: "warning", advisory: "warning" } as const satisfies Readonly<
    Record<ReportedFinding["level"], Result.level>
>;

/** The rule of what an exception allows. Those results are suppressed, not left out. */
const USED = "exception-used";

/**
 * The report as a SARIF 2.1.0 log of one run. A resource has no line of its own: its URN is the logical location, and the
 * program's entry file the physical one, which code scanning asks for. What an exception allows is a suppressed result
 * whose justification is the register's.
 */
export function reportAsSarif(report: Report, { rules }: Pick<FormatOptions, "rules">): string {
    const results = [...findingResults(report), ...usedExceptionResults(report)];
    const { tool, outcome, time, conformance, project, stack } = report;
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: tool.name,
                        version: tool.version,
                        semanticVersion: tool.version,
                        rules: descriptors(results, rules ?? {}),
                    },
                },
                // Stacks of one repository do not close each other's alerts.
                automationDetails: { id: harmless(`virtio-first/${project}/${stack}/`) },
                invocations: [
                    {
                        executionSuccessful: outcome.status === "passed" || outcome.status === "refused",
                        exitCode: outcome.exitCode,
                        ...(outcome.reason !== undefined && {
                            exitCodeDescription: harmless(outcome.reason, 1000),
                        }),
                        endTimeUtc: time,
                        toolExecutionNotifications: errorsOf(report).map(notification),
                    },
                ],
                columnKind: "utf16CodeUnits",
                results,
                properties: { outcome: outcome.status, ...(conformance !== undefined && { conformance }) },
            },
        ],
    };
    return JSON.stringify(log, undefined, 2);
}

function findingResults(report: Report): Result[] {
    const prints = fingerprints(report);
    const granted = new Set(
        report.resources.filter(({ attachments }) => attachments.some(isGranted)).map(({ urn }) => urn),
    );
    return report.findings
        .filter(({ rule, urn }) => rule !== USED || !granted.has(urn ?? ""))
        .map((finding): Result => ({
            ruleId: ruleWords(finding),
            level: finding.rule === USED ? "note" : LEVELS[finding.level],
            message: { text: plain(harmlessLines(finding.message).join("\n")) },
            ...placed(report, finding, prints.get(finding) ?? ""),
            properties: {
                policyPack: harmless(finding.pack),
                policy: harmless(finding.policy),
                ...(finding.path !== undefined && { propertyPath: harmless(finding.path, 1000) }),
            },
        }));
}

function usedExceptionResults(report: Report): Result[] {
    const exceptions = new Map(report.exceptions.map((exception) => [exception.id, exception]));
    return report.resources.flatMap((resource) =>
        resource.attachments
            .filter(isGranted)
            .map((attachment) =>
                usedResult(report, resource, attachment, exceptions.get(attachment.verdict.exception ?? "")),
            ),
    );
}

function isGranted({ verdict }: ReportedAttachment): boolean {
    return verdict.state === "granted";
}

function usedResult(
    report: Report,
    { urn, place }: ReportedResource,
    attachment: ReportedAttachment,
    exception: ReportedException | undefined,
): Result {
    const { path, verdict, evidence, techniques, role } = attachment;
    const id = verdict.exception ?? "";
    return {
        ruleId: USED,
        level: "note",
        message: {
            text: plain(
                `${subjectWords(urn)}: ${techniqueWords(attachment)} under exception ${harmless(id)} (${harmless(evidence)}).`,
            ),
        },
        ...placed(report, { urn, place }, digest(JSON.stringify([USED, urn, role, path, id]))),
        suppressions: [suppression(exception, verdict.verified !== false)],
        properties: { exceptionId: id, techniques, propertyPath: harmless(path, 1000) },
    };
}

function suppression(exception: ReportedException | undefined, verified: boolean): Suppression {
    const entry = exception?.entry;
    if (!verified || entry === undefined) {
        return {
            kind: "external",
            status: verified ? "accepted" : "underReview",
            justification: verified
                ? "The policy pack found it in its register, which this report was not given."
                : "No register of exceptions was given, so the ID is not verified.",
        };
    }
    const { reason, approvedBy, approvedOn, owner, expires, ticket } = entry;
    return {
        kind: "external",
        status: "accepted",
        justification: [
            harmless(reason, 2000),
            `Approved by ${harmless(approvedBy)} on ${approvedOn}, owned by ${harmless(owner)}, until ${expires}.`,
            ...(ticket === undefined ? [] : [`Ticket: ${harmless(ticket)}`]),
        ].join("\n"),
    };
}

/** Where a result is, and by what it is known again. */
function placed(report: Report, { urn, place }: Partial<Pick<ReportedResource, "urn" | "place">>, fingerprint: string) {
    const { file, line } = pinnedAt(report, place);
    return {
        locations: [
            {
                physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } },
                ...(urn !== undefined && {
                    logicalLocations: [
                        { name: subjectWords(urn), fullyQualifiedName: harmless(urn, 1000), kind: "resource" },
                    ],
                }),
            },
        ],
        // The second is what GitHub's code scanning goes by; all results of a stack share one line.
        partialFingerprints: { "virtioFirst/v1": fingerprint, primaryLocationLineHash: fingerprint },
    };
}

/** A file as a URI: from the root of the sources, unless its path is absolute. */
function artifact(file: string): { uri: string; uriBaseId?: string } {
    const uri = visible(file).split("/").map(encodeURIComponent).join("/");
    return posix.isAbsolute(file) ? { uri: `file://${uri}` } : { uri, uriBaseId: "%SRCROOT%" };
}

/** The rules of these results, in the order of their IDs. */
function descriptors(results: readonly Result[], rules: Readonly<Record<string, RuleText>>): ReportingDescriptor[] {
    return [...new Set(results.map(({ ruleId }) => ruleId ?? ""))].sort().map((id): ReportingDescriptor => {
        const own = Object.hasOwn(rules, id) ? rules[id] : undefined;
        const cause = own?.cause ?? plain(`The policy ${id}.`);
        const help = own?.fix ?? "See what the policy says.";
        return {
            id,
            // A name that repeats the ID says nothing.
            ...(/[^A-Za-z0-9]/.test(id) && { name: pascalCase(id) }),
            shortDescription: { text: cause },
            fullDescription: { text: cause },
            help: { text: help, markdown: `${cause}\n\n**What to do:** ${help}` },
        };
    });
}

/** A rule's ID as the friendly name that SARIF asks for: `MissingExceptionId`. */
function pascalCase(id: string): string {
    const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}

function notification({ message, source }: Report["diagnostics"][number]): Notification {
    return { level: "error", message: { text: plain(`${harmless(source)}: ${harmlessLines(message).join("\n")}`) } };
}

/** A message in which nothing is a link: SARIF reads `[text](target)` as one. */
function plain(text: string): string {
    return text.replace(/\[(?=[^[\]]*\]\()/g, "\\[");
}
