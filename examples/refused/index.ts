import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";

// Nothing here comes from this library: the policy pack judges every resource of a stack, whoever made it.
const network = new openstack.networking.Network("data", { name: "data" });

// A virtual function: SR-IOV.
const sriov = new openstack.networking.Port("sriov", {
    networkId: network.id,
    binding: { vnicType: "direct" },
});

// A whole NIC: PCI passthrough.
new openstack.networking.Port("passthrough", {
    networkId: network.id,
    binding: { vnicType: "direct-physical" },
});

// vDPA. The provider's own enum does not list it, so it comes by valueSpecs.
new openstack.networking.Port("vdpa", {
    networkId: network.id,
    valueSpecs: { "binding:vnic_type": "vdpa" },
});

// An instance is judged by the ports that it uses.
new openstack.compute.Instance("packet-gateway", {
    flavorName: "m1.large",
    imageName: "debian-12",
    networks: [{ port: sriov.id }],
});

// A pod network of CNI type sriov, and a pod that joins it and requests its device.
const fast = new kubernetes.apiextensions.CustomResource("fast", {
    apiVersion: "k8s.cni.cncf.io/v1",
    kind: "NetworkAttachmentDefinition",
    metadata: {
        name: "fast",
        namespace: "default",
        annotations: { "k8s.v1.cni.cncf.io/resourceName": "intel.com/sriov_fast" },
    },
    spec: { config: JSON.stringify({ cniVersion: "0.3.1", type: "sriov", vlan: 100 }) },
});

new kubernetes.core.v1.Pod("forwarder", {
    metadata: {
        name: "forwarder",
        namespace: "default",
        annotations: { "k8s.v1.cni.cncf.io/networks": fast.metadata.name },
    },
    spec: {
        containers: [
            {
                name: "forwarder",
                image: "registry.example/forwarder:1.0",
                resources: {
                    requests: { "intel.com/sriov_fast": "1" },
                    limits: { "intel.com/sriov_fast": "1" },
                },
            },
        ],
    },
});
