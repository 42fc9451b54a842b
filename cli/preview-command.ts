import { relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { runPreview, type PreviewResult } from "../preview";
import { reportAsJson } from "../report/json";
import { buildReport, PACK, type Report } from "../report/model";
import { reportAsText } from "../report/text";
import { harmless } from "../report/text-safety";
import { parseUrn } from "../techniques/resource";
import type { Io } from "./io";
import { ownPack, packOptions, readContextOf } from "./packs";
import { Progress } from "./progress";
import { previewReportSource } from "./report-source";
import { collect, subcommand } from "./subcommand";
import { version } from "./version";

interface PreviewFlags {
    readonly stack?: string;
    readonly config?: Readonly<Record<string, string>>;
    readonly policyPack?: readonly string[] | false;
    readonly policyPackConfig?: readonly string[];
    readonly typeCheck?: boolean;
    readonly json?: boolean;
    readonly quiet?: boolean;
    readonly color: boolean;
}

/** `virtio-first preview [DIR]`. */
export function previewCommand(io: Io): Command {
    return subcommand("preview", io)
        .description("Preview a Pulumi program under a policy pack, offline: nothing is created and no cloud is asked.")
        .argument("[dir]", "the folder of the project (Pulumi.yaml)", ".")
        .option("-s, --stack <name>", "the stack; the only one that has a file, or dev, where it is left out")
        .option("-c, --config <key=value>", "a config value, over the stack's file; repeatable", collectConfig)
        .option(
            "--policy-pack <dir>",
            "a policy pack; repeatable; the pack of virtio-first where it is left out",
            collect,
        )
        .option("--no-policy-pack", "preview without any policy pack")
        .option("--policy-pack-config <file>", "the JSON config of a policy pack, paired in order; repeatable", collect)
        .option("--type-check", "check the program's types first, as pulumi does (slower)")
        .option("--json", "write the report as JSON")
        .option("-q, --quiet", "show no progress")
        .option("--no-color", "no colour")
        .addHelpText("after", HELP)
        .action((dir: string, flags: PreviewFlags) => preview(dir, flags, io));
}

const HELP = `
Examples:
  virtio-first preview                                     the project in this folder, under the pack of virtio-first
  virtio-first preview stacks/core --stack prod            another folder, another stack
  virtio-first preview --policy-pack ./packs/ours --policy-pack-config ours.json
  virtio-first preview --config apiToken=dummy             a secret that cannot be decrypted here

Exit codes: 0 passed, 1 refused or the program failed, 2 called wrongly, 3 could not decide.`;

async function preview(dir: string, flags: PreviewFlags, io: Io): Promise<void> {
    const named = flags.policyPack === false ? [] : (flags.policyPack ?? [ownPack()]);
    const packs = packOptions(named, flags.policyPackConfig ?? []);
    const progress = new Progress(io, flags.quiet !== true && flags.json !== true);
    const stop = new AbortController();
    const interrupt = (): void => stop.abort();
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    try {
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
        print(result, reportOf(result, packs), flags, io);
        io.exit(result.exitCode);
    } finally {
        progress.clear();
        process.removeListener("SIGINT", interrupt).removeListener("SIGTERM", interrupt);
    }
}

function reportOf(result: PreviewResult, packs: ReturnType<typeof packOptions>): Report {
    const { resources, findings } = previewReportSource(result);
    const complete = result.exitCode === 0 || (result.exitCode === 1 && !result.diagnostics.some(isError));
    const judged = complete && result.packs.some(({ name }) => name === PACK);
    return buildReport(resources, findings, readContextOf(packs), judged);
}

function isError({ severity }: PreviewResult["diagnostics"][number]): boolean {
    return severity === "error";
}

function print(result: PreviewResult, report: Report, flags: PreviewFlags, io: Io): void {
    const { project, stack, program, exitCode, reason } = result;
    // What ended the preview is its reason, and is not said a second time.
    const diagnostics = result.diagnostics.filter(({ source, message }) => source !== "preview" || message !== reason);
    const about = { tool: "virtio-first", toolVersion: version(), offline: true, project, stack, exitCode };
    if (flags.json === true) {
        const { invokes, packs, timings } = result;
        io.out(
            reportAsJson(report, {
                ...about,
                ...(reason !== undefined && { reason }),
                program,
                packs,
                invokes,
                diagnostics,
                timings,
            }),
        );
        return;
    }
    if (result.resources.length > 0) {
        const entry = relative(process.cwd(), program.entry) || program.entry;
        io.out(`Offline preview of ${harmless(project)}/${harmless(stack)}: no cloud is asked, nothing is created.`);
        io.out(`Program: ${harmless(entry)} (${program.runtimeForm})\n`);
        io.out(reportAsText(report, { colour: io.colour && flags.color }));
    }
    for (const { severity, message, source, urn } of diagnostics) {
        if (severity !== "debug") {
            const about = urn === undefined ? "" : `${harmless(parseUrn(urn).name)} `;
            io.err(`${severity}: ${source}: ${about}${message}`);
        }
    }
    for (const { token, detail } of result.invokes.filter((invoke) => invoke.answered === "unknown")) {
        io.err(
            `note: ${harmless(token)} was not asked; its results are unknown here${detail === undefined ? "" : ` (${detail})`}.`,
        );
    }
    if (exitCode !== 0) {
        const programFailed = exitCode === 1 && diagnostics.some((one) => isError(one) && one.source === "program");
        io.err(programFailed ? "\nthe program failed: see above" : `\n${OUTCOME[exitCode]}: ${reason ?? "see above"}`);
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
