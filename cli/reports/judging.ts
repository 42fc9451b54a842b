import { resolve } from "node:path";
import { withRegister } from "../given-config";
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
        raw: flags.register === undefined ? given : withRegister(given, flags.register),
        packFolder: resolve(flags.policyPack ?? ownPack()),
    };
}
