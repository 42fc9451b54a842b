import type { Attachment, Notice } from "../reading";
import type { StackIndex, StackMember } from "../stack";
import { spellings } from "../terraform";
import { securityGroupsWithoutEffect } from "./network-readers";
import { isHardware } from "./port";
import type { ResourceRow } from "./resource-table";

/** Advice that only the stack shows: a trunk on a device, security groups given to one from outside. */
export function adviceOn(row: ResourceRow, member: StackMember, index: StackIndex): Notice[] {
    const advice = ADVICE.get(row.terraform);
    if (advice === undefined) {
        return [];
    }
    return member.reading.references
        .filter(({ kind, property }) => kind === "port" && PORT_ID.includes(property))
        .filter((reference) =>
            index.find(reference, member).members.some((port) => port.reading.attachments.some(advice.about)),
        )
        .map(({ path }) => advice.notice(path));
}

const PORT_ID = spellings("portId");

/** The techniques whose ports the trunk drivers of OVS and OVN do not take. */
const NOT_TRUNKED: ReadonlySet<string> = new Set(["sriov", "pci-passthrough", "accelerator"]);

function trunkOnDevice(path: string): Notice {
    return {
        rule: "trunk-on-virtual-function",
        path,
        text:
            "The parent port is a device that goes past the virtual switch: Neutron accepts the trunk, and it stays DOWN. " +
            "Use a virtio port as the parent, or let the workload tag its VLANs on the device itself.",
    };
}

/** Which devices of a port something is said of, and what, at the path that names the port. */
interface Advice {
    readonly about: (device: Attachment) => boolean;
    readonly notice: (path: string) => Notice;
}

/** What is said of a resource that names such a port as its own. */
const ADVICE: ReadonlyMap<string, Advice> = new Map<string, Advice>([
    [
        "networking_trunk_v2",
        {
            about: ({ techniques }) => techniques.some((technique) => NOT_TRUNKED.has(technique)),
            notice: trunkOnDevice,
        },
    ],
    [
        "networking_port_secgroup_associate_v2",
        { about: isHardware, notice: (path) => securityGroupsWithoutEffect(path, "this port's device") },
    ],
]);
