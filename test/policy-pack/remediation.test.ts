import assert from "node:assert/strict";
import { applyEdits } from "../../policy-pack/remediation";
import { Session } from "../../policy-pack/session";
import { virtioForm } from "../../techniques/virtio-form";
import type { Attachment } from "../../techniques/reading";

const { unknownCheckingProxy } = require("@pulumi/policy") as { unknownCheckingProxy: <T>(props: T) => T };
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const edited = (type: string, props: Record<string, unknown>, subject?: string): Record<string, unknown> => {
    const refused: Attachment = {
        techniques: ["sriov"],
        role: "asks",
        path: "",
        evidence: "",
        ...(subject !== undefined && { subject }),
    };
    const view = { urn: "u", type, name: "n", custom: true, props: unknownCheckingProxy(props) };
    applyEdits(view.props, virtioForm(view, [refused]));
    return props;
};

describe("remediation", () => {
    const PORT = "openstack:networking/port:Port";

    it("turns a port back into virtio, and leaves what is not known where it is", () => {
        const props = {
            networkId: sentinel,
            binding: { vnicType: "direct", hostId: sentinel, profile: "{}" },
            valueSpecs: { "binding:vnic_type": "vdpa", device_profile: "p", other: "kept" },
        };
        assert.deepEqual(edited(PORT, props), {
            networkId: sentinel,
            binding: { vnicType: "normal", hostId: sentinel },
            valueSpecs: { other: "kept" },
        });
    });

    it("changes nothing of a port whose binding is not known", () => {
        assert.deepEqual(edited(PORT, { binding: sentinel }), { binding: sentinel });
    });

    it("takes the device requests out of a workload, in every container, and nothing else", () => {
        const resources = () => ({
            limits: { "intel.com/sriov_a": "1", cpu: "2" },
            requests: { "intel.com/sriov_a": "1", cpu: "2" },
        });
        const without = { limits: { cpu: "2" }, requests: { cpu: "2" } };
        const deployment = (of: () => unknown) => ({
            apiVersion: "apps/v1",
            kind: "Deployment",
            spec: {
                template: {
                    spec: { containers: [{ image: sentinel, resources: of() }], initContainers: [{ resources: of() }] },
                },
            },
        });
        assert.deepEqual(
            edited("kubernetes:apps/v1:Deployment", deployment(resources), "intel.com/sriov_a"),
            deployment(() => without),
        );
    });

    it("has no virtio form for a NetworkAttachmentDefinition", () => {
        const nad = () => ({
            apiVersion: "k8s.cni.cncf.io/v1",
            kind: "NetworkAttachmentDefinition",
            spec: { config: '{"type":"sriov"}' },
        });
        assert.deepEqual(edited("kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition", nad()), nad());
    });

    it("leaves a request that another resource of the stack may still place", () => {
        const name = "deviceclass.resource.kubernetes.io/cpus";
        const pod = () => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "p" },
            spec: { containers: [{ name: "c", resources: { limits: { [name]: "1" } } }] },
        });
        const props = pod();
        const session = new Session({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        const urn = "urn:pulumi:dev::core::kubernetes:core/v1:Pod::p";
        assert.equal(
            session.remediate({ type: "kubernetes:core/v1:Pod", urn, name: "p", props, provider: { urn: "p" } }),
            false,
        );
        assert.deepEqual(props, pod());
    });

    it("changes nothing where there is nothing to change", () => {
        const props = { a: 1, b: null, c: { d: "kept" } };
        applyEdits(props, [
            { path: [] },
            { path: ["a", "x"] },
            { path: ["a", "x"], value: "y" },
            { path: ["b", "x"], value: "y" },
            { path: ["gone", "x"], value: "y" },
            { path: ["c", "e"] },
        ]);
        assert.deepEqual(props, { a: 1, b: null, c: { d: "kept" } });
        applyEdits(props, [{ path: ["c", "d"] }, { path: ["a"], value: "2" }]);
        assert.deepEqual(props, { a: "2", b: null, c: {} });
    });
});
