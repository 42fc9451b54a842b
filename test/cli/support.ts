import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Io } from "../../cli/io";
import { run } from "../../cli/program";

/** The root of the checkout. */
export const root = join(__dirname, "..", "..");

/** What a command wrote, and its exit code. */
export interface Ran {
    readonly out: string;
    readonly err: string;
    readonly code: number;
}

/** Runs `virtio-first` in this process, as a user would with a terminal that shows no colour. */
export async function virtioFirst(...args: string[]): Promise<Ran> {
    const out: string[] = [];
    const err: string[] = [];
    let code = 0;
    const io: Io = {
        out: (line) => out.push(line),
        err: (line) => err.push(line),
        interactive: false,
        colour: false,
        exit: (exitCode) => void (code = exitCode),
    };
    await run(args, io);
    return { out: out.join("\n"), err: err.join("\n"), code };
}

/** Builds what the examples and the pack run from; once for all tests of a process. */
export function build(): void {
    built ??= execFileSync("npm", ["run", "--silent", "build"], { cwd: root, encoding: "utf8" });
}

let built: string | undefined;
