import { reportAsCodeQuality } from "../codequality";
import type { Format } from "../format-options";
import { reportAsGithubCommands } from "../github";
import { reportAsJunit } from "../junit";
import { reportAsSarif } from "../sarif";
import { estateAsReport } from "./as-report";
import { estateAsCsv } from "./csv";
import { estateAsMarkdown } from "./markdown";
import type { EstateReport } from "./model";
import { estateAsOpenMetrics } from "./openmetrics";
import { estateAsText } from "./text";

const formats = {
    text: { description: "for a terminal", render: estateAsText },
    html: { description: "one page, down to each attachment", render: html },
    markdown: { description: "for a comment or a wiki", render: estateAsMarkdown },
    json: { description: "for machines, --merge and --compare", render: json },
    csv: { description: "for a spreadsheet", render: estateAsCsv },
    openmetrics: { description: "for a dashboard", render: estateAsOpenMetrics },
    sarif: {
        description: "SARIF 2.1.0, for code scanning",
        render: (estate, options) => reportAsSarif(estateAsReport(estate), options),
    },
    junit: {
        description: "JUnit XML, a test case for each resource that needs an exception",
        render: (estate) => reportAsJunit(estateAsReport(estate)),
    },
    github: {
        description: "annotations of GitHub Actions",
        render: (estate) => reportAsGithubCommands(estateAsReport(estate)),
    },
    codequality: {
        description: "GitLab's code quality report",
        render: (estate) => reportAsCodeQuality(estateAsReport(estate)),
    },
} as const satisfies Readonly<Record<string, Format<EstateReport>>>;

/** The name of a format of estates. */
export type EstateFormatName = keyof typeof formats;

/** Every format of an estate, by the name that `--output` takes. */
export const ESTATE_FORMATS: Readonly<Record<EstateFormatName, Format<EstateReport>>> = formats;

function json(estate: EstateReport): string {
    return JSON.stringify(estate, undefined, 2);
}

function html(estate: EstateReport): string {
    // Loaded for this format alone: it brings a renderer.
    const { estateAsHtml } = require("./html") as typeof import("./html");
    return estateAsHtml(estate);
}
