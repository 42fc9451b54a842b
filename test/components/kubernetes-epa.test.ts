import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { seen } from "./kubernetes-judged";
import { only, refusal, run, Unborn, UNKNOWN_WORD, value } from "./kubernetes-support";

const POD = "kubernetes:core/v1:Pod";
const sidecar = { cpus: "500m", memory: "128Mi" } as const;

describe("resources of a Guaranteed pod", () => {
    it("are the same in limits and requests, with CPUs in whole numbers and huge pages by size", () => {
        const amounts = {
            cpu: "4",
            memory: "8Gi",
            "hugepages-1Gi": "4Gi",
            "hugepages-2Mi": "64Mi",
            "ephemeral-storage": "1Gi",
        };
        assert.deepEqual(
            kubernetes.resources({
                exclusiveCpus: 4,
                memory: "8Gi",
                hugePages: { "1Gi": "4Gi", "2Mi": "64Mi" },
                ephemeralStorage: "1Gi",
            }),
            { limits: amounts, requests: amounts },
        );
        assert.deepEqual(kubernetes.resources(sidecar), {
            limits: { cpu: "500m", memory: "128Mi" },
            requests: { cpu: "500m", memory: "128Mi" },
        });
    });

    const cases: [string, object, RegExp][] = [
        [
            "half a CPU",
            { exclusiveCpus: 1.5, memory: "1Gi" },
            /exclusiveCpus that must be a whole number of at least 1/,
        ],
        ["no CPU", { memory: "1Gi" }, /exactly one of exclusiveCpus and cpus/],
        ["CPUs of both kinds", { exclusiveCpus: 1, cpus: "1", memory: "1Gi" }, /exactly one/],
        ["no memory", { exclusiveCpus: 1 }, /needs memory/],
        ["memory that is no quantity", { exclusiveCpus: 1, memory: "lots" }, /memory that must be a quantity/],
        [
            "huge pages of a size that is none",
            { exclusiveCpus: 1, memory: "1Gi", hugePages: { "3Mi": "6Mi" } },
            /no key "3Mi"/,
        ],
        [
            "huge pages that are no multiple of their size",
            { exclusiveCpus: 1, memory: "1Gi", hugePages: { "1Gi": "1536Mi" } },
            /1536Mi, which is no multiple of 1Gi/,
        ],
    ];
    for (const [what, given, text] of cases) {
        it(`are refused with ${what}`, async () => {
            const error = await refusal(() => kubernetes.resources(given as kubernetes.GuaranteedResources));
            assert.equal(error.argument, "resources");
            assert.match(error.fault, text);
        });
    }
});

