import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPreview } from "../../preview";
import { build, root } from "../cli/support";
import { compile, manifest, pack, preview, RESOLUTIONS, writeConsumer } from "./consumer";

/** What may stand in the tarball, and nothing else. */
const ALLOWED = [
    /^(LICENSE|README\.md|package\.json)$/,
    /^bin\/.+\.(js|d\.ts|js\.map)$/,
    /^bin\/report\/html\/client\.bundle\.css$/,
    /^(policy-pack\/)?bin\/.+\.LICENSES\.txt$/,
    /^policy-pack\/(bin\/index\.js|PulumiPolicy\.yaml|package\.json)$/,
    /^provider\/(PulumiPlugin\.yaml|package\.json|schema\.json)$/,
    // The documents that the readme leads to.
    /^(ARCHITECTURE|CONTRIBUTING|SECURITY|docs\/[^/]+|examples\/onboarding\/README)\.md$/,
    /^((bin\/)?exceptions\/register|report\/(report|estate))\.schema\.json$/,
];

/** What starts as a process or a page of its own: one file each, without declarations, with the licences of what it holds. */
const BUNDLES = ["bin/cli/main.js", "bin/cli/audit/worker.js", "bin/report/html/client.bundle.js"];
const isBundle = (path: string): boolean => BUNDLES.includes(path);

describe("the tarball", () => {
    let folder: string;
    let files: readonly string[];

    before(() => {
        build();
        folder = mkdtempSync(join(tmpdir(), "virtio-first-tarball-"));
        const packed = pack(root, folder);
        files = packed.files;
        const modules = join(folder, "node_modules");
        mkdirSync(modules);
        execFileSync("tar", ["-xzf", packed.tarball, "-C", modules]);
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
        writeConsumer(folder);
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
        const compiled = files.filter((path) => /^bin\/.*\.js$/.test(path) && !isBundle(path));
        const lacking = compiled.filter(
            (path) => !files.includes(path.replace(/\.js$/, ".d.ts")) || !files.includes(`${path}.map`),
        );
        assert.deepEqual(lacking, []);
        assert.ok(compiled.length > 100);
    });

    it("names the licences of what its bundles take over", () => {
        for (const bundle of [...BUNDLES, "policy-pack/bin/index.js"]) {
            const licences = readFileSync(
                join(folder, "node_modules/pulumi-virtio-first", `${bundle}.LICENSES.txt`),
                "utf8",
            );
            assert.match(licences, /^[a-z@/-]+ \d+\.\d+\.\d+ \((?:MIT|ISC|Apache-2\.0|BSD-\d-Clause)\)$/m);
            assert.match(licences, /without restriction|with or without fee/);
        }
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

    for (const name of Object.keys(RESOLUTIONS) as (keyof typeof RESOLUTIONS)[]) {
        it(`is used by a strict program under moduleResolution ${name}`, () => {
            assert.deepEqual(compile(folder, name), ["", 0]);
        });
    }

    it("previews that program under its own pack, from its own command", () => {
        const { stdout, stderr, status } = preview(folder);
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
            const { tarball, files } = pack(join(root, "policy-pack"), folder);
            assert.deepEqual([...files].sort(), [
                "PulumiPolicy.yaml",
                "bin/index.js",
                "bin/index.js.LICENSES.txt",
                "package.json",
            ]);
            execFileSync("tar", ["-xzf", tarball, "-C", folder]);
            const installed = join(folder, "package");
            mkdirSync(join(installed, "node_modules"));
            symlinkSync(join(root, "node_modules", "@pulumi"), join(installed, "node_modules", "@pulumi"));
            const { packs, exitCode } = await runPreview({
                dir: join(root, "examples", "openstack-virtio"),
                policyPacks: [{ dir: installed }],
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
