import { type NamedPack, ownPack } from "../cli/packs";
import type { WrittenConfigs } from "../cli/written-config";

/** A policy pack to hold a stack to. Any CrossGuard pack will do. */
export interface PolicyPackUnderTest {
    /** The folder with `PulumiPolicy.yaml`. Default: the pack of this package. */
    readonly dir?: string;
    /**
     * Its config: policy name to settings, as the JSON file of `--policy-pack-config` holds it; or that file's path.
     * Default: none.
     */
    readonly config?: string | Readonly<Record<string, unknown>>;
}

/** The packs as a preview takes them. Config given as an object is written to a file, as the engine would read it. */
export function preparePacks(packs: readonly (string | PolicyPackUnderTest)[], written: WrittenConfigs): NamedPack[] {
    return packs.map((given): NamedPack => {
        const { dir = ownPack(), config } = typeof given === "string" ? { dir: given } : given;
        return config === undefined
            ? { dir }
            : { dir, configFile: typeof config === "string" ? config : written.write(config) };
    });
}
