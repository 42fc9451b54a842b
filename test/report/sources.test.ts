import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportedVerdict } from "../../report/model";
import { virtioFirst } from "../cli/support";
import { reportOfJson } from "./schemas";
import { PORT, stack, urn } from "./support";

const NETWORK = "openstack:networking/network:Network";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const encrypted = { ...SECRET, ciphertext: "v1:abc:def" };
const plaintext = (value: unknown) => ({ ...SECRET, plaintext: JSON.stringify(value) });

let folder: string;
before(() => void (folder = mkdtempSync(join(tmpdir(), "virtio-first-sources-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
    const file = join(folder, "given");
    writeFileSync(file, text);
    return file;
}

async function reportFrom(text: string, ...options: string[]) {
    const { out, code } = await virtioFirst("report", "--from", written(text), "--json", ...options);
    return { code, report: reportOfJson(out) };
}

/** One resource of a state. */
function stateResource(type: string, name: string, inputs: object, more: object = {}): object {
    return { urn: urn(type, name), custom: true, id: "1", type, inputs, outputs: inputs, parent: stack, ...more };
}

const root = { urn: stack, custom: false, type: "pulumi:pulumi:Stack", inputs: {}, outputs: {} };
const exported = (...resources: object[]): string =>
    JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [root, ...resources] } });

describe("a report of a deployed state", () => {
    it("judges what stands there, and exits as a preview would", async () => {
        const { code, report } = await reportFrom(
            exported(stateResource(PORT, "fast", { binding: { vnicType: "direct" } })),
        );
        assert.equal(code, 1);
        assert.equal(report.source.kind, "state");
        assert.deepEqual([report.project, report.stack], ["core", "dev"]);
        assert.equal(report.conformance?.level, "not conformant");
    });

    it("reads the checkpoint of a self-managed backend alike", async () => {
        const resources = [root, stateResource(PORT, "slow", { networkId: "n" })];
        const { code, report } = await reportFrom(
            JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest: { resources } } }),
        );
        assert.equal(code, 0);
        assert.equal(report.conformance?.level, "Fully Conformant");
    });

    it("sees by the outputs what the provider made of it", async () => {
        const outputs = { binding: { vnicType: "direct" } };
        const { report } = await reportFrom(exported(stateResource(PORT, "port", { networkId: "n" }, { outputs })));
        const port = report.resources.find(({ name }) => name === "port");
        assert.ok(port?.attachments.some(({ techniques }) => techniques.includes("sriov")));
    });

    it("opens secrets in plain text, takes encrypted ones for unknown, and shows neither", async () => {
        const open = stateResource(PORT, "open", {
            description: plaintext("hush-hush"),
            binding: plaintext({ vnicType: "direct" }),
        });
        const closed = stateResource(PORT, "closed", { description: encrypted, binding: encrypted });
        const harmless = stateResource(PORT, "harmless", { description: encrypted, networkId: "n" });
        const text = exported(open, closed, harmless);
        const { report } = await reportFrom(text);
        const techniques = Object.fromEntries(
            report.resources.map(({ name, attachments }) => [name, attachments.flatMap((one) => one.techniques)]),
        );
        assert.deepEqual(techniques["open"], ["sriov"]);
        assert.deepEqual(techniques["closed"], ["unknown"]);
        assert.deepEqual(techniques["harmless"], ["virtio"]);
        assert.ok(!JSON.stringify(report).includes("hush-hush"));
    });

    it("leaves out what is about to be deleted, and marks what is only looked up", async () => {
        const gone = stateResource(PORT, "gone", { binding: { vnicType: "direct" } }, { delete: true });
        const read = stateResource(NETWORK, "shared", {}, { external: true });
        const { code, report } = await reportFrom(exported(gone, read));
        assert.equal(code, 0);
        assert.deepEqual(
            report.resources.map(({ name, read: isRead }) => [name, isRead]),
            [
                ["shared", true],
                ["core-dev", false],
            ],
        );
    });
});

/** One event of the engine, as its streaming JSON writes it. */
let sequence = 0;
const event = (body: object): object => ({ sequence: sequence++, timestamp: 1_780_000_000, ...body });

