import {
    carefulDocuments,
    DEEPEST,
    type DocumentFault,
    NOT_RENDERED,
    type ReadText,
    type SourceDocument,
} from "./careful-yaml";
import { type QuickDocument, quickDocuments } from "./quick-yaml";
import { withQuotedLinesIndented } from "./quoted-lines";

/** Longer texts are not tried a second time in another way. */
const LONGEST_RETRY = 4 * 1024 * 1024;

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
    return /^\s*\{\{/.test(text)
        ? { message: NOT_RENDERED, line: 1 }
        : offset >= text.trimEnd().length
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
    const quick = quickDocuments(text, DEEPEST);
    if (quick !== undefined) {
        return { documents: placed(text, quick), faults: [] };
    }
    const strict = carefulDocuments(text);
    if (strict.faults.length === 0 || text.length > LONGEST_RETRY) {
        return strict;
    }
    const lenient = carefulDocuments(withQuotedLinesIndented(text));
    return lenient.faults.length === 0 ? lenient : strict;
}

/** Documents that hold something, with the lines that they begin on. */
function placed(text: string, found: readonly QuickDocument[]): SourceDocument[] {
    const documents: SourceDocument[] = [];
    let line = 1;
    let end = text.indexOf("\n");
    for (const { value, offset } of found) {
        for (; end !== -1 && end < offset; end = text.indexOf("\n", end + 1)) {
            line++;
        }
        if (value !== null && value !== undefined) {
            documents.push({ value, line });
        }
    }
    return documents;
}
