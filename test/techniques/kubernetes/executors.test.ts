import assert from "node:assert/strict";
import { executors } from "../../../techniques/kubernetes/executors";
import { readResource } from "../../../techniques/read";
import { NO_CONTEXT } from "../../../techniques/classification";
import { config, custom, type Manifest, NOT_YET, read, rules, techniques } from "./objects";

/** An object of each kind that hides what it makes. */
const hiding: readonly (readonly [group: string, kind: string, spec: Manifest])[] = [
    ["argoproj.io", "Application", { source: { repoURL: "https://example.com/x", helm: { values: "replicas: 2" } } }],
    ["argoproj.io", "ApplicationSet", { template: { spec: { source: { repoURL: "https://example.com/x" } } } }],
    ["helm.toolkit.fluxcd.io", "HelmRelease", { chart: { spec: { chart: "x" } }, values: { a: 1 } }],
    ["kustomize.toolkit.fluxcd.io", "Kustomization", { path: "./x" }],
    ["infra.contrib.fluxcd.io", "Terraform", { path: "./x" }],
    ["helm.cattle.io", "HelmChart", { chart: "x" }],
    ["helm.cattle.io", "HelmChartConfig", { valuesContent: "a: 1" }],
    ["fleet.cattle.io", "GitRepo", { repo: "x" }],
    ["fleet.cattle.io", "Bundle", { resources: [] }],
    ["helm.crossplane.io", "Release", { forProvider: { chart: { name: "x" } } }],
    ["kubernetes.crossplane.io", "Object", { forProvider: {} }],
    ["addons.cluster.x-k8s.io", "ClusterResourceSet", { resources: [{ kind: "ConfigMap", name: "x" }] }],
    ["addons.cluster.x-k8s.io", "HelmChartProxy", { chartName: "x" }],
    ["policy.open-cluster-management.io", "Policy", { "policy-templates": [] }],
    ["policy.open-cluster-management.io", "PolicyGenerator", { policies: [{ name: "x" }] }],
    ["work.open-cluster-management.io", "ManifestWork", { workload: {} }],
    ["apps.open-cluster-management.io", "Subscription", { channel: "x" }],
    ["template.openshift.io", "Template", {}],
    ["kyverno.io", "ClusterPolicy", { rules: [{ name: "r", mutate: { patchStrategicMerge: { spec: {} } } }] }],
    ["kyverno.io", "Policy", { rules: [{ name: "r", generate: { clone: { name: "x" } } }] }],
    ["policies.kyverno.io", "MutatingPolicy", {}],
    ["mutations.gatekeeper.sh", "Assign", {}],
    ["admissionregistration.k8s.io", "MutatingAdmissionPolicy", {}],
    ["clone.kubevirt.io", "VirtualMachineClone", { source: { kind: "VirtualMachine", name: "x" } }],
    ["snapshot.kubevirt.io", "VirtualMachineRestore", { virtualMachineSnapshotName: "x" }],
    ["forklift.konveyor.io", "Plan", { vms: [{ id: "x" }] }],
    ["kappctrl.k14s.io", "App", {}],
    ["packaging.carvel.dev", "PackageInstall", {}],
    ["core.oam.dev", "Application", { components: [{ name: "x", type: "webservice" }] }],
    ["pulumi.com", "Stack", { stack: "x" }],
    ["app.terraform.io", "Workspace", {}],
    ["policy.karmada.io", "OverridePolicy", { overrideRules: [{ overriders: { plaintext: [] } }] }],
    ["policy.karmada.io", "ClusterOverridePolicy", { overrideRules: [{ overriders: { plaintext: [] } }] }],
    ["tf.crossplane.io", "Workspace", { forProvider: { source: "Remote", module: "x" } }],
    ["tf.upbound.io", "Workspace", { forProvider: { source: "Remote", module: "x" } }],
    ["tf.m.upbound.io", "Workspace", { forProvider: { source: "Inline", module: "x" } }],
    ["opentofu.upbound.io", "Workspace", { forProvider: { source: "Remote", module: "x" } }],
    ["opentofu.m.upbound.io", "Workspace", { forProvider: { source: "Inline", module: "x" } }],
];

