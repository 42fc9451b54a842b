import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadContext } from "../../techniques/classification";
import { type Declared, NOT_KNOWN, shown, shownTogether } from "./shown";

/** A resource, and all that is read of it: letter by letter, since messages are made of it. */
type Case = readonly [token: string, props: object, lines: readonly string[], context?: Partial<ReadContext>];

/** A stack, and all that each of its resources has in the end. */
type Stack = readonly [
    stack: readonly Declared[],
    lines: Record<string, readonly string[]>,
    context?: Partial<ReadContext>,
];

/** The lines of a file beside a platform's tests, each a value in JSON. */
function linesOf(platform: string, file: string): unknown[] {
    const path = join(__dirname, platform, file);
    if (!existsSync(path)) {
        return [];
    }
    const text = readFileSync(path, "utf8").replaceAll('"$unknown"', `"${NOT_KNOWN}"`);
    return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as unknown);
}

const platforms = readdirSync(__dirname, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
);

for (const platform of platforms) {
    describe(`What is read of resources: ${platform}`, () => {
        for (const [token, props, lines, context] of linesOf(platform, "readings.jsonl") as Case[]) {
            it(`${token.split(":").at(-1)} ${JSON.stringify(props).replaceAll(NOT_KNOWN, "?")}`, () => {
                assert.deepEqual(shown(token, props, { classification: {}, ...context }), lines);
            });
        }
    });

    describe(`What a stack adds to resources: ${platform}`, () => {
        for (const [stack, lines, context] of linesOf(platform, "stacks.jsonl") as Stack[]) {
            it(stack.map(([name]) => name).join(", "), () => {
                assert.deepEqual(shownTogether(stack, { classification: {}, ...context }), lines);
            });
        }
    });
}
