import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_CONTEXT } from "../../../techniques/classification";
import { terraformKind, terraformKinds } from "../../../techniques/kubernetes/terraform-kinds";
import { joined, type Manifest, nad, NOT_YET, read, rules, short } from "./objects";

const GPU = { limits: { "nvidia.com/gpu": "1" } };
const NETWORKS = "k8s.v1.cni.cncf.io/networks";

/** What a resource under a token of Terraform shows alone. */
const asks = (type: string, props: Manifest): string[] => short(read(props, NO_CONTEXT, { type }).attachments);

/** A pod template in the blocks of Terraform: lists of one, in snake case. */
const template = (container: Manifest, spec: Manifest = {}, metadata: Manifest = {}): Manifest[] => [
    { metadata: [metadata], spec: [{ container: [{ name: "c", image: "i", ...container }], ...spec }] },
];

const GPU_TEMPLATE = template({ resources: [GPU] });

/** The `spec` of each kind that holds a pod template. */
const workloads: Readonly<Record<string, Manifest>> = {
    pod: GPU_TEMPLATE[0]!["spec"] as Manifest,
    deployment: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    daemonset: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    daemon_set: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    stateful_set: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    replication_controller: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    job: [{ template: GPU_TEMPLATE }] as unknown as Manifest,
    cron_job: [{ job_template: [{ metadata: [{}], spec: [{ template: GPU_TEMPLATE }] }] }] as unknown as Manifest,
};