describe("Objects that make others which the stack does not show", () => {
    it("are all told apart by this test", () => {
        for (const { group } of executors) {
            assert.ok(
                hiding.some(([each]) => each === group),
                group,
            );
        }
    });

    for (const [group, kind, spec] of hiding) {
        it(`${group} ${kind} is one notice`, () => {
            const object = custom(`${group}/v1`, kind, spec);
            assert.deepEqual(rules(object), ["opaque-executor"]);
            assert.deepEqual(techniques(object), []);
        });
    }

    it("are judged by what their values ask for", () => {
        const values = "resources:\n  limits:\n    nvidia.com/gpu: 1\n";
        for (const [group, kind, spec] of [
            ["argoproj.io", "Application", { source: { helm: { values } } }],
            ["argoproj.io", "Application", { sources: [{ helm: { values } }] }],
            [
                "argoproj.io",
                "Application",
                { source: { helm: { valuesObject: { resources: { limits: { "nvidia.com/gpu": 1 } } } } } },
            ],
            ["helm.cattle.io", "HelmChartConfig", { valuesContent: values }],
            ["helm.toolkit.fluxcd.io", "HelmRelease", { values: { resources: { limits: { "nvidia.com/gpu": 1 } } } }],
            [
                "kustomize.toolkit.fluxcd.io",
                "Kustomization",
                { patches: [{ patch: `spec:\n  ${values.replaceAll("\n", "\n  ")}` }] },
            ],
            [
                "kyverno.io",
                "ClusterPolicy",
                {
                    rules: [
                        {
                            mutate: {
                                patchStrategicMerge: {
                                    spec: {
                                        containers: [{ name: "c", resources: { limits: { "nvidia.com/gpu": 1 } } }],
                                    },
                                },
                            },
                        },
                    ],
                },
            ],
        ] as const) {
            const object = custom(`${group}/v1`, kind, spec);
            assert.deepEqual(techniques(object), ["accelerator"], JSON.stringify(spec));
            assert.deepEqual(rules(object), []);
        }
    });

    it("with values that are no YAML, or not known yet, are one notice", () => {
        for (const values of ["a: [", "{{ .Values }}: {", NOT_YET]) {
            assert.deepEqual(rules(custom("argoproj.io/v1", "Application", { source: { helm: { values } } })), [
                "opaque-executor",
            ]);
        }
    });

    it("do not count policies that only check", () => {
        assert.deepEqual(rules(custom("kyverno.io/v1", "ClusterPolicy", { rules: [{ name: "r", validate: {} }] })), []);
    });
});

describe("A Helm release", () => {
    const release = (values: unknown, more: Manifest = {}): Manifest => ({
        chart: "x",
        namespace: "apps",
        values,
        ...more,
    });
    const standing = { type: "kubernetes:helm.sh/v3:Release" };

    it("whose values ask for no device is one notice, and can carry no marker", () => {
        const reading = read(release({ replicas: 2 }), NO_CONTEXT, standing);
        assert.deepEqual(
            reading.notices.map(({ rule }) => rule),
            ["opaque-executor"],
        );
        assert.equal(reading.markers.place, undefined);
        assert.deepEqual(reading.attachments, []);
    });

    it("is judged by what its values ask for", () => {
        for (const [values, technique] of [
            [{ resources: { limits: { "nvidia.com/gpu": 1 } } }, "accelerator"],
            [{ worker: { podAnnotations: { "cdi.k8s.io/a": "nvidia.com/gpu=0" } } }, "accelerator"],
            [
                {
                    extraObjects: [
                        {
                            apiVersion: "k8s.cni.cncf.io/v1",
                            kind: "NetworkAttachmentDefinition",
                            metadata: { name: "n" },
                            spec: { config: '{"type":"sriov"}' },
                        },
                    ],
                },
                "sriov",
            ],
            [
                {
                    extraDeploy: [
                        'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: n}\nspec: {config: \'{"type":"sriov"}\'}',
                    ],
                },
                "sriov",
            ],
        ] as const) {
            const reading = read(release(values), NO_CONTEXT, standing);
            assert.deepEqual(
                reading.attachments.map((each) => each.techniques.join("|")),
                [technique],
            );
            assert.deepEqual(reading.notices, technique === "sriov" ? reading.notices : []);
        }
    });

    it("is in the namespace that it names", () => {
        assert.equal(
            read(release({ resources: { limits: { "nvidia.com/gpu": 1 } } }), NO_CONTEXT, standing).namespace,
            "apps",
        );
    });

    it("whose values are not known yet is one notice", () => {
        assert.deepEqual(
            read(release(NOT_YET), NO_CONTEXT, standing).notices.map(({ rule }) => rule),
            ["opaque-executor"],
        );
    });
});

