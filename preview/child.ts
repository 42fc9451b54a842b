/** Child processes that never outlive the preview. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { messageOf, undecided } from "./fault";
import { GUARD_DESCRIPTOR, GUARD_RELEASE, GUARD_SOURCE, GUARD_VARIABLE, type GuardRole } from "./guard";

/** How a process ended. */
export interface Exit {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    /** Set where it could not be started. */
    readonly error?: string;
}

/** What to start. */
export interface ChildRequest {
    readonly command: string;
    readonly arguments: readonly string[];
    readonly cwd: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly onOutput: (text: string, stream: "stdout" | "stderr") => void;
    /** What the guard tells: one uncaught error a call. Only from packs. */
    readonly onUncaught?: (text: string) => void;
}

/** A running process, with a group of its own. */
export class Child {
    /** Settles when the process has ended and its output is read. Never rejects. */
    public readonly exit: Promise<Exit>;
    private ended: Exit | undefined;

    public constructor(
        private readonly handle: ChildProcess,
        request: ChildRequest,
    ) {
        forwardLines(handle.stdout, (text) => request.onOutput(text, "stdout"));
        forwardLines(handle.stderr, (text) => request.onOutput(text, "stderr"));
        const line = handle.stdio[GUARD_DESCRIPTOR] as Readable | null | undefined;
        line?.on("error", () => undefined);
        if (line && request.onUncaught) {
            const onUncaught = request.onUncaught;
            forwardLines(line, (text) => text.split("\n").forEach((message) => onUncaught(uncaughtText(message))));
        } else {
            line?.resume();
        }
        this.exit = new Promise((resolve) => {
            let error: string | undefined;
            handle.once("error", (cause) => {
                error = messageOf(cause);
                if (handle.pid === undefined) {
                    finish({ code: null, signal: null, error });
                }
            });
            // A grandchild may hold the pipes open: what the process itself said is then read within a moment.
            handle.once("exit", (code, signal) => {
                setTimeout(() => finish({ code, signal }), 1000).unref();
            });
            handle.once("close", (code, signal) => finish({ code, signal }));
            const finish = (exit: Exit): void => {
                this.ended ??= exit;
                resolve(this.ended);
            };
        });
    }

    /** How it ended, or undefined while it runs. */
    public get exited(): Exit | undefined {
        return this.ended;
    }

    /** Asks a guarded pack to end by itself. */
    public release(): void {
        (this.handle.stdio[GUARD_DESCRIPTOR] as { end?: (text: string) => void } | null | undefined)?.end?.(
            GUARD_RELEASE,
        );
    }

    /** Ends the process and all that it started, at once. */
    public kill(): void {
        const pid = this.handle.pid;
        if (pid === undefined) {
            return;
        }
        try {
            process.kill(-pid, "SIGKILL");
        } catch {
            // No group of that number: the process ended, or the system has no groups.
            this.handle.kill("SIGKILL");
        }
    }
}

/** Starts processes and sees to it that they end. */
export class Nursery {
    private readonly children = new Set<Child>();
    private guardDir: string | undefined;
    private closed = false;
    private readonly onProcessExit = (): void => this.close();

    public constructor() {
        process.once("exit", this.onProcessExit);
    }

    /** Starts a program of the system. */
    public start(request: ChildRequest): Child {
        return this.adopt(request, request.arguments, request.environment, ["ignore", "pipe", "pipe"]);
    }

    /** Starts a script with this Node.js, under the guard. */
    public startNode(role: GuardRole, nodeArguments: readonly string[], request: ChildRequest): Child {
        return this.adopt(
            request,
            ["-r", this.guardFile(), ...nodeArguments, ...request.arguments],
            { ...request.environment, [GUARD_VARIABLE]: role },
            ["ignore", "pipe", "pipe", "pipe"],
        );
    }

    /** Ends everything that still runs. */
    public close(): void {
        this.closed = true;
        process.removeListener("exit", this.onProcessExit);
        for (const child of this.children) {
            child.kill();
        }
        this.children.clear();
        if (this.guardDir !== undefined) {
            rmSync(this.guardDir, { recursive: true, force: true });
            this.guardDir = undefined;
        }
    }

    private adopt(
        request: ChildRequest,
        words: readonly string[],
        environment: NodeJS.ProcessEnv,
        stdio: ("ignore" | "pipe")[],
    ): Child {
        if (this.closed) {
            throw undecided(`${request.command} is not started: the preview has ended.`);
        }
        const child = new Child(
            spawn(request.command, words, { cwd: request.cwd, env: environment, stdio, detached: true }),
            request,
        );
        this.children.add(child);
        return child;
    }

    private guardFile(): string {
        this.guardDir ??= mkdtempSync(join(tmpdir(), "virtio-first-preview-"));
        const file = join(this.guardDir, "guard.cjs");
        writeFileSync(file, GUARD_SOURCE);
        return file;
    }
}

/** Hands on whole lines; those that arrive together go together. */
function forwardLines(stream: Readable | null, onLines: (text: string) => void): void {
    if (stream === null) {
        return;
    }
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
        const text = rest + chunk;
        const end = text.lastIndexOf("\n");
        rest = text.slice(end + 1);
        if (end >= 0) {
            onLines(text.slice(0, end));
        }
    });
    stream.on("end", () => {
        if (rest !== "") {
            onLines(rest);
        }
    });
    stream.on("error", () => undefined);
}

function uncaughtText(message: string): string {
    try {
        const { uncaught } = JSON.parse(message) as { uncaught?: unknown };
        return typeof uncaught === "string" ? uncaught : message;
    } catch {
        return message;
    }
}

/** An exit in words. */
export function describeExit(exit: Exit): string {
    if (exit.error !== undefined) {
        return `could not be started: ${exit.error}`;
    }
    return exit.signal === null ? `ended with exit code ${exit.code}` : `was ended by ${exit.signal}`;
}
