/** Files by pattern, as the provider's Go library matches them: `*`, `?` and `[…]` within one path segment. */

import { readdirSync } from "node:fs";
import { join } from "node:path";

const SPECIAL = /(?:^|[^\\])[*?[]/;

/** The files that a path or pattern names, sorted. A path without special characters is given back as it is. */
export function filesMatching(dir: string, pattern: string): string[] {
    if (!SPECIAL.test(pattern)) {
        return [join(pattern.startsWith("/") ? "" : dir, pattern)];
    }
    const absolute = pattern.startsWith("/");
    let found = [absolute ? "/" : dir];
    for (const segment of pattern.split("/").filter((part) => part !== "" && part !== ".")) {
        found = SPECIAL.test(segment)
            ? found.flatMap((folder) => namesIn(folder, expression(segment)).map((name) => join(folder, name)))
            : found.map((folder) => join(folder, segment));
    }
    return found.sort();
}

function namesIn(folder: string, names: RegExp): string[] {
    try {
        return readdirSync(folder).filter((name) => names.test(name));
    } catch {
        return [];
    }
}

function expression(segment: string): RegExp {
    const source = segment.replace(/\\.|\[[^\]]*\]|[*?]|[^\w]/g, (part) => {
        if (part === "*") {
            return ".*";
        }
        if (part === "?") {
            return ".";
        }
        return part.startsWith("[") && part.length > 1 ? part : `\\${part.slice(-1)}`;
    });
    return new RegExp(`^${source}$`, "s");
}
