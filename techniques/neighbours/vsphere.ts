import type { Attachment } from "../reading";
import { argument, blocks, type Place } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, step, text, type Value } from "../value";
import { attachment, type Found, type ModelTable, type NeighbourRow, nicOf, PCI_DEVICE, together } from "./neighbour";

/** Adapter types of the provider, and those that a VMX file knows besides. */
const adapterTypes: ModelTable = {
    vmxnet3: "vmxnet3",
    vmxnet2: "vmxnet3",
    vmxnet: "vmxnet3",
    e1000: "emulated",
    e1000e: "emulated",
    vlance: "emulated",
    sriov: "sriov",
    // Para-virtual RDMA: the guest's driver is VMware's, the data path is the host's RDMA adapter.
    vmxnet3vrdma: "vdpa",
    vrdma: "vdpa",
    pvrdma: "vdpa",
};

function readMachine(props: Value): Found {
    return together([
        ...blocks(props, "networkInterfaces").map((nic) => nicOf(nic, "adapterType", adapterTypes, "vmxnet3")),
        {
            attachments: blocks(props, "pciDeviceIds")
                .filter(({ value }) => !isAbsent(value))
                .map(({ path }) => attachment(PCI_DEVICE, path, "a PCI device of the host (DirectPath I/O)")),
        },
        ...argument(props, "extraConfig").map(readExtraConfig),
    ]);
}

/**
 * Keys of the VMX file, in any case: devices `pciPassthru<n>.…`, adapters `ethernet<n>.virtualDev`, and pass-through of a
 * VMXNET3 adapter's data path (UPT). `pciPassthru.…` without a number only sizes memory windows.
 */
function readExtraConfig(config: Place): Found {
    if (isUnknown(config.value)) {
        return { attachments: [attachment("unknown", config.path, "extra configuration that is not known yet")] };
    }
    if (!isMap(config.value)) {
        return isAbsent(config.value)
            ? {}
            : { attachments: [attachment("unknown", config.path, "extra configuration that is no map")] };
    }
    const keys = keysOf(config.value);
    const found: Found[] = [];
    const devices = new Map<string, { path: string; keys: string[] }>();
    for (const key of keys) {
        const path = step(config.path, key);
        const value = at(config.value, key);
        const device = /^\s*pcipassthru(\d+)\./i.exec(key)?.[1];
        if (device !== undefined) {
            const known = devices.get(device) ?? { path, keys: [] };
            known.keys.push(key);
            devices.set(device, known);
        } else if (/^\s*ethernet\d+\.virtualdev\s*$/i.test(key)) {
            const adapter: Place = { value: { virtualDev: value }, path: config.path, property: config.property };
            found.push(withPath(nicOf(adapter, "virtualDev", adapterTypes, "vmxnet3"), path));
        } else if (/^\s*ethernet\d+\.upt/i.test(key) && !isOff(value)) {
            found.push({
                attachments: [attachment(["vdpa", "smartnic"], path, "pass-through of a VMXNET3 adapter (UPT)")],
            });
        }
    }
    for (const { path, keys: own } of devices.values()) {
        found.push({ attachments: deviceOf(config, path, own) });
    }
    return together(found);
}

/** A device that several keys describe: none where one says that it is not present. */
function deviceOf(config: Place, path: string, keys: readonly string[]): Attachment[] {
    const present = keys.find((key) => /\.present\s*$/i.test(key));
    if (present !== undefined && isOff(at(config.value, present))) {
        return [];
    }
    return keys.some((key) => /\.vgpu/i.test(key))
        ? [attachment("accelerator", path, "a vGPU in extraConfig")]
        : [attachment(PCI_DEVICE, path, "a PCI device in extraConfig")];
}

function withPath(found: Found, path: string): Found {
    return {
        attachments: found.attachments?.map((each) => ({ ...each, path })),
        notices: found.notices?.map((each) => ({ ...each, path })),
    };
}

function isOff(value: Value): boolean {
    const word = text(value);
    return typeof word === "string" && ["false", "0", "no", ""].includes(word.trim().toLowerCase());
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
