import type { Command } from "commander";
import { startOfDay } from "../../exceptions/dates";
import { statusOf } from "../../exceptions/status";
import type { Finding } from "../../policy-pack/finding";
import { parseUrn } from "../../techniques/resource";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { UsageError } from "../packs";
import { judgeStack } from "./judged-stack";
import { day } from "./option-values";
import { judgingConfig, type RegisterFlags, usableRegister, withRegisterOptions } from "./register-source";
import { type StackFlags, stacksToJudge, withStackOptions } from "./stack-source";
import { subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { examplesOf } from "./examples";

interface ForecastFlags extends RegisterFlags, StackFlags {
    readonly on: string;
    readonly json?: boolean;
}

/** What one stack comes to on the day of the forecast. */
interface StackForecast {
    readonly project: string;
    readonly stack: string;
    /** Refused then, and not today. */
    readonly refused: readonly Finding[];
    /** Refused already today. */
    readonly refusedToday: number;
}

/** `virtio-first exceptions forecast --on DAY [DIR]`. */
export function forecastCommand(io: Io, surroundings: Surroundings): Command {
    return withStackOptions(withRegisterOptions(subcommand("forecast", io)))
        .description("Say what the policy pack will refuse on a later day, if nothing changes until then.")
        .argument("[dir]", "the folder of the project, for an offline preview", ".")
        .requiredOption("--on <day>", "the day, YYYY-MM-DD", day)
        .option("--json", "write the forecast as JSON")
        .addHelpText(
            "after",
            "\nExit codes: 0 nothing more will be refused, 1 something will be, 2 called wrongly, 3 could not decide.",
        )
        .addHelpText("after", examplesOf("forecast"))
        .action((dir: string, flags: ForecastFlags) => forecast(dir, flags, io, surroundings));
}

async function forecast(dir: string, flags: ForecastFlags, io: Io, surroundings: Surroundings): Promise<void> {
    const today = surroundings.now();
    const then = new Date(startOfDay(flags.on));
    if (then.getTime() <= today.getTime()) {
        throw new UsageError("--on must be a day that lies ahead.");
    }
    const config = judgingConfig(flags, surroundings);
    const register = usableRegister(config, io);
    if (register === undefined) {
        return;
    }
    const stacks = await stacksToJudge(dir, flags, surroundings);
    const forecasts = stacks.map((source): StackForecast => {
        const now = judgeStack(source, config, today).refusals;
        const known = new Set(now.map(keyOf));
        const refused = judgeStack(source, config, then).refusals.filter((finding) => !known.has(keyOf(finding)));
        return { project: source.project, stack: source.stack, refused, refusedToday: now.length };
    });
    const ending = register.entries.filter(
        (entry) => statusOf(entry, today) !== "expired" && statusOf(entry, then) === "expired",
    );
    if (flags.json === true) {
        const ended = ending.map(({ id, expires, owner }) => ({ id, expires, owner }));
        io.out(JSON.stringify({ on: flags.on, ended, stacks: forecasts }, undefined, 2));
    } else {
        const ended = ending.map(({ id, expires }) => `${id} (${expires})`).join(", ");
        io.out(
            `Forecast for ${flags.on} (UTC). Exceptions that will have ended by then: ${ended === "" ? "none" : ended}.`,
        );
        forecasts.forEach((one) => write(one, io));
    }
    io.exit(forecasts.some((one) => one.refused.length > 0) ? ExitCode.refused : ExitCode.ok);
}

function write({ project, stack, refused, refusedToday }: StackForecast, io: Io): void {
    io.out("");
    io.out(
        `${project}/${stack}: ${refused.length === 0 ? "nothing more" : String(refused.length)} will be refused` +
            (refusedToday === 0 ? "" : `, beside the ${refusedToday} refused today`),
    );
    for (const { urn, message } of refused) {
        const { type, name } = parseUrn(urn ?? "");
        io.out(`  ${urn === undefined ? "the stack" : `${name} (${type})`}`);
        message.split("\n").forEach((line) => io.out(`    ${line}`));
    }
}

function keyOf({ rule, urn, message }: Finding): string {
    return JSON.stringify([rule, urn, message]);
}
