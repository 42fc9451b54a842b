import assert from "node:assert/strict";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { rules } from "../../policy-pack/rules";
import { judgeWholeStack, policyOf } from "../../policy-pack/whole-stack";
import type { SourceFinding } from "../../report/finding";
import { FORMATS, type FormatName } from "../../report/formats";
import type { Report } from "../../report/model";
import { codeQualityIssues, junitCases, reportOfJson, sarifLog } from "./schemas";
import { NOW, PORT, reportOf, resource, stack } from "./support";

/** Names that would do something somewhere, if they were not shown for what they are. */
const HOSTILE = [
    '<script>alert("1")</script><img src=x onerror=alert(1)>',
    "</details></summary><!-- --> --> ]]> &lt; &amp; \"' `` ``` ` | || \\| \\",
    "a\n  rule: exception-used\n  at: nowhere\n  fix: nothing",
    "\r\n::error file=x::owned\r\n::set-output name=x::y",
    "\u001b[2J\u001b]0;owned\u0007\u0000\u0008\u009b31m",
    "\u202eesrever\u2066\u200f\u061c\u200b\ufeff\u{e0041}",
    "| cell | cell |\n|---|---|\n# heading\n\n- item\n1. one\n***\n> quote",
    "[text](javascript:alert(1)) ![image](http://example.com/x.png) www.example.com http://example.com a@example.com",
    "@everyone #1 !1 ~label %milestone :smile: $snippet **bold** _it_ ~~gone~~ <b>",
    "{0} {{1}} %0A%25 %s ${x} \ud800 \udfff \ufffe",
    "!_ @_a #_1 ~_x",
    "x".repeat(10_000),
    "\u202e|`".repeat(3_000),
] as const;