describe("a pod that is enhanced", () => {
    it("gets amounts, huge page mounts, NUMA placement and isolation, and keeps the rest", () => {
        const template = {
            metadata: { labels: { app: "upf" }, annotations: { owner: "core" } },
            spec: {
                containers: [
                    {
                        name: "upf",
                        image: "upf:1",
                        resources: { limits: { "openshift.io/fast": "1" } },
                        volumeMounts: [{ name: "a", mountPath: "/a" }],
                    },
                    { name: "logger" },
                ],
                volumes: [{ name: "a", emptyDir: {} }],
                nodeSelector: { zone: "a" },
            },
        };
        const upf = { cpu: "4", memory: "8Gi", "hugepages-1Gi": "4Gi" };
        const logger = { cpu: "500m", memory: "128Mi" };
        assert.deepEqual(
            kubernetes.enhance(template, {
                containers: { upf: { exclusiveCpus: 4, memory: "8Gi", hugePages: { "1Gi": "4Gi" } }, logger: sidecar },
                numa: { schedulerName: "topo-aware-scheduler", onlyNumaNodes: true },
                isolation: {
                    runtimeClassName: "performance-cnf",
                    cpuLoadBalancing: "disable",
                    irqLoadBalancing: "disable",
                },
            }),
            {
                metadata: {
                    labels: { app: "upf" },
                    annotations: {
                        owner: "core",
                        "cpu-load-balancing.crio.io": "disable",
                        "irq-load-balancing.crio.io": "disable",
                    },
                },
                spec: {
                    containers: [
                        {
                            name: "upf",
                            image: "upf:1",
                            resources: { limits: { "openshift.io/fast": "1", ...upf }, requests: upf },
                            volumeMounts: [
                                { name: "a", mountPath: "/a" },
                                { name: "hugepages-1gi", mountPath: "/dev/hugepages" },
                            ],
                        },
                        { name: "logger", resources: { limits: logger, requests: logger } },
                    ],
                    volumes: [
                        { name: "a", emptyDir: {} },
                        { name: "hugepages-1gi", emptyDir: { medium: "HugePages-1Gi" } },
                    ],
                    nodeSelector: { zone: "a", "feature.node.kubernetes.io/memory-numa": "true" },
                    schedulerName: "topo-aware-scheduler",
                    runtimeClassName: "performance-cnf",
                },
            },
        );
    });

    it("mounts huge pages of several sizes apart, elsewhere, or not at all", () => {
        const given = { exclusiveCpus: 1, memory: "1Gi", hugePages: { "2Mi": "2Mi", "1Gi": "1Gi" } } as const;
        const mounts = (options: Partial<kubernetes.EpaOptions>): unknown => {
            const { spec } = kubernetes.enhance(
                { spec: { containers: [{ name: "a" }] } },
                { containers: { a: given }, ...options },
            );
            return (
                spec as { containers: { volumeMounts?: { mountPath: string }[] }[] }
            ).containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath);
        };
        assert.deepEqual(mounts({}), ["/dev/hugepages-2Mi", "/dev/hugepages-1Gi"]);
        assert.deepEqual(mounts({ hugePagesPath: "/mnt/huge" }), ["/mnt/huge-2Mi", "/mnt/huge-1Gi"]);
        assert.equal(mounts({ hugePagesPath: false }), undefined);
    });

    it("keeps what is not known at preview where it is", async () => {
        const resources = await run(() => {
            const unknown = new Unborn("unborn").value;
            return new kubernetes.Pod("probe", {
                spec: {
                    containers: [
                        { name: "upf", image: unknown, env: [{ name: "a", value: unknown }] },
                        { name: "other", resources: { limits: { cpu: unknown, memory: "1Gi" } } },
                    ],
                },
                epa: { containers: { upf: { exclusiveCpus: 2, memory: "1Gi" } } },
            });
        });
        const amounts = { cpu: "2", memory: "1Gi" };
        assert.deepEqual(only(resources, POD).inputs["spec"], {
            containers: [
                {
                    name: "upf",
                    image: UNKNOWN_WORD,
                    env: [{ name: "a", value: UNKNOWN_WORD }],
                    resources: { limits: amounts, requests: amounts },
                },
                { name: "other", resources: { limits: { cpu: UNKNOWN_WORD, memory: "1Gi" } } },
            ],
        });
    });

    it("takes the policy pack's advice from a virtual function away", async () => {
        const pod = (epa?: kubernetes.EpaOptions) =>
            run(() => {
                const fast = new kubernetes.NetworkAttachmentDefinition("fast", {
                    technique: "sriov",
                    exceptionId: "EXC-2026-014",
                    resourceName: "openshift.io/fast",
                    config: { type: "sriov" },
                });
                return new kubernetes.Pod("probe", {
                    spec: { containers: [{ name: "upf" }] },
                    attachments: [fast],
                    epa,
                });
            });
        const rules = async (resources: ReturnType<typeof pod>): Promise<string[]> =>
            seen(await resources).flatMap(({ notices }) => notices.map(({ rule }) => rule));
        assert.ok((await rules(pod())).includes("cpu-not-pinned"));
        assert.ok(
            !(await rules(pod({ containers: { upf: { exclusiveCpus: 2, memory: "1Gi" } } }))).includes(
                "cpu-not-pinned",
            ),
        );
    });

    it("works in every workload, on its template", async () => {
        const resources = await run(
            () =>
                new kubernetes.Deployment("upf", {
                    spec: { selector: {}, template: { spec: { containers: [{ name: "upf" }] } } },
                    epa: { containers: { upf: { exclusiveCpus: 2, memory: "1Gi" } }, hugePagesPath: false },
                }),
        );
        const amounts = { cpu: "2", memory: "1Gi" };
        assert.deepEqual(only(resources, "kubernetes:apps/v1:Deployment").inputs["spec"], {
            selector: {},
            template: { spec: { containers: [{ name: "upf", resources: { limits: amounts, requests: amounts } }] } },
        });
    });

    const spec = { containers: [{ name: "upf" }, { name: "logger" }] };
    const upf = { exclusiveCpus: 2, memory: "1Gi" };
    const cases: [string, object, string, RegExp][] = [
        ["without containers", { epa: {} }, "epa", /needs containers/],
        [
            "with a container that is not there",
            { epa: { containers: { smf: upf } } },
            "epa.containers.smf",
            /no container of that name. It has "upf", "logger"/,
        ],
        [
            "with a container that would not be Guaranteed",
            { epa: { containers: { upf } } },
            "epa.containers",
            /"logger".*not be Guaranteed/,
        ],
        [
            "with half a CPU",
            { epa: { containers: { upf: { ...upf, exclusiveCpus: 0.5 }, logger: sidecar } } },
            "epa.containers.upf",
            /whole number/,
        ],
        [
            "with amounts that contradict the container's",
            {
                spec: { containers: [{ name: "upf", resources: { requests: { cpu: "1" } } }] },
                epa: { containers: { upf } },
            },
            "epa.containers.upf",
            /gives cpu 2, but the container has 1/,
        ],
        [
            "with a path that is none",
            { epa: { containers: { upf, logger: sidecar }, hugePagesPath: "huge" } },
            "epa",
            /absolute path/,
        ],
        [
            "with isolation without its runtime class",
            { epa: { containers: { upf, logger: sidecar }, isolation: {} } },
            "epa",
            /needs runtimeClassName/,
        ],
    ];
    for (const [what, more, argument, text] of cases) {
        it(`is refused ${what}`, async () => {
            const args = { spec, ...more } as kubernetes.PodArgs;
            const error = await refusal(() => new kubernetes.Pod("probe", args));
            assert.equal(error.argument, argument, error.message);
            assert.match(error.fault, text);
        });
    }
});

