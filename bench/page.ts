/**
 * What the HTML report of one large stack costs: 50,000 ports of a state, time and peak memory, against parsing the same file
 * alone. Prints both, and exits with 1 above the limit.
 *
 *     npm run build && npx tsx bench/page.ts [--ports 50000]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { portOf } from "./stacks";

const ROOT = resolve(__dirname, "..");
const { values } = parseArgs({ options: { ports: { type: "string", default: "50000" } } });
const PORTS = Number(values.ports);
/** Peak memory, in times that of the parser alone. */
const LIMIT = 4;

const folder = mkdtempSync(join(tmpdir(), "bench-page-"));

/** Runs a script of Node.js to its end: seconds, and its peak memory in MB. */
function run(...args: readonly string[]): { readonly seconds: number; readonly megabytes: number } {
    const start = performance.now();
    const { stderr, status } = spawnSync(process.execPath, ["-r", join(folder, "peak.cjs"), ...args], {
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
    });
    const peak = /^peak (\d+)$/m.exec(stderr)?.[1];
    if (status !== 0 || peak === undefined) {
        throw new Error(`a measured process failed (${status}): ${stderr}`);
    }
    return { seconds: (performance.now() - start) / 1000, megabytes: Number(peak) / 1024 };
}

try {
    writeFileSync(
        join(folder, "peak.cjs"),
        `process.on("exit", () => require("fs").writeSync(2, "peak " + process.resourceUsage().maxRSS + "\\n"));`,
    );
    const state = join(folder, "state.json");
    const page = join(folder, "page.html");
    const resources = Array.from({ length: PORTS }, (_, index) => portOf(0, index));
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources } }));
    const config = join(folder, "config.json");
    // Without a register, well-formed IDs count.
    writeFileSync(config, JSON.stringify({ "paravirtual-io": {} }));
    const parser = run("-e", `JSON.parse(require("fs").readFileSync(${JSON.stringify(state)}, "utf8"))`);
    const command = join(ROOT, "bin", "cli", "main.js");
    const ours = run(command, "report", "--from", state, "--policy-pack-config", config, "--output", `html=${page}`);
    const size = (file: string): string => `${(statSync(file).size / 2 ** 20).toFixed(0)} MB`;
    console.log(`${PORTS} ports, a state of ${size(state)}, a page of ${size(page)}`);
    for (const [name, { seconds, megabytes }] of Object.entries({ "JSON.parse alone": parser, "HTML report": ours })) {
        console.log(`${name}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
    }
    const ratio = ours.megabytes / parser.megabytes;
    console.log(
        `peak memory against the parser: ${ratio.toFixed(2)} (limit ${LIMIT})${ratio <= LIMIT ? "" : "  ABOVE"}`,
    );
    process.exitCode = ratio <= LIMIT ? 0 : 1;
} finally {
    rmSync(folder, { recursive: true, force: true });
}
