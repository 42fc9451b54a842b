import type { Report } from "./model";

/** The report for machines. The version rises when a field changes its meaning or goes. */
export function reportAsJson(report: Report, about: Readonly<Record<string, unknown>>): string {
    return JSON.stringify({ version: 1, ...about, ...report }, undefined, 2);
}
