import type { Command } from "commander";
import { faultLine } from "../../exceptions/register";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { judgingConfig, type RegisterFlags, withRegisterOptions } from "./register-source";
import { subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { examplesOf } from "./examples";

interface CheckFlags extends RegisterFlags {
    readonly strict?: boolean;
    readonly json?: boolean;
}

/** `virtio-first exceptions check`. */
export function checkCommand(io: Io, surroundings: Surroundings): Command {
    return withRegisterOptions(subcommand("check", io))
        .description("Check a register: every fault with its line, its entry and what to do.")
        .option("--strict", "let warnings fail the check too")
        .option("--json", "write the faults as JSON")
        .addHelpText("after", "\nExit codes: 0 the register can be used, 1 it has faults, 2 it is not there.")
        .addHelpText("after", examplesOf("check"))
        .action((flags: CheckFlags) => check(flags, io, surroundings));
}

function check(flags: CheckFlags, io: Io, surroundings: Surroundings): void {
    const { config } = judgingConfig(flags, surroundings);
    const { register: state, faults: configFaults } = config;
    const faults = state.state === "faulty" ? state.faults : state.state === "ready" ? state.warnings : [];
    const refused = state.state !== "ready" || configFaults.length > 0 || (flags.strict === true && faults.length > 0);
    if (flags.json === true) {
        const entries = state.state === "ready" ? state.register.entries.length : undefined;
        io.out(
            JSON.stringify(
                { valid: !refused, ...(entries !== undefined && { entries }), faults, configFaults },
                undefined,
                2,
            ),
        );
    } else {
        configFaults.forEach((fault) => io.err(`error: policy config: ${fault}`));
        faults.forEach((fault) => io.err(faultLine(fault)));
        if (state.state === "ready") {
            const { entries, source } = state.register;
            const warnings = faults.length === 0 ? "" : `, ${counted(faults.length, "warning", "warnings")}`;
            io.out(`${source}: ${counted(entries.length, "exception", "exceptions")}${warnings}`);
        }
    }
    io.exit(refused ? ExitCode.refused : ExitCode.ok);
}

function counted(count: number, one: string, many: string): string {
    return `${count} ${count === 1 ? one : many}`;
}
