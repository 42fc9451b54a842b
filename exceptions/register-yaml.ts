import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap } from "yaml";
import { loadYaml, yamlTokens } from "../techniques/yaml";
import type { Path } from "./register-schema";

/** A place in the text, from 1. */
export interface Position {
    readonly line: number;
    readonly column: number;
}

/** A fault in the text itself. The message prints nothing of the text: it may hold secrets. */
export interface TextFault extends Partial<Position> {
    readonly message: string;
}

/** A text's value, and where each part of it stands. */
export interface Located {
    /** Undefined if there are faults; null for an empty text. */
    readonly value: unknown;
    readonly faults: readonly TextFault[];
    /** The position of what a path leads to, or of the nearest thing around it; of the key itself with `atKey`. */
    position(path: Path, atKey: boolean): Position | undefined;
}

/** How often an anchor may be used in all: enough for a shared scope, too little for an expanding bomb. */
const MAX_ALIASES = 100;

/**
 * How deep nesting may go; the schema needs about ten. Without the limit, text such as `[[[[…` takes the library's
 * recursion to the end of the stack, where the JavaScript engine may end the whole process instead of throwing.
 */
const MAX_DEPTH = 64;

const TOO_DEEP = "The nesting is too deep. Simplify the register.";
const BAD_ALIASES =
    "An alias (*name) has no anchor (&name) before it, or aliases are used too often. Write the values out.";

const SEVERAL = "There is more than one document (---). Keep one.";

/** The faults of YAML that people make, by the library's code; the library's own sentences quote the text. */
const sentences: Readonly<Record<string, string>> = {
    BAD_ALIAS: "An alias (*name) has no anchor (&name) before it. Write the value out.",
    BAD_DQ_ESCAPE: "A text in double quotes has an escape that YAML does not know. Use single quotes.",
    BAD_INDENT: "The indentation does not fit, or a bracket before it is not closed.",
    BAD_SCALAR_START: "A text starts with a character that YAML keeps for itself. Put the text in quotes.",
    BLOCK_AS_IMPLICIT_KEY: "A line nests one field inside another. Put each field on a line of its own.",
    MISSING_CHAR: "A quote, a bracket or a colon is missing.",
    MULTILINE_IMPLICIT_KEY: "A field's name goes over several lines. A colon is probably missing.",
    MULTIPLE_DOCS: SEVERAL,
    NON_STRING_KEY: "A field's name is no text. Use the names of the register's schema.",
    RESOURCE_EXHAUSTION: TOO_DEEP,
    TAB_AS_INDENT: "A tab is used as indentation. Use spaces.",
    TAG_RESOLVE_FAILED: "A value has a tag (!…). Remove it: days, like all values here, are plain text.",
    UNEXPECTED_TOKEN: "Something stands here that YAML does not expect. Check quotes, colons and indentation.",
};
const NOT_YAML = "This is not valid YAML. Check quotes, colons and indentation.";

/**
 * Reads YAML (or JSON) with positions. Values are those of YAML's core schema: days stay text. Tags are refused, and a
 * key that stands twice is a fault.
 */
export function readYaml(text: string): Located {
    const yaml = loadYaml();
    const lines = new yaml.LineCounter();
    const faulty = (faults: readonly TextFault[]): Located => ({ value: undefined, faults, position: () => undefined });

    const tokens = yamlTokens(yaml, text, MAX_DEPTH, lines.addNewLine);
    if (tokens === undefined) {
        return faulty([{ message: TOO_DEEP, ...lastPosition(lines) }]);
    }
    const composer = new yaml.Composer({
        schema: "core",
        version: "1.2",
        merge: false,
        resolveKnownTags: false,
        stringKeys: true,
        // Checked below: the library's own check takes quadratic time.
        uniqueKeys: false,
        prettyErrors: false,
        logLevel: "error",
    });
    const [document, second] = [...composer.compose(tokens, true, text.length)];
    if (document === undefined) {
        return faulty([{ message: NOT_YAML }]);
    }
    const faults = [...document.errors, ...document.warnings].map(({ code, pos }): TextFault => ({
        message: sentences[code] ?? NOT_YAML,
        ...positionAt(lines, pos[0]),
    }));
    if (second !== undefined) {
        faults.push({ message: SEVERAL, ...positionAt(lines, second.range[0]) });
    }
    faults.push(...doubleKeys(yaml, document, lines));
    if (faults.length > 0) {
        return faulty(faults);
    }
    let value: unknown;
    try {
        value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
        return faulty([{ message: BAD_ALIASES }]);
    }
    const position = (path: Path, atKey: boolean): Position | undefined => {
        const offset = offsetOf(yaml, document, path, atKey);
        return offset === undefined ? undefined : positionAt(lines, offset);
    };
    return { value, faults, position };
}

function positionAt(lines: LineCounter, offset: number): Position {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function lastPosition(lines: LineCounter): Position {
    return { line: Math.max(lines.lineStarts.length, 1), column: 1 };
}

function doubleKeys(yaml: typeof import("yaml"), document: Document.Parsed, lines: LineCounter): TextFault[] {
    const faults: TextFault[] = [];
    yaml.visit(document, {
        Map(_, map: YAMLMap) {
            const seen = new Set<unknown>();
            for (const { key } of map.items as Pair<Scalar>[]) {
                const name: unknown = yaml.isScalar(key) ? key.value : key;
                if (seen.has(name)) {
                    const position = positionAt(lines, key.range?.[0] ?? 0);
                    faults.push({ message: "A field stands twice. Keep one.", ...position });
                }
                seen.add(name);
            }
        },
    });
    return faults;
}

/** The offset of what a path leads to; where the path ends early, of the last thing on it. */
function offsetOf(
    yaml: typeof import("yaml"),
    document: Document.Parsed,
    path: Path,
    atKey: boolean,
): number | undefined {
    let node: unknown = document.contents;
    let offset = yaml.isNode(node) ? node.range?.[0] : undefined;
    path.forEach((key, index) => {
        if (yaml.isAlias(node)) {
            node = node.resolve(document);
        }
        let next: Node | undefined;
        if (yaml.isMap(node)) {
            const pair = node.items.find((item) => yaml.isScalar(item.key) && String(item.key.value) === String(key));
            const name = yaml.isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
            next = yaml.isNode(pair?.value) ? pair.value : undefined;
            // A plain value stands for itself; a nested one, or none, is best found by its field's name.
            const plain = yaml.isScalar(next) && next.value !== null && !(atKey && index === path.length - 1);
            offset = (plain ? next?.range?.[0] : name) ?? offset;
        } else if (yaml.isSeq(node)) {
            const item: unknown = node.items[Number(key)];
            next = yaml.isNode(item) ? item : undefined;
            offset = next?.range?.[0] ?? offset;
        }
        node = next;
    });
    return offset;
}
