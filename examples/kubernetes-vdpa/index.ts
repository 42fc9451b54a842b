import * as virtioFirst from "pulumi-virtio-first";

const namespace = "edge";
const vdpa = { technique: "vdpa", exceptionId: "EXC-2026-022" } as const;

// The NIC's own switch, in switchdev mode, with a vDPA device for each virtual function. The pod's driver is
// virtio-net whatever the NIC, which is why this exception leads back to virtio.
const pool = new virtioFirst.kubernetes.SriovNetworkNodePolicy("edge-vdpa", {
    ...vdpa,
    metadata: { namespace: "sriov-network-operator" },
    spec: {
        resourceName: "edge_vdpa",
        nodeSelector: virtioFirst.kubernetes.nodeFeatures({ assignment: ["vdpa"] }),
        numVfs: 4,
        nicSelector: { vendor: "15b3", deviceID: "101d", pfNames: ["ens1f0"] },
        eSwitchMode: "switchdev",
        vdpaType: "virtio",
    },
});

// OVN-Kubernetes puts the device's representor into its switch.
const data = new virtioFirst.kubernetes.NetworkAttachmentDefinition("data", {
    ...vdpa,
    metadata: { namespace, name: "data" },
    resourceName: pool.deviceResource,
    config: { type: "ovn-k8s-cni-overlay", topology: "layer2", subnets: "10.50.0.0/24" },
});

// The nodes with a vDPA driver, labelled by Node Feature Discovery.
new virtioFirst.kubernetes.NodeFeatureRule("assignment", { detect: ["iommu", "vdpa"] });

const labels = { app: "firewall" };
const firewall = new virtioFirst.kubernetes.Deployment("firewall", {
    metadata: { namespace },
    spec: {
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "firewall", image: "registry.example/firewall:1.4" }] },
        },
    },
    attachments: [{ network: data, interface: "data" }],
    epa: { containers: { firewall: { exclusiveCpus: 4, memory: "4Gi" } } },
});

export const networks = firewall.networks;
