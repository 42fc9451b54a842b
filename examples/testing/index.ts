import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as virtioFirst from "pulumi-virtio-first";

const config = new pulumi.Config();
const network = new openstack.networking.Network("oam", { name: "oam" });
const subnet = new openstack.networking.Subnet("oam", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });
const address = { networkId: network.id, fixedIps: [{ subnetId: subnet.id }] };

const gateway = new virtioFirst.openstack.VirtualMachine("gateway", {
    flavorName: "m1.large",
    imageName: "debian-12",
    attachments: [{ name: "oam", ...address }],
});

if (config.getBoolean("fastPath") === true) {
    // A raw resource, as somebody might add it one day: nothing but the policy pack looks at it.
    new openstack.networking.Port("fast", { ...address, binding: { vnicType: "direct" } });
}

export const gatewayId = gateway.instanceId;
