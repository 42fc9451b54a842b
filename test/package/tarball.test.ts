import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPreview } from "../../preview";
import { build, root } from "../cli/support";

/** What may stand in the tarball, and nothing else. */
const ALLOWED = [
    /^(LICENSE|README\.md|package\.json)$/,
    /^bin\/.+\.(js|d\.ts|js\.map)$/,
    /^bin\/report\/html\/client\.bundle\.css$/,
    /^policy-pack\/(bin\/index\.js|PulumiPolicy\.yaml|package\.json)$/,
    /^provider\/(PulumiPlugin\.yaml|package\.json|schema\.json)$/,
    // The documents that the readme leads to.
    /^(ARCHITECTURE|CONTRIBUTING|SECURITY|docs\/[^/]+|examples\/onboarding\/README)\.md$/,
    /^((bin\/)?exceptions\/register|report\/report)\.schema\.json$/,
];

/** A user's program that takes something of every entry. */
const PROGRAM = `
import * as openstackSdk from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";
import * as kubernetes from "pulumi-virtio-first/kubernetes";
import * as kubevirt from "pulumi-virtio-first/kubevirt";
import { NetworkAttachment } from "pulumi-virtio-first/openstack";
import type { VirtioFirstOptions } from "pulumi-virtio-first/policy";
import { expectConformant, previewStack } from "pulumi-virtio-first/testing";
import { previewWithPolicies } from "pulumi-virtio-first/automation";

const network = new openstackSdk.networking.Network("data", { name: "data" });
export const slow = new virtioFirst.openstack.NetworkAttachment("slow", { networkId: network.id }).portId;
export const fast = new NetworkAttachment("fast", {
    networkId: network.id,
    technique: "sriov",
    exceptionId: "EXC-2026-014",
}).portId;
// @ts-expect-error: hardware without an exception ID
export const bare = () => new NetworkAttachment("bare", { networkId: network.id, technique: "sriov" });
export const blue = new kubernetes.NetworkAttachmentDefinition("blue", {
    metadata: { namespace: "apps" },
    config: { type: "bridge", bridge: "br1" },
}).name;
export type Machine = kubevirt.VirtualMachineArgs;
export const options: VirtioFirstOptions = { all: "advisory", paravirtualIo: { requireRegister: true } };
export const test = async () => expectConformant(await previewStack());
export const engine = previewWithPolicies;
`;

const RESOLUTIONS = {
    node10: { module: "commonjs", moduleResolution: "node10" },
    node16: { module: "node16", moduleResolution: "node16" },
    nodenext: { module: "nodenext", moduleResolution: "nodenext" },
    bundler: { module: "preserve", moduleResolution: "bundler" },
};

