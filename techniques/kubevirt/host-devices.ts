import type { ResourceRequest } from "../kubernetes/facets";
import type { Findings } from "../kubernetes/findings";
import { pathOf, printable } from "../kubernetes/object";
import type { Techniques } from "../kubernetes/techniques";
import { at, elements, isAbsent, isUnknown, text, type Value } from "../value";

/** Reads host devices and GPUs. A device by claim is read with the claims. */
export function readHostDevices(
    list: Value,
    path: string,
    kind: "hostDevices" | "gpus",
    role: "asks" | "offers",
    found: Findings,
): ResourceRequest[] {
    const technique: Techniques = kind === "gpus" ? ["accelerator"] : ["pci-passthrough"];
    const label = kind === "gpus" ? "a GPU" : "a host device";
    if (isUnknown(list)) {
        found.attach(role, path, technique, label);
        return [];
    }
    return elements(list).flatMap((device, index): ResourceRequest[] => {
        const devicePath = pathOf(path, index);
        const name = text(at(device, "deviceName")) ?? text(at(device, "resourceName"));
        if (typeof name !== "string" || name === "") {
            if (isUnknown(device) || isUnknown(name) || isAbsent(at(device, "claimName"))) {
                found.attach(role, devicePath, technique, label);
            }
            return [];
        }
        const words = `${label}, ${printable(name, "with a name that this pack does not print")}`;
        const attachment = found.attach(role, devicePath, technique, words, { subject: name });
        const reference = found.refer("device-resource", name, devicePath);
        return [{ reference, name, count: 1, attachment }];
    });
}
