import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { needsException } from "../../techniques/technique";
import { failer, listOf, oneOf, whole, words } from "../checks";
import { isPending, isPlainObject } from "../inputs";
import { adoptedOptions, type AdoptionOptions, componentOptions } from "./adoption";
import { type AttachmentSource, checkSources, claim, type ListedAttachment, made } from "./attachment-list";
import type { NetworkAttachment } from "./network-attachment";
import { tagsOf } from "./port-args";

/** A VLAN of a trunk: the attachment that it leads to, and the tag that the workload puts on its frames. */
export interface TrunkSubPort {
    /** An attachment of ours, or arguments for one that the trunk makes. Software only: the parent has the device. */
    readonly attachment: AttachmentSource;
    /** The VLAN ID, 1 to 4094, unique in the trunk. */
    readonly segmentationId: pulumi.Input<number>;
    /** How the frames are told apart. Default: `vlan`, the only way that the provider can keep. */
    readonly segmentationType?: "vlan";
}

/** The arguments of a {@link Trunk}. */
export interface TrunkArgs {
    /** The attachment that the machine gets; the trunk's untagged frames are its own. */
    readonly parentAttachment: AttachmentSource;
    /** The VLANs. Default: none yet. */
    readonly subPorts?: readonly TrunkSubPort[];
    /** The trunk's name in Neutron. Default: a name by Pulumi. */
    readonly trunkName?: pulumi.Input<string>;
    /** A description for people. */
    readonly description?: pulumi.Input<string>;
    /** Tags of the trunk. The markers of ports that are made here cover it; that of an existing port is added to them. */
    readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
    /** False: the trunk is down. Default: true. */
    readonly adminStateUp?: pulumi.Input<boolean>;
    /** The region. Default: the provider's. */
    readonly region?: pulumi.Input<string>;
    /** The ID of the project that owns the trunk (only an administrator may name another). Default: one's own. */
    readonly tenantId?: pulumi.Input<string>;
}

/**
 * A trunk, for a VLAN-aware machine: one NIC of the machine carries several networks, each under a VLAN tag. Give the trunk
 * to the machine in place of an attachment; the machine then waits for it.
 *
 * ```ts
 * const trunk = new openstack.Trunk("vlans", {
 *     parentAttachment: { name: "parent", networkId: oam.id },
 *     subPorts: [{ attachment: { name: "media", networkId: media.id }, segmentationId: 101 }],
 * });
 * new openstack.VirtualMachine("sbc", { flavorName, imageName, attachments: [trunk] });
 * ```
 *
 * Source: Neutron API, extension `trunk`, and its Open vSwitch and OVN drivers.
 *
 * @throws ArgumentError for a parent on a device that goes past the virtual switch (Neutron takes such a trunk, and it
 * stays down), a sub-port in hardware, a VLAN ID or a port given twice, before anything is registered.
 */
export class Trunk extends pulumi.ComponentResource {
    /** The trunk itself. */
    public readonly trunk: openstack.networking.Trunk;
    /** The trunk's ID. */
    public readonly trunkId: pulumi.Output<string>;
    /** The attachment that a machine gets. */
    public readonly parentAttachment: NetworkAttachment;
    /** The attachments under it, in the order of the arguments. */
    public readonly subPorts: readonly NetworkAttachment[];
    /** The ID of the parent port. */
    public readonly portId: pulumi.Output<string>;
    /** All tags of the trunk. */
    public readonly allTags: pulumi.Output<string[]>;

    constructor(name: string, args: TrunkArgs, opts?: AdoptionOptions) {
        const { parent, subPorts } = checkTrunk(`Trunk "${name}"`, args);
        super("virtio-first:openstack:Trunk", name, recorded(args, subPorts), componentOptions(opts));
        this.parentAttachment = made(parent, this, name, args.region);
        this.subPorts = subPorts.map(({ attachment }) => made(attachment, this, name, args.region));
        const { existing, exceptionId } = this.parentAttachment;
        this.trunk = new openstack.networking.Trunk(
            name,
            {
                name: args.trunkName,
                portId: this.parentAttachment.portId,
                subPorts: this.subPorts.map((attachment, index) => ({
                    portId: attachment.portId,
                    segmentationType: "vlan",
                    segmentationId: subPorts[index]?.segmentationId ?? 0,
                })),
                description: args.description,
                tags: tagsOf(args.tags, { exceptionId: existing ? exceptionId : undefined }),
                adminStateUp: args.adminStateUp,
                region: args.region,
                tenantId: args.tenantId,
            },
            // A port belongs to one trunk, so the old one goes first.
            { ...adoptedOptions(this, opts), deleteBeforeReplace: true },
        );
        this.subPorts.forEach(({ port }) => {
            claim(port, `it is a sub-port of Trunk "${name}"`);
        });
        claim(this.parentAttachment.port, `it is the parent of Trunk "${name}", so give the trunk itself`, this);
        this.trunkId = this.trunk.id;
        this.portId = this.parentAttachment.portId;
        this.allTags = this.trunk.allTags;
        this.registerOutputs({
            trunkId: this.trunkId,
            portId: this.portId,
            allTags: this.allTags,
            subPortIds: this.subPorts.map(({ portId }) => portId),
        });
    }
}

