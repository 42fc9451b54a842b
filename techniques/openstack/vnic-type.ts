import type { Technique } from "../technique";

/** Neutron's values of `binding:vnic_type` (neutron-lib, API definition `portbindings`). */
export const VNIC_TYPES = [
    "normal",
    "macvtap",
    "direct",
    "direct-physical",
    "virtio-forwarder",
    "vdpa",
    "baremetal",
    "smart-nic",
    "remote-managed",
    "accelerator-direct",
    "accelerator-direct-physical",
] as const;

/** One of Neutron's vnic_types. */
export type VnicType = (typeof VNIC_TYPES)[number];

/** What is known of a vnic_type. */
export interface VnicTypeFacts {
    /** The technique; `none` where the port is no NIC of a virtual machine. */
    readonly technique: Technique | "none";
    /** The technique once the port asks for a NIC in switchdev mode. */
    readonly withSwitchdev: Technique;
    /** True if the device comes from Cyborg, so the port needs a device profile. */
    readonly deviceProfile: boolean;
    /** True if the provider's own check takes the word in `binding.vnicType`: else it goes through `valueSpecs`. */
    readonly inProviderEnum: { readonly v3: boolean; readonly v5: boolean };
    /** True if the trunk drivers take such a port as a parent (vif_type `ovs` or `vhostuser`). */
    readonly trunk: boolean;
    /** True if security groups act on the port whatever the driver is. */
    readonly securityGroups: boolean;
    /** True if Nova attaches such a port to a running machine. */
    readonly hotPlug: boolean;
    /** What the cloud must have, for documents. */
    readonly needs: string;
}

const BOTH = { v3: true, v5: true };
const NEITHER = { v3: false, v5: false };

/**
 * What each vnic_type stands for. Sources: neutron-lib `portbindings`, Nova `network/model.py`, the mechanism drivers'
 * lists, the provider's validation, and answers of running services.
 */
export const vnicTypes: Readonly<Record<VnicType, VnicTypeFacts>> = {
    normal: {
        technique: "virtio",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: true,
        securityGroups: true,
        hotPlug: true,
        needs: "nothing: any virtual switch",
    },
    macvtap: {
        technique: "sriov",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: false,
        securityGroups: false,
        hotPlug: true,
        needs: "the SR-IOV agent and a virtual function, under a macvtap device",
    },
    direct: {
        technique: "sriov",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: false,
        securityGroups: false,
        hotPlug: true,
        needs: "the SR-IOV agent and a virtual function; with switchdev, OVS or OVN offload",
    },
    "direct-physical": {
        technique: "pci-passthrough",
        withSwitchdev: "pci-passthrough",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: false,
        securityGroups: false,
        hotPlug: true,
        needs: "a whole physical function",
    },
    "virtio-forwarder": {
        technique: "vdpa",
        withSwitchdev: "vdpa",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: false,
        securityGroups: false,
        hotPlug: false,
        needs: "a host forwarder and a driver that binds it (Agilio OVS, OVN)",
    },
    vdpa: {
        technique: "vdpa",
        withSwitchdev: "vdpa",
        deviceProfile: false,
        inProviderEnum: NEITHER,
        trunk: true,
        securityGroups: false,
        hotPlug: true,
        needs: "a NIC with vDPA, and the Open vSwitch or OVN driver",
    },
    baremetal: {
        technique: "none",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: BOTH,
        trunk: false,
        securityGroups: false,
        hotPlug: false,
        needs: "a bare-metal node: no NIC of a virtual machine",
    },
    "smart-nic": {
        technique: "smartnic",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: NEITHER,
        trunk: false,
        securityGroups: false,
        hotPlug: false,
        needs: "a bare-metal node with a SmartNIC",
    },
    "remote-managed": {
        technique: "smartnic",
        withSwitchdev: "smartnic",
        deviceProfile: false,
        inProviderEnum: { v3: false, v5: true },
        trunk: true,
        securityGroups: false,
        hotPlug: true,
        needs: "a DPU that runs its own control plane, and OVN",
    },
    "accelerator-direct": {
        technique: "accelerator",
        withSwitchdev: "accelerator",
        deviceProfile: true,
        inProviderEnum: NEITHER,
        trunk: false,
        securityGroups: false,
        hotPlug: false,
        needs: "Cyborg, a device profile, and the SR-IOV agent",
    },
    "accelerator-direct-physical": {
        technique: "accelerator",
        withSwitchdev: "accelerator",
        deviceProfile: true,
        inProviderEnum: NEITHER,
        trunk: false,
        securityGroups: false,
        hotPlug: false,
        needs: "Cyborg, a device profile, and a driver from outside Neutron",
    },
};

/** The vnic_type that a word stands for, in any case and with white space around; `undefined` for none of Neutron's. */
export function vnicTypeOf(word: string): VnicType | undefined {
    const plain = word.trim().toLowerCase();
    return VNIC_TYPES.find((type) => type === plain);
}
