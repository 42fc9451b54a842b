import { classify, type ReadContext } from "../classification";
import { DEVICE_CLASS_RESOURCE_PREFIX, deviceResource } from "./device-resources";
import { classifyDeviceClass } from "./dra-drivers";
import { hostPath } from "./host-paths";
import { CANNOT_TELL, type DeviceClass } from "./techniques";

/** What a resource name stands for, as far as one object alone can tell. */
export interface ClassifiedResource {
    readonly class: DeviceClass;
    /** True where a pool or device class of the stack may still place it. */
    readonly provisional: boolean;
}

/**
 * What a resource name stands for: by our table, or by config for what the table does not know or leaves to pools.
 * Config never turns hardware of the table into software.
 */
export function classifyResource(name: string, context: ReadContext): ClassifiedResource {
    if (name.startsWith(DEVICE_CLASS_RESOURCE_PREFIX)) {
        return classifyDeviceClass(name.slice(DEVICE_CLASS_RESOURCE_PREFIX.length), context);
    }
    const row = deviceResource(name);
    if (row?.deviceNode === true) {
        const file = name.slice(row.pattern.length - 1);
        // A file in a folder of /dev has `_` for the slash in its name.
        const node = hostPath(`/dev/${file}`) ?? hostPath(`/dev/${file.replace("_", "/")}`);
        return {
            class: node === undefined || node.meaning === "host-access" ? row.device : node.meaning,
            provisional: false,
        };
    }
    const classified = classify(context, "resources", name);
    if (row === undefined) {
        return classified === undefined
            ? { class: CANNOT_TELL, provisional: true }
            : { class: classified === "none" ? "none" : [classified], provisional: false };
    }
    if (row.pool && classified !== undefined && classified !== "none" && row.device.includes(classified)) {
        return { class: [classified], provisional: false };
    }
    return { class: row.device, provisional: false };
}