function step(op: string, type: string, name: string, inputs: object, outputs: object = inputs): object[] {
    const metadata = (kind: object) => ({
        metadata: {
            op,
            urn: name === "core-dev" ? stack : urn(type, name),
            type,
            old: null,
            new: {
                type,
                urn: name === "core-dev" ? stack : urn(type, name),
                custom: type !== "pulumi:pulumi:Stack",
                id: "",
                parent: name === "core-dev" ? "" : stack,
                provider: "",
                ...kind,
            },
        },
        planning: true,
    });
    return [
        event({ resourcePreEvent: metadata({ inputs, outputs: {} }) }),
        event({ resOutputsEvent: metadata({ inputs, outputs }) }),
    ];
}

const policy = (level: string, policyName: string, name: string, message: string): object =>
    event({
        policyEvent: {
            resourceUrn: urn(PORT, name),
            message: `${message}\n`,
            policyName,
            policyPackName: "virtio-first",
            policyPackVersion: "0.1.0",
            enforcementLevel: level,
        },
    });

const refusal = (name: string): object =>
    policy(
        "mandatory",
        "paravirtual-io",
        name,
        "Asks for SR-IOV.\n  at: binding.vnicType\n  fix: Name the exception.\n  rule: missing-exception-id (Anuket e.cap.013)",
    );

const summary = (result: string): object[] => [
    event({
        policyAnalyzeStackSummaryEvent: { policyPackName: "virtio-first", policyPackVersion: "0.1.0", passed: [] },
    }),
    event({
        summaryEvent: { maybeCorrupt: false, resourceChanges: { create: 2 }, PolicyPacks: {}, isPreview: true, result },
    }),
    event({ cancelEvent: {} }),
];

const lines = (...events: object[]): string => events.map((one) => JSON.stringify(one)).join("\n");
const start = (): object[] => [
    event({ preludeEvent: { config: {} } }),
    ...step("create", "pulumi:pulumi:Stack", "core-dev", {}),
];

/** The verdicts on a resource's attachments. */
function verdictsOn(
    report: { resources: ReturnType<typeof reportOfJson>["resources"] },
    name: string,
): ReportedVerdict[] {
    return report.resources
        .filter((one) => one.name === name)
        .flatMap(({ attachments }) => attachments.map(({ verdict }) => verdict));
}

