import * as virtioFirst from "pulumi-virtio-first";

const metadata = { namespace: "ran" };
const { nodeFeatures } = virtioFirst.kubernetes;

const acceleration = { technique: "accelerator", exceptionId: "EXC-2026-024" } as const;

// The pool of the cards' virtual functions, as the device plugin offers it. It names the exception, and so does its user.
new virtioFirst.kubernetes.DevicePluginConfig("fec-pool", {
    metadata: { namespace: "kube-system", name: "sriovdp-config" },
    pools: [
        {
            ...acceleration,
            resourceName: "intel_fec_acc100",
            deviceType: "accelerator",
            selectors: { vendors: ["8086"], devices: ["0d5d"], drivers: ["vfio-pci"] },
        },
    ],
});

// Forward error correction on a card: the radio's timing allows no software.
const distributedUnit = new virtioFirst.kubernetes.StatefulSet("distributed-unit", {
    metadata,
    spec: {
        serviceName: "distributed-unit",
        selector: { matchLabels: { app: "distributed-unit" } },
        template: {
            metadata: { labels: { app: "distributed-unit" } },
            spec: {
                nodeSelector: nodeFeatures({ profiles: ["network-intensive", "compute-fpga"] }),
                containers: [{ name: "du", image: "registry.example/distributed-unit:5.1" }],
            },
        },
    },
    devices: [{ ...acceleration, resource: "intel.com/intel_fec_acc100" }],
    epa: { containers: { du: { exclusiveCpus: 16, memory: "32Gi", hugePages: { "1Gi": "16Gi" } } } },
});

// A GPU, which this operator approves for everybody: `approvedAccelerators` in policy-config.json decides, the word in
// the program says that its author knows.
new virtioFirst.kubernetes.Job("anomaly-training", {
    metadata,
    spec: {
        template: {
            spec: {
                restartPolicy: "Never",
                nodeSelector: nodeFeatures({ profiles: ["network-intensive", "compute-gpu"] }),
                containers: [{ name: "train", image: "registry.example/anomaly-training:0.9" }],
            },
        },
    },
    devices: [{ resource: "nvidia.com/gpu", count: 2, technique: "accelerator", approved: true }],
});

export const distributedUnitName = distributedUnit.metadata.name;
