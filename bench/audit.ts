/**
 * An audit must cost little more than parsing what it reads: 1,000 stacks of 500 resources, and 10,000 Kubernetes objects
 * in one file, against the JSON or YAML library alone on the same bytes, by number of worker threads, with the peak of
 * memory. Prints medians of three rounds, their ratios, and exits with 1 if one worker takes more than the limit. Run it compiled: threads need it.
 *
 *     npm run build && npx tsx bench/audit.ts [stacks]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { median } from "./median";
import { mixedOf, portOf } from "./stacks";

const STACKS = Number(process.argv[2] ?? 1000);
const RESOURCES = 500;
const OBJECTS = 10_000;
const LIMIT = 2;
const ROUNDS = 3;

const main = join(__dirname, "..", "bin", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "bench-audit-"));

function podOf(index: number): string {
    return `apiVersion: v1
kind: Pod
metadata:
  name: pod-${index}
  namespace: ns-${index % 20}
  labels: { app: pod, tier: "${index % 3}" }
  annotations:
    k8s.v1.cni.cncf.io/networks: blue
spec:
  containers:
    - name: app
      image: registry.example/app:1
      resources:
        limits: { cpu: "1", memory: 1Gi }
        requests: { cpu: "1", memory: 1Gi }
      env:
        - { name: MODE, value: fast }
`;
}

function seconds(work: () => void): number {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
}

/** Runs an audit in a process of its own; its seconds without the start of the command, and its peak of memory in MiB. */
function audited(source: string, workers: number): { time: number; memory: number } {
    const hook = join(folder, "peak.js");
    writeFileSync(hook, 'process.on("exit", () => console.error("peak", process.resourceUsage().maxRSS));');
    let memory = 0;
    const time = seconds(() => {
        const { stderr, status } = spawnSync(
            "node",
            ["-r", hook, main, "audit", source, "--workers", String(workers), "--json"],
            { encoding: "utf8", maxBuffer: 2 ** 30, stdio: ["ignore", "ignore", "pipe"] },
        );
        if (status === null || status > 1) {
            throw new Error(`the audit ended with ${status}: ${stderr}`);
        }
        memory = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
    });
    return { time, memory };
}

/** The library alone, in a process of its own as well. */
function parsed(source: string, code: string): number {
    const script = join(folder, "parse.js");
    writeFileSync(script, code);
    return seconds(() => {
        const { status, stderr } = spawnSync("node", [script, source], {
            encoding: "utf8",
            cwd: join(__dirname, ".."),
        });
        if (status !== 0) {
            throw new Error(stderr);
        }
    });
}

const PARSE_JSON = `const fs = require("fs"), path = require("path");
for (const file of fs.readdirSync(process.argv[2])) JSON.parse(fs.readFileSync(path.join(process.argv[2], file), "utf8"));`;
const PARSE_YAML = `const yaml = require(${JSON.stringify(require.resolve("yaml"))});
yaml.parseAllDocuments(require("fs").readFileSync(process.argv[2], "utf8")).forEach((document) => document.toJS());`;
const PARSE_QUICKLY = `const yaml = require(${JSON.stringify(require.resolve("js-yaml"))});
yaml.loadAll(require("fs").readFileSync(process.argv[2], "utf8"));`;

/** Writes the stacks into a folder, each as an export. */
function writeStacks(name: string, make: (stack: number, index: number) => object): string {
    const states = mkdtempSync(join(folder, `${name}-`));
    for (let stack = 0; stack < STACKS; stack++) {
        const resources = Array.from({ length: RESOURCES }, (_, index) => make(stack, index));
        writeFileSync(
            join(states, `s${stack}.json`),
            JSON.stringify({ version: 3, deployment: { resources } }, null, 4),
        );
    }
    return states;
}

function sizeOf(states: string): string {
    const bytes = readdirSync(states).reduce((sum, file) => sum + statSync(join(states, file)).size, 0);
    return (bytes / 2 ** 20).toFixed(0);
}

let failed = false;
try {
    const mixed = writeStacks("mixed", mixedOf);
    const ports = writeStacks("ports", portOf);
    const manifests = join(folder, "manifests.yaml");
    writeFileSync(manifests, Array.from({ length: OBJECTS }, (_, index) => podOf(index)).join("---\n"));
    for (const [what, source, code, workers] of [
        [
            `${STACKS} stacks of ${RESOURCES} resources of ten kinds (${sizeOf(mixed)} MiB)`,
            mixed,
            PARSE_JSON,
            [1, 2, 4],
        ],
        [
            `${STACKS} stacks of ${RESOURCES} ports, an attachment each (${sizeOf(ports)} MiB)`,
            ports,
            PARSE_JSON,
            [1, 2],
        ],
        [`${OBJECTS} Kubernetes objects in one file, parser yaml`, manifests, PARSE_YAML, [1]],
        [`${OBJECTS} Kubernetes objects in one file, parser js-yaml`, manifests, PARSE_QUICKLY, [1]],
    ] as const) {
        // They take turns, since a machine is not equally fast at all times.
        const rounds = Array.from({ length: ROUNDS }, () => ({
            alone: parsed(source, code),
            audits: workers.map((threads) => audited(source, threads)),
        }));
        const alone = median(rounds.map((round) => round.alone));
        console.log(`${what}: the parser alone takes ${alone.toFixed(2)} s`);
        for (const [index, threads] of workers.entries()) {
            const audits = rounds.flatMap((round) => round.audits[index] ?? []);
            const time = median(audits.map((audit) => audit.time));
            const memory = Math.max(...audits.map((audit) => audit.memory));
            const ratio = time / alone;
            failed ||= threads === 1 && ratio > LIMIT;
            console.log(
                `  audit, ${threads} worker(s): ${time.toFixed(2)} s, ratio ${ratio.toFixed(2)} ` +
                    `(limit ${LIMIT} for one), peak ${memory.toFixed(0)} MiB`,
            );
        }
    }
} finally {
    rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
