/**
 * What a CEL selector of Dynamic Resource Allocation proves of the devices that it lets through.
 *
 * Only a small part of the language is read: comparisons and calls on attributes of the device, joined by `&&` and `||`.
 * Nothing is proved by an expression outside that part, by what stands under a negation, or by words in a text. Length,
 * depth and the number of alternatives are bounded, so that a hostile expression costs no time.
 */

/** One way in which an expression can be true: what then holds of the device. */
export interface Alternative {
    /** Paths from the device that equal a text, such as `driver` or `attributes`, `dra.net`, `type`. */
    readonly equalities: readonly Equality[];
    /** Domains of which the device has an attribute. */
    readonly domains: readonly string[];
}

/** A path from the device, and the text, number or boolean that it equals. */
export interface Equality {
    readonly path: readonly string[];
    readonly value: string;
}

/** As the API server bounds an expression. */
const MAX_LENGTH = 10 * 1024;
const MAX_DEPTH = 32;
const MAX_ALTERNATIVES = 64;

/** What is true without telling anything of the device. */
const OPEN: Alternative = { equalities: [], domains: [] };

/**
 * The ways in which all of the expressions are true. One that cannot be read, or that would make too many ways, adds
 * nothing to them: it can only let fewer devices through.
 */
export function alternatives(expressions: readonly string[]): readonly Alternative[] {
    return expressions.reduce<readonly Alternative[]>(
        (all, expression) => both(all, readExpression(expression) ?? [OPEN]) ?? all,
        [OPEN],
    );
}

/** The ways in which both are true; `undefined` where those are too many. */
function both(ones: readonly Alternative[], others: readonly Alternative[]): readonly Alternative[] | undefined {
    if (ones.length * others.length > MAX_ALTERNATIVES) {
        return undefined;
    }
    return ones.flatMap((one) =>
        others.map((other) => ({
            equalities: [...one.equalities, ...other.equalities],
            domains: [...one.domains, ...other.domains],
        })),
    );
}

interface Token {
    readonly kind: "word" | "text" | "number" | "sign";
    readonly value: string;
}

const TOKEN =
    /[ \t\r\n]*(?:([A-Za-z_]\w*)|"([^"\\\r\n]*)"|'([^'\\\r\n]*)'|(\d+(?:\.\d+)?)|(&&|\|\||[=!<>]=|[<>!()[\],.-]))/y;

/** The tokens of an expression; `undefined` where it holds anything else, such as an escape, a comment or a condition. */
function tokensOf(expression: string): Token[] | undefined {
    const text = expression.trim();
    if (text.length > MAX_LENGTH) {
        return undefined;
    }
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
        const match = TOKEN.exec(text);
        if (match === null) {
            return undefined;
        }
        const [, word, double, single, number, sign] = match;
        if (word !== undefined) {
            tokens.push({ kind: "word", value: word });
        } else if (number !== undefined) {
            tokens.push({ kind: "number", value: number });
        } else if (sign !== undefined) {
            tokens.push({ kind: "sign", value: sign });
        } else {
            tokens.push({ kind: "text", value: double ?? single ?? "" });
        }
    }
    return tokens;
}

/** Thrown, and caught, inside this file: the expression is outside the part that is read. */
class Unread extends Error {}

function readExpression(expression: string): readonly Alternative[] | undefined {
    const tokens = tokensOf(expression);
    if (tokens === undefined) {
        return undefined;
    }
    try {
        return new Reader(tokens).whole();
    } catch {
        return undefined;
    }
}

/** A side of a comparison. */
interface Operand {
    /** The path from the device, if it is one. */
    readonly path?: readonly string[];
    /** The value, if it is a literal. */
    readonly literal?: string;
    /** Domains that it can only have a value for if the device has an attribute of them. */
    readonly domains: readonly string[];
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

class Reader {
    private position = 0;

    constructor(private readonly tokens: readonly Token[]) {}

    whole(): readonly Alternative[] {
        const read = this.either(0);
        if (this.position < this.tokens.length) {
            throw new Unread();
        }
        return read;
    }

    private either(depth: number): readonly Alternative[] {
        const ways = [...this.all(depth)];
        while (this.takes("||")) {
            ways.push(...this.all(depth));
        }
        if (ways.length > MAX_ALTERNATIVES) {
            throw new Unread();
        }
        return ways;
    }

    private all(depth: number): readonly Alternative[] {
        let ways = this.one(depth);
        while (this.takes("&&")) {
            const more = both(ways, this.one(depth));
            if (more === undefined) {
                throw new Unread();
            }
            ways = more;
        }
        return ways;
    }

