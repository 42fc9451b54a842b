import assert from "node:assert/strict";
import { custom, joined, type Manifest, nad, NOT_YET, pod, read, rules, short, techniques } from "./objects";
import { MAX_DEPTH, MAX_VALUES } from "../../../techniques/kubernetes/scan";

const GPU = { limits: { "nvidia.com/gpu": 1 } };

function template(parts: Parameters<typeof pod>[0] = GPU): Manifest {
    const { metadata, spec } = pod(parts);
    return { metadata, spec };
}

describe("Custom kinds that carry a pod template", () => {
    for (const [apiVersion, kind, spec] of [
        ["argoproj.io/v1alpha1", "Rollout", { template: template() }],
        ["apps.kruise.io/v1alpha1", "CloneSet", { template: template() }],
        ["apps.kruise.io/v1alpha1", "SidecarSet", { containers: (template().spec as Manifest)["containers"] }],
        ["serving.knative.dev/v1", "Service", { template: template() }],
        ["jobset.x-k8s.io/v1alpha2", "JobSet", { replicatedJobs: [{ template: { spec: { template: template() } } }] }],
        ["leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", { leaderWorkerTemplate: { workerTemplate: template() } }],
        ["kubeflow.org/v1", "MPIJob", { mpiReplicaSpecs: { Worker: { template: template() } } }],
        ["kubeflow.org/v1", "PyTorchJob", { pytorchReplicaSpecs: { Worker: { template: template() } } }],
        ["batch.volcano.sh/v1alpha1", "Job", { tasks: [{ template: template() }] }],
        ["ray.io/v1", "RayCluster", { workerGroupSpecs: [{ template: template() }] }],
        ["apps.openshift.io/v1", "DeploymentConfig", { template: template() }],
        ["example.com/v1", "AnythingAtAll", { a: [{ b: { c: template() } }] }],
        // A group of no cluster, whose first word is one of Kubernetes' own.
        ["apps x/v1", "Deployment", { template: template() }],
        [
            "operators.coreos.com/v1alpha1",
            "ClusterServiceVersion",
            { install: { spec: { deployments: [{ spec: { template: template() } }] } } },
        ],
    ] as const) {
        it(`${kind}: its requests are found by shape`, () => {
            assert.deepEqual(techniques(custom(apiVersion, kind, spec)), ["accelerator"]);
        });
    }

    it("join networks as pods do, and carry markers on the template", () => {
        const rollout = custom("argoproj.io/v1alpha1", "Rollout", {
            template: template({ networks: "fast", annotations: { "virtio-first/exception-id": "EXC-1" } }),
        });
        assert.deepEqual(joined(rollout, [nad("fast", { type: "sriov" })]).short, [
            'uses sriov spec.template.metadata.annotations["k8s.v1.cni.cncf.io/networks"]',
        ]);
        assert.deepEqual(
            read(rollout).markers.exceptionIds.map(({ value }) => value),
            ["EXC-1"],
        );
    });

    it("are read beside what else they hold", () => {
        const spec = { template: template({}), other: { template: template() } };
        assert.deepEqual(techniques(custom("example.com/v1", "Two", spec)), ["accelerator"]);
    });

    for (const [words, spec, technique] of [
        ["resources", { resources: GPU }, "accelerator"],
        ["resources of a step", { steps: [{ name: "s", computeResources: GPU }] }, "accelerator"],
        ["a single container", { templates: [{ container: { image: "x", resources: GPU } }] }, "accelerator"],
        [
            "a host path",
            { podTemplate: { volumes: [{ name: "v", hostPath: { path: "/dev/vfio" } }] } },
            "pci-passthrough",
        ],
        ["a variable", { env: [{ name: "NVIDIA_VISIBLE_DEVICES", value: "all" }] }, "accelerator"],
        ["pod annotations", { podAnnotations: { "cdi.k8s.io/a": "acme.io/nic=1" } }, "unknown"],
        [
            "host devices",
            { platform: { kubevirt: { hostDevices: [{ deviceName: "intel.com/x", count: 2 }] } } },
            "pci-passthrough",
        ],
        ["GPUs", { gpus: [{ deviceName: "nvidia.com/A400" }] }, "accelerator"],
        ["a port of OpenStack", { resource: { vnicType: "direct" } }, "sriov"],
        ["a port's attributes", { forProvider: { valueSpecs: { "binding:vnic_type": "direct" } } }, "sriov"],
        ["a claim", { resourceClaims: [{ name: "c", resourceClaimTemplateName: "t" }] }, "unknown"],
        ["annotations", { annotations: { "gpu-fraction": "0.5" } }, "accelerator"],
    ] as const) {
        it(`may hold ${words} on their own`, () => {
            assert.deepEqual(techniques(custom("example.com/v1", "Odd", spec)), [technique]);
        });
    }

    it("that limit things of their own are nothing, unless their words are those of devices", () => {
        const limited = (limits: Manifest): string[] =>
            techniques(custom("example.com/v1", "Odd", { resources: { limits } }));
        assert.deepEqual(limited({ connections: 100, custom: {}, cpus: 2 }), []);
        assert.deepEqual(limited({ gpu: "8" }), ["unknown"]);
        assert.deepEqual(limited({ "acme.io/x": 1 }), ["unknown"]);
    });

    it("that patch pods with conditions around keys ask for what stands inside them", () => {
        const mutate = (limits: Manifest): string[] =>
            techniques(
                custom("kyverno.io/v1", "ClusterPolicy", {
                    rules: [
                        {
                            mutate: {
                                patchStrategicMerge: {
                                    spec: { containers: [{ "(name)": "*", name: "c", resources: { limits } }] },
                                },
                            },
                        },
                    ],
                }),
            );
        assert.deepEqual(mutate({ "+(memory)": "1Gi", "+(cpu)": 1, "(ephemeral-storage)": "1Gi" }), []);
        assert.deepEqual(mutate({ "+(nvidia.com/gpu)": 1 }), ["accelerator"]);
    });

    for (const [words, rule] of [
        [
            "forbid devices",
            {
                validate: {
                    pattern: {
                        spec: { containers: [{ name: "*", resources: { limits: { "X(nvidia.com/gpu)": "null" } } }] },
                    },
                },
            },
        ],
        [
            "forbid networks",
            { validate: { pattern: { metadata: { annotations: { "k8s.v1.cni.cncf.io/networks": "allowed-*" } } } } },
        ],
        [
            "choose pods by their annotations",
            { match: { any: [{ resources: { annotations: { "cdi.k8s.io/a": "*" } } }] } },
        ],
    ] as const) {
        it(`that ${words} ask for nothing`, () => {
            const kyverno = custom("kyverno.io/v1", "ClusterPolicy", { rules: [{ name: "a", ...rule }] });
            const { attachments, notices } = read(kyverno);
            assert.deepEqual([...attachments, ...notices], []);
            const bundle = custom("work.open-cluster-management.io/v1", "ManifestWork", { manifests: [kyverno] });
            assert.deepEqual(techniques(bundle), []);
            const elsewhere = custom("example.com/v1", "Odd", { rules: [rule] });
            assert.equal(read(elsewhere).attachments.length, 1);
        });
    }

    it("that change pods beside forbidding something ask for what they add", () => {
        const pattern = { spec: { containers: [{ name: "*", resources: GPU }] } };
        const rules_ = [{ validate: { pattern } }, { mutate: { patchStrategicMerge: pattern } }];
        assert.deepEqual(short(read(custom("kyverno.io/v1", "ClusterPolicy", { rules: rules_ })).attachments), [
            'asks accelerator spec.rules[1].mutate.patchStrategicMerge.spec.containers[0].resources.limits["nvidia.com/gpu"]',
        ]);
    });

    it("are nothing where a port of OpenStack is in software", () => {
        for (const spec of [
            { ports: [{ vnicType: "normal" }] },
            { valueSpecs: { trusted: "false" } },
            { vnicType: { enum: ["direct"] } },
        ]) {
            assert.deepEqual(techniques(custom("openstack.k-orc.cloud/v1alpha1", "Port", spec)), []);
        }
    });

    it("may hold annotations among others, under any name", () => {
        const among = { "a/b": "x", "prometheus.io/scrape": "true" };
        const holds = (annotations: Manifest): number =>
            joined(custom("example.com/v1", "Odd", { meta: { ...among, ...annotations } }), []).rules.length +
            techniques(custom("example.com/v1", "Odd", { meta: { ...among, ...annotations } })).length;
        assert.equal(holds({}), 0);
        for (const annotations of [
            { "v1.multus-cni.io/default-network": "fast" },
            { "hooks.kubevirt.io/hookSidecars": "[{}]" },
            { "danm.io/interfaces": '[{"network":"x"}]' },
            { "cdi.k8s.io/a": "acme.io/nic=1" },
            { "k8s.v1.cni.cncf.io/networks": "fast" },
        ]) {
            assert.equal(holds(annotations), 1, JSON.stringify(annotations));
        }
    });

    it("may hold devices and claims among others", () => {
        const hostDevices = [{ name: "x" }, { deviceName: "intel.com/x" }];
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", { hostDevices })), [
            "pci-passthrough",
            "pci-passthrough",
        ]);
        const resourceClaims = [{ name: "x" }, { name: "c", resourceClaimName: "y" }];
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", { resourceClaims })), ["unknown"]);
    });

    it("are nothing where only the words are the same", () => {
        for (const spec of [
            { containers: ["sriov"], resources: { limits: "none" } },
            { containers: [{ size: 3, resources: { "nvidia.com/gpu": 1 } }] },
            { hostPath: "/var/lib/data" },
            { hostPath: {} },
            { hostDevices: [{ name: "x" }] },
            { resourceClaims: [{ name: "x" }] },
            { domain: { devices: "none" } },
            { template: { spec: { domain: "example.com" } }, instancetype: { name: "gn1.large" } },
            { env: "NVIDIA_VISIBLE_DEVICES" },
        ]) {
            const { attachments, notices } = read(custom("example.com/v1", "Odd", spec));
            assert.deepEqual([...attachments, ...notices], [], JSON.stringify(spec));
        }
    });

    it("ask for a device node of the host, whether its path stands in a map or by itself", () => {
        for (const [hostPath, technique] of [
            ["/dev/vfio", "pci-passthrough"],
            [{ path: "/dev/vfio" }, "pci-passthrough"],
            [NOT_YET, "unknown"],
            [{ path: NOT_YET }, "unknown"],
        ] as const) {
            assert.deepEqual(techniques(custom("example.com/v1", "Odd", { mount: { hostPath } })), [technique]);
        }
    });

    it("may list containers by image or by name", () => {
        for (const container of [{ image: "x" }, { name: "x" }]) {
            const containers = [{ ...container, resources: GPU }];
            assert.equal(
                read(custom("example.com/v1", "Odd", { pod: { containers } })).attachments[0]?.path,
                'spec.pod.containers[0].resources.limits["nvidia.com/gpu"]',
            );
        }
    });

    it("may hold the networks annotation anywhere", () => {
        const spec = { podMetadata: { annotations: { "k8s.v1.cni.cncf.io/networks": "fast" } } };
        const member = joined(custom("monitoring.coreos.com/v1", "Prometheus", spec), [
            nad("fast", { type: "host-device" }),
        ]);
        assert.deepEqual(
            member.attachments.map((each) => each.techniques.join()),
            ["pci-passthrough"],
        );
        const own = custom("example.com/v1", "Odd", {}, { annotations: { "k8s.v1.cni.cncf.io/networks": "fast" } });
        assert.deepEqual(joined(own, [nad("fast", { type: "host-device" })]).attachments.length, 1);
    });

    it("may hold the bare spec of a pod or machine", () => {
        const bare = template().spec as Manifest;
        assert.deepEqual(
            techniques(custom("example.com/v1", "Odd", { podSpec: { ...bare, more: { resources: GPU } } })),
            ["accelerator", "accelerator"],
        );
        const machine = { domain: { devices: { interfaces: [{ name: "a", sriov: {} }] } } };
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", { machineSpec: machine })), [
            "sriov|vdpa|smartnic",
        ]);
    });

    it("may reach devices: one notice", () => {
        const spec = {
            a: { hostNetwork: true },
            b: { securityContext: { privileged: true } },
            c: { hostPath: { path: "/" } },
        };
        assert.deepEqual(rules(custom("example.com/v1", "Odd", spec)), ["host-access"]);
    });

    it("of Kubernetes' own scheduling carry claims", () => {
        const spec = { resourceClaims: [{ name: "c", resourceClaimName: "x" }] };
        assert.deepEqual(techniques(custom("scheduling.k8s.io/v1alpha2", "PodGroup", spec)), ["unknown"]);
    });

    it("of which something cannot be known yet are judged when it is", () => {
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", NOT_YET)), []);
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", { a: NOT_YET, template: template() })), [
            "accelerator",
        ]);
        assert.deepEqual(
            techniques(custom("example.com/v1", "Odd", { resources: { limits: { a: 1 }, requests: NOT_YET } })),
            ["unknown"],
        );
    });

    for (const [words, spec, path] of [
        ["containers", { pod: { containers: NOT_YET } }, "spec.pod.containers"],
        ["a container", { pod: { containers: [NOT_YET] } }, "spec.pod.containers[0]"],
        [
            "the containers of a template",
            { template: { spec: { initContainers: NOT_YET } } },
            "spec.template.spec.initContainers",
        ],
        ["its pod template", { template: NOT_YET }, "spec.template"],
        ["the spec of its pod template", { template: { metadata: {}, spec: NOT_YET } }, "spec.template.spec"],
        ["a pod template under its own name", { worker: { podTemplate: NOT_YET } }, "spec.worker.podTemplate"],
        [
            "the template of replicas",
            { specs: { Worker: { replicas: 2, template: NOT_YET } } },
            "spec.specs.Worker.template",
        ],
        ["the spec of a pod", { worker: { podSpec: NOT_YET } }, "spec.worker.podSpec"],
        ["resources", { worker: { resources: NOT_YET } }, "spec.worker.resources"],
        ["limits alone", { resources: { limits: NOT_YET } }, "spec.resources.limits"],
        ["claims", { resourceClaims: NOT_YET }, "spec.resourceClaims"],
        ["a claim", { resourceClaims: [NOT_YET] }, "spec.resourceClaims[0]"],
        ["host devices", { hostDevices: NOT_YET }, "spec.hostDevices"],
        ["GPUs", { gpus: NOT_YET }, "spec.gpus"],
        ["the devices of a machine", { domain: { devices: NOT_YET } }, "spec.domain.devices"],
    ] as const) {
        it(`are unknown where ${words} cannot be known yet`, () => {
            const found = read(custom("example.com/v1", "Odd", spec)).attachments;
            assert.deepEqual(
                found.map((each) => `${each.techniques.join()} ${each.path}`),
                [`unknown ${path}`],
            );
        });
    }

    it("are nothing where other parts cannot be known yet", () => {
        for (const spec of [
            { target: { template: NOT_YET } },
            { message: NOT_YET, replicas: NOT_YET, volumes: NOT_YET },
            { template: { data: NOT_YET, metadata: NOT_YET } },
            { domain: NOT_YET },
        ]) {
            assert.deepEqual(techniques(custom("example.com/v1", "Odd", spec)), [], JSON.stringify(spec));
        }
    });

    for (const [words, object] of [
        ["kind", { apiVersion: "k8s.cni.cncf.io/v1", kind: NOT_YET, metadata: { name: "x" }, spec: { config: "{}" } }],
        ["version", { apiVersion: NOT_YET, kind: "NetworkAttachmentDefinition", metadata: { name: "x" } }],
    ] as const) {
        it(`are unknown where their ${words} cannot be known yet`, () => {
            const type = "kubernetes:apiextensions.k8s.io:CustomResource";
            assert.deepEqual(techniques(object, undefined, { type }), ["unknown"]);
            assert.deepEqual(short(read({ apiVersion: "v1", kind: "List", items: [object] }).attachments), [
                "asks unknown items[0].kind",
            ]);
        });
    }

    it("are not read in their status", () => {
        assert.deepEqual(techniques({ ...custom("example.com/v1", "Odd", {}), status: { template: template() } }), []);
    });

    it("are unknown where they are too large, or too deep, to be searched", () => {
        const wide = { list: Array.from({ length: MAX_VALUES + 10 }, () => ({})) };
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", wide)), ["unknown"]);
        let deep: unknown = {};
        for (let depth = 0; depth < MAX_DEPTH + 5; depth++) {
            deep = { deep };
        }
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", deep)), ["unknown"]);
        let deepest: unknown = {};
        for (let depth = 0; depth < 20_000; depth++) {
            deepest = [deepest];
        }
        assert.deepEqual(techniques(custom("example.com/v1", "Odd", { deepest })), ["unknown"]);
    });
});

