/**
 * Mutation testing: changes the code in small ways, and sees whether a test fails.
 *
 *     npm run mutate -- exceptions/verdict.ts        whole files, or globs
 *     npm run mutate -- --since main                 only the lines that were changed since a commit
 *
 * Prints each mutant that no test noticed, the score of each file and of all, and ends with 1 below 90 %. Stryker's runner for
 * Node.js 20 takes mocha 11, so its tools stand in a folder of their own, where this installs them. What a module makes of a
 * table when it is loaded is left as it is: each such mutant would need a process of its own.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const ROOT = resolve(__dirname, "..", "..");
const TOOLS = join(ROOT, "coverage", "mutation-tools");
const CONFIG = join(ROOT, "coverage", "stryker.json");
const RESULT = join(ROOT, "coverage", "mutation.json");
const PACKAGES = ["mocha@11", "@stryker-mutator/core@9.6.1", "@stryker-mutator/mocha-runner@9.6.1"];
const LEAST = 90;

/** The rooms whose decisions must not be wrong, without what holds texts only. */
const ROOMS = /^(?:techniques|exceptions|policy-pack)\/.*\.ts$/;
const TEXTS = new Set(["policy-pack/index.ts", "policy-pack/rule-examples.ts"]);

/** The tests of each room; a mutant is only seen by those of its own. */
const TESTS: Readonly<Record<string, readonly string[]>> = {
    exceptions: ["test/exceptions/*.test.ts"],
    "policy-pack": ["test/policy-pack/*.test.ts"],
    techniques: ["test/techniques/**/*.test.ts", "test/policy-pack/*.test.ts", "test/fuzz/oracle.test.ts"],
    "techniques/openstack": [
        "test/techniques/{*,openstack/*}.test.ts",
        "test/policy-pack/{openstack,remediation}.test.ts",
    ],
    "techniques/kubernetes": [
        "test/techniques/{*,kubernetes/*}.test.ts",
        "test/policy-pack/{kubernetes,kubernetes-joins,remediation}.test.ts",
    ],
    "techniques/kubevirt": ["test/techniques/{*,kubernetes/*,kubevirt/*}.test.ts"],
    "techniques/neighbours": ["test/techniques/{*,neighbours/*}.test.ts"],
    "techniques/public-clouds": [
        "test/techniques/{*,public-clouds/*}.test.ts",
        "test/policy-pack/public-clouds.test.ts",
    ],
};

/** Tests that start processes of their own, in which nothing is changed. */
const ELSEWHERE = "test/policy-pack/{compile-cache,own-pack}.test.ts";

/** The tests of the rooms in which something is changed. */
export function testsOf(wanted: readonly string[]): string[] {
    const rooms = wanted.map((file) =>
        Object.keys(TESTS)
            .filter((room) => file.startsWith(`${room}/`))
            .sort()
            .at(-1),
    );
    return [...new Set(rooms.flatMap((room = "techniques") => TESTS[room] ?? []))];
}

/** Makes functions forget what they gave for the code as it was, unless it is the memory that is changed. */
const FORGETFUL = "./test/mutation/forgetful.cjs";
const MEMORY_TESTS = "test/techniques/memo.test.ts";

interface Settings {
    readonly mochaOptions: object;
}

interface Mutant {
    readonly status: string;
    readonly mutatorName: string;
    readonly replacement?: string;
    readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

interface Result {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

/** `file:first-last` for each run of lines that was changed since a commit. */
export function changedLines(diff: string): string[] {
    const ranges: string[] = [];
    let file = "";
    for (const line of diff.split("\n")) {
        file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1] ?? file;
        const [, start, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
        if (start !== undefined && Number(count) > 0 && ROOMS.test(file) && !TEXTS.has(file)) {
            ranges.push(`${file}:${start}-${Number(start) + Number(count) - 1}`);
        }
    }
    return ranges;
}

/** Detected mutants among those that could be, in per cent; 100 where there are none. */
export function scoreOf(mutants: readonly Mutant[]): number {
    const count = (...statuses: string[]): number => mutants.filter(({ status }) => statuses.includes(status)).length;
    const detected = count("Killed", "Timeout");
    const missed = count("Survived", "NoCoverage");
    return detected + missed === 0 ? 100 : (100 * detected) / (detected + missed);
}

function main(): number {
    const { values, positionals } = parseArgs({ options: { since: { type: "string" } }, allowPositionals: true });
    const wanted =
        values.since === undefined
            ? positionals
            : changedLines(
                  execFileSync("git", ["diff", "--unified=0", "--no-color", "--no-ext-diff", values.since], {
                      cwd: ROOT,
                      encoding: "utf8",
                      maxBuffer: 2 ** 28,
                  }),
              );
    if (wanted.length === 0) {
        console.log("nothing to mutate");
        return values.since === undefined ? 2 : 0;
    }
    if (!existsSync(join(TOOLS, "node_modules", "@stryker-mutator", "mocha-runner"))) {
        mkdirSync(TOOLS, { recursive: true });
        writeFileSync(join(TOOLS, "package.json"), '{ "private": true }\n');
        execFileSync("npm", ["install", "--no-audit", "--no-fund", ...PACKAGES], { cwd: TOOLS, stdio: "inherit" });
    }
    const settings = JSON.parse(readFileSync(join(ROOT, "stryker.config.json"), "utf8")) as Settings;
    const { mochaOptions } = settings;
    const memory = wanted.some((file) => file.startsWith("techniques/memo.ts"));
    writeFileSync(
        CONFIG,
        JSON.stringify({
            ...settings,
            mutate: wanted,
            mochaOptions: {
                ...mochaOptions,
                require: ["tsx/cjs", ...(memory ? [] : [FORGETFUL])],
                spec: testsOf(wanted),
                ignore: [ELSEWHERE, ...(memory ? [] : [MEMORY_TESTS])],
            },
            concurrency: availableParallelism(),
        }),
    );
    const stryker = join(TOOLS, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
    const { status } = spawnSync(process.execPath, [stryker, "run", CONFIG], {
        cwd: ROOT,
        stdio: ["ignore", "inherit", "inherit"],
    });
    if (status !== 0) {
        return status ?? 1;
    }
    const { files } = JSON.parse(readFileSync(RESULT, "utf8")) as Result;
    const score = scoreOf(Object.values(files).flatMap(({ mutants }) => mutants));
    for (const [file, { mutants }] of Object.entries(files)) {
        for (const { status: fate, mutatorName, location, replacement = "" } of mutants) {
            if (fate === "Survived" || fate === "NoCoverage") {
                const { line, column } = location.start;
                console.log(`${file}:${line}:${column} ${fate} ${mutatorName} ${replacement.split("\n")[0]}`);
            }
        }
    }
    for (const [file, { mutants }] of Object.entries(files)) {
        console.log(`${scoreOf(mutants).toFixed(1).padStart(5)} % ${file}`);
    }
    console.log(`mutation score ${score.toFixed(1)} % (least ${LEAST})`);
    return score < LEAST ? 1 : 0;
}

if (require.main === module) {
    process.exitCode = main();
}
