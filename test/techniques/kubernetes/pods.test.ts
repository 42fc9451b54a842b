import assert from "node:assert/strict";
import { workloadKinds } from "../../../techniques/kubernetes/workloads";
import { custom, type Manifest, NOT_YET, pod, read, rules, short, techniques } from "./objects";

const GPU = { "nvidia.com/gpu": 1 };

/** An object of a workload kind around a pod template. */
const around: readonly (readonly [apiVersion: string, kind: string, wrap: (template: Manifest) => Manifest])[] = [
    ["v1", "Pod", (template) => template],
    ["v1", "PodTemplate", (template) => ({ template })],
    ["v1", "ReplicationController", (template) => ({ spec: { template } })],
    ["apps/v1", "Deployment", (template) => ({ spec: { template } })],
    ["apps/v1beta1", "Deployment", (template) => ({ spec: { template } })],
    ["extensions/v1beta1", "Deployment", (template) => ({ spec: { template } })],
    ["apps/v1", "ReplicaSet", (template) => ({ spec: { template } })],
    ["apps/v1", "DaemonSet", (template) => ({ spec: { template } })],
    ["apps/v1", "StatefulSet", (template) => ({ spec: { template } })],
    ["batch/v1", "Job", (template) => ({ spec: { template } })],
    ["extensions/v1beta1", "Job", (template) => ({ spec: { template } })],
    ["batch/v1", "CronJob", (template) => ({ spec: { jobTemplate: { spec: { template } } } })],
    ["batch/v2alpha1", "ScheduledJob", (template) => ({ spec: { jobTemplate: { spec: { template } } } })],
    ["batch/v2alpha1", "JobTemplate", (template) => ({ template: { spec: { template } } })],
];

function template(parts: Parameters<typeof pod>[0]): Manifest {
    const { metadata, spec } = pod(parts);
    return { metadata, spec };
}