describe("Objects that wrap manifests", () => {
    const inner = nad("fast", { type: "host-device" });
    for (const [apiVersion, kind, spec] of [
        ["work.open-cluster-management.io/v1", "ManifestWork", { workload: { manifests: [inner] } }],
        [
            "policy.open-cluster-management.io/v1",
            "Policy",
            {
                "policy-templates": [
                    {
                        objectDefinition: {
                            apiVersion: "policy.open-cluster-management.io/v1",
                            kind: "ConfigurationPolicy",
                            metadata: { name: "p" },
                            spec: { "object-templates": [{ objectDefinition: inner }] },
                        },
                    },
                ],
            },
        ],
        ["kubernetes.crossplane.io/v1alpha2", "Object", { forProvider: { manifest: inner } }],
        ["fleet.cattle.io/v1alpha1", "Bundle", { resources: [{ content: JSON.stringify(inner) }] }],
        ["example.com/v1", "Anything", { list: [[inner]] }],
    ] as const) {
        it(`${kind}: what it shows is read, and nothing is hidden`, () => {
            const object = custom(apiVersion, kind, spec);
            assert.deepEqual(techniques(object), ["pci-passthrough"]);
            assert.deepEqual(rules(object), []);
        });
    }

    it("at the top of an object, as OpenShift's templates do", () => {
        const object = {
            apiVersion: "template.openshift.io/v1",
            kind: "Template",
            metadata: { name: "t" },
            objects: [inner],
        };
        assert.deepEqual(short(read(object).attachments), ["asks pci-passthrough objects[0].spec.config.type"]);
    });

    it("as text in YAML are read too", () => {
        const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: x, resources: {limits: {nvidia.com/gpu: 1}}}\n`;
        assert.deepEqual(techniques(custom("example.com/v1", "Anything", { files: [text] })), ["accelerator"]);
    });

    it("as more text than can be read are one notice", () => {
        const text = `apiVersion: v1\nkind: Pod\n# ${"x".repeat(300_000)}\n`;
        assert.deepEqual(rules(custom("example.com/v1", "Anything", { files: [text] })), ["opaque-executor"]);
    });

    it("need a marker of their own, or one on each manifest", () => {
        const marked = { ...inner, metadata: { name: "fast", annotations: { "virtio-first/exception-id": "EXC-1" } } };
        const ids = (manifests: Manifest[], metadata: Manifest = {}): string[] =>
            read(custom("example.com/v1", "Many", { manifests }, metadata)).markers.exceptionIds.map(
                ({ value }) => value,
            );
        assert.deepEqual(ids([marked, inner]), []);
        assert.deepEqual(ids([marked, marked]), ["EXC-1"]);
        assert.deepEqual(ids([inner], { annotations: { "virtio-first/exception-id": "EXC-2" } }), ["EXC-2"]);
    });

    it("one another without end are unknown at some depth", () => {
        let object: Manifest = inner;
        for (let depth = 0; depth < 30; depth++) {
            object = custom("example.com/v1", "Wrap", { inner: object });
        }
        assert.deepEqual(techniques(object), ["unknown"]);
    });

    for (const [words, disguise] of [
        ["of Kubernetes", { apiVersion: "v1", kind: "ConfigMap" }],
        ["of another workload", { apiVersion: "apps/v1", kind: "Deployment" }],
        ["of a network", { apiVersion: "k8s.cni.cncf.io/v1", kind: "NetworkAttachmentDefinition" }],
        ["of nothing", { apiVersion: "example.com/v1", kind: "Nothing" }],
        ["that cannot be known yet", { apiVersion: NOT_YET, kind: NOT_YET }],
    ] as const) {
        it(`hide nothing behind a kind ${words}`, () => {
            const { metadata, spec } = pod({ ...GPU, networks: "fast" });
            const hidden = { ...disguise, metadata, spec };
            for (const inner_ of [
                hidden,
                { ...disguise, metadata: {}, spec: { worker: { template: { metadata, spec } } } },
            ]) {
                const object = custom("argoproj.io/v1alpha1", "Rollout", { template: inner_ });
                const member = joined(object, [nad("fast", { type: "host-device" })]);
                const found = member.attachments.map((each) => each.techniques.join());
                assert.ok(found.includes("accelerator"), "the resource");
                assert.ok(found.includes("pci-passthrough"), "the network");
            }
        });
    }

    it("show each of their devices once", () => {
        const objects = [
            pod({ ...GPU, container: { securityContext: { privileged: true } } }),
            custom("apps/v1", "Deployment", { template: template() }),
            custom("batch/v1", "CronJob", { jobTemplate: { spec: { template: template() } } }),
            custom("v1", "PersistentVolume", { hostPath: { path: "/dev/nvidia0" } }),
            custom("instancetype.kubevirt.io/v1beta1", "VirtualMachineInstancetype", {
                gpus: [{ name: "g", deviceName: "x.y/z" }],
            }),
            custom("kubevirt.io/v1", "VirtualMachine", {
                template: { spec: { domain: { devices: { gpus: [{ name: "g", deviceName: "x.y/z" }] } } } },
            }),
        ];
        for (const object of objects) {
            const wrapping = custom("example.com/v1", "Wrap", { object });
            assert.deepEqual(techniques(wrapping), ["accelerator"], String(object["kind"]));
            assert.deepEqual(rules(wrapping), rules(object));
            assert.equal(joined(wrapping, []).attachments.length, joined(object, []).attachments.length);
        }
    });

    it("are no pods of theirs for words in data or in their own annotations", () => {
        const text = JSON.stringify(pod(GPU));
        const annotations = { "k8s.v1.cni.cncf.io/networks": "fast" };
        for (const object of [
            { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { "pod.json": text } },
            custom("apps/v1", "Deployment", { template: template({}) }, { annotations }),
            {
                apiVersion: "v1",
                kind: "Service",
                metadata: { name: "s", annotations },
                spec: { ports: [{ port: 80 }] },
            },
        ]) {
            assert.deepEqual(techniques(custom("example.com/v1", "Wrap", { object })), [], String(object["kind"]));
        }
    });

    it("are told from references, which have a kind too", () => {
        const reference = { apiVersion: "k8s.cni.cncf.io/v1", kind: "NetworkAttachmentDefinition", name: "fast" };
        assert.deepEqual(techniques(custom("example.com/v1", "Refers", { networkRef: reference })), []);
    });
});
