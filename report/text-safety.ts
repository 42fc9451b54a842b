import { visible } from "../techniques/visible";

/**
 * A text as every format may show it: on one line, without a character that does anything (see {@link visible}), and cut
 * where it is very long.
 *
 * @param longest From how many UTF-16 code units on it is cut.
 */
export function harmless(text: string, longest = 300): string {
    const shown = visible(text.length > longest * 2 ? text.slice(0, longest * 2) : text);
    return text.length > longest || shown.length > longest
        ? `${shown.slice(0, longest).replace(/\p{Cs}$/u, "")}… (${text.length} characters)`
        : shown;
}

/** A message of several lines, each of them {@link harmless}. */
export function harmlessLines(message: string, longest = 2000): string[] {
    return message
        .trimEnd()
        .split("\n")
        .map((line) => harmless(line, longest));
}
