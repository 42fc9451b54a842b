import type { Command } from "commander";
import { type RuleId, rules } from "../policy-pack/rules";
import type { Report } from "../report/model";
import { harmless } from "../report/text-safety";
import { isTechnique, TECHNIQUES } from "../techniques/technique";
import { ExitCode } from "./exit-codes";
import { explainResource, resourcesNamed } from "./explain/resource";
import type { Io } from "./io";
import { near } from "./near";
import { UsageError } from "./packs";
import { reportOfProject } from "./reports/of-project";
import { subcommand } from "./subcommand";

interface ExplainFlags {
    readonly stack?: string;
    readonly from?: string;
    readonly policyPackConfig?: string;
}

/** `virtio-first explain THING [DIR]`. */
export function explainCommand(io: Io): Command {
    return subcommand("explain", io)
        .description("Explain a rule, a technique, or why a resource is judged as it is.")
        .argument("<thing>", "a rule's ID, a technique, or a resource: its URN, type::name, or name")
        .argument("[dir]", "of a resource: the folder of the project, for an offline preview", ".")
        .option("-s, --stack <name>", "the stack of the project")
        .option("--from <file>", "a stack's state, the engine's events or a JSON report in place of a preview")
        .option("--policy-pack-config <file>", "the policy pack's JSON config")
        .addHelpText("after", HELP)
        .action((thing: string, dir: string, flags: ExplainFlags) => explain(thing, dir, flags, io));
}

const HELP = `
Examples:
  virtio-first explain missing-exception-id
  virtio-first explain vdpa
  virtio-first explain gateway-user-plane examples/onboarding
  virtio-first explain openstack:networking/port:Port::fast --from state.json`;

async function explain(thing: string, dir: string, flags: ExplainFlags, io: Io): Promise<void> {
    if (Object.hasOwn(rules, thing)) {
        // Loaded for this alone: it brings the examples, and a YAML library to print them.
        const { explainRule } = require("./explain/rule") as typeof import("./explain/rule");
        io.out(explainRule(thing as RuleId));
    } else if (isTechnique(thing)) {
        const { explainTechnique } = require("./explain/technique") as typeof import("./explain/technique");
        io.out(explainTechnique(thing));
    } else {
        io.out(explained(await reportFor(thing, dir, flags), thing));
    }
    io.exit(ExitCode.ok);
}

/** A mistyped rule or technique is told before a project is looked for that may not be there. */
async function reportFor(thing: string, dir: string, flags: ExplainFlags): Promise<Report> {
    try {
        return await reportOfProject(dir, flags);
    } catch (error) {
        const meant = near(thing, [...Object.keys(rules), ...TECHNIQUES]);
        if (error instanceof UsageError && meant !== undefined) {
            throw new UsageError(`${harmless(thing)} is no rule and no technique. Did you mean ${meant}?`);
        }
        throw error;
    }
}

function explained(report: Report, thing: string): string {
    const found = resourcesNamed(report, thing);
    const [resource, ...others] = found;
    if (resource === undefined) {
        const names = [...new Set(report.resources.map(({ name }) => name))];
        const meant = near(thing, [...names, ...Object.keys(rules), ...TECHNIQUES]);
        throw new UsageError(
            `${harmless(thing)} is no rule, no technique and no resource of this stack.` +
                (meant === undefined
                    ? ` Its resources are ${harmless(names.join(", "), 1000)}.`
                    : ` Did you mean ${harmless(meant)}?`),
        );
    }
    if (others.length > 0) {
        const list = found.map(({ type, name }) => `  ${harmless(type)}::${harmless(name)}`).join("\n");
        throw new UsageError(`${harmless(thing)} is not one resource; write one of\n${list}`);
    }
    return explainResource(report, resource);
}
