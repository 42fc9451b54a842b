import assert from "node:assert/strict";
import { judgeWholeStack, policyOf } from "../../policy-pack/whole-stack";
import type { StackResource } from "../../techniques/stack-resource";
import { unknown } from "./harness";

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

    it("names the policy that reports each finding", () => {
        const flavor = resource("openstack:compute/flavor:Flavor", "gpu", {
            inputs: { name: "gpu", extraSpecs: { "pci_passthrough:alias": "nic:1" } },
            outputs: { name: "gpu", extraSpecs: { "pci_passthrough:alias": "nic:1" } },
        });
        const image = resource("openstack:images/image:Image", "old", {
            inputs: { name: "old", properties: { hw_vif_model: "e1000" } },
        });
        const fast = { ...direct, tags: ["virtio-first:exception-id=EXC-2026-014"] };
        const all = [flavor, image, resource(PORT, "fast", { inputs: fast, outputs: fast })];
        const ofLife = ["exception-lifecycle exception-used", "exception-lifecycle exceptions-unverified"];
        assert.deepEqual(judged(all).findings, [
            "paravirtual-io missing-exception-id",
            "attachment-health emulated",
            ...ofLife,
        ]);
        assert.deepEqual(judged(all, { offers: "advisory", emulated: "mandatory" }).findings, [
            "attachment-health missing-exception-id",
            "paravirtual-io emulated",
            ...ofLife,
        ]);
        assert.deepEqual(judged(all, { offers: "off", emulated: "off" }).findings, ofLife);
        const levels = judgeWholeStack(all, {}, { packFolder: ".", now: () => now }).findings.map(({ level }) => level);
        assert.deepEqual(levels, ["mandatory", "advisory", "advisory", "advisory"]);
    });

    it("judges a resource that is only read by its outputs, once", () => {
        const outputs = { ...direct, id: "1", networkId: "n" };
        assert.deepEqual(judged([resource(PORT, "old", { read: true, outputs })]).attachments, [
            ["old", ["sriov missing-exception-id"]],
        ]);
        assert.deepEqual(judged([resource(PORT, "old", { read: true, inputs: direct })]).findings, [
            "attachment-health unverifiable",
        ]);
    });

    it("joins what one provider makes, and nothing of another's", () => {
        const network = {
            apiVersion: "k8s.cni.cncf.io/v1",
            kind: "NetworkAttachmentDefinition",
            metadata: { name: "n3", namespace: "upf" },
            spec: { config: JSON.stringify({ cniVersion: "1.0.0", name: "n3", type: "bridge" }) },
        };
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "p", namespace: "upf", annotations: { "k8s.v1.cni.cncf.io/networks": "n3" } },
            spec: { containers: [{ name: "c" }] },
        };
        const stack = (one?: string, other?: string): string[] =>
            judged([
                resource("kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition", "n3", {
                    inputs: network,
                    outputs: network,
                    ...(one !== undefined && { provider: one }),
                }),
                resource("kubernetes:core/v1:Pod", "p", {
                    inputs: pod,
                    outputs: pod,
                    ...(other !== undefined && { provider: other }),
                }),
            ]).findings;
        assert.deepEqual(stack(), []);
        assert.deepEqual(stack("east", "east"), []);
        assert.deepEqual(stack("east", "west"), ["attachment-health unverifiable"]);
    });

    it("grants by the namespace of an object", () => {
        const pod = (namespace?: string): object => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
                name: "p",
                ...(namespace !== undefined && { namespace }),
                annotations: { "virtio-first/exception-id": "EXC-2026-014" },
            },
            spec: { containers: [{ name: "c", resources: { limits: { "nvidia.com/gpu": "1" } } }] },
        });
        const exceptions = [
            {
                id: "EXC-2026-014",
                techniques: ["accelerator"],
                scope: { namespaces: ["upf"] },
                reason: "It is needed for now.",
                owner: "team",
                approvedBy: "board",
                approvedOn: "2026-01-01",
                expires: "2027-06-30",
            },
        ];
        const rulesFor = (namespace?: string): string[] =>
            judged(
                [
                    resource("kubernetes:core/v1:Pod", "p", {
                        inputs: pod(namespace),
                        outputs: pod(namespace),
                        provider: "east",
                    }),
                ],
                { exceptions },
            ).findings.filter((one) => one.startsWith("paravirtual-io"));
        assert.deepEqual(rulesFor("upf"), []);
        assert.deepEqual(rulesFor("smf"), ["paravirtual-io exception-out-of-scope"]);
        assert.deepEqual(rulesFor(), ["paravirtual-io exception-out-of-scope"]);
    });

    it("has nothing to say of a stack without resources", () => {
        assert.deepEqual(judged([]), { findings: [], attachments: [], uses: [] });
        const faults = judged([], { offers: "loud" }).findings;
        assert.deepEqual(faults, ["paravirtual-io config-fault"]);
    });
});