interface CheckedSubPort {
    readonly attachment: ListedAttachment;
    readonly segmentationId: pulumi.Input<number>;
}

const ARGUMENTS: readonly (keyof TrunkArgs)[] = [
    "parentAttachment",
    "subPorts",
    "trunkName",
    "description",
    "tags",
    "adminStateUp",
    "region",
    "tenantId",
];

/** A trunk's attachments, checked. */
export interface CheckedTrunk {
    readonly parent: ListedAttachment;
    readonly subPorts: readonly CheckedSubPort[];
}

/** Checks the arguments of a trunk. Pure: nothing is registered. */
export function checkTrunk(component: string, args: TrunkArgs): CheckedTrunk {
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give at least parentAttachment.");
    }
    const given = args as Readonly<Record<string, unknown>>;
    const strange = Object.keys(given).find((key) => !(ARGUMENTS as readonly string[]).includes(key));
    if (strange !== undefined) {
        fail(strange, `is no argument of a trunk; it takes ${ARGUMENTS.join(", ")}.`);
    }
    if (given["parentAttachment"] === undefined || given["parentAttachment"] === null) {
        fail("parentAttachment", "is missing. Give the attachment that the machine gets.");
    }
    const list = given["subPorts"] ?? [];
    if (!Array.isArray(list)) {
        return fail("subPorts", "must be a plain list, so that it can be checked.");
    }
    const tags = given["tags"];
    const fault = tags === undefined || tags === null || isPending(tags) ? undefined : listOf(words)(tags);
    if (fault !== undefined) {
        fail("tags", `${fault}.`);
    }
    const numbers = new Map<unknown, string>();
    const subPorts = list.map((subPort: unknown, index) => {
        const argument = `subPorts[${index}]`;
        if (!isPlainObject(subPort)) {
            return fail(argument, "is no sub-port. Give attachment and segmentationId.");
        }
        const { attachment, segmentationId, segmentationType } = subPort;
        const word = segmentationType === undefined ? undefined : oneOf("vlan")(segmentationType);
        if (word !== undefined) {
            fail(`${argument}.segmentationType`, `${word}.`);
        }
        if (!isPending(segmentationId)) {
            const number = whole(1, 4094)(segmentationId);
            const twin = numbers.get(segmentationId);
            if (number !== undefined || twin !== undefined) {
                fail(`${argument}.segmentationId`, `${number ?? `is also that of ${twin}; each VLAN has its own ID`}.`);
            }
            numbers.set(segmentationId, argument);
        }
        return { argument, attachment, segmentationId: segmentationId as pulumi.Input<number> };
    });
    const [parent, ...others] = checkSources(fail, component, [
        { argument: "parentAttachment", source: given["parentAttachment"] },
        ...subPorts.map(({ argument, attachment }) => ({ argument: `${argument}.attachment`, source: attachment })),
    ]);
    if (parent === undefined) {
        return fail("parentAttachment", "is missing. Give the attachment that the machine gets.");
    }
    if (!parent.abilities.trunkParent) {
        fail(
            "parentAttachment",
            `is of technique "${parent.technique}", past the virtual switch: Neutron accepts such a trunk, and it stays ` +
                "DOWN. Use a virtio attachment, or let the workload tag its VLANs on the device itself.",
        );
    }
    return {
        parent,
        subPorts: others.map((attachment, index) => {
            if (needsException(attachment.technique)) {
                fail(
                    attachment.argument,
                    `is of technique "${attachment.technique}", but a sub-port is a VLAN on its parent's NIC and has no ` +
                        "device of its own. Leave technique and exceptionId out.",
                );
            }
            return { attachment, segmentationId: subPorts[index]?.segmentationId ?? 0 };
        }),
    };
}

/** The arguments as the engine records them; attachments record themselves. */
function recorded(args: TrunkArgs, subPorts: readonly CheckedSubPort[]): pulumi.Inputs {
    const segmentationIds = subPorts.map(({ segmentationId }) => segmentationId);
    return { ...args, parentAttachment: undefined, subPorts: undefined, segmentationIds };
}
