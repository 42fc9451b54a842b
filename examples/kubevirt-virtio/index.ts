import * as virtioFirst from "pulumi-virtio-first";

const metadata = { namespace: "vnf" };

const oam = new virtioFirst.kubernetes.NetworkAttachmentDefinition("oam", {
    metadata,
    config: { type: "bridge", bridge: "br-oam", macspoofchk: true, disableContainerInterface: true },
});

// A preference for the machines of the namespace: what a guest leaves open is virtio.
const preference = new virtioFirst.kubevirt.VirtualMachinePreference("linux", {
    metadata,
    spec: { cpu: { preferredCPUTopology: "cores" }, devices: { preferredDiskBus: "virtio" } },
});

const instancetype = new virtioFirst.kubevirt.VirtualMachineInstancetype("medium", {
    metadata,
    spec: { cpu: { guest: 4 }, memory: { guest: "8Gi" } },
});

// Neither interface says a technique, so both NICs are virtio: one on the cluster's own network, one on a bridge.
const router = new virtioFirst.kubevirt.VirtualMachine("router", {
    metadata,
    spec: {
        runStrategy: "Always",
        template: {
            spec: {
                domain: {
                    devices: {
                        networkInterfaceMultiqueue: true,
                        disks: [{ name: "root", disk: { bus: "virtio" } }],
                    },
                },
                volumes: [{ name: "root", containerDisk: { image: "registry.example/router-disk:3.2" } }],
            },
        },
    },
    instancetype,
    preference,
    interfaces: [{ name: "default" }, { name: "oam", network: oam }],
});

export const routerName = router.name;
