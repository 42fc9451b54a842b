/** `Pulumi.yaml`: which program runs, where, and how. */

import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { undecided, usage } from "./fault";
import type { PlainObject, PlainValue } from "./result";
import { readText, readYamlMapping } from "./yaml-file";

/** Options of `runtime:` in a project or a pack. */
export interface RuntimeOptions {
    /** Run TypeScript as it is. Default true. */
    readonly typescript: boolean;
    /** Another file than `tsconfig.json`. */
    readonly tsconfig?: string;
    /** Arguments for Node.js. */
    readonly nodeArguments: readonly string[];
}

/** A Pulumi project. */
export interface Project {
    readonly name: string;
    /** Folder of `Pulumi.yaml`. */
    readonly root: string;
    /** Folder that the program runs in. */
    readonly programDir: string;
    /** What the runner is asked to run: `.`, or a file of the program's folder. */
    readonly entryPoint: string;
    readonly runtime: RuntimeOptions;
    /** Where the stack files are. */
    readonly stackDir: string;
    /** `config:` as written. */
    readonly config: PlainObject;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/** Reads the project of a folder, or of the nearest folder above it that has one. */
export function loadProject(dir: string): Project {
    const start = resolve(dir);
    if (!isDirectory(start)) {
        throw usage(`There is no folder ${start}.`);
    }
    const file = findUpwards(start, PROJECT_FILES);
    if (file === undefined) {
        throw usage(`There is no Pulumi.yaml in ${start} or above it. Name the folder of a Pulumi project.`);
    }
    const content = readYamlMapping(file) ?? {};
    const name = content["name"];
    if (typeof name !== "string" || name === "") {
        throw usage(`${file} has no name. Add one, such as: name: my-project`);
    }
    const root = dirname(file);
    return {
        name,
        root,
        runtime: runtimeOptions(content["runtime"], file, "program"),
        ...program(root, content["main"], file),
        ...configuration(root, content, file),
    };
}

/** The options of a `runtime:` entry; another runtime than Node.js is refused by name. */
export function runtimeOptions(
    runtime: PlainValue | undefined,
    file: string,
    what: "program" | "pack",
): RuntimeOptions {
    const name = isMapping(runtime) ? runtime["name"] : runtime;
    if (typeof name !== "string" || name === "") {
        throw usage(`${file} names no runtime. Add: runtime: nodejs`);
    }
    if (name !== "nodejs") {
        const way = what === "program" ? "Use pulumi preview for it." : "Use pulumi preview --policy-pack for it.";
        throw undecided(
            `${file} asks for the runtime ${name}; this offline preview runs Node.js ${what}s only. ${way}`,
        );
    }
    const options = isMapping(runtime) && isMapping(runtime["options"]) ? runtime["options"] : {};
    const tsconfig = options["tsconfig"];
    const nodeArguments = options["nodeargs"];
    return {
        typescript: options["typescript"] !== false,
        ...(typeof tsconfig === "string" ? { tsconfig } : {}),
        nodeArguments: typeof nodeArguments === "string" ? splitWords(nodeArguments) : [],
    };
}

/** As the engine does: a folder as `main` becomes the folder to run in, a file becomes the entry of its folder. */
function program(
    root: string,
    main: PlainValue | undefined,
    file: string,
): { readonly programDir: string; readonly entryPoint: string } {
    if (main === undefined || main === null || main === "") {
        return { programDir: root, entryPoint: "." };
    }
    if (typeof main !== "string") {
        throw usage(`main in ${file} must be a path.`);
    }
    const path = resolve(root, main);
    if (isDirectory(path)) {
        return { programDir: path, entryPoint: "." };
    }
    if (!existsSync(path)) {
        throw usage(`main in ${file} names ${main}, which is not there.`);
    }
    return { programDir: dirname(path), entryPoint: basename(path) };
}

function configuration(
    root: string,
    content: PlainObject,
    file: string,
): { readonly stackDir: string; readonly config: PlainObject } {
    const config = content["config"];
    const dir = typeof config === "string" ? config : content["stackConfigDir"];
    if (config !== undefined && config !== null && typeof config !== "string" && !isMapping(config)) {
        throw usage(`config in ${file} must be a mapping.`);
    }
    return {
        stackDir: typeof dir === "string" ? resolve(root, dir) : root,
        config: isMapping(config) ? config : {},
    };
}

/** The first of the files that a folder, or one above it, has. */
export function findUpwards(dir: string, names: readonly string[]): string | undefined {
    for (let current = dir; ; current = dirname(current)) {
        for (const name of names) {
            const candidate = join(current, name);
            if (isFile(candidate)) {
                return candidate;
            }
        }
        if (dirname(current) === current) {
            return undefined;
        }
    }
}

/** `package.json` of the folder or above it, with its folder. An unreadable one counts as empty, as for the SDK. */
export function nearestPackage(dir: string): { readonly dir: string; readonly content: PlainObject } | undefined {
    const file = findUpwards(dir, ["package.json"]);
    if (file === undefined) {
        return undefined;
    }
    let content: PlainValue = {};
    try {
        content = JSON.parse(readText(file) ?? "{}") as PlainValue;
    } catch {
        // The SDK's runner goes on without it, and so do we.
    }
    return { dir: dirname(file), content: isMapping(content) ? content : {} };
}

/** True for an existing folder. */
export function isDirectory(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** True for an existing file. */
export function isFile(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** True for a mapping. */
export function isMapping(value: PlainValue | undefined): value is PlainObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Words of a command line: quotes keep blanks together. */
function splitWords(text: string): string[] {
    return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ""));
}
