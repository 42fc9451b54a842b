import type { Report } from "./model";

/** The report for machines, in the form that `report.schema.json` describes. */
export function reportAsJson(report: Report): string {
    return JSON.stringify(report, undefined, 2);
}
