import type { Technique } from "../technique";

/**
 * What a key of a port's `binding:profile` shows:
 * - `switchdev`: a NIC in switchdev mode, if the value says so;
 * - `device-profile`: a device that Cyborg programs;
 * - `device`: a device, of these techniques; Nova writes such keys beside a hardware vnic_type only;
 * - `none`: no device (binding, placement and scheduling data).
 */
export interface ProfileKeyFacts {
    readonly shows: "switchdev" | "device-profile" | "device" | "none";
    readonly techniques?: readonly [Technique, ...Technique[]];
    /** Who writes it, for documents. */
    readonly writtenBy: string;
}

/** Keys of `binding:profile`, in lower case. Sources: Nova `network/neutron.py` and `network/constants.py`, OVN's checks. */
export const profileKeys: Readonly<Record<string, ProfileKeyFacts>> = {
    capabilities: { shows: "switchdev", writtenBy: "an administrator, or Nova from the NIC's features" },
    ovshwoffload: { shows: "switchdev", writtenBy: "Cluster API Provider OpenStack" },
    arq_uuid: { shows: "device-profile", writtenBy: "Nova, for Cyborg" },
    pci_slot: { shows: "device", techniques: ["sriov", "pci-passthrough"], writtenBy: "Nova" },
    pci_vendor_info: { shows: "device", techniques: ["sriov", "pci-passthrough"], writtenBy: "Nova" },
    vf_num: { shows: "device", techniques: ["sriov"], writtenBy: "Nova" },
    pf_mac_address: { shows: "device", techniques: ["sriov"], writtenBy: "Nova" },
    device_mac_address: { shows: "device", techniques: ["pci-passthrough"], writtenBy: "Nova" },
    card_serial_number: { shows: "device", techniques: ["smartnic"], writtenBy: "Nova" },
    vnic_required_vfs: { shows: "device", techniques: ["sriov"], writtenBy: "users of PowerVC" },
    capacity: { shows: "device", techniques: ["sriov"], writtenBy: "users of PowerVC" },
    vlan_type: { shows: "none", writtenBy: "users of PowerVC" },
    trusted: { shows: "none", writtenBy: "an administrator" },
    trustedvf: { shows: "none", writtenBy: "Cluster API Provider OpenStack" },
    physical_network: { shows: "none", writtenBy: "Nova" },
    allocation: { shows: "none", writtenBy: "Nova" },
    migrating_to: { shows: "none", writtenBy: "Nova" },
    os_vif_delegation: { shows: "none", writtenBy: "Nova" },
    local_link_information: { shows: "none", writtenBy: "Ironic" },
    local_group_information: { shows: "none", writtenBy: "Ironic" },
    parent_name: { shows: "none", writtenBy: "users of OVN" },
    tag: { shows: "none", writtenBy: "users of OVN" },
    "vtep-physical-switch": { shows: "none", writtenBy: "users of OVN" },
    "vtep-logical-switch": { shows: "none", writtenBy: "users of OVN" },
};

/**
 * What a key of a port's `valueSpecs` does: it is copied into the request to Neutron as it is. A key that starts with
 * `binding:` and is not listed asks for something that cannot be placed; any other is no device's.
 */
export type ValueSpecMeaning = "vnic-type" | "profile" | "switchdev" | "device-profile" | "none";

/** Keys of `valueSpecs`. Sources: neutron-lib's API definitions; the provider's `MapValueSpecs`. */
export const valueSpecKeys: Readonly<Record<string, ValueSpecMeaning>> = {
    "binding:vnic_type": "vnic-type",
    "binding:profile": "profile",
    hardware_offload_type: "switchdev",
    device_profile: "device-profile",
    "binding:host_id": "none",
    trusted: "none",
    numa_affinity_policy: "none",
    hints: "none",
    port_security_enabled: "none",
};

/** The one value of `hardware_offload_type`, and the capability of a profile that says the same. */
export const SWITCHDEV = "switchdev";
