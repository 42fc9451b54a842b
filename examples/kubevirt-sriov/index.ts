import * as virtioFirst from "pulumi-virtio-first";

const namespace = "vnf";
const sriov = { technique: "sriov", exceptionId: "EXC-2026-025" } as const;

// KubeVirt hands a function to the guest by VFIO, so the pool binds it to vfio-pci.
const pool = new virtioFirst.kubernetes.SriovNetworkNodePolicy("guest-functions", {
    ...sriov,
    metadata: { namespace: "sriov-network-operator" },
    spec: {
        resourceName: "guest_functions",
        nodeSelector: virtioFirst.kubernetes.nodeFeatures({ sriovCapable: true }),
        numVfs: 8,
        nicSelector: { vendor: "8086", pfNames: ["ens3f0"] },
        deviceType: "vfio-pci",
    },
});

const userPlane = new virtioFirst.kubernetes.SriovNetwork("user-plane", {
    ...sriov,
    metadata: { namespace: "sriov-network-operator" },
    spec: { networkNamespace: namespace, resourceName: pool.resourceName, vlan: 300 },
});

// The management interface stays virtio. CPUs, huge pages and the NUMA node are the guest's own.
const gateway = new virtioFirst.kubevirt.VirtualMachine("gateway", {
    metadata: { namespace },
    spec: {
        runStrategy: "Always",
        template: {
            spec: {
                domain: {
                    cpu: {
                        cores: 8,
                        dedicatedCpuPlacement: true,
                        isolateEmulatorThread: true,
                        numa: { guestMappingPassthrough: {} },
                    },
                    memory: { guest: "16Gi", hugepages: { pageSize: "1Gi" } },
                    devices: { disks: [{ name: "root", disk: { bus: "virtio" } }] },
                },
                volumes: [{ name: "root", containerDisk: { image: "registry.example/gateway-disk:7.0" } }],
            },
        },
    },
    interfaces: [{ name: "default" }, { name: "user-plane", network: userPlane }],
});

export const gatewayName = gateway.name;
