import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package, whether it runs from its sources or compiled. */
export function packageFolder(): string {
    for (let folder = __dirname; ; folder = dirname(folder)) {
        const manifest = join(folder, "package.json");
        if (existsSync(manifest) && nameIn(manifest) === "pulumi-virtio-first") {
            return folder;
        }
        if (folder === dirname(folder)) {
            throw new Error("the installation is broken: the package.json of pulumi-virtio-first is not there.");
        }
    }
}

function nameIn(manifest: string): unknown {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { name?: unknown }).name;
}
