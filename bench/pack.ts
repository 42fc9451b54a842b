/**
 * What the policy pack costs beside the SDK that carries it: its start (process start to port) against an empty compiled
 * pack, and its verdicts on stacks of mixed resources, through the SDK's own server, against a pack of as many policies that do
 * nothing. Each runs in a process of its own and they take turns. Prints medians and ratios, and exits
 * with 1 above a limit.
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
import { median } from "./median";

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

/**
 * One process that has a pack judge a stack as the engine does: the pack in a process of its own behind the SDK's server, one
 * call for each resource and one for the stack. Prints milliseconds and the pack's peak memory.
 */
const JUDGE = `
const { createRequire } = require("node:module");
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const root = ${JSON.stringify(ROOT)};
const require_ = createRequire(root + "/package.json");
const fromSdk = createRequire(require_.resolve("@pulumi/policy"));
const grpc = fromSdk("@grpc/grpc-js");
const analyzer = fromSdk("@pulumi/pulumi/proto/analyzer_pb");
const { AnalyzerClient } = fromSdk("@pulumi/pulumi/proto/analyzer_grpc_pb");
const struct = fromSdk("google-protobuf/google/protobuf/struct_pb");
const [dir, count] = process.argv.slice(2);
const kinds = [
    (i) => ["openstack:networking/port:Port", { networkId: "n" + i % 9, binding: { vnicType: "normal" }, tags: ["a", "b"], fixedIps: [{ subnetId: "s" }] }],
    (i) => ["kubernetes:core/v1:Pod", { apiVersion: "v1", kind: "Pod", metadata: { name: "p" + i, namespace: "ns", annotations: { "k8s.v1.cni.cncf.io/networks": "net" + i % 9 } },
        spec: { containers: [{ name: "c", image: "i", resources: { requests: { cpu: "1", memory: "1Gi" } }, volumeMounts: [{ name: "v", mountPath: "/d" }] }], volumes: [{ name: "v", emptyDir: {} }] } }],
    (i) => ["kubernetes:core/v1:ConfigMap", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" + i, namespace: "ns" }, data: { a: "1", b: "2", c: "3" } }],
    (i) => ["aws:s3/bucket:Bucket", { bucket: "b" + i, tags: { a: "1" }, versioning: { enabled: true } }],
    (i) => ["openstack:compute/instance:Instance", { name: "i" + i, flavorName: "m1", imageName: "u", networks: [{ uuid: "n" }], securityGroups: ["default"] }],
];
const fill = (message, i) => {
    const [type, props] = kinds[i % kinds.length](i);
    message.setType(type); message.setName("r" + i); message.setUrn("urn:pulumi:dev::bench::" + type + "::r" + i);
    message.setProperties(struct.Struct.fromJavaScript(props));
    const options = new analyzer.AnalyzerResourceOptions();
    options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
    message.setOptions(options);
    const provider = new analyzer.AnalyzerProviderResource();
    provider.setName("p"); provider.setType("pulumi:providers:" + type.split(":")[0]); provider.setUrn("urn:pulumi:dev::bench::pulumi:providers:x::p");
    provider.setProperties(new struct.Struct());
    message.setProvider(provider);
    return message;
};
const call = (method, client, request) =>
    new Promise((done, fail) => client[method](request, (error, response) => (error ? fail(error) : done(response))));
const runner = root + "/node_modules/@pulumi/pulumi/cmd/run-policy-pack";
const pack = spawn(process.execPath, [runner, "127.0.0.1:0", dir], { cwd: dir, stdio: ["ignore", "pipe", "inherit"] });
pack.stdout.once("data", async (port) => {
    const big = { "grpc.max_receive_message_length": 1 << 30, "grpc.max_send_message_length": 1 << 30 };
    const client = new AnalyzerClient("127.0.0.1:" + String(port).trim(), grpc.credentials.createInsecure(), big);
    const requests = Array.from({ length: Number(count) }, (_, i) => fill(new analyzer.AnalyzeRequest(), i));
    const stack = new analyzer.AnalyzeStackRequest();
    stack.setResourcesList(Array.from({ length: Number(count) }, (_, i) => fill(new analyzer.AnalyzerResource(), i)));
    const start = performance.now();
    for (const request of requests) await call("analyze", client, request);
    await call("analyzeStack", client, stack);
    const milliseconds = performance.now() - start;
    const peak = /VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/" + pack.pid + "/status", "utf8"));
    console.log(JSON.stringify({ milliseconds, megabytes: Number(peak?.[1] ?? 0) / 1024 }));
    pack.kill();
    client.close();
});`;

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