describe("Workloads", () => {
    it("of every built-in kind are told apart by this test", () => {
        const kinds = new Set(around.map(([, kind]) => kind));
        assert.deepEqual([...kinds].sort(), workloadKinds.map(({ kind }) => kind).sort());
    });

    for (const [apiVersion, kind, wrap] of around) {
        it(`${apiVersion} ${kind}: requests, networks and markers of the pod template are read`, () => {
            const marked = template({
                limits: GPU,
                networks: "net",
                annotations: { "virtio-first/exception-id": "EXC-1" },
            });
            const reading = read({ apiVersion, kind, metadata: { namespace: "apps" }, ...wrap(marked) });
            assert.equal(reading.attachments.length, 1);
            assert.match(
                reading.attachments[0]?.path ?? "",
                /spec\.containers\[0\]\.resources\.limits\["nvidia.com\/gpu"\]$/,
            );
            assert.deepEqual(
                reading.markers.exceptionIds.map(({ value }) => value),
                ["EXC-1"],
            );
            const named = reading.references.find((reference) => reference.kind === "nad");
            assert.equal(named?.value, "net");
            assert.match(named?.path ?? "", /metadata\.annotations\["k8s\.v1\.cni\.cncf\.io\/networks"\]$/);
        });
    }

    it("carry markers on the object as well as on the pod template", () => {
        const object = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { annotations: { "virtio-first/exception-id": "EXC-1" } },
            spec: { template: template({ limits: GPU }) },
        };
        const { markers } = read(object);
        assert.deepEqual(markers.exceptionIds, [
            { value: "EXC-1", path: 'metadata.annotations["virtio-first/exception-id"]' },
        ]);
        assert.equal(markers.place?.path, "metadata.annotations");
    });

    for (const key of ["k8s.v1.cni.cncf.io/networks", "v1.multus-cni.io/default-network"]) {
        it(`with ${key} on the object instead of the pod template get advice, and join nothing`, () => {
            const object = {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { annotations: { [key]: "net" } },
                spec: { template: template({}) },
            };
            assert.deepEqual(rules(object), ["annotation-misplaced"]);
            assert.deepEqual(read(object).references, []);
        });
    }

    it("are known by what they say of themselves, whatever the token", () => {
        for (const type of ["kubernetes:v1:Pod", "kubernetes:core/v1:Pod", "kubernetes:example.com/v1:Odd"]) {
            assert.deepEqual(techniques(pod({ limits: GPU }), undefined, { type }), ["accelerator"]);
        }
    });

    it("are known by the token where they say nothing of themselves", () => {
        const { spec, metadata } = pod({ limits: GPU });
        assert.deepEqual(techniques({ spec, metadata }, undefined, { type: "kubernetes:core/v1:Pod" }), [
            "accelerator",
        ]);
        assert.deepEqual(
            techniques({ spec: { template: { spec } } }, undefined, { type: "kubernetes:apps/v1:DeploymentPatch" }),
            ["accelerator"],
        );
    });

    it("as a patch may hold the annotations of the pod template alone", () => {
        const object = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "d" },
            spec: { template: { metadata: { annotations: { "k8s.v1.cni.cncf.io/networks": "net" } } } },
        };
        const reading = read(object, undefined, { type: "kubernetes:apps/v1:DeploymentPatch" });
        assert.deepEqual(
            reading.references.map(({ value }) => value),
            ["net"],
        );
        assert.deepEqual(reading.attachments, []);
    });

    it("in a list are read one by one", () => {
        const list = { apiVersion: "v1", kind: "PodList", items: [pod({}), pod({ limits: GPU })] };
        assert.deepEqual(short(read(list).attachments), [
            'asks accelerator items[1].spec.containers[0].resources.limits["nvidia.com/gpu"]',
        ]);
        const untyped = { apiVersion: "v1", kind: "List", items: [{ ...pod({ limits: GPU }) }] };
        assert.deepEqual(techniques(untyped), ["accelerator"]);
        const bare = {
            apiVersion: "apps/v1",
            kind: "DeploymentList",
            items: [{ spec: { template: template({ limits: GPU }) } }],
        };
        assert.deepEqual(techniques(bare), ["accelerator"]);
        assert.deepEqual(techniques({ apiVersion: "v1", kind: "PodList", items: NOT_YET }), ["unknown"]);
    });

    it("of a kind whose name ends like a list's are no list without items", () => {
        const object = custom("example.com/v1", "AllowList", { template: template({ limits: GPU }) });
        assert.deepEqual(techniques(object), ["accelerator"]);
    });

    it("in a list are not covered by the marker of another", () => {
        const marked = pod({ limits: GPU, annotations: { "virtio-first/exception-id": "EXC-1" } });
        const ids = (items: Manifest[]): string[] =>
            read({ apiVersion: "v1", kind: "PodList", items }).markers.exceptionIds.map(({ value }) => value);
        assert.deepEqual(ids([marked, pod({ limits: GPU })]), []);
        assert.deepEqual(ids([marked, pod({ limits: GPU }), marked]), []);
        assert.deepEqual(ids([marked, marked, pod({})]), ["EXC-1"]);
        assert.deepEqual(ids([marked, marked, marked]), ["EXC-1"]);
    });

    it("in a list take a marker on the first of them", () => {
        const list = { apiVersion: "v1", kind: "PodList", items: [pod({ limits: GPU }), pod({ limits: GPU })] };
        assert.equal(read(list).markers.place?.path, "items[0].metadata.annotations");
    });

    it("in a list of several namespaces belong to none", () => {
        const items = [pod({ limits: GPU, namespace: "a" }), pod({ limits: GPU, namespace: "b" })];
        assert.equal(read({ apiVersion: "v1", kind: "PodList", items }).namespace, undefined);
        assert.equal(read({ apiVersion: "v1", kind: "PodList", items: items.slice(1) }).namespace, "b");
    });

    it("under the token of another package are not read: components have arguments of any shape", () => {
        const component = read(pod({ limits: GPU }), undefined, { type: "my:module:Component" });
        assert.deepEqual(component.attachments, []);
    });
});

