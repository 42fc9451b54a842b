import assert from "node:assert/strict";
import { conformanceOf } from "../../report/conformance";
import { reportAsText } from "../../report/text";
import { harmless } from "../../report/text-safety";
import { treeLines } from "../../report/tree";
import { PORT, reportOf, resource, stack, urn } from "./support";

const resources = [
    resource("pulumi:pulumi:Stack", "core-dev"),
    resource(PORT, "slow", { networkId: "n" }, stack),
    resource(
        PORT,
        "fast",
        { networkId: "n", binding: { vnicType: "direct" }, tags: ["virtio-first:exception-id=EXC-2026-014"] },
        stack,
    ),
];
const refusal = {
    pack: "virtio-first",
    packVersion: "0.1.0",
    policy: "paravirtual-io",
    level: "mandatory",
    urn: urn(PORT, "fast"),
    description: "What the policy wants.",
    message: "What the policy wants.\nNo.\n  rule: x",
};

describe("the terminal report", () => {
    it("shows each attachment's technique and exception beside its resource", () => {
        const text = reportAsText(reportOf(resources, []), { colour: false });
        assert.match(text, /└─ openstack:networking\/port:Port +slow +virtio\n/);
        assert.match(text, /├─ openstack:networking\/port:Port +fast +sriov +EXC-2026-014\n/);
        assert.match(text, /Conformance: Conformant with Exceptions/);
        assert.ok(!text.includes("\u001b"));
    });

    it("prints a policy's description not once more for each finding", () => {
        const text = reportAsText(reportOf(resources, [refusal]), { colour: false });
        assert.ok(!text.includes("What the policy wants."));
        assert.match(
            text,
            /\[mandatory\] {2}paravirtual-io {2}\(openstack:networking\/port:Port: fast\)\n +No\.\n +rule: x/,
        );
        assert.match(text, /Conformance: not conformant/);
    });

    it("says how many resources could not be verified beside the level", () => {
        const advice = {
            ...refusal,
            policy: "attachment-health",
            level: "advisory",
            message: "Not verifiable here.\n  rule: unverifiable",
        };
        const text = reportAsText(reportOf(resources, [advice, advice]), { colour: false });
        assert.match(
            text,
            /Conformance: Conformant with Exceptions, as far as can be told: 1 resource not verifiable here/,
        );
    });

    it("says that no register verified the exception IDs", () => {
        const advice = { ...refusal, level: "advisory", message: "Not verified.\n  rule: exceptions-unverified" };
        const text = reportAsText(reportOf(resources, [advice]), { colour: false });
        assert.match(text, /Conformance: Conformant with Exceptions, exception IDs not verified/);
    });

    it("gives the same page whatever order resources and findings come in, what refuses first", () => {
        const advice = { ...refusal, level: "advisory", message: "Advice.\n  rule: y" };
        const page = (turn: <T>(list: T[]) => T[]): string =>
            reportAsText(reportOf(turn([...resources]), turn([advice, refusal])), {
                colour: false,
            });
        assert.equal(
            page((list) => list),
            page((list) => list.reverse()),
        );
        assert.ok(page((list) => list).indexOf("[mandatory]") < page((list) => list).indexOf("[advisory]"));
    });

    it("draws the branches beside a resource of several attachments on", () => {
        const flavor = resource(
            "openstack:compute/flavor:Flavor",
            "both",
            { extraSpecs: { "resources:VGPU": "1", "resources:SRIOV_NET_VF": "1" } },
            stack,
        );
        const text = reportAsText(reportOf([...resources, flavor], []), { colour: false });
        assert.match(text, /├─ openstack:compute\/flavor:Flavor +both .*\n {6}│ +(accelerator|sriov) \(offers\)/);
    });

    it("hands the parts of a message to machines", () => {
        const message = "What.\n  at: binding.vnicType\n  fix: Do it.\n  rule: missing-exception-id (Anuket e.cap.013)";
        const [finding] = reportOf(resources, [{ ...refusal, message }]).findings;
        assert.deepEqual(
            [finding?.rule, finding?.path, finding?.fix],
            ["missing-exception-id", "binding.vnicType", "Do it."],
        );
    });

    it("says nothing of conformance where the preview did not come to its end", () => {
        const report = reportOf(resources, [], { complete: false });
        assert.equal(report.conformance, undefined);
        assert.ok(!reportAsText(report, { colour: false }).includes("Conformance"));
    });

    it("uses colour only when asked to", () => {
        assert.ok(reportAsText(reportOf(resources, []), { colour: true }).includes("\u001b["));
    });

    it("shows hostile names harmlessly", () => {
        const hostile = resource(PORT, "a\u001b[31mred\u202e\nb", { networkId: "n" }, stack);
        const text = reportAsText(reportOf([...resources, hostile], []), { colour: false });
        assert.ok(!/[\u001b\u202e]/.test(text));
        assert.match(text, /a\\u001b\[31mred\\u202e\\u000ab/);
        assert.equal(harmless("x".repeat(10_000)).length < 400, true);
    });
});

const ALL_VERIFIED = { unverified: 0, idsUnverified: false };

describe("conformance", () => {
    const sriov = { techniques: ["sriov"], role: "asks", path: "", evidence: "" } as const;

    it("is full without hardware, with exceptions where hardware is allowed, and none where anything is refused", () => {
        assert.equal(conformanceOf(false, [], ALL_VERIFIED).level, "Fully Conformant");
        assert.equal(conformanceOf(false, [sriov], ALL_VERIFIED).level, "Conformant with Exceptions");
        assert.equal(conformanceOf(true, [sriov], ALL_VERIFIED).level, "not conformant");
        assert.equal(conformanceOf(true, [], ALL_VERIFIED).level, "not conformant");
    });

    it("cites the identifiers that it touches", () => {
        assert.ok(conformanceOf(false, [], ALL_VERIFIED).identifiers.includes("infra.net.cfg.001"));
        assert.ok(conformanceOf(false, [sriov], ALL_VERIFIED).identifiers.includes("e.cap.013"));
    });
});

describe("trees", () => {
    it("lose no node, even where parents are missing or go round in a circle", () => {
        const nodes = [
            { id: "a", parent: "b" },
            { id: "b", parent: "a" },
            { id: "c", parent: "gone" },
            { id: "d", parent: "c" },
        ];
        const lines = treeLines(
            nodes,
            ({ id }) => id,
            ({ parent }) => parent,
        );
        assert.deepEqual(lines.map(({ node }) => node.id).sort(), ["a", "b", "c", "d"]);
        assert.equal(lines.find(({ node }) => node.id === "d")?.branch, "└─ ");
    });
});
