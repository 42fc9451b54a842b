import type { Schema } from "js-yaml";

/** A document of a YAML text, and the offset that it begins at. */
export interface QuickDocument {
    readonly value: unknown;
    readonly offset: number;
}

type Library = typeof import("js-yaml");

/** Sign, then digits with underscores between. */
const integer = (prefix: number, radix: number) => (word: string) => {
    const sign = word.startsWith("-") ? -1 : 1;
    const digits = word.replace(/^[-+]/, "").slice(prefix).replaceAll("_", "");
    return sign * Number.parseInt(digits, radix);
};

const real = (word: string): number => Number.parseFloat(word);

const NUMBER = "+-0123456789";

/** The plain words that are no text to Kubernetes' parser, each with the characters that it may begin with. */
const WORDS: readonly {
    readonly tag: "null" | "bool" | "int" | "float";
    readonly first: string;
    readonly test: RegExp;
    readonly value: (word: string) => unknown;
}[] = [
    { tag: "null", first: "~nN", test: /^(?:~|[Nn]ull|NULL)?$/, value: () => null },
    { tag: "bool", first: "yYtToO", test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/, value: () => true },
    { tag: "bool", first: "nNfFoO", test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/, value: () => false },
    { tag: "int", first: NUMBER, test: /^[-+]?0b[01_]+$/, value: integer(2, 2) },
    { tag: "int", first: NUMBER, test: /^[-+]?0[0-7_]+$/, value: integer(1, 8) },
    { tag: "int", first: NUMBER, test: /^[-+]?[0-9][0-9_]*$/, value: integer(0, 10) },
    { tag: "int", first: NUMBER, test: /^[-+]?0x[0-9a-fA-F_]+$/, value: integer(2, 16) },
    { tag: "float", first: "+.", test: /^\+?\.(?:inf|Inf|INF)$/, value: () => Infinity },
    { tag: "float", first: "-", test: /^-\.(?:inf|Inf|INF)$/, value: () => -Infinity },
    { tag: "float", first: ".", test: /^\.(?:nan|NaN|NAN)$/, value: () => NaN },
    {
        tag: "float",
        first: `${NUMBER}.`,
        test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
        value: real,
    },
    { tag: "float", first: `${NUMBER}.`, test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/, value: real },
];

/** Where the two libraries part: marks of byte order, tabs that indent, markers that are indented, blanks at the end. */
const AMBIGUOUS = /\ufeff|^[ ]*\t|^[ ]+---|[ \t]$(?![^])/m;

/** What the library says where there is none. */
const NO_OFFSET = -1;

let known: Schema | undefined;

function schemaOf(library: Library): Schema {
    const { Schema, NOT_RESOLVED, defineScalarTag, mapTag, seqTag, strTag } = library;
    const tags = (["null", "bool", "int", "float"] as const).map((name) => {
        const words = WORDS.filter(({ tag }) => tag === name);
        return defineScalarTag<unknown>(`tag:yaml.org,2002:${name}`, {
            implicit: true,
            implicitFirstChars: ["", ...new Set(words.flatMap(({ first }) => Array.from(first)))],
            resolve: (word, isExplicit) =>
                isExplicit
                    ? NOT_RESOLVED
                    : (words.find(({ test }) => test.test(word))?.value ?? (() => NOT_RESOLVED))(word),
            identify: () => false,
        });
    });
    // A key that a map of JavaScript cannot hold as it is, or that merges other maps, is left to the other library.
    const map: typeof mapTag = {
        ...mapTag,
        addPair: (carrier, key, value) =>
            key === null || key === "<<" ? "no plain key" : mapTag.addPair(carrier, key, value),
    };
    return new Schema([strTag, seqTag, map, ...tags]);
}

/**
 * The documents of a YAML text such as tools print, read in a fraction of the time that the library takes which also says
 * where a text is wrong. `undefined` for any text that this way does not read for sure as that library does: with faults,
 * anchors, merged maps, tags, documents that are a mere word, or deeper nesting than `deepest`.
 */
export function quickDocuments(text: string, deepest: number): QuickDocument[] | undefined {
    if (AMBIGUOUS.test(text)) {
        return undefined;
    }
    try {
        const library = require("js-yaml") as Library;
        const events = library.parseEvents(text, { maxDepth: deepest });
        if (events.some((event) => "anchorStart" in event && event.anchorStart !== NO_OFFSET)) {
            return undefined;
        }
        const values = library.constructFromEvents(events, {
            source: text,
            schema: (known ??= schemaOf(library)),
            json: true,
        });
        if (values.some((value) => value !== null && typeof value !== "object")) {
            return undefined;
        }
        const offsets: number[] = [];
        events.forEach((event, index) => {
            if (event.type === library.EVENT_ID.DOCUMENT) {
                const first = events[index + 1];
                offsets.push(first === undefined ? 0 : "start" in first ? first.start : offsetOf(first));
            }
        });
        return values.map((value, index) => ({ value, offset: offsets[index] ?? 0 }));
    } catch {
        return undefined;
    }
}

function offsetOf(event: object): number {
    return "valueStart" in event && typeof event.valueStart === "number" ? event.valueStart : 0;
}
