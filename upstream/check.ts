/**
 * Compares our tables with the sources of truth, as far as their registries can be reached, and says what we lack. Exits
 * with 1 where something is lacking; a source that cannot be reached is named, and is no failure.
 *
 *     npm run check:upstream
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetched } from "./fetch";
import { lacking } from "./lacking";
import { sources } from "./sources";

for (const source of sources) {
    const folder = mkdtempSync(join(tmpdir(), "upstream-"));
    try {
        const { words, unknown } = lacking(source, fetched(source.origin, folder));
        console.log(
            `${source.what}: ${words} words, ${unknown.length === 0 ? "all known" : `not known: ${unknown.join(", ")}`}`,
        );
        if (unknown.length > 0 || words === 0) {
            process.exitCode = 1;
        }
    } catch (error) {
        const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
        console.log(`${source.what}: not reached (${first})`);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
