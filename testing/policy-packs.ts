import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NamedPack, ownPack } from "../cli/packs";

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

/** The packs as a preview takes them, and how to take away what was written for it. */
export interface PreparedPacks {
    readonly packs: readonly NamedPack[];
    readonly dispose: () => void;
}

/** Config given as an object is written to a file, as the engine would read it. */
export function preparePacks(packs: readonly (string | PolicyPackUnderTest)[]): PreparedPacks {
    let folder: string | undefined;
    const prepared = packs.map((given, index): NamedPack => {
        const { dir = ownPack(), config } = typeof given === "string" ? { dir: given } : given;
        if (config === undefined) {
            return { dir };
        }
        if (typeof config === "string") {
            return { dir, configFile: config };
        }
        folder ??= mkdtempSync(join(tmpdir(), "virtio-first-"));
        const configFile = join(folder, `${index}.json`);
        writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
        return { dir, configFile };
    });
    return {
        packs: prepared,
        dispose: () => {
            if (folder !== undefined) {
                rmSync(folder, { recursive: true, force: true });
            }
        },
    };
}
