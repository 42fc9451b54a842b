import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./package-folder";

/** A policy pack as a command line names it, with the config file that is paired with it. */
export interface NamedPack {
    readonly dir: string;
    readonly configFile?: string;
}

/** The folder of this package's own policy pack. */
export function ownPack(): string {
    return join(packageFolder(), "policy-pack");
}

/** Pairs packs and config files in order, as `pulumi preview` does. */
export function packOptions(packs: readonly string[], configFiles: readonly string[]): NamedPack[] {
    if (configFiles.length > packs.length) {
        throw new UsageError(
            `there are ${configFiles.length} --policy-pack-config and ${packs.length} policy packs; give at most one config for each pack.`,
        );
    }
    return packs.map((dir, index) => {
        const configFile = configFiles[index];
        return configFile === undefined ? { dir } : { dir, configFile };
    });
}

/** A command that was called wrongly. */
export class UsageError extends Error {}

/**
 * What a policy config file says, by policy.
 *
 * @throws {@link UsageError} if the file is not there or holds no JSON.
 */
export function policyConfig(path: string): Readonly<Record<string, unknown>> {
    try {
        return (JSON.parse(readFileSync(path, "utf8")) ?? {}) as Readonly<Record<string, unknown>>;
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new UsageError(`the policy config ${path} ${missing ? "is not there" : "is no JSON"}; correct it.`);
    }
}

/**
 * What a policy config says to `paravirtual-io`, without its level.
 *
 * @throws {@link UsageError} if the file is not there or holds no JSON.
 */
export function paravirtualIoConfig(path: string): Readonly<Record<string, unknown>> {
    const own = policyConfig(path)["paravirtual-io"];
    if (typeof own !== "object" || own === null) {
        return {};
    }
    return Object.fromEntries(Object.entries(own).filter(([key]) => key !== "enforcementLevel"));
}
