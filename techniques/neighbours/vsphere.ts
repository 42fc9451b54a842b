import { argument, blocks } from "../terraform";
import { isAbsent, type Value } from "../value";
import { attachment, type Found, type NeighbourRow, nicOf, PCI_DEVICE, together } from "./neighbour";
import { adapterTypes, readVmxMap } from "./vmx";

function readMachine(props: Value): Found {
    return together([
        ...blocks(props, "networkInterfaces").map((nic) => nicOf(nic, "adapterType", adapterTypes, "vmxnet3")),
        {
            attachments: blocks(props, "pciDeviceIds")
                .filter(({ value }) => !isAbsent(value))
                .map(({ path }) => attachment(PCI_DEVICE, path, "a PCI device of the host (DirectPath I/O)")),
        },
        ...argument(props, "extraConfig").map(readVmxMap),
    ]);
}

function readClass(props: Value): Found {
    return {
        attachments: blocks(props, "vgpuDevices")
            .filter(({ value }) => !isAbsent(value))
            .map(({ path }) => attachment("accelerator", path, "a vGPU of the class", "offers")),
    };
}

/** Resources of vSphere (HashiCorp's provider). */
export const vsphere: readonly NeighbourRow[] = [
    {
        platform: "vSphere",
        terraform: "vsphere_virtual_machine",
        tokens: ["vsphere:index/virtualMachine:VirtualMachine"],
        forms: "`networkInterfaces[].adapterType`, `pciDeviceIds`, `extraConfig` (`pciPassthru<n>.*`, `ethernet<n>.*`)",
        read: readMachine,
    },
    {
        platform: "vSphere",
        terraform: "vsphere_virtual_machine_class",
        tokens: ["vsphere:index/virtualMachineClass:VirtualMachineClass"],
        forms: "`vgpuDevices`",
        read: readClass,
    },
];