function judge(dir: string, count: number): { milliseconds: number; megabytes: number } {
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "judge.js"), dir, String(count)], {
        encoding: "utf8",
    });
    if (stdout === "") {
        throw new Error(stderr);
    }
    return JSON.parse(stdout) as { milliseconds: number; megabytes: number };
}

/** The start with the compile cache of Node.js 22.10 and later, which `NODE_COMPILE_CACHE` switches on. */
async function cachedStarts(emptyStart: number, check: (what: string, ratio: number, limit: number) => void) {
    if (!("flushCompileCache" in nodeModule)) {
        console.log(
            `start with a compile cache: Node.js ${process.versions.node} cannot keep one; run this with 22.10 or later`,
        );
        return;
    }
    const environment = { NODE_COMPILE_CACHE: join(folder, "compile-cache") };
    const took: number[] = [];
    for (let round = 0; round < ROUNDS + 1; round++) {
        took.push(await startOf(join(ROOT, "policy-pack"), environment));
    }
    const [filling = NaN, ...filled] = took;
    console.log(
        `start with a compile cache: filling it ${filling.toFixed(0)} ms, filled ${median(filled).toFixed(0)} ms`,
    );
    check("start with a filled compile cache against an empty pack without", median(filled) / emptyStart, CACHED_LIMIT);
}

async function main(): Promise<boolean> {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    writeFileSync(join(empty, "package.json"), JSON.stringify({ name: "empty", version: "0.0.1", main: "index.js" }));
    writeFileSync(join(empty, "index.js"), EMPTY);
    symlinkSync(join(ROOT, "node_modules"), join(empty, "node_modules"));
    writeFileSync(join(folder, "judge.js"), JUDGE);
    let good = true;
    const check = (what: string, ratio: number, limit: number): void => {
        good &&= ratio <= limit;
        console.log(`${what}: ${ratio.toFixed(2)} (limit ${limit})${ratio <= limit ? "" : "  ABOVE"}`);
    };

    const starts: { empty: number[]; ours: number[] } = { empty: [], ours: [] };
    for (let round = 0; round < ROUNDS; round++) {
        starts.empty.push(await startOf(empty));
        starts.ours.push(await startOf(join(ROOT, "policy-pack")));
    }
    console.log(`start: empty ${median(starts.empty).toFixed(0)} ms, ours ${median(starts.ours).toFixed(0)} ms`);
    check("start against an empty pack", median(starts.ours) / median(starts.empty), START_LIMIT);

    await cachedStarts(median(starts.empty), check);

    const perResource = new Map<number, number>();
    for (const count of SIZES) {
        const rounds = count > 20_000 ? 1 : count > 5000 ? 3 : ROUNDS;
        const took = { empty: [] as number[], ours: [] as number[] };
        let memory = { empty: 0, ours: 0 };
        for (let round = 0; round < rounds; round++) {
            const none = judge(empty, count);
            const ours = judge(join(ROOT, "policy-pack"), count);
            took.empty.push(none.milliseconds);
            took.ours.push(ours.milliseconds);
            memory = { empty: none.megabytes, ours: ours.megabytes };
        }
        perResource.set(count, median(took.ours) / count);
        console.log(
            `${count} resources: doing nothing ${median(took.empty).toFixed(0)} ms, ${memory.empty.toFixed(0)} MB; ` +
                `ours ${median(took.ours).toFixed(0)} ms, ${memory.ours.toFixed(0)} MB`,
        );
        const ratio = median(took.ours) / median(took.empty);
        if (count >= 10_000) {
            check(`verdicts on ${count} resources against policies that do nothing`, ratio, VERDICT_LIMIT);
            check("peak memory likewise", memory.ours / memory.empty, VERDICT_LIMIT);
        } else {
            console.log(`  ratio ${ratio.toFixed(2)}`);
        }
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