describe("Terraform's own Kubernetes resources", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(
            terraformKinds.map(({ type }) => type).sort(),
            [
                ...Object.keys(workloads),
                "config_map",
                "config_map_v1_data",
                "limit_range",
                "persistent_volume",
                "persistent_volume_claim",
                "secret",
                "secret_v1_data",
            ].sort(),
        );
    });

    it("are known with and without a version", () => {
        for (const type of ["pod", "pod_v1", "cron_job_v1beta1"]) {
            assert.notEqual(terraformKind(type), undefined);
        }
        assert.equal(terraformKind("pod_disruption_budget_v1"), undefined);
    });

    for (const [type, spec] of Object.entries(workloads)) {
        it(`kubernetes_${type} is read as the kind that it stands for`, () => {
            for (const version of ["", "_v1"]) {
                const found = asks(`mod:tf:kubernetes_${type}${version}`, { metadata: [{ name: "x" }], spec });
                assert.equal(found.length, 1);
                assert.match(found[0]!, /^asks accelerator spec\..*containers\[0\]\.resources\.limits/);
            }
        });
    }

    it("are read where they are bridged, whatever the package is called", () => {
        const spec = { template: { metadata: {}, spec: { containers: [{ name: "c", image: "i", resources: GPU }] } } };
        const path = 'spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"]';
        for (const type of [
            "tfk8s:index/deploymentV1:DeploymentV1",
            "tfk8s:index/deployment:Deployment",
            "kubernetes:index/deploymentV1:DeploymentV1",
        ]) {
            assert.deepEqual(asks(type, { metadata: { name: "x" }, spec }), [`asks accelerator ${path}`]);
        }
    });

    it("are not mistaken for resources of other providers that are called alike", () => {
        assert.deepEqual(asks("nomad:index/job:Job", { jobspec: "x", spec: workloads["job"] }), []);
        assert.deepEqual(asks("acme:index/pod:Pod", { metadata: { name: "x" } }), []);
        assert.deepEqual(asks("mod:tf:acme_pod", { metadata: [{}], spec: workloads["pod"] }), []);
        assert.deepEqual(asks("acme:index/annotations:Annotations", { metadata: {}, annotations: NOT_YET }), []);
    });

    it("are read in every block that can ask for a device", () => {
        const pod = (spec: Manifest, annotations: unknown = {}): string[] =>
            asks("mod:tf:kubernetes_pod_v1", { metadata: [{ name: "x", annotations }], spec: [spec] });
        assert.deepEqual(pod({ init_container: [{ name: "i", resources: [GPU] }] }), [
            'asks accelerator spec.initContainers[0].resources.limits["nvidia.com/gpu"]',
        ]);
        assert.deepEqual(pod({ volume: [{ name: "v", host_path: [{ path: "/dev/vfio" }] }] }), [
            "asks pci-passthrough spec.volumes[0].hostPath.path",
        ]);
        const env = [{ name: "NVIDIA_VISIBLE_DEVICES", value: "all" }];
        assert.equal(pod({ container: [{ name: "c", env }] }).length, 1);
        assert.equal(pod({}, { "cdi.k8s.io/x": "nvidia.com/gpu=0" }).length, 1);
        assert.equal(pod({ container: [{ name: "c" }, { name: "d", resources: [GPU] }] }).length, 1);
        const bare = { metadata: [{ name: "x" }], spec: [{ host_network: true, container: [{ name: "c" }] }] };
        assert.deepEqual(
            read(bare, NO_CONTEXT, { type: "mod:tf:kubernetes_pod" }).notices.map(({ rule }) => rule),
            ["host-access"],
        );
    });

    it("are unknown where what decides is not known yet", () => {
        for (const spec of [
            NOT_YET,
            [NOT_YET],
            [{ template: NOT_YET }],
            [{ template: [{ metadata: [{}], spec: NOT_YET }] }],
            [{ template: template({ resources: [{ limits: NOT_YET }] }) }],
            [{ template: template({}, {}, { annotations: NOT_YET }) }],
        ]) {
            const found = asks("mod:tf:kubernetes_deployment_v1", { metadata: [{ name: "x" }], spec });
            assert.ok(
                found.some((each) => each.startsWith("asks unknown")),
                JSON.stringify(spec),
            );
        }
    });

    it("are unknown where one argument stands in two spellings", () => {
        const spec = [{ container: [{ name: "c" }], containers: [{ name: "d", resources: [GPU] }] }];
        assert.ok(asks("mod:tf:kubernetes_pod", { metadata: [{}], spec }).includes("asks unknown spec.containers"));
    });

    it("are nothing where they ask for nothing", () => {
        const spec = [
            { template: template({ resources: [{ limits: { cpu: "1" } }] }, { volume: [], host_ipc: false }) },
        ];
        assert.deepEqual(asks("mod:tf:kubernetes_deployment_v1", { metadata: [{ name: "x" }], spec }), []);
        assert.deepEqual(asks("mod:tf:kubernetes_service_v1", { metadata: [{}], spec: [{ port: [{ port: 1 }] }] }), []);
    });

    it("carry markers, and join networks of their namespace", () => {
        const annotations = { [NETWORKS]: "fast", "virtio-first/exception-id": "EXC-1" };
        const props = { metadata: [{ name: "x" }], spec: [{ template: template({}, {}, { annotations }) }] };
        const type = "mod:tf:kubernetes_deployment_v1";
        assert.deepEqual(
            read(props, NO_CONTEXT, { type }).markers.exceptionIds.map(({ value }) => value),
            ["EXC-1"],
        );
        const path = `spec.template.metadata.annotations["${NETWORKS}"]`;
        assert.deepEqual(joined([props, { type }], [nad("fast", { type: "host-device" })]).short, [
            `uses pci-passthrough ${path}`,
        ]);
        const far = nad("fast", { type: "host-device" }, undefined, "far");
        assert.deepEqual(joined([props, { type }], [far]).short, []);
    });

    it("offer what volumes and device plugins' configurations offer", () => {
        const source = [{ host_path: [{ path: "/dev/vfio/1" }], nfs: [] }];
        const volume = { metadata: [{ name: "pv" }], spec: [{ persistent_volume_source: source }] };
        const type = "mod:tf:kubernetes_persistent_volume_v1";
        assert.deepEqual(asks(type, volume), ["offers pci-passthrough spec.hostPath.path"]);
        assert.deepEqual(asks(type, { ...volume, spec: [{ persistent_volume_source: NOT_YET }] }), [
            "offers unknown spec.hostPath.path",
        ]);
        const data = { "config.json": '{"resourceList":[{"resourceName":"x","selectors":{"vendors":["8086"]}}]}' };
        assert.equal(asks("mod:tf:kubernetes_config_map", { metadata: [{ name: "c" }], data }).length, 1);
        const claim = { metadata: [{ name: "c" }], spec: [{ volume_name: "pv" }] };
        const claimed = [{ name: "v", persistent_volume_claim: [{ claim_name: "c" }] }];
        const user = { metadata: [{ name: "p" }], spec: [{ container: [{ name: "c" }], volume: claimed }] };
        assert.deepEqual(
            joined(
                [user, { type: "mod:tf:kubernetes_pod" }],
                [
                    [volume, { type }],
                    [claim, { type: "mod:tf:kubernetes_persistent_volume_claim" }],
                ],
            ).short,
            ["uses pci-passthrough spec.volumes[0].persistentVolumeClaim.claimName"],
        );
    });

    it("annotate objects of others: only what they add counts", () => {
        const type = "mod:tf:kubernetes_annotations";
        const given = { api_version: "apps/v1", kind: "Deployment", metadata: [{ name: "x" }] };
        const added = { template_annotations: { "cdi.k8s.io/x": "nvidia.com/gpu=0" } };
        assert.equal(asks(type, { ...given, ...added }).length, 1);
        assert.equal(asks(type, { ...given, api_version: "batch/v1", kind: "CronJob", ...added }).length, 1);
        assert.equal(
            asks("tfk8s:index/annotations:Annotations", {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { name: "x" },
                templateAnnotations: added.template_annotations,
            }).length,
            1,
        );
        assert.deepEqual(asks(type, { ...given, annotations: { team: "a" } }), []);
        const network = { ...given, api_version: "k8s.cni.cncf.io/v1", kind: "NetworkAttachmentDefinition" };
        const resource = { "k8s.v1.cni.cncf.io/resourceName": "openshift.io/a" };
        assert.equal(asks(type, { ...network, annotations: resource }).length, 1);
    });
});

