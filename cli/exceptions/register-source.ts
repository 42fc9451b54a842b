import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command } from "commander";
import { faultLine, type Register, type RegisterState } from "../../exceptions/register";
import { type PackConfig, readConfig } from "../../policy-pack/config";
import { ExitCode } from "../exit-codes";
import { withRegister } from "../given-config";
import type { Io } from "../io";
import { ownPack, paravirtualIoConfig, UsageError } from "../packs";
import type { Surroundings } from "./surroundings";

/** Options that say which register is meant. */
export interface RegisterFlags {
    readonly register?: string;
    readonly policyPack?: string;
    readonly policyPackConfig?: string;
}

/** The config to judge by: the raw one for a session of the pack, and as the pack reads it. */
export interface JudgingConfig {
    readonly raw: Readonly<Record<string, unknown>>;
    readonly packFolder: string;
    readonly config: PackConfig;
}

/** Adds the options of {@link RegisterFlags}. */
export function withRegisterOptions(command: Command): Command {
    return command
        .option("-r, --register <file>", "the register; exceptions.yaml in this folder where it is left out")
        .option("--policy-pack-config <file>", "the policy pack's JSON config: its register, patterns and names")
        .option(
            "--policy-pack <dir>",
            "the pack's folder, from which the config's registerFile starts; that of virtio-first where it is left out",
        );
}

/**
 * The register that the options name, in this order: `--register`; the policy config's `exceptions` or `registerFile`;
 * `exceptions.yaml` in the working folder.
 *
 * @throws {@link UsageError} if a named file is not there, or none is named and none is found.
 */
export function judgingConfig(flags: RegisterFlags, { cwd, now }: Surroundings): JudgingConfig {
    const given = flags.policyPackConfig === undefined ? {} : paravirtualIoConfig(resolve(cwd, flags.policyPackConfig));
    const packFolder = resolve(
        cwd,
        // As the preview does: a config without a pack is that of this package's own.
        flags.policyPack ?? (flags.policyPackConfig === undefined ? "." : ownPack()),
    );
    const inConfig = given["exceptions"] !== undefined || given["registerFile"] !== undefined;
    const named = flags.register ?? (inConfig ? undefined : "exceptions.yaml");
    let raw: Readonly<Record<string, unknown>> = given;
    if (named !== undefined) {
        const path = resolve(cwd, named);
        if (flags.register === undefined && !existsSync(path) && existsSync(join(packFolder, "exceptions.yaml"))) {
            raw = withRegister(given, join(packFolder, "exceptions.yaml"));
        } else if (!existsSync(path)) {
            throw new UsageError(
                flags.register === undefined
                    ? "there is no exceptions.yaml here; name the register (--register FILE) or the policy config (--policy-pack-config FILE)."
                    : `the register ${named} is not there; correct the path.`,
            );
        } else {
            raw = withRegister(given, path);
        }
    }
    return { raw, packFolder, config: readConfig(raw, { packFolder, now: now() }) };
}

/** The register if it can be used; otherwise its faults are written, and the exit code is set. */
export function usableRegister({ config }: JudgingConfig, io: Io): Register | undefined {
    for (const fault of config.faults) {
        io.err(`error: policy config: ${fault}`);
    }
    writeFaults(config.register, io);
    if (config.register.state === "ready" && config.faults.length === 0) {
        return config.register.register;
    }
    io.exit(ExitCode.refused);
    return undefined;
}

/** Writes what is wrong with a register, one line for each fault. */
export function writeFaults(state: RegisterState, io: Io): void {
    if (state.state === "faulty") {
        state.faults.forEach((fault) => io.err(faultLine(fault)));
    }
}
