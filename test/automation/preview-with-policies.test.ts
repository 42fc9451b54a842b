import assert from "node:assert/strict";
import type { EngineEvent, PreviewOptions } from "@pulumi/pulumi/automation";
import { previewWithPolicies } from "../../automation";

const URN = "urn:pulumi:dev::shop::openstack:networking/port:Port::fast";
const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

/** Events in the form in which the engine tells of a port that the pack refuses. */
function events(result: "succeeded" | "failed"): EngineEvent[] {
    const state = (urn: string, type: string, inputs: object) => ({
        metadata: {
            op: "create",
            urn,
            type,
            new: { urn, type, custom: true, id: "", parent: "", inputs, outputs: inputs, provider: "" },
        },
    });
    const list = [
        { resourcePreEvent: state(STACK, "pulumi:pulumi:Stack", {}) },
        { resourcePreEvent: state(URN, "openstack:networking/port:Port", { binding: { vnicType: "direct" } }) },
        {
            policyEvent: {
                resourceUrn: URN,
                message: "Asks for SR-IOV.\n  at: binding.vnicType\n  rule: missing-exception-id\n",
                policyName: "paravirtual-io",
                policyPackName: "virtio-first",
                policyPackVersion: "0.1.0",
                enforcementLevel: "mandatory",
            },
        },
        { summaryEvent: { durationSeconds: 1, resourceChanges: {}, policyPacks: { "virtio-first": "0.1.0" }, result } },
    ];
    return list.map((event, sequence) => ({ sequence, timestamp: 0, ...event })) as unknown as EngineEvent[];
}

const NEVER = new Error("the engine ended with 255");

/** A stack of the Automation API whose engine tells these events, and then ends well or throws. */
function stackOf(told: readonly EngineEvent[], thrown?: Error) {
    const asked: PreviewOptions[] = [];
    return {
        name: "dev",
        asked,
        preview: (options: PreviewOptions) => {
            asked.push(options);
            told.forEach((event) => options.onEvent?.(event));
            return thrown === undefined ? Promise.resolve({}) : Promise.reject(thrown);
        },
    };
}

describe("previewWithPolicies", () => {
    it("gives the result model of a refused stack, where the Automation API only throws", async () => {
        const report = await previewWithPolicies(stackOf(events("failed"), NEVER));
        assert.equal(report.outcome.status, "refused");
        assert.equal(report.conformance?.level, "not conformant");
        const port = report.resources.find(({ urn }) => urn === URN);
        assert.deepEqual(
            port?.attachments.map(({ techniques, verdict }) => ({ techniques, verdict })),
            [{ techniques: ["sriov"], verdict: { state: "refused", rule: "missing-exception-id" } }],
        );
    });

    it("asks for the pack of this package unless others are named, and hands all other options on", async () => {
        const stack = stackOf(events("failed"), NEVER);
        const seen: number[] = [];
        await previewWithPolicies(stack, { parallel: 3, onEvent: ({ sequence }) => seen.push(sequence) });
        assert.match(stack.asked[0]?.policyPacks?.[0] ?? "", /policy-pack$/);
        assert.equal(stack.asked[0]?.parallel, 3);
        assert.deepEqual(seen, [0, 1, 2, 3]);
        const other = stackOf(events("failed"), NEVER);
        await previewWithPolicies(other, { policyPacks: ["packs/ours"] });
        assert.deepEqual(other.asked[0]?.policyPacks, ["packs/ours"]);
    });

    it("throws what the engine throws where it never came to a summary", async () => {
        await assert.rejects(previewWithPolicies(stackOf(events("failed").slice(0, 2), NEVER)), NEVER);
        await assert.rejects(previewWithPolicies(stackOf([], NEVER)), NEVER);
    });

    it("is never a pass where the engine threw, whatever its summary said", async () => {
        const told = events("succeeded").filter((event) => event.policyEvent === undefined);
        const report = await previewWithPolicies(stackOf(told, NEVER));
        assert.equal(report.outcome.status, "failed");
        assert.equal(report.conformance, undefined);
    });
});
