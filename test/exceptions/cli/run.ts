import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { exceptionsCommand, type Surroundings } from "../../../cli/exceptions";
import { UsageError } from "../../../cli/packs";
import { NOW } from "../sample";

/** What a command wrote, and how it ended. */
export interface Outcome {
    readonly out: string;
    readonly err: string;
    /** As the process would end: 2 for a command that was called wrongly, 3 for any other error. */
    readonly exit: number | undefined;
}

/** Runs `virtio-first exceptions …` in a folder. */
export async function runExceptions(
    cwd: string,
    args: readonly string[],
    surroundings: Partial<Surroundings> = {},
): Promise<Outcome> {
    const out: string[] = [];
    const err: string[] = [];
    let exit: number | undefined;
    const io = {
        out: (line: string) => void out.push(line),
        err: (line: string) => void err.push(line),
        interactive: false,
        colour: false,
        exit: (code: number) => void (exit = code),
    };
    try {
        const command = exceptionsCommand(io, { cwd, now: () => NOW, ...surroundings });
        await command.parseAsync([...args], { from: "user" });
    } catch (error) {
        exit = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : error instanceof UsageError ? 2 : 3;
        err.push(error instanceof Error ? error.message : String(error));
    }
    return { out: out.join("\n"), err: err.join("\n"), exit };
}

/** A folder for one test, with files in it. */
export class Folder {
    readonly path = mkdtempSync(join(tmpdir(), "exceptions-"));

    write(name: string, text: string): string {
        const path = join(this.path, name);
        writeFileSync(path, text);
        return path;
    }

    remove(): void {
        rmSync(this.path, { recursive: true });
    }
}

/** Answers questions in turn; a question too many fails the test. */
export function answering(...answers: string[]): { ask: (question: string) => Promise<string>; asked: string[] } {
    const asked: string[] = [];
    return {
        asked,
        ask: (question) => {
            asked.push(question);
            const answer = answers.shift();
            return answer === undefined
                ? Promise.reject(new Error(`not expected: ${question}`))
                : Promise.resolve(answer);
        },
    };
}

const PORT = "openstack:networking/port:Port";

/** What `pulumi stack export` writes of a stack with ports, each with the tags given. */
export function exportedStack(
    ports: Readonly<Record<string, { vnicType: string; tags?: unknown }>>,
    stack = "prod",
): string {
    const provider = `urn:pulumi:${stack}::edge::pulumi:providers:openstack::default_3_15_2`;
    const resources = [
        {
            urn: `urn:pulumi:${stack}::edge::pulumi:pulumi:Stack::edge-${stack}`,
            type: "pulumi:pulumi:Stack",
            custom: false,
        },
        { urn: provider, type: "pulumi:providers:openstack", custom: true, id: "8c5a", inputs: {}, outputs: {} },
        ...Object.entries(ports).map(([name, { vnicType, tags }]) => {
            const props = { binding: { vnicType }, networkId: "net-1", ...(tags !== undefined && { tags }) };
            return {
                urn: `urn:pulumi:${stack}::edge::${PORT}::${name}`,
                type: PORT,
                custom: true,
                id: `id-${name}`,
                provider: `${provider}::8c5a`,
                inputs: props,
                outputs: { ...props, id: `id-${name}` },
            };
        }),
    ];
    return JSON.stringify({ version: 3, deployment: { resources } });
}