describe("a report of the engine's events", () => {
    const direct = { binding: { vnicType: "direct" } };

    it("tells what the engine's pack refused and allowed, whatever the register here", async () => {
        const tags = ["virtio-first:exception-id=EXC-2026-014"];
        const used =
            "Exception EXC-2026-014 is used by granted for sriov (binding.vnicType), until 2035-12-31.\n  rule: exception-used";
        const { code, report } = await reportFrom(
            lines(
                ...start(),
                ...step("create", PORT, "fast", direct),
                refusal("fast"),
                ...step("create", PORT, "granted", { ...direct, tags }),
                policy("advisory", "exception-lifecycle", "granted", used),
                ...summary("failed"),
            ),
        );
        assert.equal(code, 1);
        assert.equal(report.outcome.reason, "1 mandatory finding");
        assert.deepEqual(verdictsOn(report, "fast"), [{ state: "refused", rule: "missing-exception-id" }]);
        assert.deepEqual(verdictsOn(report, "granted"), [
            { state: "granted", exception: "EXC-2026-014", verified: true },
        ]);
        assert.deepEqual(
            report.exceptions.map(({ id, state, uses }) => [id, state, uses.length]),
            [["EXC-2026-014", "used", 1]],
        );
    });

    it("believes the engine where events mask a secret", async () => {
        const masked = { binding: "[secret]", tags: "[secret]" };
        const { code, report } = await reportFrom(
            lines(...start(), ...step("create", PORT, "port", masked), ...summary("succeeded")),
        );
        assert.equal(code, 0);
        assert.deepEqual(verdictsOn(report, "port"), []);
        const refused = await reportFrom(
            lines(
                ...start(),
                ...step("create", PORT, "port", masked),
                policy("mandatory", "paravirtual-io", "port", "Unknown.\n  at: binding\n  rule: undecidable"),
                ...summary("failed"),
            ),
        );
        assert.equal(refused.code, 1);
        assert.equal(refused.report.conformance?.level, "not conformant");
    });

    it("cannot decide on a stream that ends early, unless something refused already", async () => {
        const begun = [...start(), ...step("create", PORT, "fast", direct)];
        const undecided = await reportFrom(`${lines(...begun)}\n{"sequence":9,"times`);
        assert.equal(undecided.code, 3);
        assert.equal(undecided.report.conformance, undefined);
        assert.deepEqual(verdictsOn(undecided.report, "fast"), [{ state: "not-judged" }]);
        const refused = await reportFrom(lines(...begun, refusal("fast")));
        assert.equal(refused.code, 1);
        assert.equal(refused.report.conformance, undefined);
    });

    it("takes the Automation API's list, its word `warning`, and leaves out its marks for colours", async () => {
        const events = [
            ...start(),
            policy("warning", "attachment-health", "port", "<{%fg 3%}>Emulated.<{%reset%}>\n  rule: emulated"),
            event({
                diagnosticEvent: {
                    severity: "info#err",
                    prefix: "",
                    message: "<{%reset%}>hello<{%reset%}>\n",
                    color: "raw",
                },
            }),
            ...summary("succeeded"),
        ];
        const { code, report } = await reportFrom(JSON.stringify(events));
        assert.equal(code, 0);
        assert.deepEqual(
            report.findings.map(({ level, what }) => [level, what]),
            [["advisory", "Emulated."]],
        );
        assert.deepEqual(
            report.diagnostics.map(({ severity, message }) => [severity, message]),
            [["info", "hello"]],
        );
    });

    it("leaves out what is deleted, and says nothing of conformance where the pack did not run", async () => {
        const end = event({
            summaryEvent: { isPreview: true, resourceChanges: {}, PolicyPacks: {}, result: "succeeded" },
        });
        const { report } = await reportFrom(lines(...start(), ...step("delete", PORT, "gone", direct), end));
        assert.deepEqual(
            report.resources.map(({ name }) => name),
            ["core-dev"],
        );
        assert.equal(report.conformance, undefined);
    });

    it("is a failure where the operation failed without a refusal", async () => {
        const error = event({
            diagnosticEvent: { severity: "error", prefix: "error: ", message: "boom\n", color: "never" },
        });
        const end = event({
            summaryEvent: { isPreview: true, resourceChanges: {}, PolicyPacks: {}, result: "failed" },
        });
        const { code, report } = await reportFrom(lines(...start(), error, end));
        assert.deepEqual([code, report.outcome.status], [1, "failed"]);
    });
});

describe("a report of what cannot be read", () => {
    const faults: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
        "an empty file": ["", /holds nothing/],
        "a text": ["hello\nworld\n", /is neither JSON nor JSON lines \(line 1\)/],
        "a broken line": [`${lines(...start())}\nnonsense\n${lines(event({ cancelEvent: {} }))}`, /\(line \d\)/],
        "JSON of another kind": ["{}", /holds no stack\. Give what `pulumi stack export` writes/],
        "an empty list": ["[]", /holds no event of the engine/],
        "a stack without resources": ['{"version":3,"deployment":{"manifest":{}}}', /holds a stack without resources/],
        "a plain JSON preview": [
            '{"steps":[],"changeSummary":{}}',
            /says nothing of policies: set PULUMI_ENABLE_STREAMING_JSON_PREVIEW/,
        ],
        "a report of another version": [
            '{"version":99,"tool":{"name":"virtio-first"},"resources":[]}',
            /another version/,
        ],
        "a report that is not whole": [
            '{"version":1,"tool":{"name":"virtio-first"},"resources":[]}',
            /is no whole report/,
        ],
    };
    for (const [what, [text, message]] of Object.entries(faults)) {
        it(`${what}: one clear message, exit code 2`, async () => {
            const { out, err, code } = await virtioFirst("report", "--from", written(text));
            assert.deepEqual([code, out], [2, ""]);
            assert.match(err, message);
            assert.equal(err.split("\n").length, 1);
        });
    }

    it("a file that is not there: exit code 2", async () => {
        const { err, code } = await virtioFirst("report", "--from", join(folder, "nowhere.json"));
        assert.equal(code, 2);
        assert.match(err, /is not there; correct the path/);
    });
});
