/**
 * A text as it can be printed on a terminal without doing anything there: control characters (escape sequences, line
 * breaks) and marks that turn the direction of writing are shown as their code points, and very long texts are cut.
 */
export function harmless(text: string, longest = 300): string {
    const shown = text.replace(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
    return shown.length > longest ? `${shown.slice(0, longest)}… (${shown.length} characters)` : shown;
}
