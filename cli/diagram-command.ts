import { type Command, Option } from "commander";
import { ExitCode } from "./exit-codes";
import { FORMATS } from "../report/formats";
import type { Io } from "./io";
import { writeReport } from "./output";
import { reportOfProject } from "./reports/of-project";
import { subcommand } from "./subcommand";

interface DiagramFlags {
    readonly stack?: string;
    readonly from?: string;
    readonly policyPackConfig?: string;
    readonly format: "svg" | "mermaid";
    readonly output?: string;
}

/** `virtio-first diagram [DIR]`. */
export function diagramCommand(io: Io): Command {
    return subcommand("diagram", io)
        .description("Draw a stack: who is attached to what, by which technique, under which exception.")
        .argument("[dir]", "the folder of the project, for an offline preview", ".")
        .option("-s, --stack <name>", "the stack of the project")
        .option("--from <file>", "a stack's state, the engine's events or a JSON report in place of a preview")
        .option("--policy-pack-config <file>", "the policy pack's JSON config")
        .addOption(new Option("-f, --format <format>", "what to write").choices(["svg", "mermaid"]).default("svg"))
        .option("-o, --output <file>", "write to a file in place of standard output")
        .addHelpText("after", HELP)
        .action((dir: string, flags: DiagramFlags) => diagram(dir, flags, io));
}

const HELP = `
Examples:
  virtio-first diagram stacks/core -o core.svg
  pulumi stack export | virtio-first diagram --from - --format mermaid

The exit code says whether there is a picture (0), not whether the stack is refused.`;

async function diagram(dir: string, flags: DiagramFlags, io: Io): Promise<void> {
    const report = await reportOfProject(dir, flags);
    const target = { format: flags.format, ...(flags.output !== undefined && { file: flags.output }) };
    await writeReport(report, [target], { color: false }, io, FORMATS);
    io.exit(ExitCode.ok);
}
