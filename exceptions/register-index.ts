import type { ExceptionEntry, Register } from "./entry";
import {
    type CompiledScope,
    compileScope,
    isLiteral,
    matchesResource,
    type ResourcePattern,
    type Subject,
} from "./scope";

/** An entry with its scope ready for many verdicts. */
export interface IndexedEntry {
    readonly entry: ExceptionEntry;
    readonly scope: CompiledScope;
}

interface PatternEntry {
    readonly indexed: IndexedEntry;
    readonly pattern: ResourcePattern;
}

/**
 * Finds the entries that can matter for a verdict without walking the register: by ID, and by resource pattern for
 * what carries no marker. The time of a look-up does not grow with the number of entries.
 */
export class RegisterIndex {
    private readonly byId = new Map<string, IndexedEntry[]>();
    /** Type, then the part of the name's glob before its first wildcard. */
    private readonly byPattern = new Map<string, Map<string, PatternEntry[]>>();

    constructor(register: Register) {
        for (const entry of register.entries) {
            const indexed: IndexedEntry = { entry, scope: compileScope(entry.scope) };
            append(this.byId, entry.id, indexed);
            for (const pattern of indexed.scope.resources ?? []) {
                if (pattern.type !== undefined && isLiteral(pattern.type)) {
                    const ofType = this.byPattern.get(pattern.type) ?? new Map<string, PatternEntry[]>();
                    this.byPattern.set(pattern.type, ofType);
                    append(ofType, /^[^*?]*/.exec(pattern.name)?.[0] ?? "", { indexed, pattern });
                }
            }
        }
    }

    /** The entries with an ID: one in a checked register. */
    withId(id: string): readonly IndexedEntry[] {
        return this.byId.get(id) ?? [];
    }

    /**
     * The entries of which a resource pattern names the resource's type literally and matches the resource. A pattern
     * with a wildcard in its type, or a name alone, is too broad to grant anything without a marker.
     */
    forResource(subject: Subject): readonly IndexedEntry[] {
        const ofType = this.byPattern.get(subject.type);
        if (ofType === undefined) {
            return [];
        }
        const found = new Set<IndexedEntry>();
        for (let length = 0; length <= subject.name.length; length++) {
            for (const { indexed, pattern } of ofType.get(subject.name.slice(0, length)) ?? []) {
                if (matchesResource(pattern, subject)) {
                    found.add(indexed);
                }
            }
        }
        return [...found];
    }
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
    const values = map.get(key);
    if (values === undefined) {
        map.set(key, [value]);
    } else {
        values.push(value);
    }
}

const indexes = new WeakMap<Register, RegisterIndex>();

/** The index of a register, built at its first use. */
export function indexOf(register: Register): RegisterIndex {
    let index = indexes.get(register);
    if (index === undefined) {
        index = new RegisterIndex(register);
        indexes.set(register, index);
    }
    return index;
}
