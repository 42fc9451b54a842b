/** As many words as are remembered: more than the types of any estate, few enough for hostile ones. */
const MOST = 10_000;

/** No type has a longer name. */
const LONGEST = 1_000;

/**
 * A function of one word that remembers what it gave: tables are asked for the same few types again, for every resource
 * of an estate.
 */
export function remembered<T>(make: (word: string) => T): (word: string) => T {
    const known = new Map<string, T>();
    return (word) => {
        if (word.length > LONGEST) {
            return make(word);
        }
        const kept = known.get(word);
        if (kept !== undefined || known.has(word)) {
            return kept as T;
        }
        if (known.size >= MOST) {
            known.clear();
        }
        const made = make(word);
        known.set(word, made);
        return made;
    };
}
