import type { CST, Tags } from "yaml";

/** The YAML library. */
export type Yaml = typeof import("yaml");

/** Loads the YAML library, which takes time: most stacks hold no text to parse with it. */
export function loadYaml(): Yaml {
    return require("yaml") as Yaml;
}

/**
 * The tokens of a YAML text, or `undefined` where nesting goes deeper than `deepest`. The library composes nested nodes
 * by recursion, and text such as a hundred thousand `[` takes the whole process down, past any `catch`; so depth is
 * checked on the tokens, before anything is composed.
 *
 * @param onLine Called with the offset of each line, as the library's `LineCounter.addNewLine` wants it.
 */
export function yamlTokens(
    yaml: Yaml,
    text: string,
    deepest: number,
    onLine?: (offset: number) => void,
): CST.Token[] | undefined {
    const parser = new yaml.Parser(onLine);
    onLine?.(0);
    const tokens: CST.Token[] = [];
    for (const lexeme of new yaml.Lexer().lex(text)) {
        tokens.push(...parser.next(lexeme));
        if (parser.stack.length > deepest) {
            return undefined;
        }
    }
    tokens.push(...parser.end());
    return tokens;
}

/** True if the text nests no deeper than `deepest`, so that the library can compose it. */
export function isShallow(yaml: Yaml, text: string, deepest = 100): boolean {
    return yamlTokens(yaml, text, deepest) !== undefined;
}

/**
 * The tags of YAML 1.1 as Kubernetes' own parser resolves them, for `customTags`: dates and numbers to the base of 60 (a
 * PCI address may look like one) stay text, and so do words without a digit that the library takes for numbers (`e1000`).
 */
export function kubernetesTags(tags: Tags): Tags {
    const kept = tags.filter(
        (tag) =>
            typeof tag === "string" ||
            !(/(?:timestamp|binary|float)$/.test(tag.tag) || ("format" in tag && tag.format === "TIME")),
    );
    return [...kept, "floatNaN", "floatExp", "float"];
}
