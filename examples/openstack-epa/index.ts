import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });
const subnet = new openstack.networking.Subnet("data", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });

const fast = new virtioFirst.openstack.Flavor("fast", {
    vcpus: 8,
    ram: 16384,
    disk: 20,
    cpuPolicy: "dedicated",
    cpuThreadPolicy: "require",
    emulatorThreads: "isolate",
    hugePages: "1GB",
    numaNodes: 1,
    multiqueue: true,
});

const userPlane = new virtioFirst.openstack.VirtualMachine("user-plane", {
    flavor: fast,
    imageName: "debian-12",
    attachments: [
        { name: "n3", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
        { name: "n6", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
    ],
});

export const userPlaneId = userPlane.instanceId;
