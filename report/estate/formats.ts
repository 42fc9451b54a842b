import type { Format } from "../format-options";
import { FORMATS } from "../formats";
import { estateAsReport } from "./as-report";
import type { EstateReport } from "./model";

// Each format is loaded when it is asked for: some bring a library, and a command prints one or two of them.
const formats = {
    text: { description: "for a terminal", render: (estate, options) => text().estateAsText(estate, options) },
    html: { description: "one page, down to each attachment", render: (estate) => html().estateAsHtml(estate) },
    markdown: {
        description: "for a comment or a wiki",
        render: (estate) => markdown().estateAsMarkdown(estate),
    },
    json: { description: "for machines, --merge and --compare", render: json },
    csv: { description: "for a spreadsheet", render: (estate) => csv().estateAsCsv(estate) },
    openmetrics: {
        description: "for a dashboard",
        render: (estate) => openmetrics().estateAsOpenMetrics(estate),
    },
    sarif: {
        description: "SARIF 2.1.0, for code scanning",
        render: (estate, options) => FORMATS.sarif.render(estateAsReport(estate), options),
    },
    junit: {
        description: "JUnit XML, a test case for each resource that needs an exception",
        render: (estate, options) => FORMATS.junit.render(estateAsReport(estate), options),
    },
    github: {
        description: "annotations of GitHub Actions",
        render: (estate, options) => FORMATS.github.render(estateAsReport(estate), options),
    },
    codequality: {
        description: "GitLab's code quality report",
        render: (estate, options) => FORMATS.codequality.render(estateAsReport(estate), options),
    },
} as const satisfies Readonly<Record<string, Format<EstateReport>>>;

const text = () => require("./text") as typeof import("./text");
const html = () => require("./html") as typeof import("./html");
const markdown = () => require("./markdown") as typeof import("./markdown");
const csv = () => require("./csv") as typeof import("./csv");
const openmetrics = () => require("./openmetrics") as typeof import("./openmetrics");

/** The name of a format of estates. */
export type EstateFormatName = keyof typeof formats;

/** Every format of an estate, by the name that `--output` takes. */
export const ESTATE_FORMATS: Readonly<Record<EstateFormatName, Format<EstateReport>>> = formats;

function json(estate: EstateReport): string {
    return JSON.stringify(estate, undefined, 2);
}
