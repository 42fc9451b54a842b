import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import type { AnalyzerInfo, PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { analyzer, analyzerService, empties, grpc } from "../../preview/protocol";
import { build, root } from "../cli/support";

/** What the engine and Pulumi Cloud read of a pack: the answer of the pack itself, started by the SDK's own runner. */
describe("the pack describes itself to the engine", () => {
    let runner: ChildProcess;
    let client: analyzerService.AnalyzerClient;
    let info: AnalyzerInfo;

    before(async () => {
        build();
        const script = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack", "index.js");
        const pack = join(root, "policy-pack");
        // The pack calls its engine only to log, which it has no cause for here.
        runner = spawn(process.execPath, [script, "127.0.0.1:1", pack], {
            cwd: pack,
            stdio: ["ignore", "pipe", "inherit"],
        });
        assert.ok(runner.stdout);
        const [port] = (await once(createInterface(runner.stdout), "line")) as [string];
        client = new analyzerService.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
        info = await new Promise((done, fail) =>
            client.getAnalyzerInfo(new empties.Empty(), (error, answer) => (error ? fail(error) : done(answer))),
        );
    });
    after(async () => {
        client.close();
        const ended = once(runner, "exit");
        runner.kill();
        await ended;
    });

    it("by name, with its three policies and config", () => {
        assert.equal(info.getName(), "virtio-first");
        assert.equal(info.getSupportsconfig(), true);
        assert.deepEqual(
            info.getPoliciesList().map((policy) => policy.getName()),
            ["paravirtual-io", "attachment-health", "exception-lifecycle"],
        );
    });

    const FIELDS: Record<string, (policy: PolicyInfo) => boolean> = {
        "a display name": (policy) => policy.getDisplayname() !== "",
        "a description": (policy) => policy.getDescription() !== "",
        "a severity": (policy) => policy.getSeverity() !== analyzer.PolicySeverity.POLICY_SEVERITY_UNSPECIFIED,
        tags: (policy) => policy.getTagsList().includes("anuket"),
        "steps that remedy": (policy) => policy.getRemediationSteps() !== "",
        "the page of its rules": (policy) => policy.getUrl().startsWith("https://"),
        "the framework that asks for it": (policy) => {
            const framework = policy.getFramework();
            return (
                framework?.getName() === "Anuket" &&
                framework.getVersion() !== "" &&
                framework.getReference() !== "" &&
                framework.getSpecification().includes("infra.net.cfg.001")
            );
        },
    };
    for (const [field, stated] of Object.entries(FIELDS)) {
        it(`with ${field} of every policy`, () => {
            const lacking = info.getPoliciesList().filter((policy) => !stated(policy));
            assert.deepEqual(
                lacking.map((policy) => policy.getName()),
                [],
            );
        });
    }
});
