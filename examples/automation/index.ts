import * as openstack from "@pulumi/openstack";
import * as virtioFirst from "pulumi-virtio-first";

const network = new openstack.networking.Network("data", { name: "data" });

export const port = new virtioFirst.openstack.NetworkAttachment("data", { networkId: network.id }).portId;