describe("A Helm release of Terraform", () => {
    const type = "mod:tf:helm_release";
    const set = (name: string, value: unknown = "1"): Manifest => ({ chart: "x", set: [{ name, value }] });

    it("asks for what its values set one by one", () => {
        const path = 'set.resources.limits["nvidia.com/gpu"]';
        assert.deepEqual(asks(type, set("resources.limits.nvidia\\.com/gpu")), [`asks accelerator ${path}`]);
        assert.deepEqual(asks(type, { chart: "x", set: { name: "resources.limits.nvidia\\.com/gpu", value: 1 } }), [
            `asks accelerator ${path}`,
        ]);
        assert.deepEqual(asks(type, set("resources.limits.nvidia\\.com/gpu", NOT_YET)), [`asks accelerator ${path}`]);
        assert.equal(asks(type, set("workers[0].resources.limits.nvidia\\.com/gpu")).length, 1);
        assert.equal(asks(type, set("podAnnotations.cdi\\.k8s\\.io/x", "nvidia.com/gpu=0")).length, 1);
        const sensitive = { chart: "x", set_sensitive: [{ name: "resources.limits.nvidia\\.com/gpu", value: "1" }] };
        assert.equal(asks(type, sensitive).length, 1);
    });

    it("puts values together that are set apart", () => {
        const parts = [
            { name: "volumes[0].name", value: "v" },
            { name: "volumes[0].hostPath.path", value: "/dev/vfio/1" },
        ];
        assert.deepEqual(asks(type, { chart: "x", set: parts }), ["asks pci-passthrough set.volumes[0].hostPath.path"]);
    });

    it("is one notice where they ask for nothing, or cannot be read", () => {
        for (const props of [
            set("replicas"),
            set("resources.limits.nvidia\\.com/gpu", "0"),
            set("a[x].b"),
            set("a[99999].b"),
            set(""),
            set("..."),
            set("__proto__.resources"),
            { chart: "x", set: NOT_YET },
            { chart: "x", set: [NOT_YET, { name: NOT_YET, value: "1" }, null, 3] },
            {
                chart: "x",
                set: [
                    { name: "a", value: { b: 1 } },
                    { name: "a.c", value: "1" },
                ],
            },
        ]) {
            const reading = read(props, NO_CONTEXT, { type });
            assert.deepEqual(short(reading.attachments), []);
            assert.deepEqual(
                reading.notices.map(({ rule }) => rule),
                ["opaque-executor"],
            );
        }
    });

    it("leaves what a resource holds as it was", () => {
        const value = Object.freeze({ b: 1 });
        const props = {
            chart: "x",
            set: [
                { name: "a", value },
                { name: "a.c", value: "1" },
            ],
        };
        read(props, NO_CONTEXT, { type });
        assert.deepEqual(value, { b: 1 });
    });
});

