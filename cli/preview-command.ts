import { relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { PreviewResult } from "../preview";
import { FORMATS } from "../report/formats";
import type { Report } from "../report/model";
import { harmless } from "../report/text-safety";
import { parseUrn } from "../techniques/resource";
import { packsWithConfig } from "./given-config";
import type { Io } from "./io";
import { type OutputFlags, type OutputTarget, printsText, targetsOf, withOutputOptions, writeReport } from "./output";
import { ownPack, packOptions } from "./packs";
import { Progress } from "./progress";
import { reportOfPreview } from "./reports/of-preview";
import { collect, subcommand } from "./subcommand";
import { WrittenConfigs } from "./written-config";

interface PreviewFlags extends OutputFlags {
    readonly stack?: string;
    readonly config?: Readonly<Record<string, string>>;
    readonly policyPack?: readonly string[] | false;
    readonly policyPackConfig?: readonly string[];
    readonly baseline?: string;
    readonly register?: string;
    readonly typeCheck?: boolean;
    readonly quiet?: boolean;
}

/** `virtio-first preview [DIR]`. */
export function previewCommand(io: Io): Command {
    return withOutputOptions(
        subcommand("preview", io)
            .description(
                "Preview a Pulumi program under a policy pack, offline: nothing is created and no cloud is asked.",
            )
            .argument("[dir]", "the folder of the project (Pulumi.yaml)", ".")
            .option("-s, --stack <name>", "the stack; the only one that has a file, or dev, where it is left out")
            .option("-c, --config <key=value>", "a config value, over the stack's file; repeatable", collectConfig)
            .option(
                "--policy-pack <dir>",
                "a policy pack; repeatable; the pack of virtio-first where it is left out",
                collect,
            )
            .option("--no-policy-pack", "preview without any policy pack")
            .option(
                "--policy-pack-config <file>",
                "the JSON config of a policy pack, paired in order; repeatable",
                collect,
            )
            .option("-r, --register <file>", "the register of exceptions, in place of one that the config names")
            .option(
                "--baseline <file>",
                "violations that are let be (virtio-first audit writes it); only new ones refuse",
            )
            .option("--type-check", "check the program's types first, as pulumi does (slower)")
            .option("-q, --quiet", "show no progress"),
    )
        .addHelpText("after", HELP)
        .action((dir: string, flags: PreviewFlags) => preview(dir, flags, io));
}

const HELP = `
Examples:
  virtio-first preview                                     the project in this folder, under the pack of virtio-first
  virtio-first preview stacks/core --stack prod            another folder, another stack
  virtio-first preview --register exceptions.yaml          under the exceptions of this file
  virtio-first preview --policy-pack ./packs/ours --policy-pack-config ours.json
  virtio-first preview --config apiToken=dummy             a secret that cannot be decrypted here

Exit codes: 0 passed, 1 refused or the program failed, 2 called wrongly, 3 could not decide.`;

/** Signals that end the preview, and all that it started. */
const INTERRUPTS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function preview(dir: string, flags: PreviewFlags, io: Io): Promise<void> {
    const named = flags.policyPack === false ? [] : (flags.policyPack ?? [ownPack()]);
    const targets = targetsOf(flags);
    const progress = new Progress(io, flags.quiet !== true && printsText(targets));
    const written = new WrittenConfigs();
    const stop = new AbortController();
    const interrupt = (): void => stop.abort();
    INTERRUPTS.forEach((signal) => process.once(signal, interrupt));
    // Brings Pulumi's SDK, so it is loaded for a preview alone.
    const { runPreview } = require("../preview") as typeof import("../preview");
    try {
        const packs = packsWithConfig(packOptions(named, flags.policyPackConfig ?? []), flags, written);
        const result = await runPreview({
            dir,
            ...(flags.stack !== undefined && { stack: flags.stack }),
            ...(flags.config !== undefined && { config: flags.config }),
            policyPacks: packs,
            typeCheck: flags.typeCheck === true,
            onEvent: (event) => progress.show(event),
            signal: stop.signal,
        });
        progress.clear();
        await print(result, reportOfPreview(result, packs, dir), targets, flags, io);
        io.exit(result.exitCode);
    } finally {
        written.dispose();
        progress.clear();
        INTERRUPTS.forEach((signal) => process.removeListener(signal, interrupt));
    }
}

/** Prints the report, and beside the page for people what they must know of how it came about. */
async function print(
    result: PreviewResult,
    report: Report,
    targets: readonly OutputTarget[],
    flags: PreviewFlags,
    io: Io,
): Promise<void> {
    const forPeople = printsText(targets);
    if (forPeople && result.resources.length > 0) {
        const entry = relative(process.cwd(), result.program.entry) || result.program.entry;
        const { project, stack, program } = result;
        io.out(`Offline preview of ${harmless(project)}/${harmless(stack)}: no cloud is asked, nothing is created.`);
        io.out(`Program: ${harmless(entry)} (${program.runtimeForm})\n`);
    }
    const printable = result.resources.length > 0 ? targets : targets.filter((target) => target.format !== "text");
    await writeReport(report, printable, flags, io, FORMATS);
    if (forPeople) {
        writeDiagnostics(report, io);
    }
}

/** What program and packs said, on standard error, and what ended the preview. */
function writeDiagnostics({ diagnostics, invokes = [], outcome }: Report, io: Io): void {
    for (const { severity, message, source, urn } of diagnostics) {
        if (severity !== "debug") {
            const about = urn === undefined ? "" : `${harmless(parseUrn(urn).name)} `;
            io.err(`${severity}: ${source}: ${about}${message}`);
        }
    }
    for (const { token, detail } of invokes.filter((invoke) => invoke.answered === "unknown")) {
        io.err(
            `note: ${harmless(token)} was not asked; its results are unknown here${detail === undefined ? "" : ` (${detail})`}.`,
        );
    }
    if (outcome.exitCode !== 0) {
        const { status, exitCode, reason } = outcome;
        io.err(
            status === "failed"
                ? "\nthe program failed: see above"
                : `\n${OUTCOME[exitCode]}: ${reason ?? "see above"}`,
        );
    }
}

const OUTCOME = { 1: "refused", 2: "not started", 3: "could not decide" } as const;

function collectConfig(pair: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
    const equals = pair.indexOf("=");
    if (equals < 1) {
        throw new InvalidArgumentError("write it as key=value.");
    }
    return { ...before, [pair.slice(0, equals)]: pair.slice(equals + 1) };
}
