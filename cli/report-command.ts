import type { Command } from "commander";
import { FORMATS } from "../report/formats";
import type { Io } from "./io";
import { type OutputFlags, targetsOf, withOutputOptions, writeReport } from "./output";
import { judgingOf } from "./reports/judging";
import { reportFromFile } from "./reports/from-file";
import { subcommand } from "./subcommand";

interface ReportFlags extends OutputFlags {
    readonly from: string;
    readonly register?: string;
    readonly policyPack?: string;
    readonly policyPackConfig?: string;
}

/** `virtio-first report --from FILE`. */
export function reportCommand(io: Io): Command {
    return withOutputOptions(
        subcommand("report", io)
            .description(
                "Report on a deployed state, on events of the real engine, or on a JSON report written earlier.",
            )
            .requiredOption(
                "--from <file>",
                "what `pulumi stack export` writes, the engine's events as JSON lines, or a JSON report; - for standard input",
            )
            .option("-r, --register <file>", "the register of exceptions, where the policy config does not name it")
            .option("--policy-pack-config <file>", "the policy pack's JSON config")
            .option("--policy-pack <dir>", "the pack's folder, from which the config's registerFile starts"),
    )
        .addHelpText("after", HELP)
        .action((flags: ReportFlags) => report(flags, io));
}

const HELP = `
Examples:
  pulumi stack export | virtio-first report --from - --register exceptions.yaml
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json --policy-pack policy-pack > events.jsonl
  virtio-first report --from events.jsonl

Findings of events are those of the engine's own packs; a state is judged by this package's pack.

Exit codes: 0 passed, 1 refused or failed, 2 called wrongly, 3 could not decide.`;

async function report(flags: ReportFlags, io: Io): Promise<void> {
    const targets = targetsOf(flags);
    const made = reportFromFile(flags.from, judgingOf(flags), new Date());
    await writeReport(made, targets, flags, io, FORMATS);
    if (made.outcome.exitCode !== 0) {
        io.err(`${made.outcome.status}: ${made.outcome.reason ?? "see above"}`);
    }
    io.exit(made.outcome.exitCode);
}
