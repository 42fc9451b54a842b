import { ExitCode } from "./exit-codes";

/** What a command writes to and asks of its surroundings; tests inject their own. */
export interface Io {
    /** Writes a line to standard output. */
    readonly out: (line: string) => void;
    /** Writes a line to standard error. */
    readonly err: (line: string) => void;
    /** True if standard error is a terminal: then progress may be redrawn in place. */
    readonly interactive: boolean;
    /** True if colour is wanted on standard output. */
    readonly colour: boolean;
    /** Columns of the terminal on standard output; absent where it is none. */
    readonly width?: number;
    /** Sets the exit code of the process. */
    readonly exit: (code: number) => void;
}

/** The surroundings of the process itself. */
export function processIo(): Io {
    const { stdout, stderr, env } = process;
    for (const stream of [stdout, stderr]) {
        // A reader that has seen enough (`| head`) closes the pipe: no reason to fall over. What is lost otherwise (a full
        // disk) may have been the refusal, so it must not end as a pass.
        stream.on("error", ({ code = "error" }: NodeJS.ErrnoException) => {
            if (code !== "EPIPE") {
                if (stream === stdout) {
                    stderr.write(
                        `standard output cannot be written (${code}), so the result is lost; make room, or write it elsewhere\n`,
                    );
                }
                process.exit(ExitCode.undecided);
            }
        });
    }
    return {
        out: (line) => void stdout.write(`${line}\n`),
        err: (line) => void stderr.write(`${line}\n`),
        interactive: isTerminal(stderr) && env["CI"] === undefined,
        colour: isTerminal(stdout) && (env["NO_COLOR"] ?? "") === "",
        ...(isTerminal(stdout) && { width: stdout.columns }),
        exit: (code) => void (process.exitCode = code),
    };
}

/** What is no terminal has no such property at all, whatever its type says. */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
    return stream.isTTY === true;
}
