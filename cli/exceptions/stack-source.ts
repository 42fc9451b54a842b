import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { PreviewOptions } from "../../preview/options";
import { stackOfState } from "../../report/sources/pulumi-state";
import type { SourceStack } from "../../report/sources/source";
import { previewReportSource } from "../reports/preview-source";
import { UsageError } from "../packs";
import { collect } from "../subcommand";
import type { Surroundings } from "./surroundings";

/** Options that say which stacks are meant. */
export interface StackFlags {
    readonly stack?: string;
    readonly stackExport?: readonly string[];
}

/** Adds the options of {@link StackFlags}. */
export function withStackOptions(command: Command): Command {
    return command
        .option("-s, --stack <name>", "the stack of the project")
        .option("--stack-export <file>", "a stack's state in place of a preview; repeatable", collect);
}

/**
 * The stacks that the options name: exported ones, or the one that an offline preview of the project gives.
 *
 * @throws {@link UsageError} if an export cannot be read or there is no preview to ask; an error if the preview could
 * not decide.
 */
export async function stacksToJudge(
    dir: string,
    flags: StackFlags,
    surroundings: Surroundings,
): Promise<SourceStack[]> {
    if (flags.stackExport !== undefined) {
        return flags.stackExport.map((file) => readExport(file, resolve(surroundings.cwd, file)));
    }
    if (surroundings.preview === undefined) {
        throw new UsageError("name the stack's state: --stack-export FILE, as `pulumi stack export` writes it.");
    }
    const options: PreviewOptions = {
        dir: resolve(surroundings.cwd, dir),
        ...(flags.stack !== undefined && { stack: flags.stack }),
    };
    const result = await surroundings.preview(options);
    if (result.exitCode === 2) {
        throw new UsageError(result.reason ?? "the project cannot be previewed.");
    }
    if (result.exitCode !== 0) {
        throw new Error(`the stack cannot be judged: ${result.reason ?? "its preview failed"}`);
    }
    const { resources } = previewReportSource(result);
    return [{ project: result.project, stack: result.stack, resources }];
}

/** A state as `pulumi stack export` writes it. */
function readExport(name: string, path: string): SourceStack {
    let state: unknown;
    try {
        state = JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new UsageError(
            `${name} ${missing ? "is not there" : "is no JSON"}; give what \`pulumi stack export\` writes.`,
        );
    }
    const stack = stackOfState(state);
    if (stack === undefined) {
        throw new UsageError(`${name} holds no stack; give what \`pulumi stack export\` writes.`);
    }
    return stack;
}
