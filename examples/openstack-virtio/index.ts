import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });
const subnet = new openstack.networking.Subnet("data", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });
const ssh = new openstack.networking.SecGroup("ssh", { name: "ssh" });

const web = new virtioFirst.openstack.VirtualMachine("web", {
    flavorName: "m1.small",
    imageName: "debian-12",
    attachments: [
        {
            name: "oam",
            networkId: network.id,
            fixedIps: [{ subnetId: subnet.id }],
            securityGroupIds: [ssh.id],
            allowedAddressPairs: [{ ipAddress: "10.20.0.100" }],
        },
    ],
});

// One NIC that carries two networks: the parent's untagged frames, and those under VLAN 101.
const media = new openstack.networking.Network("media", { name: "media" });
const vlans = new virtioFirst.openstack.Trunk("vlans", {
    parentAttachment: { name: "parent", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
    subPorts: [{ attachment: { name: "media", networkId: media.id }, segmentationId: 101 }],
});

new virtioFirst.openstack.VirtualMachine("session-border", {
    flavorName: "m1.medium",
    imageName: "debian-12",
    attachments: [vlans],
});

export const address = web.accessIpV4;
