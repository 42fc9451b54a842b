/**
 * An audit must cost little more than parsing what it reads: 1,000 stacks of 500 resources, and 10,000 Kubernetes objects
 * in one file, against the JSON or YAML library alone on the same bytes, by number of worker threads, with the peak of
 * memory. Prints the ratios, and exits with 1 if one worker takes more than the limit. Run it compiled: threads need it.
 *
 *     npm run build && npx tsx bench/audit.ts [stacks]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const STACKS = Number(process.argv[2] ?? 1000);
const RESOURCES = 500;
const OBJECTS = 10_000;
const LIMIT = 2;

const main = join(__dirname, "..", "bin", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "bench-audit-"));

/** A port and what the provider reads back of it, as a state holds them. */
function portOf(stack: number, index: number): object {
    const name = `port-${index}`;
    const inputs = {
        name,
        networkId: `net-${index % 7}`,
        adminStateUp: true,
        binding: { vnicType: index % 50 === 0 ? "direct" : "normal" },
        tags: index % 50 === 0 ? ["virtio-first:exception-id=EXC-2026-014"] : [],
        fixedIps: [{ subnetId: `subnet-${index % 7}`, ipAddress: `10.${stack % 250}.${index % 250}.7` }],
    };
    const outputs = {
        ...inputs,
        id: `${stack}-${index}`,
        allFixedIps: [`10.${stack % 250}.${index % 250}.7`],
        allSecurityGroupIds: ["0d3f4c1e-72ac-4bd7-a6a7-b8b4d1e1c9aa"],
        macAddress: "fa:16:3e:00:00:01",
        dnsAssignments: [{ hostname: name, fqdn: `${name}.example.net.` }],
    };
    return {
        urn: `urn:pulumi:s${stack}::bench::openstack:networking/port:Port::${name}`,
        type: "openstack:networking/port:Port",
        custom: true,
        id: `${stack}-${index}`,
        inputs,
        outputs,
        parent: `urn:pulumi:s${stack}::bench::pulumi:pulumi:Stack::bench-s${stack}`,
        provider: `urn:pulumi:s${stack}::bench::pulumi:providers:openstack::default::0`,
        propertyDependencies: { networkId: [] },
        created: "2026-01-01T00:00:00Z",
        modified: "2026-01-01T00:00:00Z",
    };
}

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

let failed = false;
try {
    const states = mkdtempSync(join(folder, "states-"));
    for (let stack = 0; stack < STACKS; stack++) {
        const resources = Array.from({ length: RESOURCES }, (_, index) => portOf(stack, index));
        writeFileSync(
            join(states, `s${stack}.json`),
            JSON.stringify({ version: 3, deployment: { resources } }, null, 4),
        );
    }
    const bytes = readdirSync(states).reduce((sum, file) => sum + readFileSync(join(states, file)).length, 0);
    const manifests = join(folder, "manifests.yaml");
    writeFileSync(manifests, Array.from({ length: OBJECTS }, (_, index) => podOf(index)).join("---\n"));
    for (const [what, source, code, workers] of [
        [
            `${STACKS} stacks of ${RESOURCES} resources (${(bytes / 2 ** 20).toFixed(0)} MiB)`,
            states,
            PARSE_JSON,
            [1, 2, 4],
        ],
        [`${OBJECTS} Kubernetes objects in one file`, manifests, PARSE_YAML, [1]],
    ] as const) {
        const alone = parsed(source, code);
        console.log(`${what}: the parser alone takes ${alone.toFixed(2)} s`);
        for (const threads of workers) {
            const { time, memory } = audited(source, threads);
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