describe("Values that are set one by one for a chart", () => {
    const parameter = [{ name: "resources.limits.nvidia\\.com/gpu", value: "1" }];
    for (const [apiVersion, kind, spec] of [
        ["argoproj.io/v1alpha1", "Application", { source: { helm: { parameters: parameter } } }],
        ["argoproj.io/v1alpha1", "Application", { sources: [{}, { helm: { parameters: parameter } }] }],
        [
            "argoproj.io/v1alpha1",
            "ApplicationSet",
            { template: { spec: { source: { helm: { parameters: parameter } } } } },
        ],
        [
            "argoproj.io/v1alpha1",
            "ApplicationSet",
            { template: { spec: { sources: [{ helm: { parameters: parameter } }] } } },
        ],
        ["helm.cattle.io/v1", "HelmChart", { set: { "resources.limits.nvidia\\.com/gpu": "1" } }],
        ["helm.crossplane.io/v1beta1", "Release", { forProvider: { set: parameter } }],
    ] as const) {
        it(`are read in ${kind} ${JSON.stringify(Object.keys(spec))}`, () => {
            const object = { apiVersion, kind, metadata: { name: "x" }, spec };
            const [found, ...others] = short(read(object).attachments);
            assert.match(found ?? "", /^asks accelerator spec\..*nvidia\.com\/gpu"\]$/);
            assert.deepEqual(others, []);
            assert.deepEqual(rules(object), []);
        });
    }
});

describe("Resources of Terraform, whatever they are given", () => {
    // The SDK exports this without a type.
    const { unknownCheckingProxy } = require("@pulumi/policy") as {
        unknownCheckingProxy: <T extends object>(props: T) => T;
    };
    const key = fc.constantFrom(
        ...[
            "spec",
            "metadata",
            "template",
            "container",
            "volume",
            "host_path",
            "ephemeral",
            "persistent_volume_source",
        ],
        ...["set", "values", "name", "value", "kind", "annotations", "template_annotations", "resources", "limits"],
        ...["__proto__", "constructor", "volume_claim_template", "data"],
    );
    const { any } = fc.letrec((tie) => ({
        any: fc.oneof(
            { depthSize: "medium", withCrossShrink: true },
            fc.constantFrom<unknown>(NOT_YET, null, "", "a.b[0].c", "/dev/vfio", 1, true),
            fc.array(tie("any"), { maxLength: 3 }),
            fc.dictionary(key, tie("any"), { maxKeys: 6 }),
        ),
    }));

    it("are read without a throw, behind the SDK's proxy or not, and the same", () => {
        const type = fc.constantFrom(
            ...["pod", "deployment_v1", "cron_job", "persistent_volume", "config_map", "annotations"].map(
                (each) => `mod:tf:kubernetes_${each}`,
            ),
            "mod:tf:helm_release",
            "kubernetes:index/podV1:PodV1",
        );
        fc.assert(
            fc.property(fc.dictionary(key, any, { maxKeys: 6 }), type, (props, token) => {
                assert.deepEqual(asks(token, unknownCheckingProxy(props)), asks(token, props));
            }),
            { numRuns: 300 },
        );
    });
});
