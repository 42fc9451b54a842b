/** What a preview of an example under its own policy config must say. */
export interface Expected {
    readonly exitCode: 0 | 1;
    readonly conformance: "Fully Conformant" | "Conformant with Exceptions" | "not conformant";
    /** Each attachment as `kind name: techniques (role) IDs`, in order. */
    readonly attachments: readonly string[];
    /** Rules that refuse, each as often as it does, in order. */
    readonly mandatory: readonly string[];
    /** Rules that advise, each as often as it does, in order. */
    readonly advisory: readonly string[];
}

const times = (count: number, rule: string): string[] => Array<string>(count).fill(rule);

function software(...attachments: string[]): Expected {
    return { exitCode: 0, conformance: "Fully Conformant", attachments, mandatory: [], advisory: [] };
}

/** @param used How many resources use the exception. */
function excepted(used: number, ...attachments: string[]): Expected {
    return {
        exitCode: 0,
        conformance: "Conformant with Exceptions",
        attachments,
        mandatory: [],
        advisory: times(used, "exception-used"),
    };
}

/** A machine with a virtio port and one of the given technique, under an exception. */
function openstackMachine(technique: string): Expected {
    return excepted(
        2,
        `Instance gateway: ${technique} (uses) EXC-2026-014`,
        `Port gateway-fast: ${technique} (asks) EXC-2026-014`,
        "Port gateway-oam: virtio (asks)",
    );
}

/** Every example by its folder. */
export const expected: Readonly<Record<string, Expected>> = {
    onboarding: excepted(
        2,
        "Instance gateway: sriov (uses) EXC-2026-014",
        "NetworkAttachmentDefinition blue: virtio (asks)",
        "Pod probe: virtio (uses)",
        "Port gateway-oam: virtio (asks)",
        "Port gateway-user-plane: sriov (asks) EXC-2026-014",
    ),
    testing: {
        ...software("Port gateway-oam: virtio (asks)"),
        advisory: ["unverifiable"],
    },
    automation: software("Port data: virtio (asks)"),
    refused: {
        exitCode: 1,
        conformance: "not conformant",
        attachments: [
            "Instance packet-gateway: sriov (uses)",
            "NetworkAttachmentDefinition fast: sriov or vdpa or smartnic (asks)",
            "Pod forwarder: sriov or vdpa or smartnic (asks)",
            "Port passthrough: pci-passthrough (asks)",
            "Port sriov: sriov (asks)",
            "Port vdpa: vdpa (asks)",
        ],
        mandatory: times(6, "missing-exception-id"),
        advisory: ["cpu-not-pinned", "pool-not-in-stack", "unverifiable"],
    },
    exceptions: {
        exitCode: 1,
        conformance: "not conformant",
        attachments: [
            "Port early: sriov (asks) EXC-2040-001",
            "Port elsewhere: sriov (asks) EXC-2026-021",
            "Port lab: sriov (asks) EXC-2026-020",
            "Port misspelt: sriov (asks)",
            "Port old: sriov (asks) EXC-2024-003",
            "Port unheard-of: sriov (asks) EXC-2026-999",
            "Port user-plane: sriov (asks) EXC-2026-014",
            "Port whole-nic: pci-passthrough (asks) EXC-2026-014",
        ],
        mandatory: [
            "exception-expired",
            "exception-for-other-technique",
            "exception-not-yet-valid",
            "exception-out-of-scope",
            "malformed-exception-id",
            "unknown-exception-id",
        ],
        advisory: [...times(2, "exception-expiring"), "exception-unused", ...times(2, "exception-used")],
    },
    "openstack-virtio": software(
        "Port vlans-media: virtio (asks)",
        "Port vlans-parent: virtio (asks)",
        "Port web-oam: virtio (asks)",
    ),
    "openstack-sriov": openstackMachine("sriov"),
    "openstack-passthrough": openstackMachine("pci-passthrough"),
    "openstack-vdpa": openstackMachine("vdpa"),
    "openstack-smartnic": openstackMachine("smartnic"),
    "openstack-vmware": software("Image appliance: vmxnet3 (offers)", "Port appliance-oam: virtio (asks)"),
    "openstack-epa": software("Port user-plane-n3: virtio (asks)", "Port user-plane-n6: virtio (asks)"),
    "openstack-accelerator": excepted(
        3,
        "Flavor gpu: accelerator (offers) EXC-2026-030",
        ...times(2, "Instance coder: accelerator (uses) EXC-2026-030"),
        "Port coder-fpga: accelerator (asks) EXC-2026-030",
        "Port coder-oam: virtio (asks)",
    ),
    "kubernetes-software": software(
        ...times(3, "Deployment border: virtio (uses)"),
        "NetworkAttachmentDefinition media: virtio (asks)",
        "NetworkAttachmentDefinition oam: virtio (asks)",
        "NetworkAttachmentDefinition signalling: virtio (asks)",
    ),
    "kubernetes-epa": software(
        "Deployment upf: virtio (uses)",
        "NetworkAttachmentDefinition n3: virtio (asks)",
        "Pod latency-probe: virtio (uses)",
    ),
    "kubernetes-sriov": excepted(
        3,
        "NetworkAttachmentDefinition n4: virtio (asks)",
        "SriovNetwork n3: sriov (offers) EXC-2026-021",
        "SriovNetworkNodePolicy user-plane: sriov (offers) EXC-2026-021",
        "StatefulSet upf: sriov (asks) EXC-2026-021",
        "StatefulSet upf: virtio (uses) EXC-2026-021",
    ),
    "kubernetes-vdpa": excepted(
        3,
        "Deployment firewall: vdpa (asks) EXC-2026-022",
        "NetworkAttachmentDefinition data: vdpa (asks) EXC-2026-022",
        "SriovNetworkNodePolicy edge-vdpa: vdpa (offers) EXC-2026-022",
    ),
    "kubernetes-dra": excepted(
        4,
        "DeviceClass virtual-functions: sriov (offers) EXC-2026-023",
        "NetworkAttachmentDefinition n6: sriov (asks) EXC-2026-023",
        "Pod probe: sriov (uses) EXC-2026-023",
        "ResourceClaimTemplate uplink: sriov (asks) EXC-2026-023",
    ),
    "kubernetes-accelerators": excepted(
        2,
        "ConfigMap fec-pool: accelerator (offers) EXC-2026-024",
        "Job anomaly-training: accelerator (asks)",
        "StatefulSet distributed-unit: accelerator (asks) EXC-2026-024",
    ),
    "kubevirt-virtio": software(
        "NetworkAttachmentDefinition oam: virtio (asks)",
        ...times(2, "VirtualMachine router: virtio (asks)"),
    ),
    "kubevirt-sriov": excepted(
        3,
        "SriovNetwork user-plane: sriov (offers) EXC-2026-025",
        "SriovNetworkNodePolicy guest-functions: sriov (offers) EXC-2026-025",
        "VirtualMachine gateway: sriov (asks) EXC-2026-025",
        "VirtualMachine gateway: virtio (asks) EXC-2026-025",
    ),
};

/** Examples in other languages, by their runtime: the offline preview refuses them, and the provider's tests check them. */
export const otherLanguages: readonly string[] = ["python", "yaml"];

/** Examples without a program: what runs already. */
export const withoutProgram: readonly string[] = ["estate"];