describe("node features", () => {
    const NFD = "feature.node.kubernetes.io";

    it("become a node selector of NFD's labels, our own rule's and Anuket's", () => {
        assert.deepEqual(
            kubernetes.nodeFeatures({
                cpuFlags: ["AVX512F"],
                hardwareMultithreading: true,
                numa: true,
                sriovCapable: true,
                sriovConfigured: true,
                rdmaCapable: true,
                rdmaAvailable: true,
                turbo: false,
                pci: [{ class: "0200", vendor: "8086", sriovCapable: true }],
                kernel: { major: 6, minor: 8, full: "6.8.0-rt" },
                kernelOptions: ["PREEMPT_RT"],
                os: { id: "rhcos", versionId: "4.18" },
                assignment: ["iommu", "vfio"],
                profiles: ["network-intensive", "network-smartnic"],
            }),
            {
                [`${NFD}/cpu-cpuid.AVX512F`]: "true",
                [`${NFD}/cpu-hardware_multithreading`]: "true",
                [`${NFD}/memory-numa`]: "true",
                [`${NFD}/network-sriov.capable`]: "true",
                [`${NFD}/network-sriov.configured`]: "true",
                [`${NFD}/custom-rdma.capable`]: "true",
                [`${NFD}/custom-rdma.available`]: "true",
                [`${NFD}/cpu-pstate.turbo`]: "false",
                [`${NFD}/pci-0200_8086.present`]: "true",
                [`${NFD}/pci-0200_8086.sriov.capable`]: "true",
                [`${NFD}/kernel-version.major`]: "6",
                [`${NFD}/kernel-version.minor`]: "8",
                [`${NFD}/kernel-version.full`]: "6.8.0-rt",
                [`${NFD}/kernel-config.PREEMPT_RT`]: "true",
                [`${NFD}/system-os_release.ID`]: "rhcos",
                [`${NFD}/system-os_release.VERSION_ID`]: "4.18",
                [`virtio-first.${NFD}/iommu`]: "true",
                [`virtio-first.${NFD}/vfio`]: "true",
                "anuket.io/profile.network-intensive": "true",
                "anuket.io/profile.network-smartnic": "true",
            },
        );
    });

    it("are labels that Kubernetes takes: one slash, and words of its form", () => {
        const labels = kubernetes.nodeFeatures({
            assignment: [...kubernetes.ASSIGNMENT_FEATURES],
            profiles: kubernetes.ANUKET_PROFILES.filter((profile) => profile !== "basic"),
        });
        for (const [key, word] of Object.entries(labels)) {
            assert.match(key, /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
            assert.equal(word, "true");
        }
    });

    it("take an operator's own labels for profiles", () => {
        assert.deepEqual(
            kubernetes.nodeFeatures({ profiles: ["basic"], profileLabel: (profile) => `example.com/${profile}` }),
            { "example.com/basic": "true" },
        );
    });

    const cases: [string, object, string, RegExp][] = [
        ["a feature that is none", { gpu: true }, "features", /no key "gpu"/],
        ["a profile that is none", { profiles: ["fast"] }, "features", /"network-intensive"/],
        [
            "an extension that the basic profile cannot have",
            { profiles: ["basic", "compute-gpu"] },
            "profiles",
            /high-performance profile alone/,
        ],
        ["what a label cannot tell", { numa: false }, "features", /true or left out/],
        ["a vendor in upper case", { pci: [{ class: "0200", vendor: "15B3" }] }, "features", /lower case/],
    ];
    for (const [what, features, argument, text] of cases) {
        it(`are refused with ${what}`, async () => {
            const error = await refusal(() => kubernetes.nodeFeatures(features as kubernetes.NodeFeatures));
            assert.equal(error.argument, argument);
            assert.match(error.fault, text);
        });
    }
});

describe("a NodeFeatureRule", () => {
    const RULE = "kubernetes:nfd.k8s-sigs.io/v1alpha1:NodeFeatureRule";

    it("labels nodes with what device assignment needs, by the labels that node features select", async () => {
        const resource = only(await run(() => new kubernetes.NodeFeatureRule("assignment")), RULE);
        const { rules } = resource.inputs["spec"] as { rules: { labels: Record<string, string> }[] };
        assert.deepEqual(
            Object.assign({}, ...rules.map(({ labels }) => labels)),
            kubernetes.nodeFeatures({ assignment: [...kubernetes.ASSIGNMENT_FEATURES] }),
        );
        assert.deepEqual(rules[1], {
            name: "virtio-first sriov",
            labels: { "virtio-first.feature.node.kubernetes.io/sriov": "true" },
            matchFeatures: [
                {
                    feature: "pci.device",
                    matchExpressions: {
                        class: { op: "In", value: ["0200", "0207"] },
                        sriov_totalvfs: { op: "Gt", value: ["0"] },
                    },
                },
            ],
        });
    });

    it("takes rules of one's own beside them, asks for no device and needs no exception", async () => {
        const rule = {
            name: "fpga",
            labels: { [kubernetes.anuketProfileLabel("compute-fpga")]: "true" },
            matchFeatures: [{ feature: "pci.device", matchExpressions: { class: { op: "In", value: ["1200"] } } }],
        } as const;
        const resources = await run(
            () =>
                new kubernetes.NodeFeatureRule("assignment", {
                    detect: ["iommu"],
                    rules: [
                        {
                            ...rule,
                            labels: pulumi.output(rule.labels),
                            matchFeatures: [
                                { feature: "pci.device", matchExpressions: { class: { op: "In", value: ["1200"] } } },
                            ],
                        },
                    ],
                }),
        );
        const { rules } = only(resources, RULE).inputs["spec"] as { rules: unknown[] };
        assert.equal(rules.length, 2);
        assert.deepEqual(rules[1], rule);
        assert.deepEqual(
            seen(resources).flatMap(({ attachments }) => attachments),
            [],
        );
    });

    it("is refused an ability or an operator that is none, and resources that it would fabricate", async () => {
        const faults: [object, RegExp][] = [
            [{ detect: ["gpu"] }, /"iommu"/],
            [
                { rules: [{ name: "a", matchFeatures: [{ feature: "b", matchExpressions: { c: { op: "==" } } }] }] },
                /op that must be one of/,
            ],
            [{ rules: [{ name: "a", extendedResources: { "example.com/gpu": "1" } }] }, /no key "extendedResources"/],
        ];
        for (const [args, text] of faults) {
            const error = await refusal(
                () => new kubernetes.NodeFeatureRule("rule", args as kubernetes.NodeFeatureRuleArgs),
            );
            assert.match(error.message, text);
        }
    });
});

describe("huge pages that are known later", () => {
    it("are checked then", async () => {
        const late = kubernetes.resources({
            exclusiveCpus: 1,
            memory: "1Gi",
            hugePages: { "1Gi": pulumi.output("1536Mi") },
        });
        await assert.rejects(value((late.limits as Record<string, unknown>)["hugepages-1Gi"]), /no multiple of 1Gi/);
    });
});
