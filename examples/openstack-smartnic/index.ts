import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });
const subnet = new openstack.networking.Subnet("data", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });

const gateway = new virtioFirst.openstack.VirtualMachine("gateway", {
    flavorName: "m1.large",
    imageName: "debian-12",
    attachments: [
        // Management stays on virtio.
        { name: "oam", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
        {
            name: "fast",
            networkId: network.id,
            fixedIps: [{ subnetId: subnet.id }],
            technique: "smartnic",
            variant: "switchdev",
            exceptionId: "EXC-2026-014",
        },
    ],
});

export const gatewayId = gateway.instanceId;
