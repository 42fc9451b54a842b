import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("oam", { name: "oam" });
const subnet = new openstack.networking.Subnet("oam", { networkId: network.id, cidr: "10.20.0.0/24", ipVersion: 4 });

// A virtual machine with two attachments. The first says nothing of a technique, so it is virtio. The second asks for an
// SR-IOV virtual function: without an exception ID of the transition plan it would not compile.
const gateway = new virtioFirst.openstack.VirtualMachine("gateway", {
    flavorName: "m1.large",
    imageName: "debian-12",
    attachments: [
        { name: "oam", networkId: network.id, fixedIps: [{ subnetId: subnet.id }] },
        {
            name: "user-plane",
            networkId: network.id,
            fixedIps: [{ subnetId: subnet.id }],
            technique: "sriov",
            exceptionId: "EXC-2026-014",
        },
    ],
});

// A pod network in software, and a pod that joins it.
const blue = new virtioFirst.kubernetes.NetworkAttachmentDefinition("blue", {
    metadata: { namespace: "default" },
    config: { type: "bridge", bridge: "br-blue", ipam: { type: "host-local", ranges: [[{ subnet: "10.30.0.0/24" }]] } },
});

const probe = new virtioFirst.kubernetes.Pod("probe", {
    metadata: { namespace: "default" },
    spec: { containers: [{ name: "probe", image: "registry.example/probe:1.0" }] },
    attachments: [blue],
});

export const gatewayId = gateway.instanceId;
export const probeNetworks = probe.networks;
