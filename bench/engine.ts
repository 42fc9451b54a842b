/**
 * The offline preview of the onboarding stack beside `pulumi preview` of the real engine, with its provider plugins and a
 * stack on a file backend: the same program and the same pack in the same form on both sides (TypeScript that is checked, and the
 * compiled pack), cold, in turns. Where the CLI or a plugin is missing it says so, and compares nothing. Exits with 1 above
 * the limit.
 *
 *     npm run build && npx tsx bench/engine.ts [--rounds 5]
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { EngineStack, findCli } from "../test/engine/pulumi";
import { median, medianRatio } from "./median";

const ROOT = resolve(__dirname, "..");
const LIMIT = 0.4;
const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });

const dir = join(ROOT, "examples", "onboarding");
const policyPack = join(ROOT, "policy-pack");
const configFile = join(dir, "policy-config.json");

function milliseconds(run: () => void): number {
    const start = performance.now();
    run();
    return performance.now() - start;
}

/** The offline preview in a process of its own. */
function offline(): void {
    const options = JSON.stringify({ dir, typeCheck: true, policyPacks: [{ dir: policyPack, configFile }] });
    const script = `require(${JSON.stringify(join(ROOT, "bin", "preview", "index.js"))})
        .runPreview(${options}).then(({ exitCode }) => { process.exitCode = exitCode; });`;
    const { status, stderr } = spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) {
        throw new Error(`the offline preview ended with ${status}: ${stderr}`);
    }
}

function compare(cli: string): number {
    const stack = new EngineStack({ cli, dir, policyPack, configFile });
    const took = { engine: [] as number[], offline: [] as number[] };
    const engine = (): void => {
        const { code } = stack.preview();
        if (code !== 0) {
            throw new Error(`pulumi preview ended with ${code}`);
        }
    };
    try {
        // Fills the system's file cache for both.
        engine();
        offline();
        for (let round = 0; round < Number(values.rounds); round++) {
            took.engine.push(milliseconds(engine));
            took.offline.push(milliseconds(offline));
        }
    } finally {
        stack.remove();
    }
    console.log(`pulumi preview ${median(took.engine).toFixed(0)} ms, offline ${median(took.offline).toFixed(0)} ms`);
    return medianRatio(took.offline, took.engine);
}

const cli = findCli();
if ("missing" in cli) {
    console.log(`nothing to compare with: ${cli.missing}`);
} else {
    const ratio = compare(cli.path);
    console.log(`offline against the engine: ${ratio.toFixed(2)} (limit ${LIMIT})${ratio <= LIMIT ? "" : "  ABOVE"}`);
    process.exitCode = ratio <= LIMIT ? 0 : 1;
}
