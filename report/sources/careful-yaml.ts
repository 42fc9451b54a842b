import type { ParseOptions, DocumentOptions, SchemaOptions } from "yaml";
import { kubernetesTags, loadYaml } from "../../techniques/yaml";

/** One document of a text, parsed. */
export interface SourceDocument {
    readonly value: unknown;
    /** The line that it begins on, counted from 1. */
    readonly line: number;
}

/** Why a part of a text could not be read. Never holds any of the text, which may be a secret. */
export interface DocumentFault {
    readonly message: string;
    /** Counted from 1. */
    readonly line?: number;
}

/** What a text holds. */
export interface ReadText {
    readonly documents: readonly SourceDocument[];
    readonly faults: readonly DocumentFault[];
}

/** What is wrong with a template of Helm. */
export const NOT_RENDERED = "This looks like a template that is not rendered; give what `helm template` prints.";

/** Nesting that no manifest reaches: the library composes nested nodes by recursion. */
export const DEEPEST = 100;
/** Far more aliases than people write, and far fewer than it takes to fill a memory. */
const MOST_ALIASES = 1000;

/** YAML as Kubernetes and Heat read it. */
const YAML_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
    version: "1.1",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    customTags: kubernetesTags,
};

/**
 * The documents of a YAML text, each read on its own: what is wrong in one of them is a fault with its line, and the others
 * are read all the same.
 */
export function carefulDocuments(text: string): ReadText {
    const yaml = loadYaml();
    const lines = new yaml.LineCounter();
    const lineOf = (offset: number): number => Math.max(1, lines.linePos(offset).line);
    const documents: SourceDocument[] = [];
    const faults: DocumentFault[] = [];
    const parser = new yaml.Parser(lines.addNewLine);
    let tooDeep: number | undefined;
    function* tokens() {
        lines.addNewLine(0);
        for (const lexeme of new yaml.Lexer().lex(text)) {
            yield* parser.next(lexeme);
            if (parser.stack.length > DEEPEST) {
                tooDeep = parser.offset;
                return;
            }
        }
        yield* parser.end();
    }
    try {
        for (const document of new yaml.Composer(YAML_OPTIONS).compose(tokens())) {
            const line = lineOf(document.contents?.range?.[0] ?? document.range[0]);
            const [error] = document.errors;
            if (error !== undefined) {
                faults.push({ message: yamlFault(error.code, text), line: lineOf(error.pos[0]) });
                continue;
            }
            try {
                const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
                if (value !== null && value !== undefined) {
                    documents.push({ value, line });
                }
            } catch {
                faults.push({
                    message: "This YAML repeats itself by aliases without end, so it is not read; write it out.",
                    line,
                });
            }
        }
    } catch {
        faults.push({ message: "This YAML cannot be read; correct it." });
    }
    if (tooDeep !== undefined) {
        faults.push({
            message: `This YAML is nested more than ${DEEPEST} levels deep, so it is not read.`,
            line: lineOf(tooDeep),
        });
    }
    return { documents, faults };
}

function yamlFault(code: string, text: string): string {
    return /\{\{[-\s.]/.test(text) ? NOT_RENDERED : `This is no YAML (${code}); correct it.`;
}