describe("Resource requests of a pod", () => {
    for (const [words, parts] of [
        ["limits", { limits: GPU }],
        ["requests", { requests: GPU }],
        ["init containers", { spec: { initContainers: [{ name: "i", resources: { limits: GPU } }] } }],
        ["ephemeral containers", { spec: { ephemeralContainers: [{ name: "e", resources: { limits: GPU } }] } }],
        ["the pod itself", { spec: { resources: { limits: GPU } } }],
    ] as const) {
        it(`in ${words} are read`, () => {
            assert.deepEqual(techniques(pod(parts)), ["accelerator"]);
        });
    }

    for (const zero of ["0", 0, "0.0", "0Ki", "-0", null, undefined, "00"]) {
        it(`of ${JSON.stringify(zero)} are nothing`, () => {
            assert.deepEqual(techniques(pod({ limits: { "nvidia.com/gpu": zero } })), []);
        });
    }

    for (const some of ["1", 1, "2k", "1e3", "1e-400", "1n", "x", "", true, {}, NOT_YET]) {
        it(`of ${JSON.stringify(some)} are something`, () => {
            assert.deepEqual(techniques(pod({ limits: { "nvidia.com/gpu": some } })), ["accelerator"]);
        });
    }

    it("are read in one pass, however long an amount is", () => {
        for (const amount of [`${"1".repeat(400_000)}!`, "0".repeat(400_000)]) {
            assert.deepEqual(techniques(pod({ limits: { "nvidia.com/gpu": amount, cpu: amount } })), ["accelerator"]);
        }
    });

    it("for one resource are one attachment, with the number of devices", () => {
        const object = pod({
            limits: { "openshift.io/a": "2" },
            requests: { "openshift.io/a": "2" },
            spec: { initContainers: [{ name: "i", resources: { limits: { "openshift.io/a": 1 } } }] },
        });
        const [attachment, ...others] = read(object).attachments;
        assert.deepEqual(others, []);
        assert.equal(attachment?.evidence, "resource openshift.io/a (2 of them)");
    });

    for (const [words, parts, count] of [
        ["two containers", { limits: { "a.b/c": 2 }, spec: {} }, 2],
        ["a larger request", { limits: { "a.b/c": 2 }, requests: { "a.b/c": 3 } }, 3],
        [
            "an init container that takes more",
            {
                limits: { "a.b/c": 2 },
                spec: { initContainers: [{ name: "i", resources: { limits: { "a.b/c": 5 } } }] },
            },
            5,
        ],
        [
            "init containers one after the other",
            {
                limits: { "a.b/c": 2 },
                spec: {
                    initContainers: [
                        { name: "i", resources: { limits: { "a.b/c": 2 } } },
                        { name: "j", resources: { limits: { "a.b/c": 2 } } },
                    ],
                },
            },
            2,
        ],
        [
            "an ephemeral container beside",
            {
                limits: { "a.b/c": 2 },
                spec: { ephemeralContainers: [{ name: "e", resources: { limits: { "a.b/c": 2 } } }] },
            },
            4,
        ],
        ["the limit of the whole pod", { limits: { "a.b/c": 2 }, spec: { resources: { limits: { "a.b/c": 2 } } } }, 2],
    ] as const) {
        it(`of ${words} are ${count} devices`, () => {
            assert.equal(read(pod(parts)).attachments[0]?.evidence, `resource a.b/c (${count} of them)`);
        });
    }

    it("of which one number cannot be read have none", () => {
        const object = pod({ limits: { "a.b/c": 2 }, requests: { "a.b/c": NOT_YET } });
        assert.equal(read(object).attachments[0]?.evidence, "resource a.b/c");
    });

    it("for two resources are two attachments", () => {
        assert.equal(techniques(pod({ limits: { "openshift.io/a": 1, "openshift.io/b": 1 } })).length, 2);
    });

    for (const [words, object, path] of [
        ["the spec", { ...pod({}), spec: NOT_YET }, "spec"],
        ["the containers", pod({ spec: { containers: NOT_YET } }), "spec.containers"],
        ["a container", pod({ spec: { containers: [NOT_YET] } }), "spec.containers[0]"],
        ["the init containers", pod({ spec: { initContainers: NOT_YET } }), "spec.initContainers"],
        ["the resources", pod({ container: { resources: NOT_YET } }), "spec.containers[0].resources"],
        ["the limits", pod({ container: { resources: { limits: NOT_YET } } }), "spec.containers[0].resources.limits"],
        ["the annotations", { ...pod({}), metadata: { annotations: NOT_YET } }, "metadata.annotations"],
        ["the metadata", { ...pod({}), metadata: NOT_YET }, "metadata"],
        ["the claims", pod({ spec: { resourceClaims: NOT_YET } }), "spec.resourceClaims"],
        ["a host path", pod({ spec: { volumes: [{ hostPath: { path: NOT_YET } }] } }), "spec.volumes[0].hostPath.path"],
    ] as const) {
        it(`are unknown where ${words} cannot be known yet`, () => {
            const found = read(object).attachments.filter(({ techniques: [first] }) => first === "unknown");
            assert.deepEqual(
                found.map((attachment) => attachment.path),
                [path],
            );
        });
    }

    it("are nothing where what cannot be known has no say", () => {
        const object = pod({
            container: { image: NOT_YET, env: [{ name: "A", value: NOT_YET }], args: NOT_YET },
            annotations: { "prometheus.io/port": NOT_YET },
            spec: { nodeName: NOT_YET, serviceAccountName: NOT_YET, nodeSelector: NOT_YET, tolerations: NOT_YET },
        });
        assert.deepEqual(read(object).attachments, []);
    });
});

describe("A pod template that is not known yet", () => {
    it("is unknown", () => {
        const object = custom("apps/v1", "Deployment", { template: NOT_YET });
        assert.deepEqual(short(read(object).attachments), ["asks unknown spec.template"]);
        assert.deepEqual(techniques(custom("batch/v1", "CronJob", { jobTemplate: NOT_YET })), ["unknown"]);
    });
});