describe("the tarball", () => {
    let folder: string;
    let files: readonly string[];

    before(() => {
        build();
        folder = mkdtempSync(join(tmpdir(), "virtio-first-tarball-"));
        const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
            cwd: root,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
        });
        const [{ filename, files: listed }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
        files = listed.map(({ path }) => path);
        const modules = join(folder, "node_modules");
        mkdirSync(modules);
        execFileSync("tar", ["-xzf", join(folder, filename), "-C", modules]);
        execFileSync("mv", [join(modules, "package"), join(modules, "pulumi-virtio-first")]);
        // What npm would install beside it.
        const { dependencies } = manifest(root) as { dependencies: Record<string, string> };
        for (const name of [
            ...Object.keys(dependencies),
            "@pulumi",
            "@types",
            "typescript",
            "@grpc",
            "google-protobuf",
        ]) {
            const place = join(modules, name);
            if (!existsSync(place)) {
                mkdirSync(join(place, ".."), { recursive: true });
                symlinkSync(join(root, "node_modules", name), place);
            }
        }
        writeFileSync(join(folder, "Pulumi.yaml"), "name: consumer\nruntime: nodejs\n");
        writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", main: "index.ts" }));
        writeFileSync(join(folder, "index.ts"), PROGRAM);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("holds compiled code, declarations, source maps, schemas, the compiled pack, documents and licence, and nothing else", () => {
        assert.deepEqual(
            files.filter((path) => !ALLOWED.some((allowed) => allowed.test(path))),
            [],
        );
    });

    it("has every file that its readme leads to", async () => {
        const { fromMarkdown } = await import("mdast-util-from-markdown");
        interface Node {
            readonly type: string;
            readonly url?: string;
            readonly children?: readonly Node[];
        }
        const urls = ({ url, children = [] }: Node): string[] => [
            ...(url === undefined ? [] : [url]),
            ...children.flatMap(urls),
        ];
        const linked = urls(fromMarkdown(readFileSync(join(root, "README.md"), "utf8")))
            .filter((url) => !/^([a-z]+:|#)/.test(url))
            .map((url) => url.replace(/#.*/, ""));
        assert.ok(linked.includes("docs/rules.md"));
        assert.deepEqual(
            linked.filter((path) => !files.includes(path)),
            [],
        );
    });

    it("has a declaration and a source map beside every compiled file of its own", () => {
        const compiled = files.filter((path) => /^bin\/.*\.js$/.test(path) && !path.endsWith(".bundle.js"));
        const lacking = compiled.filter(
            (path) => !files.includes(path.replace(/\.js$/, ".d.ts")) || !files.includes(`${path}.map`),
        );
        assert.deepEqual(lacking, []);
        assert.ok(compiled.length > 100);
    });

    it("has every file that its entries and its command name", () => {
        const { exports, bin } = manifest(root) as { exports: Record<string, string | object>; bin: object };
        const named = [...Object.values(exports), bin].flatMap((entry) =>
            typeof entry === "string" ? [entry] : (Object.values(entry) as string[]),
        );
        assert.deepEqual(
            named.filter((path) => !files.includes(path.replace(/^\.\//, ""))),
            [],
        );
    });

    it("runs no script when it is installed", () => {
        const { scripts } = manifest(root) as { scripts: Record<string, string> };
        assert.deepEqual(
            Object.keys(scripts).filter((name) => ["preinstall", "install", "postinstall"].includes(name)),
            [],
        );
    });

    for (const [name, options] of Object.entries(RESOLUTIONS)) {
        it(`is used by a strict program under moduleResolution ${name}`, () => {
            const compilerOptions = { ...options, strict: true, target: "es2022", noEmit: true, skipLibCheck: true };
            const file = `tsconfig.${name}.json`;
            writeFileSync(join(folder, file), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
            const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
            const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", file], {
                cwd: folder,
                encoding: "utf8",
            });
            assert.deepEqual([stdout, status], ["", 0]);
        });
    }

    it("previews that program under its own pack, from its own command", () => {
        const command = join(folder, "node_modules", "pulumi-virtio-first", "bin", "cli", "main.js");
        const { stdout, stderr, status } = spawnSync(process.execPath, [command, "preview"], {
            cwd: folder,
            encoding: "utf8",
            env: { ...process.env, CI: "true" },
        });
        assert.equal(status, 0, stderr);
        assert.ok(!stdout.includes("\u001b"), "a pipe in CI takes no colour");
        assert.match(stdout, /fast +sriov +EXC-2026-014/);
    });
});

describe("the pack's own tarball", () => {
    it("holds the bundled pack, and starts where nothing but the policy SDK is installed", async () => {
        build();
        const folder = mkdtempSync(join(tmpdir(), "virtio-first-pack-tarball-"));
        try {
            const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
                cwd: join(root, "policy-pack"),
                encoding: "utf8",
                stdio: ["ignore", "pipe", "ignore"],
            });
            const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
            assert.deepEqual(files.map(({ path }) => path).sort(), [
                "PulumiPolicy.yaml",
                "bin/index.js",
                "package.json",
            ]);
            execFileSync("tar", ["-xzf", join(folder, filename), "-C", folder]);
            const pack = join(folder, "package");
            mkdirSync(join(pack, "node_modules"));
            symlinkSync(join(root, "node_modules", "@pulumi"), join(pack, "node_modules", "@pulumi"));
            const { packs, exitCode } = await runPreview({
                dir: join(root, "examples", "openstack-virtio"),
                policyPacks: [{ dir: pack }],
            });
            assert.deepEqual(
                [packs[0]?.name, packs[0]?.version, exitCode],
                ["virtio-first", manifest(root)["version"], 0],
            );
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    it("has the version of the package", () => {
        assert.equal(manifest(join(root, "policy-pack"))["version"], manifest(root)["version"]);
    });
});

function manifest(folder: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
}
