import { reportAsCodeQuality } from "./codequality";
import type { Format } from "./format-options";
import { reportAsGithubCommands } from "./github";
import { reportAsJson } from "./json";
import { reportAsJunit } from "./junit";
import { reportAsMarkdown } from "./markdown";
import { reportAsMermaid } from "./mermaid";
import type { Report } from "./model";
import { reportAsSarif } from "./sarif";
import { reportAsText } from "./text";

export type { FormatOptions, RuleText } from "./format-options";

const formats = {
    text: { description: "for a terminal", render: reportAsText },
    markdown: { description: "for a comment on a merge request", render: reportAsMarkdown },
    html: { description: "one page that opens offline", render: html },
    svg: { description: "the picture alone", render: svg },
    mermaid: { description: "the picture as a Mermaid flowchart", render: reportAsMermaid },
    json: { description: "for machines (report.schema.json)", render: reportAsJson },
    sarif: { description: "SARIF 2.1.0, for code scanning", render: reportAsSarif },
    junit: { description: "JUnit XML, a test case for each resource", render: reportAsJunit },
    github: { description: "annotations of GitHub Actions", render: reportAsGithubCommands },
    codequality: { description: "GitLab's code quality report", render: reportAsCodeQuality },
} as const satisfies Readonly<Record<string, Format<Report>>>;

/** The name of a format. */
export type FormatName = keyof typeof formats;

/** Every format of a report, by the name that `--output` takes. */
export const FORMATS: Readonly<Record<FormatName, Format<Report>>> = formats;

// These two bring a renderer and a graph layout, so they are loaded when they are asked for.

function html(report: Report): string {
    const { reportAsHtml } = require("./html") as typeof import("./html");
    return reportAsHtml(report);
}

function svg(report: Report): string {
    const { reportAsSvg } = require("./svg") as typeof import("./svg");
    return reportAsSvg(report);
}
