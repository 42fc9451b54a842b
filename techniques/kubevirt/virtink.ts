import type { ReadContext } from "../classification";
import type { Findings } from "../kubernetes/findings";
import { inside, type KubernetesObject } from "../kubernetes/object";
import { CANNOT_TELL } from "../kubernetes/techniques";
import { isUnknown } from "../value";
import { readHostDevices } from "./host-devices";
import { readInterfaces } from "./machines";

/** Reads a VirtualMachine of Virtink, whose interfaces know one binding more than those of KubeVirt: vDPA. */
export function readVirtinkMachine(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const instance = inside(object, "spec", "instance");
    if (isUnknown(instance.value)) {
        found.attach("asks", instance.path, CANNOT_TELL, "a virtual machine that is not known yet");
        return;
    }
    const gpus = inside(object, "spec", "instance", "gpus");
    const interfaces = inside(object, "spec", "instance", "interfaces");
    const networks = inside(object, "spec", "networks");
    found.machines.push({
        path: instance.path,
        interfaces: readInterfaces(
            { list: interfaces.value, path: interfaces.path },
            networks.value,
            networks.path,
            object.namespace,
            found,
            context,
        ),
        requests: readHostDevices(gpus.value, gpus.path, "gpus", "asks", found),
        claims: [],
        sources: [],
        pinned: undefined,
        partial: object.patch,
    });
}
