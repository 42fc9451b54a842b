import type { TestSuite } from "junit-report-builder";
import type { Report, ReportedFinding, ReportedResource } from "./model";
import { harmless, harmlessLines } from "./text-safety";
import { count, errorsOf, outcomeWords, ruleWords, techniqueWords, titleWords, verdictWords } from "./words";

/**
 * The report as JUnit XML, for servers that show tests: a suite for the stack, a test case for the stack as a whole and
 * for each resource that has attachments or findings. What refuses is a failure; what could not be judged an error.
 */
export function reportAsJunit(report: Report): string {
    // Loaded for this format alone; its types name the builder `default`, the module is the builder itself.
    const builder = require("junit-report-builder") as (typeof import("junit-report-builder"))["default"];
    const document = builder.newBuilder();
    const suite = document
        .testSuite()
        .name(`virtio-first: ${titleWords(report)}`)
        .timestamp(report.time);
    suite.property("tool", `${report.tool.name} ${report.tool.version}`);
    suite.property("outcome", report.outcome.status);
    if (report.conformance !== undefined) {
        suite.property("conformance", report.conformance.level);
        suite.property("anuket", report.conformance.identifiers.join(", "));
    }
    const byUrn = new Map<string, ReportedFinding[]>();
    for (const finding of report.findings) {
        const own = byUrn.get(finding.urn ?? "");
        if (own === undefined) {
            byUrn.set(finding.urn ?? "", [finding]);
        } else {
            own.push(finding);
        }
    }
    addStack(suite, report, byUrn);
    for (const resource of report.resources) {
        const findings = byUrn.get(resource.urn) ?? [];
        if (resource.attachments.length > 0 || findings.length > 0) {
            addResource(suite, resource, findings);
        }
    }
    return document.build();
}

/** The stack as a whole: how it ended, and what is said of no resource that is listed. */
function addStack(suite: TestSuite, report: Report, byUrn: ReadonlyMap<string, readonly ReportedFinding[]>): void {
    const whole = suite.testCase().className("stack").name(titleWords(report));
    const { status } = report.outcome;
    if (status === "failed" || status === "undecided") {
        const errors = errorsOf(report).flatMap(({ source, message }) => [
            harmless(source),
            ...harmlessLines(message).map((line) => `  ${line}`),
        ]);
        whole.error(outcomeWords(report), status, block(errors));
    }
    whole.standardOutput(block([outcomeWords(report)]));
    const listed = new Set(report.resources.map(({ urn }) => urn));
    const findings = [...byUrn].filter(([urn]) => !listed.has(urn)).flatMap(([, own]) => own);
    if (findings.length > 0) {
        const test = suite.testCase().className("stack").name("findings about no resource");
        fail(test, findings);
        test.standardOutput(block(adviceLines(findings)));
    }
}

function addResource(suite: TestSuite, resource: ReportedResource, findings: readonly ReportedFinding[]): void {
    const test = suite.testCase().className(harmless(resource.type)).name(harmless(resource.name));
    fail(test, findings);
    const attachments = resource.attachments.map(
        (attachment) =>
            `${techniqueWords(attachment)} at ${harmless(attachment.path)}: ${verdictWords(attachment.verdict)}`,
    );
    test.standardOutput(block([...attachments, ...adviceLines(findings)]));
}

/** One failure for all that refuses: servers show the first of a test case alone. */
function fail(test: ReturnType<TestSuite["testCase"]>, findings: readonly ReportedFinding[]): void {
    const refusals = findings.filter(({ level }) => level === "mandatory");
    const [first, ...others] = refusals;
    if (first !== undefined) {
        const more = others.length === 0 ? "" : ` (and ${count(others.length, "more finding")})`;
        test.failure(`${harmless(first.what, 1000)}${more}`, ruleWords(first));
        test.stacktrace(block(refusals.flatMap(({ message }) => harmlessLines(message))));
    }
}

function adviceLines(findings: readonly ReportedFinding[]): string[] {
    return findings
        .filter(({ level }) => level !== "mandatory")
        .flatMap(({ level, message }) => {
            const [first = "", ...rest] = harmlessLines(message);
            return [`[${level}] ${first}`, ...rest];
        });
}

/** Lines for a CDATA section. The builder splits the first end of a section that stands in its text, and no other. */
function block(lines: readonly string[]): string {
    return lines.join("\n").replaceAll("]]>", "]] >");
}
