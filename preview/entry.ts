/** Which file the SDK's runner will run, by the runner's own rules (cmd/run/run.ts of @pulumi/pulumi). */

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { isDirectory, isFile, isMapping, nearestPackage, type Project } from "./project";
import type { PlainValue, RuntimeForm } from "./result";

const TYPESCRIPT = /\.[mc]?tsx?$/;
const DECLARATION = /\.d\.[mc]?ts$/;
const INDEX_FILES = ["index.js", "index.json", "index.node", "index.mjs", "index.ts", "index.tsx", "index.mts"];
const EXTENSIONS = ["", ".js", ".json", ".node", ".ts", ".tsx"];

/** How many files are looked at before the search for TypeScript gives up and takes it that there is some. */
const SCAN_LIMIT = 2000;

/** The file that runs. */
export function entryFile(project: Project): string {
    const asked = resolve(project.programDir, project.entryPoint);
    if (project.entryPoint !== ".") {
        return asFile(asked);
    }
    const found = nearestPackage(asked);
    const named = found === undefined ? undefined : declaredEntry(found.content["exports"], found.content["main"]);
    if (found !== undefined && named !== undefined) {
        const path = join(found.dir, named);
        // The runner warns and falls back to the folder where the declared entry is not there.
        if (isFile(path) || isDirectory(path)) {
            return asFile(path);
        }
    }
    return asFile(asked);
}

function declaredEntry(exports: PlainValue | undefined, main: PlainValue | undefined): string | undefined {
    if (typeof exports === "string") {
        return exports;
    }
    if (isMapping(exports)) {
        const root = exports["."];
        const choice = isMapping(root) ? root["default"] || root["require"] || root["import"] : root;
        return typeof choice === "string" ? choice : undefined;
    }
    return typeof main === "string" && main !== "" ? main : undefined;
}

/** As `require` resolves a folder: its package's main, else its index. */
export function moduleFile(dir: string): string {
    const main = isFile(join(dir, "package.json")) ? nearestPackage(dir)?.content["main"] : undefined;
    const named = typeof main === "string" ? asFile(join(dir, main)) : undefined;
    return named !== undefined && isFile(named) ? named : asFile(dir);
}

/** As `require` resolves a path: the file, with an extension, or a folder's index. */
function asFile(path: string): string {
    for (const extension of EXTENSIONS) {
        if (isFile(path + extension)) {
            return path + extension;
        }
    }
    if (isDirectory(path)) {
        const index = INDEX_FILES.map((name) => join(path, name)).find(isFile);
        if (index !== undefined) {
            return index;
        }
    }
    return path;
}

/** In which form the program runs. */
export function runtimeForm(entry: string, typescript: boolean, typeCheck: boolean): RuntimeForm {
    if (!typescript || !TYPESCRIPT.test(entry)) {
        return "compiled";
    }
    return typeCheck ? "type-checked" : "transpiled";
}

/**
 * True if the runner must be able to read TypeScript. Loading the compiler takes as long as the rest of the start, so
 * a compiled program is run without it, unless a TypeScript file without a compiled one beside it lies in or below the
 * entry's folder: a compiled entry may require such a file.
 */
export function needsTypeScript(entry: string): boolean {
    if (TYPESCRIPT.test(entry)) {
        return true;
    }
    const left = { files: SCAN_LIMIT };
    return hasUncompiledSource(resolve(entry, ".."), left);
}

function hasUncompiledSource(dir: string, left: { files: number }): boolean {
    const entries = readdirSync(dir, { withFileTypes: true });
    const names = new Set(entries.map((entry) => entry.name));
    for (const entry of entries) {
        left.files -= 1;
        if (left.files < 0) {
            return true;
        }
        if (entry.isDirectory()) {
            if (!entry.name.startsWith(".") && entry.name !== "node_modules") {
                if (hasUncompiledSource(join(dir, entry.name), left)) {
                    return true;
                }
            }
        } else if (TYPESCRIPT.test(entry.name) && !DECLARATION.test(entry.name)) {
            if (!names.has(entry.name.replace(/tsx?$/, "js"))) {
                return true;
            }
        }
    }
    return false;
}
