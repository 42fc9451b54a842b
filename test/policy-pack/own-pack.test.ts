import assert from "node:assert/strict";
import { join } from "node:path";
import { runPreview } from "../../preview";
import { build, root } from "../cli/support";
import { packOf, removeWritten } from "../preview/support";

const refused = join(root, "examples", "refused");

describe("a pack of one's own", () => {
    before(build);
    after(removeWritten);
    const library = JSON.stringify(join(root, "bin", "policy-pack", "public.js"));

    it("is one line, and judges as the pack of this package does", async () => {
        const dir = packOf(`const { VirtioFirst } = require(${library}); new VirtioFirst();`);
        const own = await runPreview({ dir: refused, policyPacks: [{ dir }] });
        const ours = await runPreview({ dir: refused, policyPacks: [{ dir: join(root, "policy-pack") }] });
        const said = ({ findings }: typeof own): string[] =>
            findings.map(({ policy, level, message }) => `${policy} ${level} ${message}`);
        assert.equal(own.exitCode, 1);
        assert.deepEqual(said(own).sort(), said(ours).sort());
        assert.equal(own.packs[0]?.name, "virtio-first");
    });

    it("takes levels, config and policies beside ours", async () => {
        const dir = packOf(`
            const { VirtioFirst } = require(${library});
            const names = { name: "names", description: "Names.", enforcementLevel: "advisory",
                validateResource: (args, report) => { if (args.name === "sriov") report("call it fast"); } };
            new VirtioFirst({ all: "advisory", paravirtualIo: { unverifiable: "off" } }, { policies: [names] }, "ours");`);
        const { findings, exitCode, packs } = await runPreview({ dir: refused, policyPacks: [{ dir }] });
        assert.equal(exitCode, 0);
        assert.equal(packs[0]?.name, "ours");
        assert.ok(findings.some(({ policy, message }) => policy === "names" && message.includes("call it fast")));
        assert.ok(findings.some(({ message }) => message.includes("rule: missing-exception-id")));
        assert.ok(!findings.some(({ message }) => message.includes("rule: unverifiable")));
    });

    it("refuses with config of its own as it does without", async () => {
        for (const entry of [
            "const { VirtioFirst } = require(LIBRARY); new VirtioFirst({ paravirtualIo: { requireRegister: true } });",
            `const { PolicyPack } = require("@pulumi/policy");
             const { initialConfigOf, virtioFirstPolicies } = require(LIBRARY);
             const config = initialConfigOf({ paravirtualIo: { requireRegister: true }, attachmentHealth: "disabled" });
             new PolicyPack("ours", { policies: virtioFirstPolicies }, config);`,
        ]) {
            const dir = packOf(entry.replace("LIBRARY", library));
            const { findings, exitCode } = await runPreview({ dir: refused, policyPacks: [{ dir }] });
            const levels = findings.filter(({ policy }) => policy === "paravirtual-io").map(({ level }) => level);
            assert.deepEqual([exitCode, new Set(levels)], [1, new Set(["mandatory"])]);
        }
    });

    it("is a list of policies too, and what an operator configures wins", async () => {
        const dir = packOf(`
            const { PolicyPack } = require("@pulumi/policy");
            const { initialConfigOf, virtioFirstPolicies } = require(${library});
            new PolicyPack("listed", { policies: virtioFirstPolicies }, initialConfigOf({ all: "disabled" }));`);
        const off = await runPreview({ dir: refused, policyPacks: [{ dir }] });
        assert.deepEqual([off.exitCode, off.findings.length], [0, 0]);
    });
});
