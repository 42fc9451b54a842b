import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { Technique } from "../../techniques/technique";
import type { Fail } from "../checks";
import { isPlainObject } from "../inputs";
import type { NetworkAttachmentArgs } from "./attachment-args";
import { NetworkAttachment } from "./network-attachment";
import { portArgs } from "./port-args";
import type { PortAbilities } from "./port-binding";

/** An attachment that a machine or a trunk makes itself. */
export type AttachmentInPlace = NetworkAttachmentArgs & {
    /** What the attachment is called: its port is named `<owner>-<name>`. Unique among those of its owner. */
    readonly name: string;
};

/** An attachment that is given, or made in place. */
export type AttachmentSource = NetworkAttachment | AttachmentInPlace;

/** One attachment of a list, checked. */
export interface ListedAttachment {
    readonly source: AttachmentSource;
    /** Where it stands among the arguments, such as `attachments[0]`. */
    readonly argument: string;
    readonly name: string;
    readonly technique: Technique;
    readonly abilities: PortAbilities;
    readonly withoutAddress: boolean;
}

/** What a port is used for. */
interface PortUser {
    /** For messages, as a clause. */
    readonly text: string;
    /** The trunk that leads to the port, where the trunk can be given in its place. */
    readonly through?: object;
}

/** What each port is used for already: a port serves one NIC, or one trunk. */
const users = new WeakMap<openstack.networking.Port, PortUser>();

/** Says that a port is used, once its user is there. */
export function claim(port: openstack.networking.Port, text: string, through?: object): void {
    users.set(port, { text, through });
}

/** An attachment and the argument that gives it. */
export interface GivenSource {
    readonly argument: string;
    readonly source: unknown;
    /** The trunk that was given, of which the source is the parent. */
    readonly through?: object;
}

/**
 * Checks attachments that one owner uses, before anything is registered: each a port of its own, those in place with
 * sound arguments and names that do not clash.
 *
 * @param component The owner and its name, for messages.
 */
export function checkSources(fail: Fail, component: string, sources: readonly GivenSource[]): ListedAttachment[] {
    const names = new Map<string, string>();
    const seen = new Map<unknown, string>();
    return sources.map(({ argument, source, through }) => {
        const identity = source instanceof NetworkAttachment ? source.port : source;
        const twin = seen.get(identity);
        if (twin !== undefined) {
            fail(
                argument,
                `is the same attachment as ${twin}. A port belongs to one NIC: make one attachment for each.`,
            );
        }
        seen.set(identity, argument);
        const listed =
            source instanceof NetworkAttachment
                ? checkGiven(fail, argument, source, through)
                : checkInPlace(fail, component, argument, source);
        if (!(source instanceof NetworkAttachment)) {
            const namesake = names.get(listed.name);
            if (namesake !== undefined) {
                fail(
                    `${argument}.name`,
                    `is "${listed.name}", as that of ${namesake}. Give each attachment a name of its own.`,
                );
            }
            names.set(listed.name, argument);
        }
        return listed;
    });
}

function checkGiven(
    fail: Fail,
    argument: string,
    source: NetworkAttachment,
    through: object | undefined,
): ListedAttachment {
    const user = users.get(source.port);
    if (user !== undefined && (through === undefined || user.through !== through)) {
        fail(argument, `is in use already: ${user.text}. A port belongs to one NIC: make one attachment for each.`);
    }
    const { attachmentName, technique, abilities, withoutAddress } = source;
    return { source, argument, name: attachmentName, technique, abilities, withoutAddress };
}

function checkInPlace(fail: Fail, component: string, argument: string, source: unknown): ListedAttachment {
    if (!isPlainObject(source)) {
        return fail(argument, "is no attachment. Give a NetworkAttachment, or a name and arguments for one.");
    }
    const inPlace = source as unknown as AttachmentInPlace;
    const { name, ...args } = inPlace;
    if (typeof name !== "string" || name === "") {
        return fail(`${argument}.name`, "is missing. Give each attachment a name; its port is named after it.");
    }
    const { choice, abilities, withoutAddress } = portArgs(`${component}, ${argument} "${name}"`, args);
    return {
        source: inPlace,
        argument,
        name,
        technique: choice.technique,
        abilities,
        withoutAddress,
    };
}

/** The attachment of a checked entry, made under its owner where it is not there yet. */
export function made(
    { source }: ListedAttachment,
    owner: pulumi.ComponentResource,
    ownerName: string,
    region: pulumi.Input<string | undefined> | undefined,
): NetworkAttachment {
    if (source instanceof NetworkAttachment) {
        return source;
    }
    const { name, ...args } = source;
    const there = args.region ?? (region as pulumi.Input<string> | undefined);
    return new NetworkAttachment(`${ownerName}-${name}`, { ...args, region: there }, { parent: owner });
}
