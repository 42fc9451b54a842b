import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./package-folder";

/** The version of this package. */
export function version(): string {
    const manifest = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string };
    return manifest.version;
}
