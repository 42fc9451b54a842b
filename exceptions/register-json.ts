/**
 * Reads a text as JSON, if it is JSON and nothing is lost in reading it: the value written out again must be the text,
 * but for blanks. A key that stands twice, which a JSON parser swallows, fails that. A register in JSON is read several
 * times faster so than as YAML; `undefined` leaves the text to the YAML reader, which knows positions.
 */
export function readExactJson(text: string): unknown {
    if (!/^\s*\{/.test(text)) {
        return undefined;
    }
    try {
        const value = JSON.parse(text) as unknown;
        return isSameButForBlanks(text, JSON.stringify(value)) ? value : undefined;
    } catch {
        return undefined;
    }
}

function isSameButForBlanks(text: string, compact: string): boolean {
    let place = 0;
    let inString = false;
    let escaped = false;
    for (const character of text) {
        if (!inString && (character === " " || character === "\n" || character === "\r" || character === "\t")) {
            continue;
        }
        if (!compact.startsWith(character, place)) {
            return false;
        }
        place += character.length;
        if (character === '"' && !escaped) {
            inString = !inString;
        }
        escaped = inString && character === "\\" && !escaped;
    }
    return place === compact.length;
}
