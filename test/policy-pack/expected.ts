/** What the pack must say of each of Neutron's vnic_types: the technique that it refuses, or `undefined`. */
export const VNIC_TYPE_VERDICTS: readonly (readonly [string, string | undefined])[] = [
    ["normal", undefined],
    ["macvtap", "sriov"],
    ["direct", "sriov"],
    ["direct-physical", "pci-passthrough"],
    ["virtio-forwarder", "vdpa"],
    ["vdpa", "vdpa"],
    ["baremetal", undefined],
    ["smart-nic", "smartnic"],
    ["remote-managed", "smartnic"],
    ["accelerator-direct", "accelerator"],
    ["accelerator-direct-physical", "accelerator"],
];
