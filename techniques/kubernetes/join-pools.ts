import type { ReadContext } from "../classification";
import type { StackIndex, StackMember } from "../stack";
import { deviceResource } from "./device-resources";
import type { PoolFacet } from "./facets";
import { ANY_PREFIX } from "./pools";
import { findingsOf } from "./read";
import { sameTechniques, type Techniques } from "./techniques";

/** What the stack says of a device-plugin resource. */
export interface PoolMatch {
    /** True if the stack provides it. */
    readonly provided: boolean;
    /** What its devices are; several where the stack has several pools of the name that differ. */
    readonly devices: readonly Techniques[];
    readonly pools: readonly PoolFacet[];
    /** True if the stack says that it is no network or accelerator device. */
    readonly none: boolean;
}

/**
 * Looks up a resource name in the stack: pools of device plugins and operators, and device classes that serve the
 * name. Where the operator's deployment may have changed the prefix, the name behind it decides.
 */
export function findPools(name: string, from: StackMember, index: StackIndex, context: ReadContext): PoolMatch {
    const row = deviceResource(name);
    const slash = name.indexOf("/");
    const names = [name];
    if (slash >= 0 && (row === undefined || row.pool)) {
        names.push(`${ANY_PREFIX}/${name.slice(slash + 1)}`);
    }
    for (const each of names) {
        const match = index.find({ kind: "device-resource", value: each, path: "", property: "" }, from);
        if (match.state === "found") {
            return { provided: true, ...collect(each, match.members, context) };
        }
    }
    return { provided: false, devices: [], pools: [], none: false };
}

function collect(
    name: string,
    members: readonly StackMember[],
    context: ReadContext,
): Pick<PoolMatch, "devices" | "pools" | "none"> {
    const devices: Techniques[] = [];
    const pools: PoolFacet[] = [];
    let none = false;
    for (const member of members) {
        const found = findingsOf(member.view, context);
        for (const pool of found?.pools ?? []) {
            if (pool.names.includes(name)) {
                pools.push(pool);
                addDevice(devices, pool.techniques);
            }
        }
        for (const deviceClass of found?.classes ?? []) {
            if (deviceClass.resources.includes(name)) {
                none ||= deviceClass.none;
                deviceClass.attachments.forEach(({ techniques }) => addDevice(devices, techniques));
            }
        }
    }
    return { devices, pools, none: none && devices.length === 0 };
}

/** Adds techniques to a list of devices unless the same are in it. */
export function addDevice(devices: Techniques[], techniques: Techniques): void {
    if (!devices.some((device) => sameTechniques(device, techniques))) {
        devices.push(techniques);
    }
}
