import { visible } from "../techniques/visible";
import type { SourcePlace } from "../techniques/stack-resource";
import { pinnedAt } from "./location";
import type { Report, ReportedFinding } from "./model";
import { harmless, harmlessLines } from "./text-safety";
import { errorsOf, outcomeWords, ruleWords, subjectWords, titleWords } from "./words";

type Command = "error" | "warning" | "notice";

const COMMANDS: Readonly<Record<ReportedFinding["level"], Command>> = {
    mandatory: "error",
    remediate: "warning",
    advisory: "warning",
};

/**
 * The report as workflow commands of GitHub Actions: an annotation for each finding, what refuses first, since GitHub
 * shows the first ten of a step beside the code.
 */
export function reportAsGithubCommands(report: Report): string {
    const program = report.source.program === undefined ? undefined : pinnedAt(report);
    const findings = [...report.findings].sort((one, other) => rank(one) - rank(other));
    const { exitCode } = report.outcome;
    return [
        ...findings.map((finding) =>
            command(
                finding.rule === "exception-used" ? "notice" : COMMANDS[finding.level],
                `${ruleWords(finding)}: ${subjectWords(finding.urn)}`,
                harmlessLines(finding.message),
                finding.place === undefined ? program : pinnedAt(report, finding.place),
            ),
        ),
        ...errorsOf(report).map(({ source, message }) =>
            command("error", `error of ${harmless(source)}`, harmlessLines(message), program),
        ),
        command(exitCode === 0 ? "notice" : "error", `virtio-first: ${titleWords(report)}`, [outcomeWords(report)]),
    ].join("\n");
}

function rank({ level, rule }: ReportedFinding): number {
    return level === "mandatory" ? 0 : rule === "exception-used" ? 2 : 1;
}

/** One workflow command. `%`, line breaks and, in properties, `:` and `,` have a meaning there. */
function command(name: Command, title: string, lines: readonly string[], place?: SourcePlace): string {
    const properties = [
        ...(place === undefined ? [] : [`file=${property(visible(place.file))}`, `line=${place.line}`]),
        `title=${property(title)}`,
    ];
    return `::${name} ${properties.join(",")}::${data(lines.join("\n"))}`;
}

function data(text: string): string {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
    return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
