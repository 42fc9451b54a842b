import * as virtioFirst from "pulumi-virtio-first";

const namespace = "packet-core";
// One exception for the pool, the network and the pods that use it. Each of them names it: an offer's marker never
// covers its users.
const sriov = { technique: "sriov", exceptionId: "EXC-2026-021" } as const;

// Eight virtual functions on each NIC of the worker nodes that can have them.
const pool = new virtioFirst.kubernetes.SriovNetworkNodePolicy("user-plane", {
    ...sriov,
    metadata: { namespace: "sriov-network-operator" },
    spec: {
        resourceName: "user_plane",
        nodeSelector: virtioFirst.kubernetes.nodeFeatures({ sriovCapable: true, numa: true }),
        numVfs: 8,
        nicSelector: { vendor: "8086", deviceID: "159b", pfNames: ["ens3f0", "ens3f1"] },
        mtu: 9000,
        deviceType: "netdevice",
    },
});

// The operator makes a NetworkAttachmentDefinition of it, in the namespace of the pods.
const n3 = new virtioFirst.kubernetes.SriovNetwork("n3", {
    ...sriov,
    metadata: { namespace: "sriov-network-operator" },
    spec: {
        networkNamespace: namespace,
        resourceName: pool.resourceName,
        vlan: 300,
        spoofChk: "on",
        trust: "off",
        ipam: { type: "whereabouts", range: "10.30.0.0/24" },
    },
});

// What needs no virtual function stays in software.
const n4 = new virtioFirst.kubernetes.NetworkAttachmentDefinition("n4", {
    metadata: { namespace },
    config: { type: "macvlan", master: "ens1f0", ipam: { type: "whereabouts", range: "10.40.0.0/24" } },
});

// CPUs of its own and memory of the same NUMA node: without them a virtual function does not perform.
const labels = { app: "upf" };
const upf = new virtioFirst.kubernetes.StatefulSet("upf", {
    metadata: { namespace },
    spec: {
        serviceName: "upf",
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "upf", image: "registry.example/upf:2.3" }] },
        },
    },
    attachments: [
        { network: n4, interface: "n4" },
        { network: n3, interface: "n3" },
    ],
    epa: { containers: { upf: { exclusiveCpus: 8, memory: "16Gi" } } },
});

export const networks = upf.networks;
