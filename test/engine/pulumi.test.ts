import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, removeWritten } from "../preview/support";
import { EngineStack, findCli } from "./pulumi";
import { verdictOf } from "./verdict";

const PORT = "urn:pulumi:dev::shop::openstack:networking/port:Port::fast";

const EVENTS = [
    {
        resourcePreEvent: {
            metadata: {
                op: "create",
                urn: PORT,
                type: "openstack:networking/port:Port",
                new: { custom: true, inputs: { binding: { vnicType: "direct" } }, outputs: {} },
            },
        },
    },
    {
        policyEvent: {
            resourceUrn: PORT,
            message: "No.\n  at: binding.vnicType\n  rule: missing-exception-id\n",
            policyName: "paravirtual-io",
            policyPackName: "virtio-first",
            policyPackVersion: "0.1.0",
            enforcementLevel: "mandatory",
        },
    },
    { summaryEvent: { isPreview: true, result: "failed" } },
];

/** A program that answers as the CLI does, and writes what it was asked into a file. */
function standIn(plugins: readonly string[]): { readonly home: string; readonly path: string } {
    const home = folder({ "events.jsonl": EVENTS.map((event) => JSON.stringify(event)).join("\n") });
    const path = join(home, "bin", "pulumi");
    mkdirSync(join(home, "bin"));
    const listed = JSON.stringify(
        plugins.map((name) => ({ name })),
        undefined,
        2,
    );
    writeFileSync(
        path,
        `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(${JSON.stringify(join(home, "asked"))}, args.join(" ") + "\\n");
if (args[0] === "plugin") console.log(${JSON.stringify(listed)});
if (args[0] === "preview") { console.log("not JSON"); console.log(readFileSync(${JSON.stringify(join(home, "events.jsonl"))}, "utf8")); }
process.exitCode = args[0] === "preview" || args[0] === "up" ? 1 : 0;
`,
    );
    chmodSync(path, 0o755);
    return { home, path };
}

describe("the harness for the real engine", () => {
    after(removeWritten);

    it("finds the CLI in PULUMI_HOME or on the PATH, and says what is missing", () => {
        const { home, path } = standIn(["openstack", "kubernetes"]);
        assert.deepEqual(findCli({ PULUMI_HOME: home }), { path });
        assert.deepEqual(findCli({ PATH: join(home, "bin") }), { path });
        assert.deepEqual(findCli({ PATH: "" }), { missing: "pulumi is neither on PATH nor in PULUMI_HOME" });
        assert.deepEqual(findCli({ PULUMI_HOME: standIn(["kubernetes"]).home }), {
            missing: "the plugins openstack of pulumi are not installed",
        });
    });

    it("reads the verdict from the engine's events", () => {
        const { path } = standIn([]);
        const stack = new EngineStack({ cli: path, dir: folder({}), policyPack: "pack" });
        const { report, code } = stack.preview();
        assert.deepEqual(verdictOf(report, code), {
            exitCode: 1,
            conformance: "not conformant",
            findings: ["mandatory missing-exception-id openstack:networking/port:Port::fast binding.vnicType"],
        });
        assert.equal(stack.up(), 1);
        stack.remove();
    });
});
