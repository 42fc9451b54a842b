import { resolve } from "node:path";
import type { Command } from "commander";
import type { Use } from "../../exceptions/lifecycle";
import { toPulumiExceptions, toRequest } from "../../exceptions/pulumi-exceptions";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { UsageError } from "../packs";
import { contentOf, writeAtomically } from "../atomic-write";
import { judgeStack } from "./judged-stack";
import { judgingConfig, type RegisterFlags, usableRegister, withRegisterOptions } from "./register-source";
import { type StackFlags, stacksToJudge, withStackOptions } from "./stack-source";
import { subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { examplesOf } from "./examples";

interface ExportFlags extends RegisterFlags, StackFlags {
    readonly pulumi?: boolean;
    readonly cloud?: boolean;
    readonly policyPackName: string;
    readonly output?: string;
}

/** `virtio-first exceptions export --pulumi [DIR]`. */
export function exportCommand(io: Io, surroundings: Surroundings): Command {
    return withStackOptions(withRegisterOptions(subcommand("export", io)))
        .description("Write the exceptions in another tool's form: Pulumi's own policy exceptions.")
        .argument("[dir]", "the folder of the project, for an offline preview that tells which resources are meant")
        .option("--pulumi", "Pulumi's own policy exceptions (public preview), as a local policy pack config takes them")
        .option(
            "--cloud",
            "with --pulumi: the form that Pulumi Cloud takes, with an end (pulumi policy exception new --file)",
        )
        .option("--policy-pack-name <name>", "with --cloud: the pack's name", "virtio-first")
        .option("-o, --output <file>", "write to a file in place of standard output")
        .addHelpText("after", HELP)
        .addHelpText("after", examplesOf("export"))
        .action((dir: string | undefined, flags: ExportFlags) => exportPulumi(dir, flags, io, surroundings));
}

const HELP = `
Pulumi's exceptions name each resource by its whole URN. They are taken from the given stacks (--stack-export, or DIR)
and from URNs without wildcards in the register. A local exception has no end: export again when one of the register ends.`;

async function exportPulumi(
    dir: string | undefined,
    flags: ExportFlags,
    io: Io,
    surroundings: Surroundings,
): Promise<void> {
    if (flags.pulumi !== true) {
        throw new UsageError("say in which form: --pulumi.");
    }
    const config = judgingConfig(flags, surroundings);
    const register = usableRegister(config, io);
    if (register === undefined) {
        return;
    }
    const now = surroundings.now();
    let uses: readonly Use[] = [];
    if (dir !== undefined || flags.stackExport !== undefined) {
        const stacks = await stacksToJudge(dir ?? ".", flags, surroundings);
        uses = stacks.flatMap((source) => judgeStack(source, config, now).uses);
    }
    const { exported, skipped } = toPulumiExceptions(register.entries, uses, now);
    skipped.forEach(({ id, why }) => io.err(`${id} is left out: ${why}.`));
    const written =
        flags.cloud === true
            ? exported
                  .flatMap(({ entry, exceptions }) =>
                      exceptions.map((one) => toRequest(one, entry, flags.policyPackName, now)),
                  )
                  .filter((request) => request !== undefined)
            : { exceptions: exported.flatMap(({ exceptions }) => exceptions) };
    const text = JSON.stringify(written, undefined, 2);
    if (flags.output === undefined) {
        io.out(text);
    } else {
        const path = resolve(surroundings.cwd, flags.output);
        writeAtomically(path, `${text}\n`, contentOf(path));
    }
    io.exit(ExitCode.ok);
}
