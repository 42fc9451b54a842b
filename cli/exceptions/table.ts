import { harmless } from "../../report/text-safety";

/** Rows under headings, in columns as wide as their longest cell. Cells cannot do anything to a terminal. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const cells = [headings, ...rows.map((row) => row.map((cell) => harmless(cell)))];
    const widths = headings.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ""))));
    return cells.map((row) =>
        row
            .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
            .join("  ")
            .trimEnd(),
    );
}

/** How many characters a text has, as a reader counts them. */
function width(text: string): number {
    return Array.from(new Intl.Segmenter("en").segment(text)).length;
}
