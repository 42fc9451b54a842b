import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baselineConfig } from "./audit/baseline-file";
import { type NamedPack, UsageError } from "./packs";

/** Packs whose config holds a baseline as well, until {@link end} removes it. */
export interface PacksWithBaseline {
    readonly packs: readonly NamedPack[];
    readonly end: () => void;
}

/**
 * Gives a baseline to the pack of a preview, beside what its config file says.
 *
 * @throws {@link UsageError} if there is not exactly one pack, or if the config or the baseline cannot be read.
 */
export function packsWithBaseline(packs: readonly NamedPack[], baseline: string | undefined): PacksWithBaseline {
    if (baseline === undefined) {
        return { packs, end: () => undefined };
    }
    const [pack, ...more] = packs;
    if (pack === undefined || more.length > 0) {
        throw new UsageError(
            "--baseline needs exactly one policy pack; give several theirs in their configs (baseline).",
        );
    }
    const config = pack.configFile === undefined ? {} : wholeConfig(pack.configFile);
    const own = config["paravirtual-io"];
    const given =
        typeof own === "object" && own !== null ? own : typeof own === "string" ? { enforcementLevel: own } : {};
    const folder = mkdtempSync(join(tmpdir(), "virtio-first-"));
    const configFile = join(folder, "policy-config.json");
    writeFileSync(
        configFile,
        JSON.stringify({ ...config, "paravirtual-io": { ...given, ...baselineConfig(baseline, false) } }),
    );
    return { packs: [{ dir: pack.dir, configFile }], end: () => rmSync(folder, { recursive: true, force: true }) };
}

function wholeConfig(path: string): Readonly<Record<string, unknown>> {
    try {
        return JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;
    } catch {
        throw new UsageError(`the policy config ${path} is not there or is no JSON; correct it.`);
    }
}
