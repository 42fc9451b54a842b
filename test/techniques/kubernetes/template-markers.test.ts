import assert from "node:assert/strict";
import { custom, type Manifest, NOT_YET, pod, read } from "./objects";

const GPU = { limits: { "nvidia.com/gpu": 1 } };
const marker = (id: string): Manifest => ({ annotations: { "virtio-first/exception-id": id } });

function template(parts: Parameters<typeof pod>[0], metadata: Manifest = {}): Manifest {
    const { metadata: own, spec } = pod(parts);
    const annotations = { ...((own as Manifest)["annotations"] as Manifest), ...(metadata["annotations"] as Manifest) };
    return { metadata: { annotations }, spec };
}

function jobSet(templates: readonly Manifest[], metadata: Manifest = {}): Manifest {
    const replicatedJobs = templates.map((each) => ({ template: { spec: { template: each } } }));
    return custom("jobset.x-k8s.io/v1alpha2", "JobSet", { replicatedJobs }, metadata);
}

const ids = (object: Manifest): string[] => read(object).markers.exceptionIds.map(({ value }) => value);

describe("A marker on one of several templates", () => {
    it("does not cover the device of another, in any order", () => {
        const marked = template(GPU, marker("EXC-1"));
        assert.deepEqual(ids(jobSet([marked, template(GPU)])), []);
        assert.deepEqual(ids(jobSet([template(GPU), marked])), []);
        assert.deepEqual(ids(jobSet([template({}, marker("EXC-1")), template(GPU)])), []);
    });

    it("does not cover what another may turn out to be once its networks and claims are joined", () => {
        const marked = template(GPU, marker("EXC-1"));
        assert.deepEqual(ids(jobSet([marked, template({ networks: "fast" })])), []);
        const claims = { resourceClaims: [{ name: "d", resourceClaimTemplateName: "gpu" }] };
        assert.deepEqual(ids(jobSet([marked, template({ spec: claims })])), []);
    });

    it("covers its own device, where the others have none", () => {
        assert.deepEqual(ids(jobSet([template(GPU, marker("EXC-1")), template({})])), ["EXC-1"]);
    });

    it("covers all where each of them carries it", () => {
        const both = [template(GPU, marker("EXC-1")), template({ networks: "fast" }, marker("EXC-2,EXC-1"))];
        assert.deepEqual(ids(jobSet(both)), ["EXC-1"]);
    });

    it("on the object itself covers all of them", () => {
        assert.deepEqual(ids(jobSet([template(GPU), template(GPU)], marker("EXC-3"))), ["EXC-3"]);
    });

    it("does not cover what asks for a device beside it", () => {
        const spec = { template: template(GPU, marker("EXC-1")), engine: { resources: GPU } };
        assert.deepEqual(ids(custom("example.com/v1", "Engine", spec)), []);
    });

    it("does not cover the template of a machine", () => {
        const machine = { spec: { domain: { devices: { gpus: [{ name: "g", deviceName: "a.b/c" }] } } } };
        const spec = { a: template(GPU, marker("EXC-1")), b: machine };
        assert.deepEqual(ids(custom("example.com/v1", "Both", spec)), []);
        const marked = { ...machine, metadata: marker("EXC-1") };
        assert.deepEqual(ids(custom("example.com/v1", "Both", { ...spec, b: marked })), ["EXC-1"]);
    });

    it("that cannot be known yet is said wherever it stands", () => {
        const hidden = template(GPU, { annotations: { "virtio-first/exception-id": NOT_YET } });
        assert.equal(read(jobSet([hidden, template(GPU)])).markers.unknown.length, 1);
    });

    it("in one text of manifests does not cover another text", () => {
        const text = (id: string | undefined): string => {
            const annotations = id === undefined ? "" : `, annotations: {virtio-first/exception-id: ${id}}`;
            return (
                `apiVersion: v1\nkind: Pod\nmetadata: {name: a${annotations}}\n` +
                "spec: {containers: [{name: c, resources: {limits: {nvidia.com/gpu: 1}}}]}\n"
            );
        };
        const bundle = (...texts: string[]): Manifest =>
            custom("fleet.cattle.io/v1alpha1", "Bundle", { resources: texts.map((content) => ({ content })) });
        assert.deepEqual(ids(bundle(text("EXC-1"), text(undefined))), []);
        assert.deepEqual(ids(bundle(text(undefined), text("EXC-1"))), []);
        assert.deepEqual(ids(bundle(text("EXC-1"), text("EXC-1"))), ["EXC-1"]);
    });
});
