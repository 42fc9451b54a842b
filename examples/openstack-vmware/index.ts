import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });
const subnet = new openstack.networking.Subnet("data", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });

const appliance = new virtioFirst.openstack.Image("appliance", {
    containerFormat: "bare",
    diskFormat: "vmdk",
    imageSourceUrl: "https://images.operator.example/appliance.vmdk",
    technique: "vmxnet3",
});

const machine = new virtioFirst.openstack.VirtualMachine("appliance", {
    flavorName: "m1.medium",
    image: appliance,
    attachments: [{ name: "oam", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] }],
});

export const address = machine.accessIpV4;
