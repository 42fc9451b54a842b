import type { ParseOptions, DocumentOptions, SchemaOptions } from "yaml";
import { kubernetesTags, loadYaml } from "../../techniques/yaml";
import { withQuotedLinesIndented } from "./quoted-lines";

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

/** Nesting that no manifest reaches: the library composes nested nodes by recursion. */
const DEEPEST = 100;
/** Far more aliases than people write, and far fewer than it takes to fill a memory. */
const MOST_ALIASES = 1000;
/** Longer texts are not tried a second time in another way. */
const LONGEST_RETRY = 4 * 1024 * 1024;

/** YAML as Kubernetes and Heat read it. */
const YAML_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
    version: "1.1",
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    customTags: kubernetesTags,
};

/** The documents of a JSON or YAML text. What cannot be read is a fault, and the rest is read all the same. Never throws. */
export function documentsOf(text: string): ReadText {
    if (!/^\s*[[{]/.test(text)) {
        return yamlDocuments(text);
    }
    try {
        return { documents: [{ value: JSON.parse(text) as unknown, line: 1 }], faults: [] };
    } catch (error) {
        const asYaml = text.length > LONGEST_RETRY ? undefined : yamlDocuments(text);
        return asYaml?.faults.length === 0 ? asYaml : { documents: [], faults: [jsonFault(text, error)] };
    }
}

function jsonFault(text: string, error: unknown): DocumentFault {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const offset = position === undefined ? text.length : Number(position);
    const line = lineAt(text, offset);
    return offset >= text.trimEnd().length
        ? { message: "The JSON ends before it is complete; write the file again, whole.", line }
        : { message: "This is no JSON; correct it, or write the file again.", line };
}

function lineAt(text: string, offset: number): number {
    let line = 1;
    for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
        line++;
    }
    return line;
}

function yamlDocuments(text: string): ReadText {
    const strict = parsedYaml(text);
    if (strict.faults.length === 0 || text.length > LONGEST_RETRY) {
        return strict;
    }
    const lenient = parsedYaml(withQuotedLinesIndented(text));
    return lenient.faults.length === 0 ? lenient : strict;
}

function parsedYaml(text: string): ReadText {
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
    return /\{\{[-\s.]/.test(text)
        ? "This looks like a template that is not rendered; give what `helm template` prints."
        : `This is no YAML (${code}); correct it.`;
}
