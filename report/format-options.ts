/** What a rule is, for formats that describe rules beside what they found. */
export interface RuleText {
    /** What makes the rule report. */
    readonly cause: string;
    /** What to do about it. */
    readonly fix: string;
}

/** What a format may take into account beside the report. */
export interface FormatOptions {
    /** True for colour; the terminal's format alone uses it. */
    readonly colour: boolean;
    /** Columns of the terminal; absent where it is none. */
    readonly width?: number;
    /** The rules of this project's pack by their IDs; a finding of another rule is described by itself. */
    readonly rules?: Readonly<Record<string, RuleText>>;
}

/** One way to print a result: a report, or an estate. */
export interface Format<Result> {
    /** What it is, for the help. */
    readonly description: string;
    readonly render: (result: Result, options: FormatOptions) => string | Promise<string>;
}
