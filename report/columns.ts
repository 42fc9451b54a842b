import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Where a text that is too wide is cut. */
export type Cut = "start" | "middle" | "end";

/** A text in at most so many columns of a terminal: what is cut out leaves a `…`. */
export function shortened(text: string, columns: number, cut: Cut): string {
    if (stringWidth(text) <= columns) {
        return text;
    }
    const room = Math.max(0, columns - 1);
    const before = cut === "start" ? 0 : cut === "end" ? room : Math.ceil(room / 2);
    const characters = Array.from(graphemes.segment(text), ({ segment }) => segment);
    const head = taken(characters, before);
    const tail = taken(characters.reverse(), room - stringWidth(head.join(""))).reverse();
    return [...head, "…", ...(cut === "end" ? [] : tail)].join("");
}

function taken(characters: readonly string[], columns: number): string[] {
    const fitting: string[] = [];
    let width = 0;
    for (const character of characters) {
        width += stringWidth(character);
        if (width > columns) {
            break;
        }
        fitting.push(character);
    }
    return fitting;
}

/**
 * A line broken between words into lines of at most so many columns, those after the first indented further. A word that
 * is wider stays whole, so that it can be copied.
 *
 * @param columns Absent: the line is left as it is.
 */
export function wrapped(line: string, indent: string, columns: number | undefined): string[] {
    const [, own = "", text = ""] = /^( *)(.*)$/s.exec(line) ?? [];
    if (columns === undefined) {
        return [`${indent}${line}`];
    }
    const room = Math.max(20, columns - indent.length - own.length - 2);
    return wrapAnsi(text, room)
        .split("\n")
        .map((part, position) => `${indent}${own}${position === 0 ? "" : "  "}${part}`);
}

/** The columns that each cell of a table may take, so that the table fits: the widest give way first. */
export function fittingWidths(natural: readonly number[], least: readonly number[], room: number): number[] {
    const widths = [...natural];
    let over = widths.reduce((sum, width) => sum + width, 0) - room;
    while (over > 0) {
        const slack = widths.map((width, column) => width - (least[column] ?? 0));
        const widest = slack.indexOf(Math.max(...slack));
        if ((slack[widest] ?? 0) <= 0) {
            break;
        }
        widths[widest] = (widths[widest] ?? 0) - 1;
        over--;
    }
    return widths;
}
