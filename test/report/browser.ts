import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where a Chromium is, or why the tests in it are skipped. */
export function findBrowser(): { readonly path: string } | { readonly missing: string } {
    const named = process.env["CHROMIUM_PATH"];
    const candidates = named === undefined ? ["chromium", "chromium-browser", "google-chrome"].map(onPath) : [named];
    const path = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
    return path === undefined ? { missing: "no Chromium on PATH, and CHROMIUM_PATH names none" } : { path };
}

function onPath(name: string): string | undefined {
    try {
        return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
        return undefined;
    }
}

/** Starts a browser that asks nobody for anything. */
export async function startBrowser(executablePath: string): Promise<Browser> {
    return chromium.launch({
        executablePath,
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}
