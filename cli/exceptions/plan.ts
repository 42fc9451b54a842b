import type { Command } from "commander";
import { daysLeft, endOfDay } from "../../exceptions/dates";
import type { Use } from "../../exceptions/lifecycle";
import type { ExceptionEntry } from "../../exceptions/register";
import { statusOf } from "../../exceptions/status";
import { harmless } from "../../report/text-safety";
import { parseUrn } from "../../techniques/resource";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { UsageError } from "../packs";
import { judgeStack } from "./judged-stack";
import { judgingConfig, type RegisterFlags, usableRegister, withRegisterOptions } from "./register-source";
import { type StackFlags, stacksToJudge, withStackOptions } from "./stack-source";
import { collect, subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { wayBack } from "./way-back";
import { examplesOf } from "./examples";

interface PlanFlags extends RegisterFlags, StackFlags {
    readonly id?: readonly string[];
    readonly json?: boolean;
}

/** A resource on its way back. */
interface Step {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly project: string;
    readonly stack: string;
    /** What it uses and where, such as `sriov (binding.vnicType)`. */
    readonly attachments: readonly string[];
    readonly change: string;
}

/** `virtio-first exceptions plan [DIR]`. */
export function planCommand(io: Io, surroundings: Surroundings): Command {
    return withStackOptions(withRegisterOptions(subcommand("plan", io)))
        .description("Show the way back to virtio: for each exception the resources that rest on it, and what changes.")
        .argument("[dir]", "the folder of the project, for an offline preview", ".")
        .option("--id <id>", "only this exception; repeatable", collect)
        .option("--json", "write the plan as JSON")
        .addHelpText("after", examplesOf("plan"))
        .action((dir: string, flags: PlanFlags) => plan(dir, flags, io, surroundings));
}

async function plan(dir: string, flags: PlanFlags, io: Io, surroundings: Surroundings): Promise<void> {
    const config = judgingConfig(flags, surroundings);
    const register = usableRegister(config, io);
    if (register === undefined) {
        return;
    }
    const unknown = (flags.id ?? []).filter((id) => !register.entries.some((entry) => entry.id === id));
    if (unknown.length > 0) {
        throw new UsageError(`the register has no ${unknown.map((id) => harmless(id)).join(", ")}.`);
    }
    const now = surroundings.now();
    const stacks = await stacksToJudge(dir, flags, surroundings);
    const uses = stacks.flatMap((source) => judgeStack(source, config, now).uses);
    const plans = register.entries
        .filter((entry) => flags.id === undefined || flags.id.includes(entry.id))
        .map((entry) => ({ entry, steps: stepsOf(entry, uses) }))
        .filter(({ steps }) => steps.length > 0 || flags.id !== undefined);
    if (flags.json === true) {
        io.out(JSON.stringify(plans, undefined, 2));
    } else if (plans.length === 0) {
        io.out("Nothing here rests on an exception.");
    } else {
        plans.forEach(({ entry, steps }, index) => {
            if (index > 0) {
                io.out("");
            }
            write(entry, steps, now, io);
        });
    }
    io.exit(ExitCode.ok);
}

function stepsOf(entry: ExceptionEntry, uses: readonly Use[]): Step[] {
    const byUrn = new Map<string, Use[]>();
    for (const use of uses.filter(({ id }) => id === entry.id)) {
        byUrn.set(use.urn, [...(byUrn.get(use.urn) ?? []), use]);
    }
    return [...byUrn.entries()].map(([urn, group]) => {
        const { project, stack, type, name } = parseUrn(urn);
        const attachments = [...new Set(group.map(({ technique, path }) => `${technique} (${path})`))];
        const target = entry.transition?.target ?? "virtio";
        const change = target === "virtio" || target === "vmxnet3" ? wayBack(type) : `move it to ${target}`;
        return { urn, type, name, project, stack, attachments, change };
    });
}

function write(entry: ExceptionEntry, steps: readonly Step[], now: Date, io: Io): void {
    const { transition } = entry;
    const left = daysLeft(entry.expires, now);
    const ends =
        statusOf(entry, now) === "expired" ? `ended on ${entry.expires}` : `ends on ${entry.expires}, in ${left} days`;
    io.out(
        `${entry.id}: ${entry.techniques.join(", ")} to ${transition?.target ?? "virtio"}; ${ends}; owner ${harmless(entry.owner)}`,
    );
    io.out(
        `  plan: ${transition?.plan === undefined ? "none in the register (transition.plan)" : harmless(transition.plan)}`,
    );
    for (const { name, date, done } of transition?.milestones ?? []) {
        const state = done ? "done" : now.getTime() >= endOfDay(date) ? "LATE" : "open";
        io.out(`  milestone ${date}  ${state}  ${harmless(name)}`);
    }
    if (steps.length === 0) {
        io.out("  Nothing here rests on it.");
    }
    for (const { project, stack, name, type, attachments, change } of steps) {
        io.out(`  ${harmless(name)} (${harmless(type)}) in ${harmless(project)}/${harmless(stack)}`);
        io.out(`    uses: ${harmless(attachments.join(", "))}`);
        io.out(`    change: ${change}`);
    }
}
