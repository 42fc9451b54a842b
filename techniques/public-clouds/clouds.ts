import type { CloudForm, CloudRow } from "./form";

type Words = Extract<CloudForm, { read: "words" }>["words"];

/** Azure hands a virtual function of the host's NIC to the machine, beside its software interface. */
function acceleratedNetworking(...blocks: string[]): CloudForm[] {
    // The second is the name from version 4 of the Terraform provider on.
    return ["enableAcceleratedNetworking", "acceleratedNetworkingEnabled"].map((flag) => ({
        path: [...blocks, flag],
        read: "flag",
        techniques: ["sriov"],
    }));
}

/** Interface types of Compute Engine. IDPF's data path is the host's hardware; the RDMA types are functions of a NIC. */
const nicTypes: Words = {
    gvnic: ["virtio"],
    virtio_net: ["virtio"],
    unspecified_nic_type: ["virtio"],
    idpf: ["vdpa", "sriov", "smartnic"],
    mrdma: ["sriov", "pci-passthrough"],
    irdma: ["sriov", "pci-passthrough"],
};

function computeEngine(...blocks: string[]): CloudForm[] {
    return [
        { path: [...blocks, "networkInterfaces", "nicType"], read: "words", words: nicTypes },
        guestAccelerators(...blocks),
    ];
}

function guestAccelerators(...blocks: string[]): CloudForm {
    return {
        path: [...blocks, "guestAccelerators"],
        read: "devices",
        techniques: ["accelerator"],
        counts: ["count", "acceleratorCount"],
    };
}

/** Interface types of EC2. An Elastic Fabric Adapter is a function of the host's NIC that user space drives itself. */
const interfaceTypes: Words = {
    interface: ["virtio"],
    ena: ["virtio"],
    branch: ["virtio"],
    trunk: ["virtio"],
    efa: ["sriov"],
    "efa-only": ["sriov"],
};

function elasticCompute(...blocks: string[]): CloudForm[] {
    const devices = (name: string): CloudForm => ({
        path: [...blocks, name],
        read: "devices",
        techniques: ["accelerator"],
        counts: ["count"],
    });
    return [
        { path: [...blocks, "networkInterfaces", "interfaceType"], read: "words", words: interfaceTypes },
        devices("elasticGpuSpecifications"),
        devices("elasticInferenceAccelerator"),
        devices("elasticInferenceAccelerators"),
    ];
}

/**
 * Where resources of public clouds ask for a device by an argument of their own. What comes with a machine type alone
 * (enhanced networking, GPU machine types) is the cloud's, and is not told here.
 */
export const cloudTable: readonly CloudRow[] = [
    {
        cloud: "Azure",
        terraform: ["azurerm_network_interface"],
        tokens: [
            ["azure", "NetworkInterface"],
            ["azure-native", "NetworkInterface"],
        ],
        forms: acceleratedNetworking(),
        markers: "tags",
    },
    {
        cloud: "Azure",
        terraform: [
            "azurerm_linux_virtual_machine_scale_set",
            "azurerm_windows_virtual_machine_scale_set",
            "azurerm_orchestrated_virtual_machine_scale_set",
        ],
        tokens: [
            ["azure", "LinuxVirtualMachineScaleSet"],
            ["azure", "WindowsVirtualMachineScaleSet"],
            ["azure", "OrchestratedVirtualMachineScaleSet"],
        ],
        forms: acceleratedNetworking("networkInterfaces"),
        markers: "tags",
    },
    {
        cloud: "Azure",
        terraform: [],
        tokens: [["azure-native", "VirtualMachineScaleSet"]],
        forms: acceleratedNetworking("virtualMachineProfile", "networkProfile", "networkInterfaceConfigurations"),
        markers: "tags",
    },
    {
        cloud: "Azure",
        terraform: [],
        tokens: [["azure-native", "VirtualMachine"]],
        forms: acceleratedNetworking("networkProfile", "networkInterfaceConfigurations"),
        markers: "tags",
    },
    {
        cloud: "Google Cloud",
        terraform: [
            "google_compute_instance",
            "google_compute_instance_template",
            "google_compute_region_instance_template",
            "google_compute_instance_from_template",
        ],
        tokens: [
            ["gcp", "Instance"],
            ["gcp", "InstanceTemplate"],
            ["gcp", "RegionInstanceTemplate"],
            ["gcp", "InstanceFromTemplate"],
            ["google-native", "Instance"],
        ],
        forms: computeEngine(),
        markers: "metadata",
    },
    {
        cloud: "Google Cloud",
        terraform: [],
        tokens: [
            ["google-native", "InstanceTemplate"],
            ["google-native", "RegionInstanceTemplate"],
        ],
        forms: computeEngine("properties"),
    },
    {
        cloud: "Google Cloud",
        terraform: ["google_container_node_pool"],
        tokens: [["gcp", "NodePool"]],
        forms: [guestAccelerators("nodeConfig")],
    },
    {
        cloud: "AWS",
        terraform: ["aws_network_interface"],
        tokens: [
            ["aws", "NetworkInterface"],
            ["aws-native", "NetworkInterface"],
        ],
        forms: [{ path: ["interfaceType"], read: "words", words: interfaceTypes }],
        markers: "tags",
    },
    {
        cloud: "AWS",
        terraform: ["aws_launch_template"],
        tokens: [["aws", "LaunchTemplate"]],
        forms: elasticCompute(),
        markers: "tags",
    },
    {
        cloud: "AWS",
        terraform: [],
        tokens: [["aws-native", "LaunchTemplate"]],
        forms: elasticCompute("launchTemplateData"),
    },
    {
        cloud: "AWS",
        terraform: [],
        tokens: [["aws-native", "Instance"]],
        forms: elasticCompute(),
    },
];
