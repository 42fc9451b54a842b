/**
 * What the policy pack costs beside the SDK that carries it: its start (process start to port) against an empty compiled
 * pack, and its verdicts on stacks of mixed resources, through the SDK's own server, against a pack of as many policies that do
 * nothing. The stack is judged as an operator has it judged, whose config says which networks, flavors and images there are,
 * and `unclassified`, where the pack has something to say of two resources in five; that is also compared with policies that
 * decide nothing and say as much. Each runs in a process of its own, and they take turns of some hundred resources, in one order
 * and then in the other; a round is the mean of two runs, of which another begins. Prints medians of what each took and of the ratios within the rounds, and exits with 1 above a limit.
 *
 *     npm run build && npx tsx bench/pack.ts [--rounds 7] [--sizes 100,1000,10000,50000]
 */
import { spawn, spawnSync } from "node:child_process";
import * as nodeModule from "node:module";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { median, medianRatio } from "./median";

const ROOT = resolve(__dirname, "..");
const { values } = parseArgs({
    options: { rounds: { type: "string", default: "7" }, sizes: { type: "string", default: "100,1000,10000,50000" } },
});
const ROUNDS = Number(values.rounds);
const SIZES = values.sizes.split(",").map(Number);
const START_LIMIT = 1.05;
/** With Node's compile cache filled, against an empty pack without it. */
const CACHED_LIMIT = 0.65;
const VERDICT_LIMIT = 1.1;
const LINEAR_LIMIT = 1.2;

const EMPTY = `
const { PolicyPack } = require("@pulumi/policy");
const nothing = (name) => ({ name, description: name, enforcementLevel: "advisory", validateResource: () => {}, validateStack: () => {} });
new PolicyPack("empty", { policies: [nothing("a"), nothing("b"), nothing("c")] });`;

/** Policies that decide nothing, and say of the same resources as much as ours do. */
const SAYING = `
const { PolicyPack } = require("@pulumi/policy");
const text = "Not verifiable here: this names what the stack does not declare: networks[0].uuid (network). Say in the pack's config what it is (networks), or declare it in this stack.\\n  at: networks[0].uuid\\n  rule: unverifiable";
const nothing = (name) => ({ name, description: text, enforcementLevel: "advisory", validateResource: () => {}, validateStack: () => {} });
const says = { ...nothing("b"), validateStack: ({ resources }, report) =>
    resources.filter(({ type }) => /:(Pod|Instance)$/.test(type)).forEach(({ urn }) => report(text, urn)) };
new PolicyPack("saying", { policies: [nothing("a"), says, nothing("c")] });`;

const folder = mkdtempSync(join(tmpdir(), "bench-pack-"));

