import { createInterface } from "node:readline/promises";
import type { PreviewOptions } from "../../preview/options";
import type { PreviewResult } from "../../preview/result";

/** What the commands on exceptions ask of their surroundings beyond {@link Io}; tests inject their own. */
export interface Surroundings {
    /** Relative paths start here. */
    readonly cwd: string;
    readonly now: () => Date;
    /** Puts a question to the user; absent where nobody can answer. */
    readonly ask?: (question: string) => Promise<string>;
    /** The offline preview; absent where only exported stacks can be judged. */
    readonly preview?: (options: PreviewOptions) => Promise<PreviewResult>;
}

/** The surroundings of the process itself. */
export function processSurroundings(): Surroundings {
    const { stdin, stderr, env } = process;
    const canAnswer = stdin.isTTY && stderr.isTTY && env["CI"] === undefined;
    return { cwd: process.cwd(), now: () => new Date(), ...(canAnswer && { ask }) };
}

/** Questions go to standard error, so that standard output stays what a command writes. */
async function ask(question: string): Promise<string> {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
        return await terminal.question(question);
    } finally {
        terminal.close();
    }
}
