import assert from "node:assert/strict";
import type { Attachment } from "../../techniques/reading";
import { virtioForm } from "../../techniques/virtio-form";
import { NOT_KNOWN } from "./shown";

const PORT = "openstack:networking/port:Port";
const POD = "kubernetes:core/v1:Pod";

const refused = (over: Partial<Attachment> = {}): Attachment => ({
    techniques: ["sriov"],
    role: "asks",
    path: "",
    evidence: "",
    ...over,
});

/** The places that change; with `=word` where they get a new word. */
function changed(type: string, props: unknown, ...attachments: Attachment[]): string[] {
    const view = { urn: "u", type, name: "n", props, custom: true };
    return virtioForm(view, attachments).map(
        ({ path, value }) => path.join(".") + (value === undefined ? "" : `=${value}`),
    );
}

describe("the virtio form", () => {
    it("of a port is a normal vnic_type, without a profile and without keys that ask for a device", () => {
        assert.deepEqual(changed(PORT, { binding: { vnicType: "direct", profile: "{}", hostId: "h" } }, refused()), [
            "binding.vnicType=normal",
            "binding.profile",
        ]);
        assert.deepEqual(changed(PORT, { binding: { profile: "{}" } }, refused()), ["binding.profile"]);
        const valueSpecs = {
            "binding:vnic_type": "vdpa",
            "binding:profile": "{}",
            hardware_offload_type: "x",
            device_profile: "p",
            other: "o",
        };
        assert.deepEqual(changed(PORT, { valueSpecs }, refused()), [
            "valueSpecs.binding:vnic_type",
            "valueSpecs.binding:profile",
            "valueSpecs.hardware_offload_type",
            "valueSpecs.device_profile",
        ]);
        assert.deepEqual(changed(PORT, { binding: ["vnicType"], valueSpecs: "binding:profile" }, refused()), []);
        assert.deepEqual(changed(PORT, { binding: { hostId: "h" } }, refused()), []);
    });

    it("of a port is none where its binding or its specs are not known", () => {
        const valueSpecs = { device_profile: "p" };
        assert.deepEqual(changed(PORT, { binding: NOT_KNOWN, valueSpecs }, refused()), []);
        assert.deepEqual(changed(PORT, { binding: { vnicType: "direct" }, valueSpecs: NOT_KNOWN }, refused()), []);
    });

    it("of a workload is one without the requests that are refused", () => {
        const resources = {
            limits: { "intel.com/sriov": "1", "nvidia.com/gpu": "1", cpu: "1" },
            requests: { "intel.com/sriov": "1" },
        };
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            spec: { containers: [{ resources }], initContainers: [{ resources }] },
        };
        const sriov = refused({ subject: "intel.com/sriov" });
        const places = (side: string, list = "containers"): string => `spec.${list}.0.resources.${side}`;
        assert.deepEqual(changed(POD, pod, sriov).sort(), [
            `${places("limits")}.intel.com/sriov`,
            `${places("requests")}.intel.com/sriov`,
            `${places("limits", "initContainers")}.intel.com/sriov`,
            `${places("requests", "initContainers")}.intel.com/sriov`,
        ]);
        assert.deepEqual(changed(POD, pod, refused()), []);
        assert.deepEqual(changed(POD, pod, refused({ subject: "intel.com/sriov", role: "uses" })), []);
        const deployment = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            spec: { template: { spec: { containers: [{ resources }] } } },
        };
        assert.deepEqual(changed("kubernetes:apps/v1:Deployment", deployment, sriov), [
            "spec.template.spec.containers.0.resources.limits.intel.com/sriov",
            "spec.template.spec.containers.0.resources.requests.intel.com/sriov",
        ]);
    });

    it("is none of an object whose kind is not told, or has no pods", () => {
        const spec = { containers: [{ resources: { limits: { "intel.com/sriov": "1" } } }] };
        const sriov = refused({ subject: "intel.com/sriov" });
        for (const head of [
            { apiVersion: "v1" },
            { kind: "Pod" },
            { apiVersion: NOT_KNOWN, kind: "Pod" },
            { apiVersion: "v1", kind: NOT_KNOWN },
            { apiVersion: "apps/v1", kind: "Pod" },
            { apiVersion: "v1", kind: "Service" },
            { apiVersion: "appsv1", kind: "Deployment" },
        ]) {
            assert.deepEqual(changed(POD, { ...head, spec }, sriov), [], JSON.stringify(head));
        }
    });
});