describe("Resources of other providers that hide what they make", () => {
    const rulesOf = (type: string, custom_ = true): string[] =>
        readResource({ urn: "u", type, name: "n", props: {}, custom: custom_ }, NO_CONTEXT).notices.map(
            ({ rule }) => rule,
        );

    for (const type of [
        "command:local:Command",
        "command:remote:Command",
        "command:remote:CopyToRemote",
        "pulumi-nodejs:dynamic:Resource",
        "pulumi-nodejs:dynamic/cloud:Server",
        "pulumi-python:dynamic:Resource",
    ]) {
        it(`${type} is one notice`, () => {
            assert.deepEqual(rulesOf(type), ["opaque-executor"]);
            assert.deepEqual(rulesOf(type, false), []);
        });
    }

    for (const type of ["random:index/randomId:RandomId", "my:dynamic:Resource", "aws:ssm/command:Command"]) {
        it(`${type} is nothing`, () => {
            assert.deepEqual(rulesOf(type), []);
        });
    }
});

describe("Kubernetes by way of Terraform's providers", () => {
    const view = (type: string, props: Manifest): string[] =>
        readResource({ urn: "u", type, name: "n", props, custom: true }, NO_CONTEXT).attachments.map((each) =>
            each.techniques.join("|"),
        );
    const manifest = {
        apiVersion: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: { name: "n" },
        spec: { config: '{"type":"sriov"}' },
    };

    it("a manifest is read, as a map or as text", () => {
        assert.deepEqual(view("kubernetes:index/manifest:Manifest", { manifest }), ["sriov"]);
        assert.deepEqual(view("kubectl:index/manifest:Manifest", { yamlBody: JSON.stringify(manifest) }), ["sriov"]);
        assert.deepEqual(view("mod:tf:kubectl_manifest", { yaml_body: JSON.stringify(manifest) }), ["sriov"]);
        assert.deepEqual(view("mod:tf:kubernetes_manifest", { manifest }), ["sriov"]);
        assert.deepEqual(view("kubectl:index/manifest:Manifest", { yamlBody: "a: [" }), ["unknown"]);
        assert.deepEqual(view("kubectl:index/manifest:Manifest", { yamlBody: NOT_YET }), ["unknown"]);
    });

    it("a Helm release is one notice, unless its values ask for a device", () => {
        const release = (values: unknown[]): { rules: string[]; found: string[] } => {
            const reading = readResource(
                { urn: "u", type: "helm:index/release:Release", name: "n", props: { values }, custom: true },
                NO_CONTEXT,
            );
            return {
                rules: reading.notices.map(({ rule }) => rule),
                found: reading.attachments.map((each) => each.techniques.join()),
            };
        };
        assert.deepEqual(release(["a: 1"]), { rules: ["opaque-executor"], found: [] });
        assert.deepEqual(release(["resources: {limits: {nvidia.com/gpu: 1}}"]), { rules: [], found: ["accelerator"] });
    });

    it("others of the name manifest are nothing", () => {
        assert.deepEqual(view("aws:index/manifest:Manifest", { name: "x" }), []);
        assert.deepEqual(config({}), { classification: {} });
    });
});
