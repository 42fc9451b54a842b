import type { Attachment } from "../reading";
import { argument, blocks, inside, type Place } from "../terraform";
import { at, isArray, isMap, isUnknown, keysOf, step, text, type Value } from "../value";
import { hostPath } from "../kubernetes/host-paths";
import { definition, isGiven, referencesTo } from "../openstack/parts";
import { readCommandLine } from "./command-line";
import { attachment, type Found, type ModelTable, type NeighbourRow, nicOf, PCI_DEVICE, together } from "./neighbour";

/** NIC models of Proxmox VE. */
const models: ModelTable = {
    virtio: "virtio",
    vmxnet3: "vmxnet3",
    e1000: "emulated",
    e1000e: "emulated",
    "e1000-82540em": "emulated",
    "e1000-82544gc": "emulated",
    "e1000-82545em": "emulated",
    rtl8139: "emulated",
    ne2k_pci: "emulated",
    ne2k_isa: "emulated",
    pcnet: "emulated",
    i82551: "emulated",
    i82557b: "emulated",
    i82559er: "emulated",
};

function readMachine(props: Value): Found {
    const nics = ["networkDevices", "networks"].flatMap((name) => argument(props, name)).flatMap(blocksOrSlots);
    const devices = ["hostpcis", "pcis"].flatMap((name) => argument(props, name)).flatMap(blocksOrSlots);
    return together([
        ...nics.map((nic) => nicOf(nic, "model", models, "virtio")),
        { attachments: devices.map(hostDevice) },
        ...["kvmArguments", "args"].flatMap((name) => argument(props, name)).map(readCommandLine),
        {
            definitions: [definition(props, "instance", "id", "vmId")],
            references: blocks(props, "clone").flatMap((clone) =>
                isUnknown(clone.value) || !isMap(clone.value)
                    ? referencesTo("instance", [clone])
                    : ["vmId", "sourceVmId"].flatMap((name) => referencesTo("instance", inside(clone, name))),
            ),
        },
    ]);
}

/** Blocks in a list, or in a map from slot (`net0`, `hostpci0`) to block. */
function blocksOrSlots(place: Place): Place[] {
    if (isArray(place.value)) {
        return keysOf(place.value).map((index) => ({
            ...place,
            value: at(place.value, Number(index)),
            path: step(place.path, Number(index)),
        }));
    }
    const keys = keysOf(place.value);
    const slots = keys.length > 0 && keys.every((key) => /^[a-z]+\d+s?$/.test(key) && isMap(at(place.value, key)));
    return slots
        ? keys.map((key) => ({ ...place, value: at(place.value, key), path: step(place.path, key) }))
        : [place];
}

/** A device of the host, by its address or by a mapping; a mediated one is a part of an accelerator. */
function hostDevice(device: Place): Attachment {
    if (isUnknown(device.value)) {
        return attachment("unknown", device.path, "a host device that is not known yet");
    }
    const mediated = isGiven(inside(device, "mdev"));
    return mediated
        ? attachment("accelerator", device.path, "a mediated device of the host")
        : attachment(PCI_DEVICE, device.path, "a PCI device of the host");
}

function readContainer(props: Value): Found {
    return together([
        {
            attachments: blocks(props, "networkInterfaces").map(({ path }) =>
                attachment("virtio", path, "a veth interface"),
            ),
        },
        ...blocks(props, "devicePassthroughs").map(deviceNode),
    ]);
}

/** A device node of the host in a container: what it gives is told as for a pod. */
function deviceNode(device: Place): Found {
    const places = isUnknown(device.value) ? [device] : inside(device, "path");
    return together(
        places.map(({ value, path }): Found => {
            const word = text(value);
            if (isUnknown(word) || word === undefined) {
                return { attachments: [attachment("unknown", path, "a device node that cannot be read")] };
            }
            const meaning = hostPath(word)?.meaning;
            if (meaning === "host-access") {
                return { notices: [{ rule: "host-access", path, text: HOST_ACCESS }] };
            }
            return meaning === undefined
                ? {}
                : { attachments: [attachment(meaning, path, "a device node of the host")] };
        }),
    );
}

