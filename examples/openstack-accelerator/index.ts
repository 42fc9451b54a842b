import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });
const subnet = new openstack.networking.Subnet("data", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });

const gpu = new virtioFirst.openstack.Flavor("gpu", {
    vcpus: 8,
    ram: 16384,
    disk: 40,
    devices: [{ pciAlias: "a100", technique: "accelerator", exceptionId: "EXC-2026-030" }],
});

const coder = new virtioFirst.openstack.VirtualMachine("coder", {
    flavor: gpu,
    imageName: "debian-12",
    flavorDevices: [{ technique: "accelerator", exceptionId: "EXC-2026-030" }],
    attachments: [
        { name: "oam", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
        {
            name: "fpga",
            networkId: network.id,
            fixedIps: [{ subnetId: subnet.id }],
            technique: "accelerator",
            exceptionId: "EXC-2026-030",
            deviceProfile: "fpga-transcoder",
        },
    ],
});

export const coderId = coder.instanceId;
