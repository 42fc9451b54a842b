import type { Issue, Severity } from "codeclimate-types";
import { fingerprints } from "./fingerprint";
import { pinnedAt } from "./location";
import type { Report, ReportedFinding } from "./model";
import { harmless } from "./text-safety";
import { ruleWords, subjectWords } from "./words";

const SEVERITIES: Readonly<Record<ReportedFinding["level"], Severity>> = {
    mandatory: "critical",
    remediate: "major",
    advisory: "minor",
};

/**
 * The report as GitLab's code quality report: a list of Code Climate's issues. Its widget shows what a merge request adds
 * and takes away, by fingerprint; a description there is one line.
 */
export function reportAsCodeQuality(report: Report): string {
    const prints = fingerprints(report);
    const issues = report.findings.map((finding): Issue => {
        const { level, urn, what, path: place, fix, rule } = finding;
        const where = place === undefined ? "" : ` (at ${harmless(place)})`;
        const { file, line } = pinnedAt(report, finding.place);
        const advice = fix === undefined ? "" : ` ${harmless(fix, 1000)}`;
        return {
            type: "issue",
            check_name: ruleWords(finding),
            description: `${subjectWords(urn)}: ${harmless(what, 1000)}${where}${advice}`,
            categories: ["Compatibility"],
            severity: rule === "exception-used" ? "info" : SEVERITIES[level],
            fingerprint: prints.get(finding) ?? "",
            location: { path: file, lines: { begin: line, end: line } },
        };
    });
    return JSON.stringify(issues, undefined, 2);
}
