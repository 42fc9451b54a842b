import * as virtioFirst from "pulumi-virtio-first";

const namespace = "packet-core";
const { nodeFeatures, resources } = virtioFirst.kubernetes;

// Nodes with an IOMMU and vDPA drivers, and nodes of Anuket's high-performance profile, are labelled by Node Feature
// Discovery. Labels ask for no device: no exception is needed for any of this stack.
new virtioFirst.kubernetes.NodeFeatureRule("platform", {
    detect: ["iommu", "sriov"],
    rules: [
        {
            name: "high-performance profile",
            labels: { [virtioFirst.kubernetes.anuketProfileLabel("network-intensive")]: "true" },
            matchFeatures: [
                { feature: "cpu.cpuid", matchExpressions: { AVX512F: { op: "Exists" } } },
                { feature: "memory.numa", matchExpressions: { is_numa: { op: "IsTrue" } } },
            ],
        },
    ],
});

const n3 = new virtioFirst.kubernetes.NetworkAttachmentDefinition("n3", {
    metadata: { namespace },
    config: { type: "bridge", bridge: "br-n3", ipam: { type: "whereabouts", range: "10.30.0.0/24" } },
});

// A data plane in software gains by all of it: CPUs of its own, huge pages, one NUMA node, no interrupts on its CPUs.
const labels = { app: "upf" };
const upf = new virtioFirst.kubernetes.Deployment("upf", {
    metadata: { namespace },
    spec: {
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: {
                nodeSelector: nodeFeatures({ cpuFlags: ["AVX512F"], profiles: ["network-intensive"] }),
                containers: [
                    { name: "upf", image: "registry.example/upf:2.3" },
                    { name: "metrics", image: "registry.example/metrics:1.1" },
                ],
            },
        },
    },
    attachments: [{ network: n3, interface: "n3" }],
    epa: {
        containers: {
            upf: { exclusiveCpus: 6, memory: "8Gi", hugePages: { "1Gi": "4Gi" } },
            metrics: { cpus: "500m", memory: "256Mi" },
        },
        numa: { schedulerName: "topo-aware-scheduler", onlyNumaNodes: true },
        isolation: {
            runtimeClassName: "performance-cnf",
            cpuLoadBalancing: "disable",
            cpuQuota: "disable",
            irqLoadBalancing: "disable",
        },
    },
});

// The same amounts for a pod that is written by hand.
new virtioFirst.kubernetes.Pod("latency-probe", {
    metadata: { namespace },
    spec: {
        nodeSelector: nodeFeatures({ numa: true, kernelOptions: ["NO_HZ_FULL"] }),
        containers: [
            {
                name: "probe",
                image: "registry.example/latency-probe:1.0",
                resources: resources({ exclusiveCpus: 2, memory: "1Gi" }),
            },
        ],
    },
    attachments: [n3],
});

export const networks = upf.networks;
