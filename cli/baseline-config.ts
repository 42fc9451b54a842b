import { baselineConfig } from "./audit/baseline-file";
import { type NamedPack, policyConfig, UsageError } from "./packs";
import type { WrittenConfigs } from "./written-config";

/**
 * Gives a baseline to the pack of a preview, beside what its config file says.
 *
 * @throws {@link UsageError} if there is not exactly one pack, or if the config or the baseline cannot be read.
 */
export function packsWithBaseline(
    packs: readonly NamedPack[],
    baseline: string | undefined,
    written: WrittenConfigs,
): readonly NamedPack[] {
    if (baseline === undefined) {
        return packs;
    }
    const [pack, ...more] = packs;
    if (pack === undefined || more.length > 0) {
        throw new UsageError(
            "--baseline needs exactly one policy pack; give several theirs in their configs (baseline).",
        );
    }
    const config = pack.configFile === undefined ? {} : policyConfig(pack.configFile);
    const own = config["paravirtual-io"];
    const given =
        typeof own === "object" && own !== null ? own : typeof own === "string" ? { enforcementLevel: own } : {};
    const configFile = written.write({
        ...config,
        "paravirtual-io": { ...given, ...baselineConfig(baseline, false) },
    });
    return [{ dir: pack.dir, configFile }];
}
