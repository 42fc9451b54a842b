/** A row of a table, by a word that may come from anywhere: names that every object has are none. */
export function rowOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
    return Object.prototype.hasOwnProperty.call(table, word) ? table[word] : undefined;
}