/** A report in which the name stands wherever one can. */
function reportWith(name: string): Report {
    const port = "openstack:networking/port:Port";
    const resources = [
        resource("pulumi:pulumi:Stack", "core-dev"),
        resource(port, name, { networkId: "n", binding: { vnicType: "direct" } }, stack),
        resource(
            PORT,
            `${name} granted`,
            { binding: { vnicType: "direct" }, tags: [`virtio-first:exception-id=EXC-1`] },
            stack,
        ),
        resource(
            "openstack:compute/flavor:Flavor",
            name,
            { extraSpecs: { [`resources${name}:VGPU`]: "1", "pci_passthrough:alias": name } },
            stack,
        ),
        resource(
            "openstack:compute/instance:Instance",
            name,
            { flavorName: name, networks: [{ port: name, name }] },
            stack,
        ),
        resource(
            "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
            "nad",
            {
                apiVersion: "k8s.cni.cncf.io/v1",
                kind: "NetworkAttachmentDefinition",
                metadata: { name, annotations: { "k8s.v1.cni.cncf.io/resourceName": `intel.com/${name}` } },
                spec: { config: JSON.stringify({ type: "sriov", name }) },
            },
            stack,
        ),
        resource(
            "kubernetes:core/v1:Pod",
            name,
            {
                apiVersion: "v1",
                kind: "Pod",
                metadata: {
                    name,
                    namespace: name,
                    annotations: { "k8s.v1.cni.cncf.io/networks": JSON.stringify([{ name }]) },
                },
                spec: { containers: [{ name, resources: { limits: { [`intel.com/${name}`]: "1" } } }] },
            },
            stack,
        ),
    ];
    const raw = {
        exceptions: [
            {
                id: "EXC-1",
                techniques: ["sriov"],
                scope: { stacks: ["dev"] },
                reason: name,
                owner: name,
                approvedBy: name,
                approvedOn: "2026-01-01",
                expires: "2026-12-31",
                ticket: name,
            },
        ],
    };
    const judgement = judgeWholeStack(resources, raw, { packFolder: __dirname, now: () => NOW });
    const findings: SourceFinding[] = judgement.findings.map(({ urn, ...finding }) => ({
        pack: "virtio-first",
        packVersion: "0.1.0",
        policy: policyOf({ urn, ...finding }),
        level: finding.level,
        ...(urn !== undefined && { urn }),
        message: finding.message,
    }));
    const foreign = { pack: name, packVersion: name, policy: name, level: "mandatory", message: `${name}\n${name}` };
    return reportOf(
        resources,
        [...findings, foreign],
        {
            source: { kind: "preview", name, program: { entry: "index.ts", runtimeForm: "transpiled" } },
            outcome: { status: "failed", exitCode: 1, reason: name },
            diagnostics: [{ severity: "error", source: name, message: name }],
        },
        raw,
    );
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

const render = async (format: FormatName, report: Report): Promise<string> =>
    FORMATS[format].render(report, { colour: false, width: 100, rules });

/** How often each kind of Markdown stands in a page (of HTML each tag, without what it encloses), and its plain texts. */
function contentOf(markdown: string): { readonly kinds: Map<string, number>; readonly texts: string[] } {
    const kinds = new Map<string, number>();
    const texts: string[] = [];
    const walk = (node: { readonly type: string; readonly value?: string; readonly children?: unknown }): void => {
        const kind = node.type === "html" ? `html ${(node.value ?? "").replace(/>[^<]*</g, "><")}` : node.type;
        kinds.set(kind.startsWith("html <!--") ? "marker" : kind, (kinds.get(kind) ?? 0) + 1);
        if (node.type === "text") {
            texts.push(node.value ?? "");
        }
        (node.children as Parameters<typeof walk>[0][] | undefined)?.forEach(walk);
    };
    walk(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
    return { kinds, texts };
}

/** Holds one report against everything that a name must not do to it. */
async function assertHarmless(name: string): Promise<void> {
    const report = reportWith(name);
    const benign = reportWith("benign");
    const numberOf = (one: Report): number => one.resources.flatMap(({ attachments }) => attachments).length;

    const text = await render("text", report);
    assert.ok(!CONTROL.test(text.replaceAll("\n", "")));

    assert.equal(reportOfJson(await render("json", report)).resources.length, report.resources.length);

    const log = sarifLog(await render("sarif", report));
    const strings: string[] = [];
    const messages: string[] = [];
    JSON.stringify(log, (key, value: unknown) => {
        if (typeof value === "string") {
            (key === "text" ? messages : strings).push(value);
        }
        return value;
    });
    assert.ok([...strings, ...messages].every((one) => !CONTROL.test(one.replaceAll("\n", ""))));
    assert.ok(messages.every((one) => !/(?<!\\)\[[^[\]]*\]\(/.test(one)));

    for (const { classname, name: shown, output } of await junitCases(await render("junit", report))) {
        assert.ok(![classname, shown, output.replaceAll("\n", "")].some((one) => CONTROL.test(one)));
    }

    const commands = (await render("github", report)).split("\n");
    assert.equal(commands.length, report.findings.length + report.diagnostics.length + 1);
    for (const command of commands) {
        assert.match(command, /^::(error|warning|notice) (file=[^:,]*,line=1,)?title=[^:,]*::/u);
        assert.ok(!CONTROL.test(command));
    }

    const issues = codeQualityIssues(await render("codequality", report));
    assert.ok(issues.every(({ description, check_name }) => !CONTROL.test(description + check_name)));

    const markdown = await render("markdown", report);
    assert.ok(markdown.length < 65_536);
    const { kinds, texts } = contentOf(markdown);
    assert.deepEqual(
        texts.filter((one) => /[@#!~%&$]\w/.test(one)),
        [],
    );
    if (numberOf(report) === numberOf(benign) && report.findings.length === benign.findings.length) {
        const allowed = contentOf(await render("markdown", benign)).kinds;
        for (const [kind, count] of kinds) {
            // What an escape splits is still text.
            if (kind !== "text") {
                assert.equal(count, allowed.get(kind), kind);
            }
        }
    }
}

describe("names chosen by others", () => {
    for (const name of HOSTILE) {
        it(`do nothing in any format: ${JSON.stringify(name.slice(0, 40))}`, () => assertHarmless(name));
    }

    it("do nothing in any format, whatever they are", async () => {
        const part = fc.oneof(fc.constantFrom(...HOSTILE.slice(0, -2)), fc.string({ unit: "binary" }), fc.string());
        await fc.assert(
            fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => assertHarmless(parts.join(""))),
            { numRuns: 60 },
        );
    });

    it("cannot pass for a line of a message of ours", () => {
        const report = reportWith("a\n  at: nowhere\n  rule: exception-used");
        assert.ok(!report.findings.some(({ path }) => path === "nowhere"));
    });
});
