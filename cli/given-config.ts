import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { baselineConfig } from "./audit/baseline-file";
import { type NamedPack, policyConfig, UsageError } from "./packs";
import type { WrittenConfigs } from "./written-config";

/** What options of a preview say to the pack, over what its config file says. */
export interface GivenConfig {
    /** The file of a baseline. */
    readonly baseline?: string;
    /** The file of the register. */
    readonly register?: string;
}

/**
 * Gives a baseline and a register to the pack of a preview, beside what its config file says.
 *
 * @throws {@link UsageError} if there is not exactly one pack, or if a file is not there or cannot be read.
 */
export function packsWithConfig(
    packs: readonly NamedPack[],
    { baseline, register }: GivenConfig,
    written: WrittenConfigs,
): readonly NamedPack[] {
    if (baseline === undefined && register === undefined) {
        return packs;
    }
    const [pack, ...more] = packs;
    if (pack === undefined || more.length > 0) {
        const [option, key] = baseline === undefined ? ["--register", "registerFile"] : ["--baseline", "baseline"];
        throw new UsageError(`${option} needs exactly one policy pack; give several theirs in their configs (${key}).`);
    }
    if (register !== undefined && !existsSync(register)) {
        throw new UsageError(`the register ${register} is not there; correct the path.`);
    }
    const config = pack.configFile === undefined ? {} : policyConfig(pack.configFile);
    const own = config["paravirtual-io"];
    const given =
        typeof own === "object" && own !== null ? own : typeof own === "string" ? { enforcementLevel: own } : {};
    const configFile = written.write({
        ...config,
        "paravirtual-io": {
            ...(register === undefined ? given : withRegister(given, register)),
            ...(baseline !== undefined && baselineConfig(baseline, false)),
        },
    });
    return [{ dir: pack.dir, configFile }];
}

/** A register that is named counts, whatever the config of `paravirtual-io` says of one. */
export function withRegister(config: object, register: string): Record<string, unknown> {
    const others = Object.entries(config).filter(([key]) => key !== "exceptions");
    return { ...Object.fromEntries(others), registerFile: resolve(register) };
}
