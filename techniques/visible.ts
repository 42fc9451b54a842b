/** Printable ASCII, which most texts are: the look at all of Unicode takes ten times as long. */
const PLAIN = /^[ -~]*$/;

/**
 * A text on one line that does nothing where it is shown: control characters (escape sequences, line breaks), marks that
 * turn the direction of writing, invisible characters and halves of characters stand as their code points. Names are
 * chosen by others.
 */
export function visible(text: string): string {
    if (PLAIN.test(text)) {
        return text;
    }
    return text.replace(
        /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu,
        (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
}
