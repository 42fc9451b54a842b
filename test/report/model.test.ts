import assert from "node:assert/strict";
import fc from "fast-check";
import { rules } from "../../policy-pack/rules";
import { judgeWholeStack, policyOf } from "../../policy-pack/whole-stack";
import type { ReportInput } from "../../report/build";
import type { SourceFinding } from "../../report/finding";
import { FORMATS } from "../../report/formats";
import { POLICIES } from "../../policy-pack/rules";
import { OWN_POLICIES, type Report, type ReportedVerdict } from "../../report/model";
import type { StackResource } from "../../techniques/stack-resource";
import { NOW, PORT, reportOf, resource, stack } from "./support";

const port = (name: string, vnicType: string, ...ids: string[]): StackResource =>
    resource(PORT, name, { binding: { vnicType }, tags: ids.map((id) => `virtio-first:exception-id=${id}`) }, stack);

const flavor = resource("openstack:compute/flavor:Flavor", "offer", { extraSpecs: { "resources:VGPU": "1" } }, stack);

const entry = (id: string, more: object = {}): object => ({
    id,
    techniques: ["sriov"],
    scope: { stacks: ["dev"] },
    reason: "The user plane needs it.",
    owner: "upf-team",
    approvedBy: "board",
    approvedOn: "2026-01-01",
    expires: "2026-06-10",
    ...more,
});

/** A report with what the pack itself says under this config. */
function judged(
    resources: readonly StackResource[],
    raw: Record<string, unknown> = {},
    more: Partial<ReportInput> = {},
): Report {
    const { findings } = judgeWholeStack(resources, raw, { packFolder: __dirname, now: () => NOW });
    const said = findings.map(({ urn, ...finding }): SourceFinding => ({
        pack: "virtio-first",
        packVersion: "0.1.0",
        policy: policyOf({ urn, ...finding }),
        level: finding.level,
        ...(urn !== undefined && { urn }),
        message: finding.message,
    }));
    return reportOf(resources, said, more, raw);
}

function verdictOn({ resources }: Report, name: string): ReportedVerdict | undefined {
    return resources.find((one) => one.name === name)?.attachments[0]?.verdict;
}

describe("a report's verdicts", () => {
    it("knows the pack's policies by their names", () => {
        assert.deepEqual([...OWN_POLICIES], [...POLICIES]);
    });

    it("are free, granted, refused or tolerated", () => {
        const resources = [
            port("slow", "normal"),
            port("allowed", "direct", "EXC-1"),
            port("late", "direct", "EXC-9"),
            flavor,
        ];
        const report = judged(resources, {
            offers: "off",
            exceptions: [entry("EXC-1"), entry("EXC-9", { expires: "2026-05-01" })],
        });
        assert.deepEqual(verdictOn(report, "slow"), { state: "free" });
        assert.deepEqual(verdictOn(report, "allowed"), { state: "granted", exception: "EXC-1", verified: true });
        assert.deepEqual(verdictOn(report, "late"), {
            state: "refused",
            rule: "exception-expired",
            exception: "EXC-9",
        });
        assert.deepEqual(verdictOn(report, "offer"), { state: "tolerated", rule: "missing-exception-id" });
    });

    it("are not given where the pack did not judge the whole stack", () => {
        const report = judged([port("fast", "direct")], {}, { complete: false });
        assert.deepEqual(verdictOn(report, "fast"), { state: "not-judged" });
    });

    it("say where no register verified an exception", () => {
        const report = judged([port("fast", "direct", "EXC-1")]);
        assert.deepEqual(verdictOn(report, "fast"), { state: "granted", exception: "EXC-1", verified: false });
        assert.equal(report.conformance?.idsUnverified, true);
    });

    it("keep a stack from conformance where config lets be what no exception allows", () => {
        const report = judged([flavor], { offers: "off" });
        assert.equal(report.conformance?.level, "not conformant");
    });
});

