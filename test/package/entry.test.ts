import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPreview } from "../../preview";

const root = join(__dirname, "..", "..");

/** Runs a program on the compiled package, and gives the JSON that it prints. */
function run(program: string): unknown {
    return JSON.parse(execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" }));
}

const LOADED = `const loaded = () => ["openstack", "kubernetes", "policy", "pulumi"].filter((sdk) =>
    Object.keys(require.cache).some((file) => file.includes("/node_modules/@pulumi/" + sdk + "/")));`;

describe("the package's entry", () => {
    it("loads no SDK before a platform is used, and then only that platform's", () => {
        const program = `${LOADED}
            const virtioFirst = require("pulumi-virtio-first");
            const before = loaded();
            virtioFirst.openstack.NetworkAttachment;
            console.log(JSON.stringify([before, loaded()]));`;
        assert.deepEqual(run(program), [[], ["openstack", "pulumi"]]);
    });

    const ENTRIES: Record<string, readonly string[]> = {
        openstack: ["openstack", "pulumi"],
        kubernetes: ["kubernetes", "pulumi"],
        kubevirt: ["kubernetes", "pulumi"],
        policy: ["policy", "pulumi"],
        testing: [],
        automation: [],
    };

    for (const [entry, sdks] of Object.entries(ENTRIES)) {
        it(`has an entry /${entry} that loads ${sdks.length === 0 ? "no SDK" : `only ${sdks.join(" and ")}`}`, () => {
            const program = `${LOADED}
                Object.values(require("pulumi-virtio-first/${entry}"));
                console.log(JSON.stringify(loaded()));`;
            assert.deepEqual(run(program), sdks);
        });
    }

    it("offers at run time what its types promise", () => {
        const program = `
            const names = (module) => Object.keys(module).sort();
            console.log(JSON.stringify([names(require("./bin/entry.js")), names(require("./bin/index.js"))]));`;
        const [entry, index] = run(program) as [string[], string[]];
        assert.deepEqual(entry, index);
        assert.ok(entry.includes("choose"));
    });
});

describe("the policy pack as it ships", () => {
    it("starts in a folder that has nothing but the policy SDK, and reads a register there", async () => {
        const folder = mkdtempSync(join(tmpdir(), "virtio-first-pack-"));
        cpSync(join(root, "policy-pack", "bin"), join(folder, "bin"), { recursive: true });
        for (const file of ["package.json", "PulumiPolicy.yaml"]) {
            cpSync(join(root, "policy-pack", file), join(folder, file));
        }
        mkdirSync(join(folder, "node_modules"));
        symlinkSync(join(root, "node_modules", "@pulumi"), join(folder, "node_modules", "@pulumi"));
        writeFileSync(join(folder, "exceptions.yaml"), "exceptions: [] # none yet\n");
        const { findings, packs, exitCode } = await runPreview({
            dir: join(root, "examples", "onboarding"),
            policyPacks: [{ dir: folder }],
        });
        assert.deepEqual(
            packs.map(({ name }) => name),
            ["virtio-first"],
        );
        assert.equal(exitCode, 1);
        assert.ok(findings.some(({ message }) => message.includes("rule: unknown-exception-id")));
    });

    it("has no node_modules of its own", () => {
        assert.ok(!existsSync(join(root, "policy-pack", "node_modules")));
    });
});

describe("the examples", () => {
    const isNode = (name: string): boolean =>
        existsSync(join(root, "examples", name, "Pulumi.yaml")) &&
        /runtime:\s*(\n\s+name:\s*)?nodejs/.test(readFileSync(join(root, "examples", name, "Pulumi.yaml"), "utf8"));
    for (const name of readdirSync(join(root, "examples")).filter(isNode)) {
        it(`${name} has a package.json of its own, without which the library's entry would run in its place`, () => {
            const manifest = JSON.parse(readFileSync(join(root, "examples", name, "package.json"), "utf8")) as {
                main?: string;
            };
            assert.ok(existsSync(join(root, "examples", name, manifest.main ?? "index.ts")));
            assert.ok(existsSync(join(root, "examples", name, "Pulumi.yaml")));
        });
    }
});
