import type { Format } from "./format-options";
import { reportAsJson } from "./json";
import type { Report } from "./model";

export type { FormatOptions, RuleText } from "./format-options";

// Each format is loaded when it is asked for: some bring a library, and a command prints one or two of them.
const formats = {
    text: { description: "for a terminal", render: (report, options) => text().reportAsText(report, options) },
    markdown: {
        description: "for a comment on a merge request",
        render: (report) => markdown().reportAsMarkdown(report),
    },
    html: { description: "one page that opens offline", render: (report) => html().reportAsHtml(report) },
    svg: { description: "the picture alone", render: (report) => svg().reportAsSvg(report) },
    mermaid: {
        description: "the picture as a Mermaid flowchart",
        render: (report) => mermaid().reportAsMermaid(report),
    },
    json: { description: "for machines (report.schema.json)", render: reportAsJson },
    sarif: {
        description: "SARIF 2.1.0, for code scanning",
        render: (report, options) => sarif().reportAsSarif(report, options),
    },
    junit: {
        description: "JUnit XML, a test case for each resource",
        render: (report) => junit().reportAsJunit(report),
    },
    github: {
        description: "annotations of GitHub Actions",
        render: (report) => github().reportAsGithubCommands(report),
    },
    codequality: {
        description: "GitLab's code quality report",
        render: (report) => codequality().reportAsCodeQuality(report),
    },
} as const satisfies Readonly<Record<string, Format<Report>>>;

const text = () => require("./text") as typeof import("./text");
const markdown = () => require("./markdown") as typeof import("./markdown");
const html = () => require("./html") as typeof import("./html");
const svg = () => require("./svg") as typeof import("./svg");
const mermaid = () => require("./mermaid") as typeof import("./mermaid");
const sarif = () => require("./sarif") as typeof import("./sarif");
const junit = () => require("./junit") as typeof import("./junit");
const github = () => require("./github") as typeof import("./github");
const codequality = () => require("./codequality") as typeof import("./codequality");

/** The name of a format. */
export type FormatName = keyof typeof formats;

/** Every format of a report, by the name that `--output` takes. */
export const FORMATS: Readonly<Record<FormatName, Format<Report>>> = formats;
