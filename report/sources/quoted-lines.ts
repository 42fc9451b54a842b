/** A key whose value begins with a quote. */
const OPENING = /^(\s*)(?:- +)*[^\s'"#][^'"]*?: +(['"])/;

/**
 * The text with the further lines of quoted values indented below their keys. Kubernetes' own parser takes such lines at any
 * column, as networks often have them (`config: '{`), and the YAML library does not. Folding drops what a line begins with,
 * so the values stay the same; lines keep their numbers.
 */
export function withQuotedLinesIndented(text: string): string {
    let open: { readonly quote: string; readonly indent: string } | undefined;
    return text
        .split("\n")
        .map((line) => {
            if (open !== undefined) {
                const { quote, indent } = open;
                const moved = `${indent}${line.trimStart()}`;
                open = staysOpen(line, quote) ? open : undefined;
                return line.trim() === "" ? line : moved;
            }
            const [head = "", space = "", quote] = OPENING.exec(line) ?? [];
            if (quote !== undefined && staysOpen(line.slice(head.length), quote)) {
                open = { quote, indent: `${space}        ` };
            }
            return line;
        })
        .join("\n");
}

/** True if a quoted value does not end in this text. Two single quotes, and a quote behind a backslash, are part of it. */
function staysOpen(text: string, quote: string): boolean {
    const inside = quote === "'" ? text.replaceAll("''", "") : text.replace(/\\./g, "");
    return !inside.includes(quote);
}
