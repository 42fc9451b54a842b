"""A gateway on virtio and on a virtual function under an exception, and a pod on a software network."""

import pulumi
import pulumi_openstack as openstack
import pulumi_virtio_first as virtio_first

network = openstack.networking.Network("data")
subnet = openstack.networking.Subnet("data", network_id=network.id, cidr="10.20.0.0/24", ip_version=4)

gateway = virtio_first.OpenstackVirtualMachine(
    "gateway",
    flavor_name="m1.large",
    image_name="debian-12",
    attachments=[
        # Management stays on virtio.
        virtio_first.OpenstackNicArgs(
            name="oam",
            network_id=network.id,
            fixed_ips=[virtio_first.OpenstackFixedIpArgs(subnet_id=subnet.id)],
        ),
        virtio_first.OpenstackNicArgs(
            name="fast",
            network_id=network.id,
            fixed_ips=[virtio_first.OpenstackFixedIpArgs(subnet_id=subnet.id)],
            technique="sriov",
            exception_id="EXC-2026-014",
        ),
    ],
)

blue = virtio_first.KubernetesNetworkAttachmentDefinition(
    "blue",
    metadata=virtio_first.KubernetesMetadataArgs(name="blue", namespace="apps"),
    config={"type": "bridge", "bridge": "br1"},
)

virtio_first.KubernetesPod(
    "probe",
    metadata=virtio_first.KubernetesMetadataArgs(namespace="apps"),
    spec={"containers": [{"name": "probe", "image": "registry.example/probe:1"}]},
    attachments=[virtio_first.KubernetesPodAttachmentArgs(network=blue.name)],
)

pulumi.export("gateway_id", gateway.instance_id)
