import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { previewReportSource } from "../../cli/reports/preview-source";
import { type PreviewResult, runPreview } from "../../preview";

const root = join(__dirname, "..", "..");

describe("remediation in a preview", () => {
    it("by a policy that is none of ours is shown without a rule of ours", () => {
        const change = { path: ["a", "b"], after: 1, secret: false };
        const finding = {
            packVersion: "1.0.0",
            pack: "ours",
            level: "remediate",
            urn: "u",
            message: "m",
            remediation: [change],
        } as const;
        const shown = (policy: string) =>
            previewReportSource({ resources: [], findings: [{ ...finding, policy }] } as unknown as PreviewResult)
                .findings[0]?.message;
        assert.equal(shown("theirs"), "m\n  changed: a.b is now 1");
        assert.equal(shown("paravirtual-io"), "m\n  changed: a.b is now 1\n  rule: remediated");
    });

    it("is done where config sets the level, is reported as such, and leaves the rest refused", async () => {
        const config = join(mkdtempSync(join(tmpdir(), "virtio-first-remediate-")), "config.json");
        writeFileSync(config, JSON.stringify({ "paravirtual-io": { enforcementLevel: "remediate" } }));
        const { resources, findings, exitCode } = await runPreview({
            dir: join(root, "examples", "refused"),
            policyPacks: [{ dir: join(root, "policy-pack"), configFile: config }],
        });
        const inputs = (name: string) => resources.find((resource) => resource.name === name)!.inputs.values;
        assert.deepEqual(inputs("sriov")["binding"], { vnicType: "normal" });
        assert.deepEqual(inputs("passthrough")["binding"], { vnicType: "normal" });
        assert.deepEqual(inputs("vdpa")["valueSpecs"], {});
        const remediated = findings
            .filter(({ level }) => level === "remediate")
            .map(({ urn }) => urn.split("::").at(-1));
        assert.deepEqual(remediated.sort(), ["forwarder", "passthrough", "sriov", "vdpa"]);
        const refused = new Set(
            findings.filter(({ level }) => level === "mandatory").map(({ urn }) => urn.split("::").at(-1)),
        );
        assert.deepEqual(
            [...refused].sort(),
            ["fast", "forwarder"],
            "the network has no virtio form, and the pod still joins it",
        );
        assert.equal(exitCode, 1);
    });
});
