import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../policy-pack/config";
import { NO_CONTEXT, type ReadContext } from "../techniques/classification";
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
 * What the config given to `paravirtual-io` says of names outside the stack, so that the report reads resources as the
 * pack does. A config that cannot be read is the preview's to refuse.
 */
export function readContextOf(packs: readonly NamedPack[]): ReadContext {
    for (const { dir, configFile } of packs) {
        const config = configFile === undefined ? undefined : paravirtualIoConfig(configFile);
        if (config !== undefined) {
            return readConfig(config, { packFolder: dir, now: new Date() }).context;
        }
    }
    return NO_CONTEXT;
}

function paravirtualIoConfig(configFile: string): Readonly<Record<string, unknown>> | undefined {
    try {
        const config = JSON.parse(readFileSync(configFile, "utf8")) as Readonly<Record<string, unknown>>;
        const own = config["paravirtual-io"];
        if (typeof own !== "object" || own === null) {
            return undefined;
        }
        return Object.fromEntries(Object.entries(own).filter(([key]) => key !== "enforcementLevel"));
    } catch {
        return undefined;
    }
}
