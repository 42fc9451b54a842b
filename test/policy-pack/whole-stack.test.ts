import assert from "node:assert/strict";
import { judgeWholeStack, policyOf } from "../../policy-pack/whole-stack";
import type { StackResource } from "../../techniques/stack-resource";

const now = new Date("2026-11-25T12:00:00Z");

function resource(type: string, name: string, over: Partial<StackResource> = {}): StackResource {
    return {
        urn: `urn:pulumi:dev::shop::${type}::${name}`,
        type,
        name,
        custom: true,
        inputs: {},
        outputs: {},
        propertyDependencies: {},
        read: false,
        ...over,
    };
}

const PORT = "openstack:networking/port:Port";
const direct = { binding: { vnicType: "direct" } };

function judged(resources: readonly StackResource[], raw: Readonly<Record<string, unknown>> = {}) {
    const {
        findings,
        judged: attachments,
        uses,
    } = judgeWholeStack(resources, raw, { packFolder: ".", now: () => now });
    return {
        findings: findings.map((finding) => `${policyOf(finding)} ${finding.rule}`),
        attachments: [...attachments].map(([urn, own]) => [
            urn.split("::").at(-1),
            own.map(({ attachment, rule }) => `${attachment.techniques.join("|")} ${rule ?? "free"}`),
        ]),
        uses: uses.map(({ id }) => id),
    };
}

describe("a whole stack that no engine judges", () => {
    it("says the same of what is read once as of inputs and outputs that are alike", () => {
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
                name: "upf",
                annotations: { "virtio-first/exception-id": "EXC-2026-014", "k8s.v1.cni.cncf.io/networks": "n3" },
            },
            spec: {
                containers: [{ name: "c", resources: { limits: { "intel.com/sriov": "1", "example.com/x": "1" } } }],
            },
        };
        const port = { ...direct, tags: [] };
        const made = (inputs: unknown, outputs: unknown): Partial<StackResource> => ({ inputs, outputs });
        const once = [
            resource("kubernetes:core/v1:Pod", "upf", made(pod, pod)),
            resource(PORT, "fast", made(port, port)),
        ];
        const twice = [
            resource("kubernetes:core/v1:Pod", "upf", made(pod, structuredClone(pod))),
            resource(PORT, "fast", made(port, structuredClone(port))),
        ];
        assert.deepEqual(judged(once), judged(twice));
        assert.deepEqual(judged(once).attachments[1], ["fast", ["sriov missing-exception-id"]]);
        assert.ok(judged(once).uses.includes("EXC-2026-014"));
    });

    it("sees what only the outputs show, under the markers of the inputs", () => {
        const tags = ["virtio-first:exception-id=EXC-2026-014"];
        const [bare] = judged([resource(PORT, "a", { inputs: {}, outputs: direct })]).attachments;
        assert.deepEqual(bare, ["a", ["virtio free", "sriov missing-exception-id"]]);
        const marked = judged([resource(PORT, "a", { inputs: { tags }, outputs: { ...direct, tags: [] } })]);
        assert.deepEqual(marked.uses, ["EXC-2026-014"]);
    });

    it("lets the technique that the inputs choose count for the outputs as well", () => {
        const nad = (annotations: object): object => ({
            apiVersion: "k8s.cni.cncf.io/v1",
            kind: "NetworkAttachmentDefinition",
            metadata: {
                name: "n3",
                annotations: { "k8s.v1.cni.cncf.io/resourceName": "intel.com/pool", ...annotations },
            },
            spec: { config: JSON.stringify({ cniVersion: "1.0.0", name: "n3", type: "sriov" }) },
        });
        const inputs = nad({ "virtio-first/technique": "vdpa", "virtio-first/exception-id": "EXC-2026-014" });
        const type = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition";
        const { attachments } = judged([resource(type, "n3", { inputs, outputs: nad({}) })]);
        const all = attachments.flatMap(([, own]) => own as string[]);
        assert.deepEqual(
            all.filter((one) => !one.startsWith("vdpa ")),
            [],
        );
        assert.equal(all.length, 1);
    });

    it("has nothing to say of types that never have to do with devices, and follows ports by the engine's dependencies", () => {
        const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        const port = resource(PORT, "fast", {
            inputs: { ...direct, tags: ["virtio-first:exception-id=EXC-1"] },
            outputs: direct,
        });
        const machine = resource("openstack:compute/instance:Instance", "vm", {
            inputs: { networks: [{ port: unknown }], flavorName: "m1", imageName: "u" },
            outputs: { networks: [{ port: unknown }], flavorName: "m1", imageName: "u" },
            propertyDependencies: { networks: [port.urn, "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs"] },
        });
        const bucket = resource("aws:s3/bucket:Bucket", "logs", { inputs: direct, outputs: direct });
        const component = resource("pkg:index:Component", "c", { custom: false, inputs: direct });
        const { attachments } = judged([bucket, component, port, machine]);
        assert.deepEqual(
            attachments.map(([name]) => name),
            ["fast", "vm"],
        );
        assert.ok((attachments[1]?.[1] as string[]).some((one) => one.startsWith("sriov ")));
    });
});
