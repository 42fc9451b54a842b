import * as kubernetes from "@pulumi/kubernetes";
import * as virtioFirst from "pulumi-virtio-first";

const namespace = new kubernetes.core.v1.Namespace("session-border", { metadata: { name: "session-border" } });
const metadata = { namespace: namespace.metadata.name };

// Operation and maintenance: a Linux bridge, addresses that are unique in the whole cluster.
const oam = new virtioFirst.kubernetes.NetworkAttachmentDefinition("oam", {
    metadata,
    config: { type: "bridge", bridge: "br-oam", vlan: 100, ipam: { type: "whereabouts", range: "10.20.0.0/24" } },
    chain: [{ type: "tuning", sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1" } }],
});

// Signalling: a child of a NIC of the node. The pod may ask for its address and MAC address.
const signalling = new virtioFirst.kubernetes.NetworkAttachmentDefinition("signalling", {
    metadata,
    config: {
        type: "macvlan",
        master: "ens2f0",
        mode: "bridge",
        capabilities: { ips: true, mac: true },
        ipam: { type: "static" },
    },
});

// Media: a port of Open vSwitch. Without a device it is a veth pair, so it is software. The resource is the marker by
// which the scheduler finds the nodes that have the bridge; it stands for no device.
const media = new virtioFirst.kubernetes.NetworkAttachmentDefinition("media", {
    metadata,
    resourceName: "ovs-cni.network.kubevirt.io/br-media",
    config: {
        type: "ovs",
        bridge: "br-media",
        vlan: 300,
        ipam: { type: "host-local", ranges: [[{ subnet: "10.40.0.0/24" }]] },
    },
});

const labels = { app: "border" };
const border = new virtioFirst.kubernetes.Deployment("border", {
    metadata,
    spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "border", image: "registry.example/border:1.0" }] },
        },
    },
    attachments: [
        { network: oam, interface: "oam" },
        { network: signalling, interface: "sig", ips: ["10.30.0.10/24"], mac: "02:00:0a:1e:00:0a" },
        { network: media, interface: "media" },
    ],
});

export const networks = border.networks;
