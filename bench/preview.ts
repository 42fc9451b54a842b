/**
 * What an embedded preview costs: a project of eight resources and a pack, each form cold in a process of its own,
 * against the floor of any such tool, a Node.js that loads `@pulumi/pulumi` and ends. Forms and floor take turns.
 * Prints the medians and their ratios, and exits with 1 if the compiled form is above the limit.
 *
 *     npm run build && npx tsx bench/preview.ts [--rounds 7] [--out FILE]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";

import * as typescript from "typescript";

import { median } from "./median";

const ROOT = resolve(__dirname, "..");
const PREVIEW = join(ROOT, "bin", "preview", "index.js");
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

interface Form {
    readonly name: string;
    readonly dir: string;
    readonly pack: string;
    readonly typeCheck: boolean;
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
    return [
        { name: "compiled program and pack", dir: compiled, pack: compiledPack, typeCheck: false },
        { name: "transpiled program, compiled pack", dir: source, pack: compiledPack, typeCheck: false },
        { name: "type-checked program, compiled pack", dir: source, pack: compiledPack, typeCheck: true },
        { name: "type-checked program and pack", dir: source, pack: sourcePack, typeCheck: true },
    ];
}

/** Milliseconds of a process that must end well. */
function time(script: string): number {
    const start = performance.now();
    const { status, stderr, stdout } = spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" });
    const taken = performance.now() - start;
    if (status !== 0) {
        throw new Error(`a measured process failed (${status}): ${stderr}${stdout}`);
    }
    return taken;
}

function previewScript({ dir, pack, typeCheck }: Form): string {
    const options = JSON.stringify({ dir, typeCheck, policyPacks: [{ dir: pack }] });
    return `require(${JSON.stringify(PREVIEW)}).runPreview(${options}).then((result) => {
        if (result.exitCode !== 0 || result.resources.length !== ${RESOURCES} || result.findings.length !== 1) {
            console.error(result.reason, result.resources.length, result.findings.length);
            process.exitCode = 1;
        }
    });`;
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
        const scripts = [`require("@pulumi/pulumi")`, ...forms.map(previewScript)];
        const times = scripts.map((): number[] => []);
        scripts.forEach(time); // Fills the system's file cache for all.
        for (let round = 0; round < Number(argument("--rounds") ?? ROUNDS); round++) {
            scripts.forEach((script, index) => times[index]?.push(time(script)));
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
        process.exitCode = ratio <= LIMIT ? 0 : 1;
    } finally {
        rmSync(dir, { recursive: true, force: true });
    }
}

main();
