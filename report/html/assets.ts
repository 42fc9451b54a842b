import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is built for the page beside the code: the client's script with its table library, and the library's styles. */
export interface Assets {
    readonly script: string;
    readonly tableStyles: string;
}

/** Where the build puts it, as seen from this module: compiled, bundled into the command, or as a source. */
const PLACES = [".", "../report/html", "../../bin/report/html"];

let loaded: Assets | undefined;

/**
 * Reads what `npm run build` made.
 *
 * @throws If it was not built.
 */
export function pageAssets(): Assets {
    const folder = PLACES.map((place) => join(__dirname, place)).find((candidate) =>
        existsSync(join(candidate, "client.bundle.js")),
    );
    if (folder === undefined) {
        throw new Error("the page's script is not built: run npm run build.");
    }
    loaded ??= {
        script: readFileSync(join(folder, "client.bundle.js"), "utf8"),
        tableStyles: readFileSync(join(folder, "client.bundle.css"), "utf8"),
    };
    return loaded;
}