describe("a report's exceptions", () => {
    it("are used, named or unused, with their days left", () => {
        const report = judged(
            [port("fast", "direct", "EXC-1"), port("slow", "normal", "EXC-2"), port("stray", "direct", "EXC-7")],
            {
                exceptions: [
                    entry("EXC-1"),
                    entry("EXC-2"),
                    entry("EXC-3"),
                    entry("EXC-4", { scope: { stacks: ["prod"] } }),
                ],
            },
        );
        assert.deepEqual(
            report.exceptions.map(({ id, state, status, daysLeft }) => [id, state, status, daysLeft]),
            [
                ["EXC-1", "used", "active", 10],
                ["EXC-2", "named", "active", 10],
                ["EXC-3", "unused", "active", 10],
                ["EXC-7", "named", undefined, undefined],
            ],
        );
        assert.deepEqual([report.register.state, report.register.entries], ["ready", 4]);
    });

    it("are not used where the pack refused what they would allow here", () => {
        const fast = port("fast", "direct", "EXC-1");
        const message = "Asks for SR-IOV.\n  at: binding.vnicType\n  rule: exception-expired";
        const refusal = {
            pack: "virtio-first",
            packVersion: "0.1.0",
            policy: "paravirtual-io",
            level: "mandatory",
            urn: fast.urn,
            message,
        };
        const report = reportOf([fast], [refusal], { source: { kind: "events", name: "events.jsonl" } });
        assert.deepEqual(
            report.exceptions.map(({ id, state }) => [id, state]),
            [["EXC-1", "named"]],
        );
    });
});

describe("a report's order", () => {
    it("does not depend on the order in which resources and findings come, in any format", async () => {
        const resources = [
            resource("pulumi:pulumi:Stack", "core-dev"),
            port("slow", "normal"),
            port("fast", "direct", "EXC-1", "EXC-2"),
            port("none", "direct"),
            port("emulated", "vdpa"),
            flavor,
        ];
        const raw = { exceptions: [entry("EXC-1"), entry("EXC-2")] };
        const { findings } = judged(resources, raw);
        const pages = async (ownResources: readonly StackResource[], ownFindings: readonly SourceFinding[]) => {
            const report = reportOf(ownResources, ownFindings, {}, raw);
            return Promise.all(
                Object.values(FORMATS).map(async ({ render }) => render(report, { colour: false, rules })),
            );
        };
        const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
        const first = await pages(resources, findings);
        await fc.assert(
            fc.asyncProperty(shuffled(resources), shuffled(findings), async (ownResources, ownFindings) => {
                assert.deepEqual(await pages(ownResources, ownFindings), first);
            }),
            { numRuns: 20 },
        );
    });
});

describe("the page for a terminal", () => {
    const { render } = FORMATS.text;

    it("fits the terminal's width: the tree is shortened, messages are wrapped", async () => {
        const long = port(`gateway-${"x".repeat(200)}`, "direct");
        const page = await render(judged([resource("pulumi:pulumi:Stack", "core-dev"), long]), {
            colour: false,
            width: 90,
        });
        const tree = page.slice(0, page.indexOf("Policies:")).split("\n");
        assert.ok(tree.every((line) => line.length <= 90));
        assert.match(page, /port:Port +gateway-x+…x+ +sriov +none\n/);
        assert.match(page, /\n {12}fix: .{20,}\n {14}\S/);
    });

    it("is left as it is where there is no terminal", async () => {
        const long = port(`gateway-${"x".repeat(200)}`, "direct");
        const page = await render(judged([long]), { colour: false });
        assert.match(page, /gateway-x{200} /);
    });
});

describe("the page for a merge request", () => {
    it("fits into one comment, and counts what is left out", async () => {
        const resources = Array.from({ length: 2000 }, (_, index) =>
            port(`port-${index}`, index % 2 === 0 ? "direct" : "normal"),
        );
        const page = await FORMATS.markdown.render(judged(resources), { colour: false });
        assert.ok(page.length <= 65_000);
        assert.match(page, /^<!-- virtio-first core%2Fdev -->\n/);
        const shown = page.match(/^- \*\*`missing-exception-id`\*\*/gm)?.length ?? 0;
        assert.ok(shown > 20);
        assert.match(page, new RegExp(`… and ${1000 - shown} findings more\\.`));
        assert.match(page, /<summary>2000 attachments<\/summary>/);
        assert.equal(page.match(/<details>/g)?.length, page.match(/<\/details>/g)?.length);
    });
});

describe("fingerprints of the code quality report", () => {
    const prints = async (report: Report): Promise<(string | undefined)[]> =>
        (JSON.parse(await FORMATS.codequality.render(report, { colour: false })) as { fingerprint: string }[]).map(
            ({ fingerprint }) => fingerprint,
        );

    it("stay when other findings come and go and when days pass, and tell exceptions apart", async () => {
        const raw = { exceptions: [entry("EXC-1"), entry("EXC-2")] };
        const both = await prints(judged([port("a", "direct", "EXC-1"), port("b", "direct", "EXC-2")], raw));
        const one = await prints(
            judged([port("b", "direct", "EXC-2")], { exceptions: [entry("EXC-2", { expires: "2026-06-20" })] }),
        );
        assert.equal(new Set(both).size, both.length);
        assert.ok(one.length > 0 && one.every((print) => both.includes(print)));
    });
});
