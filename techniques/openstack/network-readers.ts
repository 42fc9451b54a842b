import type { Notice } from "../reading";
import { argument, blocks, inside, type Place } from "../terraform";
import { elements, isAbsent, isArray, isMap, isUnknown, type Value } from "../value";
import { definition, type Parts, referencesTo, references, type Subject } from "./parts";
import { isHardware, portTechniques } from "./port";

/** `openstack_networking_port_v2`: the one resource by which a program chooses a vnic_type. */
export function readPort({ props, readBack }: Subject): Parts {
    const vnicTypes: Place[] = [];
    const profiles: Place[] = [];
    for (const binding of blocks(props, "binding")) {
        // What stands in the place of a block and is none cannot be read, so it decides as a vnic_type that cannot.
        const readable = isMap(binding.value) || isUnknown(binding.value) || isAbsent(binding.value);
        vnicTypes.push(...(readable ? inside(binding, "vnicType") : [binding]));
        profiles.push(...(isUnknown(binding.value) ? [] : inside(binding, "profile")));
    }
    const { attachments, notices } = portTechniques({
        vnicTypes,
        profiles,
        valueSpecs: argument(props, "valueSpecs"),
        path: "binding.vnicType",
        readBack,
    });
    return {
        attachments,
        notices: attachments.some(isHardware) ? [...notices, ...unprotected(props)] : notices,
        definitions: [definition(props, "port", "id")],
        references: references(props, "network", "networkId"),
    };
}

/** Security groups of a port whose device goes past them. */
function unprotected(props: Value): Notice[] {
    return argument(props, "securityGroupIds")
        .filter(hasElements)
        .map(({ path }) => securityGroupsWithoutEffect(path, "this port's device"));
}

/** `openstack_networking_trunk_v2`: a parent port, and ports under it. */
export function readTrunk({ props }: Subject): Parts {
    return {
        definitions: [definition(props, "trunk", "id")],
        references: [
            ...references(props, "port", "portId"),
            ...blocks(props, "subPorts").flatMap((block) => referencesTo("port", inside(block, "portId"))),
        ],
    };
}

/** `openstack_networking_network_v2`: never evidence of a device, but ports and machines name it. */
export function readNetwork({ props }: Subject): Parts {
    return { definitions: [definition(props, "network", "id", "name")] };
}

/** `openstack_networking_port_secgroup_associate_v2`: security groups given to a port from outside. */
export function readPortSecurityGroups({ props }: Subject): Parts {
    return { references: references(props, "port", "portId") };
}

/** Advice: security groups on a port in hardware. */
export function securityGroupsWithoutEffect(path: string, what: string): Notice {
    return {
        rule: "security-group-without-effect",
        path,
        text:
            `Traffic of ${what} goes past the virtual switch, so security groups are accepted and then not applied ` +
            "(but for some offloading drivers). Set noSecurityGroups: true and filter in the workload or the fabric, " +
            "or use a virtio port.",
    };
}

function hasElements({ value }: Place): boolean {
    return isUnknown(value) || (isArray(value) ? elements(value).length > 0 : true);
}
