import { at, isMap, keysOf, text, type Value } from "../../value";
import type { Budget } from "./functions";

const MAX_HOPS = 10;

/** So many patterns are looked at for one step of work. */
const PATTERNS_A_STEP = 100;

/** What the registry puts in the place of a type, or of all types that begin alike. */
interface Mapping {
    /** The type; without the star at its end for a pattern. */
    readonly word: string;
    readonly pattern: boolean;
    readonly target: string;
    /** False for what is set for single resources. */
    readonly forAll: boolean;
}

/** True for a type of Heat's own. */
export function isNative(type: string): boolean {
    return /^(?:OS|AWS)::/.test(type);
}

/** True for what Heat takes for a template; any other word names a type. */
function isTemplate(target: string): boolean {
    return /\.(?:yaml|template)$/.test(target);
}

/** The registry of an environment: what stands behind resource types, and what hooks single resources have. */
export class Registry {
    private readonly exact = new Map<string, Mapping[]>();
    private readonly patterns: Mapping[] = [];
    /** True if an entry without a target takes back what others say. */
    private takesBack = false;

    constructor(registry: Value) {
        this.add(registry, 0);
    }

    private add(level: Value, depth: number): void {
        for (const key of depth > MAX_HOPS ? [] : keysOf(level)) {
            const value = at(level, key);
            const target = text(value);
            if (isMap(value)) {
                this.add(value, depth + 1);
            } else if (value === null) {
                this.takesBack = true;
            } else if (typeof target === "string" && target !== "") {
                const pattern = key.endsWith("*");
                const word = pattern ? key.slice(0, -1) : key;
                const mapping: Mapping = { word, pattern, target, forAll: depth === 0 };
                const own = this.exact.get(word);
                if (pattern) {
                    this.patterns.push(mapping);
                } else if (own === undefined) {
                    this.exact.set(word, [mapping]);
                } else {
                    own.push(mapping);
                }
            }
        }
    }

    /**
     * The types and template files that a type may stand for: by name, by a pattern that ends in `*`, and by what is set for
     * single resources. All of them, since which applies is Heat's to say. As in Heat, a template never stands behind a type
     * inside itself.
     *
     * @param around The template files that the resource stands in.
     * @param budget The work that is left; without any, the type stands for itself alone.
     */
    behind(type: string, around: ReadonlySet<string>, budget: Budget): string[] {
        const found = new Set([type]);
        let current = [type];
        for (let hop = 0; hop < MAX_HOPS && current.length > 0; hop++) {
            const next = current
                .flatMap((word) => this.mappings(word, budget).map((mapping) => mappedName(word, mapping)))
                .filter((word) => !found.has(word) && !around.has(word));
            next.forEach((word) => found.add(word));
            current = [...new Set(next)];
        }
        // What the registry puts another type behind is not made as itself.
        const made = [...found].filter((word) => !this.replaced(word, around, budget));
        return made.length > 0 ? made : [...found];
    }

    private mappings(type: string, budget: Budget): Mapping[] {
        const exact = this.exact.get(type) ?? [];
        return budget.spend(1 + Math.floor(this.patterns.length / PATTERNS_A_STEP))
            ? [...exact, ...this.patterns.filter(({ word }) => type.startsWith(word))]
            : exact;
    }

    /**
     * True if a type is never made as itself: what the registry says of it by name, or else every pattern that fits it, puts
     * something else in its place. A pattern may also map a type to itself, and which of several applies is Heat's to say; a
     * type of Heat's own is made after all where what stands in its place does not exist, or where its entry is taken back.
     */
    private replaced(type: string, around: ReadonlySet<string>, budget: Budget): boolean {
        const all = this.mappings(type, budget).filter(({ forAll }) => forAll);
        const targets = (mappings: readonly Mapping[]): string[] =>
            mappings
                .map((mapping) => mappedName(type, mapping))
                .filter((target) => !around.has(target))
                .filter((target) => !isNative(type) || isNative(target) || isTemplate(target));
        const exact = targets(all.filter(({ pattern }) => !pattern));
        const applied = exact.length > 0 ? exact : targets(all);
        return applied.length > 0 && !applied.includes(type) && !(this.takesBack && isNative(type));
    }
}

/** What a mapping makes of a type: two patterns keep what the star stands for. */
function mappedName(type: string, { word, pattern, target }: Mapping): string {
    return pattern && target.endsWith("*") ? target.slice(0, -1) + type.slice(word.length) : target;
}
