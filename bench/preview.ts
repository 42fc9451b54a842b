/**
 * What an embedded preview costs: a project of eight resources and a pack, and the onboarding stack under this package's pack,
 * each form cold in a process of its own, against the floor of any such tool, a Node.js that loads `@pulumi/pulumi` and
 * ends. Forms and floor take turns. Then stacks of 1,000 and 10,000 ports under this package's pack, once each, against the
 * same preview without a pack. Prints the medians and their ratios, and exits with 1 above a limit.
 *
 *     npm run build && npx tsx bench/preview.ts [--rounds 7] [--out FILE]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";

import * as typescript from "typescript";

import { median } from "./median";

const ROOT = resolve(__dirname, "..");
const OWN_PACK = join(ROOT, "policy-pack");
const PREVIEW = join(ROOT, "bin", "preview", "index.js");
/** Node.js has kept what it compiles since 22.10. */
const KEEPS_COMPILED = "flushCompileCache" in nodeModule;
/** For a compiled program and pack. */
const LIMIT = 4;
const ROUNDS = 7;

const PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import * as openstack from "@pulumi/openstack";
import * as k8s from "@pulumi/kubernetes";

const network = new openstack.networking.Network("net", { name: "blue" });
const subnet = new openstack.networking.Subnet("subnet", { networkId: network.id, cidr: "10.0.0.0/24", ipVersion: 4 });
const port = new openstack.networking.Port("port", {
    networkId: network.id,
    fixedIps: [{ subnetId: subnet.id }],
    binding: { vnicType: "normal" },
});
const vm = new openstack.compute.Instance("vm", { imageName: "ubuntu", flavorName: "m1", networks: [{ port: port.id }] });
const cluster = new k8s.Provider("cluster", { renderYamlToDirectory: "rendered" });
const options = { provider: cluster };
const attachment = new k8s.apiextensions.CustomResource(
    "bridge",
    {
        apiVersion: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: { namespace: "edge" },
        spec: { config: JSON.stringify({ cniVersion: "1.0.0", type: "bridge", bridge: "br0" }) },
    },
    options,
);
new k8s.core.v1.Pod(
    "pod",
    {
        metadata: { namespace: "edge", annotations: { "k8s.v1.cni.cncf.io/networks": attachment.metadata.name } },
        spec: { containers: [{ name: "c", image: "busybox" }] },
    },
    options,
);
new k8s.core.v1.ConfigMap("settings", { metadata: { namespace: "edge" }, data: { address: port.macAddress } }, options);
export const address: pulumi.Output<string> = vm.accessIpV4;
`;

const PACK = `import { PolicyPack, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";

new PolicyPack("bench", {
    policies: [
        {
            name: "looks",
            description: "Looks at each resource and at the stack.",
            enforcementLevel: "mandatory",
            validateResource: (args: ResourceValidationArgs, report) => {
                if (args.props.binding !== undefined && args.props.binding.vnicType !== "normal") {
                    report("not normal");
                }
            },
        },
        {
            name: "counts",
            description: "Counts resources.",
            enforcementLevel: "advisory",
            validateStack: (args: StackValidationArgs, report) => report(String(args.resources.length)),
        },
    ],
});
`;

/** Resources of the program, its stack and the default provider. */
const RESOURCES = 10;

/** A program of so many ports. */
const ports = (count: number): string => `const { networking } = require("@pulumi/openstack");
for (let index = 0; index < ${count}; index++) {
    new networking.Port("port-" + index, { networkId: "net-" + (index % 9), binding: { vnicType: "normal" } });
}
`;

/** Time for each resource of the larger stack, at most so many times that of the smaller. */
const LINEAR_LIMIT = 1.2;

interface Form {
    readonly name: string;
    readonly dir: string;
    readonly pack: string;
    readonly typeCheck: boolean;
    readonly configFile?: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** What must come of it, where it is not what the program of this benchmark gives. */
    readonly expected?: { readonly resources?: number; readonly findings?: number };
}

function write(dir: string, files: Readonly<Record<string, string>>): string {
    for (const [name, content] of Object.entries(files)) {
        const file = join(dir, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
    }
    symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"));
    return dir;
}

function compile(source: string): string {
    const compilerOptions = { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022 };
    return typescript.transpileModule(source, { compilerOptions }).outputText;
}

function makeForms(dir: string): Form[] {
    const project = (main: string): Record<string, string> => ({
        "Pulumi.yaml": "name: bench\nruntime: nodejs\n",
        "package.json": JSON.stringify({ name: "bench", version: "1.0.0", main }),
    });
    const pack = (main: string): Record<string, string> => ({
        "PulumiPolicy.yaml": "runtime: nodejs\n",
        "package.json": JSON.stringify({ name: "bench", version: "1.0.0", main }),
    });
    const compiled = write(join(dir, "compiled"), { ...project("bin/index.js"), "bin/index.js": compile(PROGRAM) });
    const compiledPack = write(join(dir, "compiled-pack"), { ...pack("bin/index.js"), "bin/index.js": compile(PACK) });
    const source = write(join(dir, "source"), { ...project("index.ts"), "index.ts": PROGRAM });
    // The SDK's runner type-checks every TypeScript pack, so that only the program can be spared that.
    const sourcePack = write(join(dir, "source-pack"), { ...pack("index.ts"), "index.ts": PACK });
    const onboarding: Form = {
        name: "the onboarding stack, transpiled, and the pack of this package",
        dir: join(ROOT, "examples", "onboarding"),
        pack: OWN_PACK,
        configFile: join(ROOT, "examples", "onboarding", "policy-config.json"),
        typeCheck: false,
        expected: {},
    };
    return [
        { name: "compiled program and pack", dir: compiled, pack: compiledPack, typeCheck: false },
        { name: "transpiled program, compiled pack", dir: source, pack: compiledPack, typeCheck: false },
        { name: "type-checked program, compiled pack", dir: source, pack: compiledPack, typeCheck: true },
        { name: "type-checked program and pack", dir: source, pack: sourcePack, typeCheck: true },
        onboarding,
        ...(KEEPS_COMPILED
            ? [
                  {
                      ...onboarding,
                      name: "the same with a filled compile cache",
                      environment: { NODE_COMPILE_CACHE: join(dir, "compile-cache") },
                  },
              ]
            : []),
    ];
}

/** A process that is measured. */
interface Timed {
    readonly script: string;
    readonly environment?: Readonly<Record<string, string>>;
}

/** Milliseconds of a process that must end well. */
function time({ script, environment }: Timed): number {
    const start = performance.now();
    const { status, stderr, stdout } = spawnSync(process.execPath, ["-e", script], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, ...environment },
    });
    const taken = performance.now() - start;
    if (status !== 0) {
        throw new Error(`a measured process failed (${status}): ${stderr}${stdout}`);
    }
    return taken;
}

function previewScript({ dir, pack, configFile, typeCheck, expected = DEFAULT }: Form): string {
    const options = JSON.stringify({ dir, typeCheck, policyPacks: pack === "" ? [] : [{ dir: pack, configFile }] });
    const { resources = "result.resources.length", findings = "result.findings.length" } = expected;
    return `require(${JSON.stringify(PREVIEW)}).runPreview(${options}).then((result) => {
        if (result.exitCode !== 0 || result.resources.length !== ${resources} || result.findings.length !== ${findings}) {
            console.error(result.reason, result.resources.length, result.findings.length);
            process.exitCode = 1;
        }
    });`;
}

const DEFAULT = { resources: RESOURCES, findings: 1 };

/** Times large stacks with this package's pack and without any; says how many times longer a resource of the larger takes. */
function largeStacks(dir: string): number {
    const rows = [1000, 10_000].map((count) => {
        const project = write(join(dir, `ports-${count}`), {
            "Pulumi.yaml": "name: bench\nruntime: nodejs\n",
            "package.json": JSON.stringify({ name: "bench", version: "1.0.0", main: "index.js" }),
            "index.js": ports(count),
        });
        const [without = NaN, judged = NaN] = ["", OWN_PACK].map((pack) => {
            // The stack and the default provider are resources too.
            const expected = { resources: count + 2 };
            return time({ script: previewScript({ name: "", dir: project, pack, typeCheck: false, expected }) });
        });
        return {
            ports: count,
            "without a pack, ms": Math.round(without),
            "judged, ms": Math.round(judged),
            ratio: Number((judged / without).toFixed(2)),
            "ms a port": Number((judged / count).toFixed(2)),
        };
    });
    console.table(rows);
    return (rows[1]?.["ms a port"] ?? NaN) / (rows[0]?.["ms a port"] ?? NaN);
}

function argument(name: string): string | undefined {
    const place = process.argv.indexOf(name);
    return place < 0 ? undefined : process.argv[place + 1];
}

function main(): void {
    if (!existsSync(PREVIEW)) {
        throw new Error("The benchmark measures what is shipped: run npm run build first.");
    }
    const dir = mkdtempSync(join(tmpdir(), "bench-preview-"));
    try {
        const forms = makeForms(dir);
        const timed: Timed[] = [
            { script: `require("@pulumi/pulumi")` },
            ...forms.map((form) => ({ script: previewScript(form), environment: form.environment })),
        ];
        const times = timed.map((): number[] => []);
        timed.forEach(time); // Fills the system's file cache for all, and Node.js's compile cache where one is kept.
        for (let round = 0; round < Number(argument("--rounds") ?? ROUNDS); round++) {
            timed.forEach((process, index) => times[index]?.push(time(process)));
        }
        const [floor = NaN, ...medians] = times.map(median);
        const rows = [
            { form: `node -e 'require("@pulumi/pulumi")'`, milliseconds: Math.round(floor), ratio: 1 },
            ...forms.map(({ name }, index) => {
                const milliseconds = medians[index] ?? NaN;
                return {
                    form: name,
                    milliseconds: Math.round(milliseconds),
                    ratio: Number((milliseconds / floor).toFixed(2)),
                };
            }),
        ];
        console.table(rows);
        const out = argument("--out");
        if (out !== undefined) {
            writeFileSync(out, `${JSON.stringify({ node: process.version, limit: LIMIT, rows }, null, 4)}\n`);
        }
        const ratio = rows[1]?.ratio ?? NaN;
        console.log(`compiled: ${ratio} times the floor, limit ${LIMIT}`);
        const growth = largeStacks(dir);
        console.log(`a port of 10,000: ${growth.toFixed(2)} times a port of 1,000, limit ${LINEAR_LIMIT}`);
        process.exitCode = ratio <= LIMIT && growth <= LINEAR_LIMIT ? 0 : 1;
    } finally {
        rmSync(dir, { recursive: true, force: true });
    }
}

main();
