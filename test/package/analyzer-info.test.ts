import assert from "node:assert/strict";
import type { AnalyzerInfo, PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { analyzer, empties } from "../../preview/protocol";
import { type StartedPack, startPack } from "../policy-pack/started-pack";

/** What the engine and Pulumi Cloud read of a pack: the answer of the pack itself, started by the SDK's own runner. */
describe("the pack describes itself to the engine", () => {
    let pack: StartedPack;
    let info: AnalyzerInfo;

    before(async () => {
        pack = await startPack();
        info = await new Promise((done, fail) =>
            pack.client.getAnalyzerInfo(new empties.Empty(), (error, answer) => (error ? fail(error) : done(answer))),
        );
    });
    after(() => pack.end());

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
