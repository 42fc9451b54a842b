import type { Attachment } from "../reading";
import type { Place } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, step, text, type Value } from "../value";
import { attachment, type Found, type ModelTable, nicOf, PCI_DEVICE, together } from "./neighbour";

/** One option of a VMX file, and where it stands. */
export interface VmxOption {
    readonly key: string;
    readonly value: Value;
    readonly path: string;
}

/** Adapter types of Terraform's provider, and those that a VMX file knows besides. */
export const adapterTypes: ModelTable = {
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

/** Reads options that stand in a map from key to value. */
export function readVmxMap({ value, path }: Pick<Place, "value" | "path">): Found {
    if (isUnknown(value)) {
        return { attachments: [attachment("unknown", path, "VMX options that are not known yet")] };
    }
    if (!isMap(value)) {
        return isAbsent(value) ? {} : { attachments: [attachment("unknown", path, "VMX options that are no map")] };
    }
    return readVmxOptions(keysOf(value).map((key) => ({ key, value: at(value, key), path: step(path, key) })));
}

/**
 * Keys of the VMX file, in any case: devices `pciPassthru<n>.…`, adapters `ethernet<n>.virtualDev`, and pass-through of a
 * VMXNET3 adapter's data path (UPT). `pciPassthru.…` without a number only sizes memory windows.
 */
export function readVmxOptions(options: readonly VmxOption[]): Found {
    const found: Found[] = [];
    const devices = new Map<string, VmxOption[]>();
    for (const option of options) {
        const { key, value, path } = option;
        const device = /^\s*pcipassthru(\d+)\./i.exec(key)?.[1];
        if (device !== undefined) {
            devices.set(device, [...(devices.get(device) ?? []), option]);
        } else if (/^\s*ethernet\d+\.virtualdev\s*$/i.test(key)) {
            const adapter: Place = { value: { virtualDev: value }, path, property: path };
            found.push(withPath(nicOf(adapter, "virtualDev", adapterTypes, "vmxnet3"), path));
        } else if (/^\s*ethernet\d+\.upt/i.test(key) && !isOff(value)) {
            found.push({
                attachments: [attachment(["vdpa", "smartnic"], path, "pass-through of a VMXNET3 adapter (UPT)")],
            });
        }
    }
    for (const own of devices.values()) {
        found.push({ attachments: deviceOf(own) });
    }
    return together(found);
}

/** A device that several keys describe: none where one says that it is not present. */
function deviceOf(options: readonly VmxOption[]): Attachment[] {
    const present = options.find(({ key }) => /\.present\s*$/i.test(key));
    if (present !== undefined && isOff(present.value)) {
        return [];
    }
    const path = options[0]?.path ?? "";
    return options.some(({ key }) => /\.vgpu/i.test(key))
        ? [attachment("accelerator", path, "a vGPU in VMX options")]
        : [attachment(PCI_DEVICE, path, "a PCI device in VMX options")];
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
