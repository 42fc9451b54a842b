import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, virtioFirst } from "./support";

const example = (name: string): string => join(root, "examples", name);

describe("virtio-first preview", () => {
    describe("of the refused example", () => {
        it("refuses each raw resource, says what to do, and exits with 1", async () => {
            const { out, err, code } = await virtioFirst("preview", example("refused"));
            assert.equal(code, 1);
            for (const name of ["sriov", "passthrough", "vdpa", "packet-gateway", "fast", "forwarder"]) {
                assert.match(out, new RegExp(`\\[mandatory\\] {2}paravirtual-io {2}\\(.*: ${name}\\)`), name);
            }
            assert.equal(out.match(/\[mandatory\]/g)?.length, 6);
            assert.match(out, /tag virtio-first:exception-id=<ID>/);
            assert.match(out, /annotation virtio-first\/exception-id: <ID>/);
            assert.match(out, /Conformance: not conformant/);
            assert.match(err, /refused: 6 mandatory/);
        });

        it("says which file it runs, and shows each attachment's technique in the tree", async () => {
            const { out } = await virtioFirst("preview", example("refused"));
            assert.match(out, /Program: examples\/refused\/index\.ts \(transpiled\)/);
            assert.match(out, /port:Port +passthrough +pci-passthrough +none/);
            assert.match(out, /port:Port +vdpa +vdpa +none/);
        });

        it("passes without a policy pack, and then says nothing of conformance", async () => {
            const { out, code } = await virtioFirst("preview", example("refused"), "--no-policy-pack");
            assert.equal(code, 0);
            assert.ok(!out.includes("Policies:"));
            assert.ok(!out.includes("Conformance"));
        });
    });

    describe("of the onboarding example", () => {
        const withRegister = ["--policy-pack-config", join(example("onboarding"), "policy-config.json")];

        it("passes, shows the exception and until when it holds, and exits with 0", async () => {
            const { out, code } = await virtioFirst("preview", example("onboarding"), ...withRegister);
            assert.equal(code, 0);
            assert.match(out, /sriov +EXC-2026-014/);
            assert.match(out, /virtio/);
            assert.match(out, /Exception EXC-2026-014 is used by .* until 20\d\d-\d\d-\d\d/);
            assert.match(out, /Conformance: Conformant with Exceptions/);
            assert.ok(!out.includes("[mandatory]"));
        });

        it("is the project at the root of the repository too", async () => {
            const { out, code } = await virtioFirst("preview", root, ...withRegister);
            assert.equal(code, 0);
            assert.match(out, /Program: examples\/onboarding\/index\.ts/);
            assert.match(out, /sriov +EXC-2026-014/);
        });

        it("is refused where the register lets its exception expire", async () => {
            const { out, code } = await virtioFirst(
                "preview",
                example("onboarding"),
                "--policy-pack-config",
                forecast("2099-01-01"),
            );
            assert.equal(code, 1);
            assert.match(out, /\[forecast for 2099-01-01\]/);
            assert.match(out, /rule: exception-expired/);
        });

        it("gives the same as JSON, with a version and without any progress", async () => {
            const { out, err, code } = await virtioFirst("preview", example("onboarding"), "--json", ...withRegister);
            const report = JSON.parse(out) as {
                version: number;
                conformance: { level: string };
                resources: { attachments: { techniques: string[]; exceptionIds: string[] }[] }[];
            };
            assert.equal(code, 0);
            assert.equal(report.version, 1);
            assert.equal(report.conformance.level, "Conformant with Exceptions");
            const attachments = report.resources.flatMap((resource) => resource.attachments);
            assert.ok(
                attachments.some(
                    ({ techniques, exceptionIds }) =>
                        techniques.includes("sriov") && exceptionIds.includes("EXC-2026-014"),
                ),
            );
            assert.ok(!err.includes("…"));
        });
    });

    it("shows each verdict that a register can give, in the exceptions example", async () => {
        const config = join(example("exceptions"), "policy-config.json");
        const { out, code } = await virtioFirst("preview", example("exceptions"), "--policy-pack-config", config);
        assert.equal(code, 1);
        const rules = (level: string): string[] =>
            [...out.matchAll(new RegExp(`\\[${level}\\][^[]*?rule: (\\S+)`, "g"))].map(([, rule]) => rule!);
        assert.deepEqual(rules("mandatory").sort(), [
            "exception-expired",
            "exception-for-other-technique",
            "exception-not-yet-valid",
            "exception-out-of-scope",
            "malformed-exception-id",
            "unknown-exception-id",
        ]);
        assert.deepEqual(rules("advisory").sort(), [
            "exception-expiring",
            "exception-expiring",
            "exception-unused",
            "exception-used",
            "exception-used",
        ]);
    });

    describe("called wrongly", () => {
        for (const [what, args, expected] of [
            ["an option that does not exist", ["preview", "--stak", "dev"], /--stack/],
            ["a command that does not exist", ["previw"], /Did you mean preview/],
            ["a folder that is no project", ["preview", tmpdir()], /Pulumi\.yaml/],
            ["a stack that is not there", ["preview", example("onboarding"), "--stack", "nowhere"], /nowhere/],
            ["a register that is not there", ["preview", example("refused"), "--register", "gone.yaml"], /gone\.yaml/],
            [
                "a register for no policy pack",
                ["preview", example("refused"), "--no-policy-pack", "--register", join(root, "package.json")],
                /--register needs exactly one policy pack/,
            ],
            [
                "a policy pack that is not there",
                ["preview", example("refused"), "--policy-pack", "/nonexistent"],
                /nonexistent/,
            ],
            ["a config without its value", ["preview", example("refused"), "--config", "novalue"], /key=value/],
            [
                "more configs than packs",
                ["preview", example("refused"), "--policy-pack-config", "a.json", "--policy-pack-config", "b.json"],
                /2 --policy-pack-config and 1 policy packs/,
            ],
        ] as const) {
            it(`exits with 2 and a plain message on ${what}`, async () => {
                const { err, code } = await virtioFirst(...args);
                assert.equal(code, 2);
                assert.match(err, expected);
                assert.ok(!err.includes("    at "), "no stack trace");
            });
        }
    });

    it("says what a remediation changed", async () => {
        const config = write({ "paravirtual-io": { enforcementLevel: "remediate" } });
        const { out } = await virtioFirst("preview", example("refused"), "--policy-pack-config", config);
        assert.match(
            out,
            /\[remediate\] {2}paravirtual-io {2}\(.*: sriov\)\n[^[]*changed: binding\.vnicType is now "normal"\n *rule: remediated/,
        );
        assert.match(out, /changed: valueSpecs\["binding:vnic_type"\] was taken away/);
    });

    it("is shown in the README as it runs", async () => {
        const config = join(example("onboarding"), "policy-config.json");
        const { out } = await virtioFirst("preview", root, "--policy-pack-config", config);
        const readme = readFileSync(join(root, "README.md"), "utf8");
        assert.ok(readme.includes(out.slice(out.indexOf("    Type"))));
    });

    it("says once why a program failed, and does not call that a refusal", async () => {
        const dir = mkdtempSync(join(tmpdir(), "virtio-first-cli-"));
        writeFileSync(join(dir, "Pulumi.yaml"), "name: broken\nruntime: nodejs\n");
        writeFileSync(join(dir, "package.json"), '{ "main": "index.js" }');
        writeFileSync(join(dir, "index.js"), 'throw new Error("no such luck");');
        symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
        const { err, code } = await virtioFirst("preview", dir);
        assert.equal(code, 1);
        assert.equal(err.match(/Error: no such luck/g)?.length, 1);
        assert.match(err, /the program failed: see above$/);
        assert.ok(!err.includes("refused"));
    });

    it("refuses everything under a register that is not there", async () => {
        const config = write({ "paravirtual-io": { registerFile: "gone.yaml" } });
        const { out, code } = await virtioFirst("preview", example("onboarding"), "--policy-pack-config", config);
        assert.equal(code, 1);
        assert.match(out, /rule: register-fault/);
        assert.match(out, /gone\.yaml/);
    });

    it("takes a register by its file, in place of what the config says of one, and the rest from the config", async () => {
        const dir = mkdtempSync(join(tmpdir(), "virtio-first-cli-"));
        const { "paravirtual-io": own } = JSON.parse(
            readFileSync(join(example("onboarding"), "policy-config.json"), "utf8"),
        ) as { "paravirtual-io": { exceptions: object[] } };
        const register = join(dir, "exceptions.yaml");
        const args = ["preview", example("onboarding"), "--register", register];
        writeFileSync(register, JSON.stringify({ exceptions: own.exceptions }));
        const config = write({ "paravirtual-io": { ...own, exceptions: [] } });
        const granted = await virtioFirst(...args, "--policy-pack-config", config);
        assert.equal(granted.code, 0);
        assert.match(granted.out, /sriov +EXC-2026-014/);
        assert.doesNotMatch(granted.out, /not verified|rule: unverifiable/);
        writeFileSync(register, "exceptions: []\n");
        const { out, code } = await virtioFirst(...args);
        assert.equal(code, 1);
        assert.match(out, /rule: unknown-exception-id/);
    });

    it("makes an unknown key of the policy config a mandatory finding", async () => {
        const config = write({ "paravirtual-io": { requireRegistry: true } });
        const { out, code } = await virtioFirst("preview", example("onboarding"), "--policy-pack-config", config);
        assert.equal(code, 1);
        assert.match(out, /requireRegistry: no such key/);
    });
});

function write(config: unknown): string {
    const file = join(mkdtempSync(join(tmpdir(), "virtio-first-cli-")), "config.json");
    writeFileSync(file, JSON.stringify(config));
    return file;
}

function forecast(day: string): string {
    const config = require(join(example("onboarding"), "policy-config.json")) as { "paravirtual-io": object };
    return write({ "paravirtual-io": { ...config["paravirtual-io"], forecastDate: day } });
}
