import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    expectConformant,
    expectFinding,
    expectRefused,
    isUnknown,
    previewStack,
    PreviewStackError,
} from "../../testing";
import { build, root } from "../cli/support";
import { folder, IDLE_POLICY, pack, packOf, project, removeWritten } from "../preview/support";

const refusedExample = join(root, "examples", "refused");

describe("previewStack", () => {
    before(build);
    after(removeWritten);

    it("judges a stack under the pack of this package where no other is named", async () => {
        const stack = await previewStack({ dir: refusedExample });
        expectRefused(stack, { rule: "missing-exception-id", resource: "sriov" });
        assert.equal(stack.report.outcome.status, "refused");
        assert.equal(stack.attachments("vdpa")[0]?.verdict.state, "refused");
    });

    it("shows what a first preview cannot know as unknown", async () => {
        const stack = await previewStack({ dir: refusedExample });
        assert.ok(isUnknown(stack.resource("sriov").inputs["networkId"]));
        assert.ok(!isUnknown(stack.resource("sriov").inputs["binding"]));
    });

    it("takes a pack's config as an object, and leaves no file of it behind", async () => {
        const before = readdirSync(tmpdir()).filter((name) => name.startsWith("virtio-first-"));
        const config = { "paravirtual-io": { unverifiable: "mandatory" } };
        const stack = await previewStack({ dir: refusedExample, policyPacks: [{ config }] });
        expectRefused(stack, { rule: "unverifiable" });
        assert.deepEqual(
            readdirSync(tmpdir()).filter((name) => name.startsWith("virtio-first-")),
            before,
        );
    });

    it("takes a pack's config as a file", async () => {
        const file = join(folder({}), "config.json");
        writeFileSync(file, JSON.stringify({ "paravirtual-io": { unverifiable: "off" } }));
        const stack = await previewStack({ dir: refusedExample, policyPacks: [{ config: file }] });
        assert.ok(!stack.findings.some(({ rule }) => rule === "unverifiable"));
    });

    it("works with any CrossGuard pack, and with none", async () => {
        const dir = project(`const p = require("@pulumi/pulumi"); new p.ComponentResource("a:b:C", "door");`);
        const house = pack(
            `{ name: "doors", description: "Doors are shut.", enforcementLevel: "mandatory",
               validateResource: (args, report) => { if (args.name === "door") report("It is open."); } }`,
        );
        const stack = await previewStack({ dir, policyPacks: [house] });
        expectRefused(stack, { policy: "doors", resource: "door", message: "It is open." });
        assert.equal(stack.report.conformance, undefined);
        expectConformant(await previewStack({ dir, policyPacks: [] }));
        expectConformant(await previewStack({ dir, policyPacks: [pack(IDLE_POLICY)] }));
    });

    it("takes stack and config", async () => {
        const dir = project(
            `const p = require("@pulumi/pulumi"); new p.ComponentResource("a:b:C", "x");
             exports.said = new p.Config().require("word");
             exports.on = p.getStack();`,
            { "Pulumi.lab.yaml": "config: {}" },
        );
        const { outputs } = await previewStack({ dir, stack: "lab", config: { word: "hello" }, policyPacks: [] });
        assert.deepEqual({ ...outputs }, { said: "hello", on: "lab" });
    });

    it("hands a failing program over as a result", async () => {
        const dir = project(
            `const p = require("@pulumi/pulumi"); new p.ComponentResource("a:b:C", "x"); throw new Error("no such luck");`,
        );
        const stack = await previewStack({ dir, policyPacks: [] });
        assert.equal(stack.report.outcome.status, "failed");
        assert.throws(() => expectConformant(stack), /no such luck/);
    });

    it("throws where nothing could be decided: no test passes on that", async () => {
        await assert.rejects(previewStack({ dir: folder({}), policyPacks: [] }), (error: PreviewStackError) => {
            assert.ok(error instanceof PreviewStackError);
            assert.equal(error.exitCode, 2);
            return /was not started/.test(error.message);
        });
        await assert.rejects(
            previewStack({
                dir: refusedExample,
                policyPacks: [packOf(`throw new Error("not today");`)],
            }),
            (error: PreviewStackError) => error.exitCode === 3 && /could not decide/.test(error.message),
        );
    });

    it("finds advice of ours in the form that the assertions take", async () => {
        expectFinding(await previewStack({ dir: refusedExample }), { rule: "unverifiable", level: "advisory" });
    });
});

describe("the example of a stack with its own tests", () => {
    before(build);

    it("passes them", () => {
        const example = join(root, "examples", "testing");
        const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
        assert.ok(existsSync(mocha), "mocha is installed");
        const env = { ...process.env, FORCE_COLOR: "0" };
        const out = execFileSync(process.execPath, [mocha], { cwd: example, encoding: "utf8", env });
        assert.match(out, /3 passing/);
        const tests = readFileSync(join(example, "test", "stack.test.ts"), "utf8").match(/\bit\(/g);
        assert.equal(tests?.length, 3);
    });
});
