import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is built for the page beside the code: the client's script with its table library, and the library's styles. */
export interface Assets {
    readonly script: string;
    readonly tableStyles: string;
}

let loaded: Assets | undefined;

/**
 * Reads what `npm run build` made.
 *
 * @throws If it was not built.
 */
export function pageAssets(): Assets {
    // Beside the compiled code; from the sources, where the build puts it.
    const folder = [__dirname, join(__dirname, "..", "..", "bin", "report", "html")].find((candidate) =>
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