const HOST_ACCESS =
    "From this place of the host a container can reach devices, though it asks for none. Pass the one device node on that it needs.";

function readMapping(props: Value): Found {
    const mediated = argument(props, "mediatedDevices").some(({ value }) => {
        const word = text(value);
        return typeof word === "string" && word.trim().toLowerCase() === "true";
    });
    return {
        attachments:
            blocks(props, "maps").length > 0 || argument(props, "map").length > 0
                ? [attachment(mediated ? "accelerator" : PCI_DEVICE, "map", "a mapping of PCI devices", "offers")]
                : [],
    };
}

const MACHINE_FORMS = "`networkDevices[].model`, `hostpcis[]` (`mdev`), `kvmArguments`, `clone`";

/** Resources of Proxmox VE (bpg's provider in both generations, and Telmate's). */
export const proxmox: readonly NeighbourRow[] = [
    {
        platform: "Proxmox VE",
        terraform: "proxmox_virtual_environment_vm",
        tokens: [
            "proxmoxve:VM/virtualMachine:VirtualMachine",
            "proxmoxve:VM/virtualMachine2:VirtualMachine2",
            "proxmoxve:VM/clonedVirtualMachine:ClonedVirtualMachine",
            "proxmoxve:index/vmLegacy:VmLegacy",
            "proxmoxve:index/vm2Legacy:Vm2Legacy",
            "proxmoxve:index/vm:Vm",
            "proxmoxve:cloned/vm:Vm",
            "proxmoxve:cloned/vmLegacy:VmLegacy",
            "proxmox:index/virtualEnvironmentVm:VirtualEnvironmentVm",
            "proxmox:index/virtualEnvironmentVm2:VirtualEnvironmentVm2",
            "proxmox:index/virtualEnvironmentClonedVm:VirtualEnvironmentClonedVm",
            "proxmox:index/vm:Vm",
            "proxmox:index/clonedVm:ClonedVm",
            "proxmox:index/vmQemu:VmQemu",
        ],
        forms: MACHINE_FORMS,
        read: readMachine,
    },
    ...[
        "proxmox_virtual_environment_vm2",
        "proxmox_virtual_environment_cloned_vm",
        "proxmox_vm",
        "proxmox_cloned_vm",
        "proxmox_vm_qemu",
    ].map((terraform): NeighbourRow => ({
        platform: "Proxmox VE",
        terraform,
        tokens: [],
        forms: MACHINE_FORMS,
        read: readMachine,
    })),
    {
        platform: "Proxmox VE",
        terraform: "proxmox_virtual_environment_container",
        tokens: [
            "proxmoxve:CT/container:Container",
            "proxmoxve:index/containerLegacy:ContainerLegacy",
            "proxmox:index/virtualEnvironmentContainer:VirtualEnvironmentContainer",
        ],
        forms: "`devicePassthroughs[]`",
        read: readContainer,
    },
    {
        platform: "Proxmox VE",
        terraform: "proxmox_virtual_environment_hardware_mapping_pci",
        tokens: [
            "proxmoxve:Hardware/mapping/pci:Pci",
            "proxmoxve:hardware/mapping/pci:Pci",
            "proxmoxve:hardware/mappingPci:MappingPci",
            "proxmox:index/virtualEnvironmentHardwareMappingPci:VirtualEnvironmentHardwareMappingPci",
            "proxmox:index/hardwareMappingPci:HardwareMappingPci",
        ],
        forms: "`map`, `mediatedDevices`",
        read: readMapping,
    },
    {
        platform: "Proxmox VE",
        terraform: "proxmox_hardware_mapping_pci",
        tokens: [],
        forms: "`map`, `mediatedDevices`",
        read: readMapping,
    },
];
