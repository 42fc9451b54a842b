import { classify, type ReadContext } from "../../classification";
import { readVmxMap } from "../../neighbours/vmx";
import { portTechniques } from "../../openstack/port";
import type { Place } from "../../terraform";
import { at, deep, elements, isAbsent, isUnknown, text, type Value } from "../../value";
import type { Findings } from "../findings";
import { inside, type KubernetesObject, pathOf, topLevel } from "../object";
import { CANNOT_TELL } from "../techniques";

/** Where the machine of a kind of Cluster API stands. */
const machinePaths: Readonly<Record<string, readonly (readonly string[])[]>> = {
    OpenStackMachine: [["spec"]],
    OpenStackServer: [["spec"]],
    OpenStackMachineTemplate: [["spec", "template", "spec"]],
    OpenStackCluster: [
        ["spec", "bastion", "spec"],
        ["spec", "bastion", "instance"],
    ],
    OpenStackClusterTemplate: [
        ["spec", "template", "spec", "bastion", "spec"],
        ["spec", "template", "spec", "bastion", "instance"],
    ],
    VSphereMachine: [["spec"]],
    VSphereVM: [["spec"]],
    VSphereMachineTemplate: [["spec", "template", "spec"]],
};

/** Where a machine names its flavor: by name or ID, in the form of each API version. */
const FLAVOR_PATHS: readonly (readonly [string, ...string[]])[] = [
    ["flavor"],
    ["flavorID"],
    ["flavor", "id"],
    ["flavor", "name"],
    ["flavor", "filter", "name"],
];

/** Reads an object of Cluster API Provider OpenStack: the ports that it makes, and the flavor that it names. */
export function readOpenStackMachine(object: KubernetesObject, found: Findings, context: ReadContext): void {
    for (const keys of machinePaths[object.kind] ?? []) {
        const machine = inside(object, ...keys);
        if (isUnknown(machine.value)) {
            found.attach("asks", machine.path, CANNOT_TELL, "a machine that is not known yet");
            continue;
        }
        const ports = at(machine.value, "ports");
        const portsPath = pathOf(machine.path, "ports");
        if (isUnknown(ports)) {
            found.attach("asks", portsPath, CANNOT_TELL, "ports that are not known yet");
        }
        elements(ports).forEach((port, index) => readPort(port, pathOf(portsPath, index), found));
        for (const [form, ...parts] of FLAVOR_PATHS) {
            const flavor = at(machine.value, form);
            // One that is not known yet is said once, and not for each form that it may have.
            if (!isUnknown(flavor) || parts.length === 0) {
                readFlavor(deep(flavor, ...parts), pathOf(machine.path, form, ...parts), found, context);
            }
        }
    }
}

function readPort(port: Value, path: string, found: Findings): void {
    const place = (key: string): Place[] => {
        const value = at(port, key);
        return isAbsent(value) ? [] : [{ value, path: pathOf(path, key), property: topLevel(path) }];
    };
    const { attachments, notices } = portTechniques({
        vnicTypes: place("vnicType"),
        profiles: place("profile"),
        valueSpecs: place("valueSpecs"),
        path,
    });
    found.attachments.push(...attachments);
    found.notices.push(...notices);
}

/** A flavor of the cloud, which only config can classify from here. */
function readFlavor(value: Value, path: string, found: Findings, context: ReadContext): void {
    const name = text(value);
    if (name === undefined || name === "") {
        return;
    }
    const classified = isUnknown(name) ? undefined : classify(context, "flavors", name);
    if (classified === undefined) {
        found.notice(
            "unverifiable",
            path,
            "Not verifiable here: the flavor stands in a cloud. Say in the policy config under `flavors` what it brings.",
        );
    } else if (classified !== "none") {
        found.attach("uses", path, [classified], `a flavor that config classifies as ${classified}`);
    }
}

/** Reads an object of Cluster API Provider vSphere: PCI devices, NICs, which are VMXNET3, and options of the VMX file. */
export function readVSphereMachine(object: KubernetesObject, found: Findings): void {
    for (const keys of machinePaths[object.kind] ?? []) {
        const machine = inside(object, ...keys);
        const devices = at(machine.value, "pciDevices");
        const devicesPath = pathOf(machine.path, "pciDevices");
        if (isUnknown(machine.value) || isUnknown(devices)) {
            found.attach("asks", devicesPath, CANNOT_TELL, "PCI devices that are not known yet");
        }
        elements(devices).forEach((device, index) => {
            const devicePath = pathOf(devicesPath, index);
            const profile = at(device, "vGPUProfile");
            if (isUnknown(profile)) {
                found.attach("asks", devicePath, CANNOT_TELL, "a PCI device that is not known yet");
            } else if (isAbsent(profile)) {
                found.attach("asks", devicePath, ["pci-passthrough"], "a PCI device");
            } else {
                found.attach("asks", devicePath, ["accelerator"], "a vGPU profile");
            }
        });
        const networks = at(at(machine.value, "network"), "devices");
        elements(networks).forEach((_, index) => {
            found.attach("asks", pathOf(machine.path, "network", "devices", index), ["vmxnet3"], "a NIC of vSphere");
        });
        // A machine that is not known yet is said once.
        if (!isUnknown(machine.value)) {
            const options = { value: at(machine.value, "customVMXKeys"), path: pathOf(machine.path, "customVMXKeys") };
            const { attachments = [], notices = [] } = readVmxMap(options);
            found.attachments.push(...attachments);
            found.notices.push(...notices);
        }
    }
}
