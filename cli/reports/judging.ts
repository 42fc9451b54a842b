import { resolve } from "node:path";
import { ownPack, paravirtualIoConfig } from "../packs";
import type { Judging } from "./of-source";

/** Options that say what is judged by. */
export interface JudgingFlags {
    readonly register?: string;
    readonly policyPack?: string;
    readonly policyPackConfig?: string;
}

/** What the options say of the config and of the register. */
export function judgingOf(flags: JudgingFlags): Judging {
    const given = flags.policyPackConfig === undefined ? {} : paravirtualIoConfig(flags.policyPackConfig);
    return {
        raw: flags.register === undefined ? given : { ...withoutInline(given), registerFile: resolve(flags.register) },
        packFolder: resolve(flags.policyPack ?? ownPack()),
    };
}

function withoutInline(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(config).filter(([key]) => key !== "exceptions"));
}