/** Milliseconds from the start of a pack's process to its port. */
function startOf(dir: string, environment: Readonly<Record<string, string>> = {}): Promise<number> {
    const runner = join(ROOT, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
    return new Promise((done, fail) => {
        const begin = performance.now();
        const child = spawn(process.execPath, [runner, "127.0.0.1:0", dir], {
            cwd: dir,
            env: { ...process.env, PULUMI_NODEJS_DRY_RUN: "true", ...environment },
            stdio: ["ignore", "pipe", "inherit"],
        });
        child.on("error", fail);
        child.stdout.once("data", () => {
            const took = performance.now() - begin;
            child.once("exit", () => done(took));
            // A moment, in which the pack keeps what was compiled; then it is ended as the engine ends it.
            setTimeout(() => child.kill(), environment["NODE_COMPILE_CACHE"] === undefined ? 0 : 500);
        });
    });
}

interface Judged {
    readonly findings: number;
    readonly milliseconds: number;
    /** The pack's peak. */
    readonly megabytes: number;
}

/** A stack judged by several packs, each in a process of its own, in turns of some hundred resources. */
function judge(count: number, round: number, packs: readonly { folder: string; classified?: boolean }[]): Judged[] {
    const script = join(__dirname, "judge-stack.cjs");
    const args = ["--expose-gc", script, String(count), String(round), JSON.stringify(packs)];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (stdout === "") {
        throw new Error(stderr);
    }
    return JSON.parse(stdout) as Judged[];
}

/** A round in both orders: the mean of what each took, since who has the first turn, or the last, is up to a tenth off. */
function judgeBothWays(count: number, packs: readonly { folder: string; classified?: boolean }[]): Judged[] {
    const [one, other] = [judge(count, 0, packs), judge(count, 1, packs)];
    return one.map(({ findings, milliseconds, megabytes }, index) => ({
        findings,
        milliseconds: (milliseconds + (other[index]?.milliseconds ?? NaN)) / 2,
        megabytes: Math.max(megabytes, other[index]?.megabytes ?? NaN),
    }));
}

/** Those that take turns, in the order of a round: whoever comes first in one comes last in the next. */
function turns<T>(round: number, all: readonly T[]): readonly T[] {
    return round % 2 === 0 ? all : [...all].reverse();
}

/** A pack of one file; gives its folder. */
function packOf(name: string, code: string): string {
    const dir = join(folder, name);
    mkdirSync(dir);
    writeFileSync(join(dir, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    writeFileSync(join(dir, "package.json"), JSON.stringify({ name, version: "0.0.1", main: "index.js" }));
    writeFileSync(join(dir, "index.js"), code);
    symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"));
    return dir;
}

/** Starts in turns: the empty pack, ours, and ours with the compile cache of Node.js 22.10 and later, filled before. */
async function starts(empty: string, own: string, check: (what: string, ratio: number, limit: number) => void) {
    const environment = { NODE_COMPILE_CACHE: join(folder, "compile-cache") };
    const keepsCompiled = "flushCompileCache" in nodeModule;
    const filling = keepsCompiled ? await startOf(own, environment) : NaN;
    const start = {
        empty: () => startOf(empty),
        ours: () => startOf(own),
        cached: () => (keepsCompiled ? startOf(own, environment) : Promise.resolve(NaN)),
    };
    const took = { empty: [] as number[], ours: [] as number[], cached: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
        for (const which of turns(round, ["empty", "ours", "cached"] as const)) {
            took[which].push(await start[which]());
        }
    }
    console.log(`start: empty ${median(took.empty).toFixed(0)} ms, ours ${median(took.ours).toFixed(0)} ms`);
    check("start against an empty pack", medianRatio(took.ours, took.empty), START_LIMIT);
    if (!keepsCompiled) {
        console.log(
            `start with a compile cache: Node.js ${process.versions.node} cannot keep one; run this with 22.10 or later`,
        );
        return;
    }
    console.log(
        `start with a compile cache: filling it ${filling.toFixed(0)} ms, filled ${median(took.cached).toFixed(0)} ms`,
    );
    check(
        "start with a filled compile cache against an empty pack without",
        medianRatio(took.cached, took.empty),
        CACHED_LIMIT,
    );
}

async function main(): Promise<boolean> {
    const empty = packOf("empty", EMPTY);
    const saying = packOf("saying", SAYING);
    const own = join(ROOT, "policy-pack");
    let good = true;
    const check = (what: string, ratio: number, limit: number): void => {
        good &&= ratio <= limit;
        console.log(`${what}: ${ratio.toFixed(2)} (limit ${limit})${ratio <= limit ? "" : "  ABOVE"}`);
    };

    await starts(empty, own, check);

    const perResource = new Map<number, number>();
    for (const count of SIZES) {
        const rounds = count > 20_000 ? 1 : Math.ceil(ROUNDS / 2);
        const runs = {
            empty: [] as Judged[],
            ours: [] as Judged[],
            saying: [] as Judged[],
            unclassified: [] as Judged[],
        };
        const packs = [{ folder: empty }, { folder: own, classified: true }, { folder: saying }, { folder: own }];
        for (let round = 0; round < rounds; round++) {
            const [nothing, ours, says, unclassified] = judgeBothWays(count, packs) as [Judged, Judged, Judged, Judged];
            runs.empty.push(nothing);
            runs.ours.push(ours);
            runs.saying.push(says);
            runs.unclassified.push(unclassified);
        }
        const times = (of: readonly Judged[]): number[] => of.map(({ milliseconds }) => milliseconds);
        const memories = (of: readonly Judged[]): number[] => of.map(({ megabytes }) => megabytes);
        const described = ([what, of]: [string, readonly Judged[]]): string =>
            `  ${what}: ${median(times(of)).toFixed(0)} ms, ${median(memories(of)).toFixed(0)} MB, ${of[0]?.findings} findings`;
        perResource.set(count, median(times(runs.ours)) / count);
        console.log(`${count} resources\n${Object.entries(runs).map(described).join("\n")}`);
        const againstEmpty = medianRatio(times(runs.ours), times(runs.empty));
        if (count >= 10_000) {
            check(`verdicts on ${count} resources against policies that do nothing`, againstEmpty, VERDICT_LIMIT);
            check("peak memory likewise", medianRatio(memories(runs.ours), memories(runs.empty)), VERDICT_LIMIT);
        } else {
            console.log(`  ratio ${againstEmpty.toFixed(2)}`);
        }
        const against = (other: readonly Judged[]): string =>
            [times, memories].map((of) => medianRatio(of(runs.unclassified), of(other)).toFixed(2)).join(" and ");
        console.log(
            `  unclassified: time and memory ${against(runs.empty)} of policies that do nothing, ` +
                `${against(runs.saying)} of policies that say as much`,
        );
    }
    const [thousand, most] = [perResource.get(1000), perResource.get(Math.max(...SIZES))];
    if (thousand !== undefined && most !== undefined) {
        check(`time for each resource at ${Math.max(...SIZES)} against 1,000`, most / thousand, LINEAR_LIMIT);
    }
    return good;
}

void (async () => {
    try {
        process.exitCode = (await main()) ? 0 : 1;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
})();
