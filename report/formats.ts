import { reportAsJson } from "./json";
import type { Report } from "./model";
import { reportAsText } from "./text";

/** What a format may take into account of where it is printed. */
export interface FormatOptions {
    /** True for colour; the terminal's format alone uses it. */
    readonly colour: boolean;
    /** Columns of the terminal; absent where it is none. */
    readonly width?: number;
}

/** One way to print a report. */
export interface Format {
    /** What it is, for the help. */
    readonly description: string;
    readonly render: (report: Report, options: FormatOptions) => string | Promise<string>;
}

const formats = {
    text: { description: "for a terminal", render: reportAsText },
    json: { description: "for machines (report.schema.json)", render: reportAsJson },
} as const satisfies Readonly<Record<string, Format>>;

/** The name of a format. */
export type FormatName = keyof typeof formats;

/** Every format of a report, by the name that `--output` takes. */
export const FORMATS: Readonly<Record<FormatName, Format>> = formats;

/** True for the name of a format. */
export function isFormat(name: string): name is FormatName {
    return Object.hasOwn(formats, name);
}
