/**
 * JSON inside strings of Kubernetes objects, read as Go programs read it: keys in any case, and with repeated keys kept,
 * since which of them a plugin takes depends on its code. Depth and size are bounded: a hostile string costs no stack
 * and no more than linear time.
 */

/** A JSON value. Objects are {@link GoObject}. */
export type GoValue = string | number | boolean | null | GoValue[] | GoObject;

/** A JSON object whose keys are looked up in any case. */
export class GoObject {
    private readonly fields = new Map<string, GoValue[]>();

    /** Adds a value; gives true if the key was there already, in any case. */
    add(key: string, value: GoValue): boolean {
        const folded = fold(key);
        const before = this.fields.get(folded);
        if (before === undefined) {
            this.fields.set(folded, [value]);
            return false;
        }
        before.push(value);
        return true;
    }

    /** All values under a key, in any case, in their order. */
    all(key: string): readonly GoValue[] {
        return this.fields.get(fold(key)) ?? [];
    }

    /** The value that counts: the last one. */
    get(key: string): GoValue | undefined {
        return this.all(key).at(-1);
    }

    /** The value as text, if it is a string. */
    text(key: string): string | undefined {
        const value = this.get(key);
        return typeof value === "string" ? value : undefined;
    }

    /** The folded keys. */
    keys(): string[] {
        return [...this.fields.keys()];
    }
}

/** What came of reading a text as JSON. */
export interface GoDocument {
    /** The value; `undefined` if the text does not parse. */
    readonly value: GoValue | undefined;
    /** True if some object holds two keys that are equal but for their case: what a program takes cannot be told. */
    readonly ambiguous: boolean;
    /** Why it does not parse, as the end of a sentence ("… is no JSON: …"); it prints nothing of the text. */
    readonly fault?: string;
}

/** The longest text that is read. Kubernetes objects themselves hold no more than about 1.5 MiB. */
export const MAX_JSON_LENGTH = 2 * 1024 * 1024;

/** The deepest nesting that is read. */
export const MAX_JSON_DEPTH = 100;

/** As Go folds case in keys: two letters outside ASCII fold to `k` and `s`. */
export function fold(key: string): string {
    // JavaScript's own lower case knows the one of the two that is a sign (for kelvin), not the old letter.
    const lower = key.toLowerCase();
    return lower.includes("ſ") ? lower.replaceAll("ſ", "s") : lower;
}

class Fault extends Error {}

/** Reads a text as JSON. Never throws. */
export function parseGoJson(text: string): GoDocument {
    if (text.length > MAX_JSON_LENGTH) {
        return { value: undefined, ambiguous: false, fault: "it is too long to be read" };
    }
    const reader = new Reader(text);
    try {
        return { value: reader.document(), ambiguous: reader.ambiguous };
    } catch (error) {
        const fault = error instanceof Fault ? error.message : "it cannot be read";
        return { value: undefined, ambiguous: false, fault };
    }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WHITESPACE = /[ \t\n\r]*/y;

class Reader {
    ambiguous = false;
    private position = 0;

    constructor(private readonly text: string) {}

    document(): GoValue {
        const value = this.value(0);
        this.space();
        if (this.position < this.text.length) {
            this.fail("something follows the value");
        }
        return value;
    }

    private value(depth: number): GoValue {
        if (depth > MAX_JSON_DEPTH) {
            this.fail("it is nested too deeply");
        }
        this.space();
        switch (this.text[this.position]) {
            case "{":
                return this.object(depth);
            case "[":
                return this.array(depth);
            case '"':
                return this.string();
            case "t":
                return this.word("true", true);
            case "f":
                return this.word("false", false);
            case "n":
                return this.word("null", null);
            default:
                return Number(this.match(NUMBER) ?? this.fail("a value is missing"));
        }
    }

    private object(depth: number): GoObject {
        const object = new GoObject();
        this.position++;
        if (this.skips("}")) {
            return object;
        }
        for (;;) {
            this.space();
            if (this.text[this.position] !== '"') {
                this.fail("a key in quotes is missing");
            }
            const key = this.string();
            if (!this.skips(":")) {
                this.fail("a colon is missing");
            }
            this.ambiguous = object.add(key, this.value(depth + 1)) || this.ambiguous;
            if (this.skips("}")) {
                return object;
            }
            if (!this.skips(",")) {
                this.fail("a comma or brace is missing");
            }
        }
    }

    private array(depth: number): GoValue[] {
        const values: GoValue[] = [];
        this.position++;
        if (this.skips("]")) {
            return values;
        }
        for (;;) {
            values.push(this.value(depth + 1));
            if (this.skips("]")) {
                return values;
            }
            if (!this.skips(",")) {
                this.fail("a comma or bracket is missing");
            }
        }
    }

    private string(): string {
        const start = this.position;
        let escaped = false;
        for (let end = start + 1; end < this.text.length; end++) {
            const character = this.text[end];
            if (character === "\\") {
                escaped = true;
                end++;
            } else if (character === '"') {
                this.position = end + 1;
                return escaped ? this.unescaped(start, end) : this.text.slice(start + 1, end);
            } else if (this.text.charCodeAt(end) < 0x20) {
                break;
            }
        }
        return this.fail("a string does not end, or holds a control character");
    }

    private unescaped(start: number, end: number): string {
        try {
            return JSON.parse(this.text.slice(start, end + 1)) as string;
        } catch {
            this.position = start;
            return this.fail("a string holds an escape that JSON does not have");
        }
    }

    private word<T>(word: string, value: T): T {
        if (!this.text.startsWith(word, this.position)) {
            this.fail("a value is missing");
        }
        this.position += word.length;
        return value;
    }

    private match(expression: RegExp): string | undefined {
        expression.lastIndex = this.position;
        const found = expression.exec(this.text)?.[0];
        if (found === undefined || found === "") {
            return undefined;
        }
        this.position += found.length;
        return found;
    }

    private space(): void {
        this.match(WHITESPACE);
    }

    private skips(character: string): boolean {
        this.space();
        if (this.text[this.position] !== character) {
            return false;
        }
        this.position++;
        return true;
    }

    private fail(why: string): never {
        const before = this.text.slice(0, this.position);
        const line = before.split("\n").length;
        const column = this.position - before.lastIndexOf("\n");
        throw new Fault(`${why} at line ${line}, column ${column}`);
    }
}
