import { Command, CommanderError } from "commander";
import type { PreviewOptions, PreviewResult } from "../preview";
import { auditCommand } from "./audit-command";
import { completionCommand } from "./completion-command";
import { diagramCommand } from "./diagram-command";
import { exceptionsCommand, processSurroundings } from "./exceptions";
import { ExitCode } from "./exit-codes";
import { explainCommand } from "./explain-command";
import type { Io } from "./io";
import { UsageError } from "./packs";
import { previewCommand } from "./preview-command";
import { reportCommand } from "./report-command";
import { version } from "./version";

/** The `virtio-first` command with all that it can do. */
export function program(io: Io): Command {
    const root: Command = new Command("virtio-first")
        .description(
            "Para-virtualised IO first: previews stacks under the policy pack, reports on them, audits what runs.",
        )
        .version(version())
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
        .showSuggestionAfterError()
        .showHelpAfterError("(virtio-first --help says what there is)")
        .addCommand(previewCommand(io))
        .addCommand(reportCommand(io))
        .addCommand(diagramCommand(io))
        .addCommand(explainCommand(io))
        .addCommand(auditCommand(io))
        .addCommand(exceptionsCommand(io, { ...processSurroundings(), preview: lazyPreview }))
        .addCommand(completionCommand(io, () => root));
    return root;
}

/** The preview brings Pulumi's SDK; commands that ask no program do without. */
function lazyPreview(options: PreviewOptions): Promise<PreviewResult> {
    const { runPreview } = require("../preview") as typeof import("../preview");
    return runPreview(options);
}

/** Runs the command. Never throws: what goes wrong is written to standard error, and the exit code says so. */
export async function run(args: readonly string[], io: Io): Promise<void> {
    try {
        await program(io).parseAsync([...args], { from: "user" });
    } catch (error) {
        if (error instanceof CommanderError) {
            io.exit(error.exitCode === 0 ? ExitCode.ok : ExitCode.usage);
            return;
        }
        io.err(`virtio-first: ${error instanceof Error ? error.message : String(error)}`);
        io.exit(error instanceof UsageError ? ExitCode.usage : ExitCode.undecided);
    }
}
