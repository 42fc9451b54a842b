import { reportAsCodeQuality } from "./codequality";
import type { FormatOptions } from "./format-options";
import { reportAsGithubCommands } from "./github";
import { reportAsHtml } from "./html";
import { reportAsJson } from "./json";
import { reportAsJunit } from "./junit";
import { reportAsMarkdown } from "./markdown";
import { reportAsMermaid } from "./mermaid";
import type { Report } from "./model";
import { reportAsSarif } from "./sarif";
import { reportAsSvg } from "./svg";
import { reportAsText } from "./text";

export type { FormatOptions, RuleText } from "./format-options";

/** One way to print a report. */
export interface Format {
    /** What it is, for the help. */
    readonly description: string;
    readonly render: (report: Report, options: FormatOptions) => string | Promise<string>;
}

const formats = {
    text: { description: "for a terminal", render: reportAsText },
    markdown: { description: "for a comment on a merge request", render: reportAsMarkdown },
    html: { description: "one page that opens offline", render: reportAsHtml },
    svg: { description: "the picture alone", render: reportAsSvg },
    mermaid: { description: "the picture as a Mermaid flowchart", render: reportAsMermaid },
    json: { description: "for machines (report.schema.json)", render: reportAsJson },
    sarif: { description: "SARIF 2.1.0, for code scanning", render: reportAsSarif },
    junit: { description: "JUnit XML, a test case for each resource", render: reportAsJunit },
    github: { description: "annotations of GitHub Actions", render: reportAsGithubCommands },
    codequality: { description: "GitLab's code quality report", render: reportAsCodeQuality },
} as const satisfies Readonly<Record<string, Format>>;

/** The name of a format. */
export type FormatName = keyof typeof formats;

/** Every format of a report, by the name that `--output` takes. */
export const FORMATS: Readonly<Record<FormatName, Format>> = formats;
