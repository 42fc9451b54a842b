/**
 * Globs of the register and of the config: `*` stands for any characters (slashes and colons too), `?` for one, and
 * nothing else is special. No glob library has just this form, and this one cannot backtrack without bound: time is at
 * most the product of both lengths.
 */
export function matchesGlob(glob: string, word: string): boolean {
    let g = 0;
    let w = 0;
    let star = -1;
    let resume = 0;
    while (w < word.length) {
        if (glob[g] === "*") {
            star = g++;
            resume = w;
        } else if (g < glob.length && (glob[g] === "?" || glob[g] === word[w])) {
            g++;
            w++;
        } else if (star >= 0) {
            g = star + 1;
            w = ++resume;
        } else {
            return false;
        }
    }
    while (glob[g] === "*") {
        g++;
    }
    return g === glob.length;
}

/** True if the glob matches every word: it is made of stars alone. */
export function matchesEverything(glob: string): boolean {
    return /^\*+$/.test(glob);
}