    /** One condition. What follows it must join it to another, or nothing is read: `(…) == false` is none of ours. */
    private one(depth: number): readonly Alternative[] {
        if (depth > MAX_DEPTH) {
            throw new Unread();
        }
        if (this.takes("!")) {
            // The opposite of a condition proves nothing here.
            this.one(depth + 1);
            return [OPEN];
        }
        if (this.takes("(")) {
            const ways = this.either(depth + 1);
            this.expect(")");
            return ways;
        }
        return this.condition(depth);
    }

    private condition(depth: number): readonly Alternative[] {
        const left = this.operand(depth);
        const next = this.tokens[this.position];
        const { path, domains } = left;
        if (next?.kind === "word" && next.value === "in") {
            this.position++;
            if (this.tokens[this.position]?.value !== "[") {
                return [{ equalities: [], domains: [...domains, ...this.operand(depth).domains] }];
            }
            return this.list().map((value) => ({ equalities: path === undefined ? [] : [{ path, value }], domains }));
        }
        if (next?.kind !== "sign" || !COMPARISONS.has(next.value)) {
            // A boolean by itself.
            return [{ equalities: path === undefined ? [] : [{ path, value: "true" }], domains }];
        }
        this.position++;
        const right = this.operand(depth);
        const of = path ?? right.path;
        const value = left.literal ?? right.literal;
        const proved = next.value === "==" && of !== undefined && value !== undefined;
        return [{ equalities: proved ? [{ path: of, value }] : [], domains: [...domains, ...right.domains] }];
    }

    /** A literal, a path from the device, or a call of a function on such. */
    private operand(depth: number): Operand {
        if (depth > MAX_DEPTH) {
            throw new Unread();
        }
        const negative = this.takes("-");
        const token = this.tokens[this.position++];
        if (token === undefined || token.kind === "sign" || (negative && token.kind !== "number")) {
            throw new Unread();
        }
        if (token.kind !== "word") {
            return { literal: negative ? `-${token.value}` : token.value, domains: [] };
        }
        if (token.value === "true" || token.value === "false") {
            return { literal: token.value, domains: [] };
        }
        if (this.takes("(")) {
            const given = this.arguments(depth);
            // `has` asks whether there is a value; any other function may be content without one.
            return { domains: token.value === "has" ? given.flatMap(({ domains }) => domains) : [] };
        }
        if (token.value !== "device") {
            throw new Unread();
        }
        return this.path(depth);
    }

    private path(depth: number): Operand {
        const path: string[] = [];
        for (;;) {
            const [holder, domain] = path;
            const held = path.length > 2 && (holder === "attributes" || holder === "capacity");
            const domains = held && domain !== undefined ? [domain] : [];
            if (this.takes("[")) {
                const key = this.tokens[this.position++];
                if (key?.kind !== "text") {
                    throw new Unread();
                }
                this.expect("]");
                path.push(key.value);
            } else if (this.takes(".")) {
                const word = this.tokens[this.position++];
                if (word?.kind !== "word") {
                    throw new Unread();
                }
                if (this.takes("(")) {
                    this.arguments(depth);
                    return this.calls(domains, depth);
                }
                path.push(word.value);
            } else {
                return { path, domains };
            }
        }
    }

    /** Further calls on what a call gave. */
    private calls(domains: readonly string[], depth: number): Operand {
        while (this.takes(".")) {
            if (this.tokens[this.position++]?.kind !== "word") {
                throw new Unread();
            }
            this.expect("(");
            this.arguments(depth);
        }
        return { domains };
    }

    private arguments(depth: number): Operand[] {
        const given: Operand[] = [];
        while (!this.takes(")")) {
            if (given.length > 0) {
                this.expect(",");
            }
            given.push(this.operand(depth + 1));
        }
        return given;
    }

    /** A list of literals. */
    private list(): string[] {
        const literals: string[] = [];
        this.expect("[");
        while (!this.takes("]")) {
            if (literals.length > 0) {
                this.expect(",");
            }
            const { literal } = this.operand(MAX_DEPTH);
            if (literal === undefined) {
                throw new Unread();
            }
            literals.push(literal);
        }
        return literals;
    }

    private takes(sign: string): boolean {
        const token = this.tokens[this.position];
        if (token?.kind !== "sign" || token.value !== sign) {
            return false;
        }
        this.position++;
        return true;
    }

    private expect(sign: string): void {
        if (!this.takes(sign)) {
            throw new Unread();
        }
    }
}
