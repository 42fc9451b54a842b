import { readVmxOptions, type VmxOption } from "../../neighbours/vmx";
import { at, deep, elements, isAbsent, isArray, isMap, isUnknown, text, UNKNOWN, type Value } from "../../value";
import type { Findings } from "../findings";
import { inside, type KubernetesObject, pathOf } from "../object";
import { CANNOT_TELL, type Techniques } from "../techniques";

/** Lists of devices in the hardware of a machine class of vSphere's VM Operator. */
const deviceLists: readonly { readonly key: string; readonly techniques: Techniques; readonly label: string }[] = [
    { key: "vgpuDevices", techniques: ["accelerator"], label: "a vGPU profile" },
    { key: "dynamicDirectPathIODevices", techniques: ["pci-passthrough"], label: "a PCI device (DirectPath I/O)" },
];

/** Devices in a class's specification of vSphere itself, by the name of their type. */
const specDevices: Readonly<Record<string, Techniques>> = {
    VirtualPCIPassthrough: ["pci-passthrough", "accelerator"],
    VirtualSriovEthernetCard: ["sriov"],
    VirtualE1000: ["emulated"],
    VirtualE1000e: ["emulated"],
    VirtualPCNet32: ["emulated"],
};

/** The name under which references and definitions hold a class: instance types of KubeVirt have names of their own. */
function className(name: string): string {
    return `vm-operator/${name}`;
}

/**
 * Reads a VirtualMachineClass of vSphere's VM Operator: its machines are given the devices in it.
 *
 * Source: vmware-tanzu/vm-operator:api/v1alpha1/virtualmachineclass_types.go
 */
export function readVirtualMachineClass(object: KubernetesObject, found: Findings): void {
    const { value: spec, path } = inside(object, "spec");
    const devices = deep(spec, "hardware", "devices");
    const devicesPath = pathOf(path, "hardware", "devices");
    if (isUnknown(devices)) {
        found.attach("offers", devicesPath, CANNOT_TELL, "devices of a machine class that are not known yet");
    } else {
        for (const { key, techniques, label } of deviceLists) {
            const list = at(devices, key);
            const listPath = pathOf(devicesPath, key);
            if (isUnknown(list)) {
                found.attach("offers", listPath, techniques, label);
            }
            elements(list).forEach((_, index) => found.attach("offers", pathOf(listPath, index), techniques, label));
        }
        readConfigSpec(at(spec, "configSpec"), pathOf(path, "configSpec"), found);
    }
    found.define("instancetype", typeof object.name === "string" ? [className(object.name)] : []);
}

function readConfigSpec(config: Value, path: string, found: Findings): void {
    const changes = at(config, "deviceChange");
    const changesPath = pathOf(path, "deviceChange");
    if (isUnknown(changes)) {
        found.attach("offers", changesPath, CANNOT_TELL, "devices of a machine class that are not known yet");
    }
    // A configuration that is not known yet is said once.
    if (!isUnknown(config)) {
        readExtraConfig(at(config, "extraConfig"), pathOf(path, "extraConfig"), found);
    }
    elements(changes).forEach((change, index) => {
        const devicePath = pathOf(changesPath, index, "device");
        const type = text(deep(change, "device", "_typeName"));
        if (isUnknown(type)) {
            found.attach("offers", devicePath, CANNOT_TELL, "a device of a machine class that is not known yet");
        } else if (type !== undefined && Object.hasOwn(specDevices, type)) {
            found.attach("offers", devicePath, specDevices[type] ?? CANNOT_TELL, `a device of type ${type}`);
        }
    });
}

/** Options of the VMX file, as vSphere's API lists them: the value may be wrapped together with its type. */
function readExtraConfig(list: Value, path: string, found: Findings): void {
    if (!isArray(list) && !isAbsent(list)) {
        found.attach("offers", path, CANNOT_TELL, "VMX options that cannot be read");
    }
    const options = elements(list).flatMap((option, index): VmxOption[] => {
        const key = text(at(option, "key"));
        const value = at(option, "value");
        if (typeof key === "string") {
            return [{ key, value: isMap(value) ? at(value, "_value") : value, path: pathOf(path, index) }];
        }
        found.attach("offers", pathOf(path, index), CANNOT_TELL, "a VMX option that cannot be read");
        return [];
    });
    const { attachments = [], notices = [] } = readVmxOptions(options);
    found.attachments.push(...attachments.map((each) => ({ ...each, role: "offers" as const })));
    found.notices.push(...notices);
}

/** Reads a VirtualMachine of vSphere's VM Operator: it uses what its class offers. */
export function readVirtualMachine(object: KubernetesObject, found: Findings): void {
    const { value, path } = inside(object, "spec", "className");
    const name = text(value);
    if (isAbsent(value) || name === "" || name === undefined) {
        return;
    }
    const source = found.refer("instancetype", isUnknown(name) ? UNKNOWN : className(name), path);
    found.machines.push({
        path: "",
        interfaces: [],
        requests: [],
        claims: [],
        sources: [source],
        pinned: undefined,
        partial: true,
    });
}
