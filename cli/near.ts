import { closest, distance } from "fastest-levenshtein";
import { rules } from "../policy-pack/rules";

/** What was probably meant: a word of which no more than a third is different. */
export function near(word: string, known: readonly string[]): string | undefined {
    const short = word.slice(0, 200);
    const meant = known.length === 0 ? undefined : closest(short, known);
    return meant !== undefined && distance(short, meant) <= Math.max(1, Math.floor(short.length / 3))
        ? meant
        : undefined;
}

/** What is wrong with a word that should be the ID of a rule; `undefined` where it is one. */
export function ruleFault(word: string): string | undefined {
    if (Object.hasOwn(rules, word)) {
        return undefined;
    }
    const known = Object.keys(rules);
    const meant = near(word, known);
    return (
        `there is no rule ${JSON.stringify(word)}. ` +
        (meant === undefined ? `There are:\n  ${known.join("\n  ")}` : `Did you mean ${meant}?`)
    );
}
