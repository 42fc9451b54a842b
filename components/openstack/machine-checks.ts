import type * as openstack from "@pulumi/openstack";
import { needsException, TECHNIQUES, type Technique } from "../../techniques/technique";
import { checkChoiceAt, type Fail, failer } from "../checks";
import type { CheckedChoice } from "../choice";
import { isPlainObject } from "../inputs";
import { type AttachmentSource, checkSources, type ListedAttachment } from "./attachment-list";
import { Flavor } from "./flavor";
import { Image } from "./image";
import { markKeys } from "./key-markers";
import type { VirtualMachineArgs } from "./machine-args";
import { NetworkAttachment } from "./network-attachment";
import { Trunk } from "./trunk";

/** What a flavor can bring. */
const FLAVOR_TECHNIQUES: readonly Technique[] = TECHNIQUES.filter(
    (technique) => needsException(technique) && technique !== "unknown",
);

/** Arguments of a raw instance that a machine does not take, and what to do instead. */
const NOT_ACCEPTED: Readonly<Record<string, string>> = {
    networks: "Every NIC of this machine is an attachment. Give attachments instead.",
    securityGroups: "Security groups belong to ports. Give securityGroupIds to an attachment.",
    floatingIp: "Associate the floating IP with the port of an attachment, by its portId.",
};

/** A NIC, checked, and the trunk that leads to it if there is one. */
export interface MachineAttachment extends ListedAttachment {
    readonly trunk: Trunk | undefined;
}

/** All that is worked out before anything is registered. */
export interface CheckedMachine {
    /** The arguments of the instance, but for its networks. */
    readonly instance: openstack.compute.InstanceArgs;
    readonly attachments: readonly MachineAttachment[];
    readonly hotPlugged: readonly MachineAttachment[];
    /** Which attachment's addresses the machine is reached at; `undefined` where nothing is said. */
    readonly accessIndex: number | undefined;
}

/**
 * Checks the arguments of a machine and turns them into those of its instance. Pure: nothing is registered.
 *
 * @throws ArgumentError for what cannot work, with the reason and the fix.
 */
export function checkMachine(name: string, args: VirtualMachineArgs): CheckedMachine {
    const component = `VirtualMachine "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give a flavor, an image and attachments.");
    }
    const { attachments, hotPlugged, flavorDevices, flavor, image, accessAttachment, networkMode, ...rest } =
        args as VirtualMachineArgs & {
            networkMode?: string;
        };
    for (const [argument, fix] of Object.entries(NOT_ACCEPTED)) {
        if (isGiven((rest as Readonly<Record<string, unknown>>)[argument])) {
            fail(argument, `is not accepted. ${fix}`);
        }
    }
    const nics = plainList(fail, "attachments", attachments);
    const plugged = plainList(fail, "hotPlugged", hotPlugged);
    if (isGiven(networkMode) && (networkMode !== "none" || nics.length > 0)) {
        fail("networkMode", 'can only be "none", for a machine without attachments; leave it out.');
    }
    if (nics.length === 0 && networkMode !== "none") {
        fail(
            "attachments",
            'is missing. Give at least one attachment, or networkMode: "none" for a machine without a NIC.',
        );
    }
    const sources = [
        ...nics.map((nic, index) => sourceOf(nic, `attachments[${index}]`)),
        ...plugged.map((nic, index) => sourceOf(nic, `hotPlugged[${index}]`)),
    ];
    const listed = checkSources(fail, component, sources).map((one, index) => ({
        ...one,
        trunk: sources[index]?.through,
    }));
    const hot = listed.slice(nics.length);
    checkHotPlug(fail, hot);
    const devices = plainList(fail, "flavorDevices", flavorDevices).map((device, index) => {
        const argument = `flavorDevices[${index}]`;
        return isPlainObject(device)
            ? checkChoiceAt(component, argument, device, FLAVOR_TECHNIQUES)
            : fail(argument, "is no device. Give technique and exceptionId.");
    });
    checkOffers(fail, rest, flavor, image, devices);
    const attached = listed.slice(0, nics.length);
    return {
        instance: {
            ...rest,
            ...(isGiven(flavor) && { flavorId: flavor?.flavorId }),
            ...(isGiven(image) && { imageId: image?.imageId }),
            metadata: markKeys(args.metadata, [...devices, ...attached.flatMap(ofExistingPort)]),
        },
        attachments: attached,
        hotPlugged: hot,
        accessIndex: accessIndex(fail, accessAttachment, attached),
    };
}

function accessIndex(fail: Fail, name: unknown, attached: readonly ListedAttachment[]): number | undefined {
    if (!isGiven(name)) {
        return undefined;
    }
    const index = attached.findIndex((one) => one.name === name);
    return index >= 0
        ? index
        : fail("accessAttachment", `names none of the attachments: ${attached.map((one) => one.name).join(", ")}.`);
}

/**
 * A flavor and an image of ours: in place of their IDs and names, and with every device that they offer stated again, since
 * an offer's marker covers none of its users.
 */
function checkOffers(
    fail: Fail,
    instance: Readonly<Partial<Record<string, unknown>>>,
    flavor: unknown,
    image: unknown,
    devices: readonly CheckedChoice[],
): void {
    for (const [argument, given, wanted, names] of [
        ["flavor", flavor, Flavor, ["flavorId", "flavorName"]],
        ["image", image, Image, ["imageId", "imageName"]],
    ] as const) {
        if (isGiven(given) && !(given instanceof wanted)) {
            fail(argument, `is none of ours. Give ${names.join(" or ")} for one that was made otherwise.`);
        }
        const twin = names.find((name) => isGiven(given) && isGiven(instance[name]));
        if (twin !== undefined) {
            fail(twin, `is given beside ${argument}; keep one of the two.`);
        }
    }
    const offered = [
        ...(flavor instanceof Flavor
            ? flavor.devices.map(({ choice, label }) => ({ technique: choice.technique, label: `flavor: ${label}` }))
            : []),
        ...(image instanceof Image && needsException(image.technique)
            ? [{ technique: image.technique, label: "image" }]
            : []),
    ];
    for (const { technique, label } of offered) {
        if (!devices.some((device) => device.technique === technique)) {
            fail(
                "flavorDevices",
                `lacks technique "${technique}", which the machine gets by its ${label}. The offer's exception does not ` +
                    `cover its users: add { technique: "${technique}", exceptionId: "<ID>" }.`,
            );
        }
    }
}

/** What is said of a port that was made or read elsewhere: its own marker may cover nothing here. */
function ofExistingPort({ source }: ListedAttachment): CheckedChoice[] {
    return source instanceof NetworkAttachment && source.existing && source.exceptionId !== undefined
        ? [{ technique: source.technique, exceptionId: source.exceptionId, approved: false }]
        : [];
}

function sourceOf(
    nic: unknown,
    argument: string,
): { readonly argument: string; readonly source: AttachmentSource; readonly through: Trunk | undefined } {
    return nic instanceof Trunk
        ? { argument, source: nic.parentAttachment, through: nic }
        : { argument, source: nic as AttachmentSource, through: undefined };
}

function checkHotPlug(fail: Fail, hot: readonly ListedAttachment[]): void {
    const names = new Map<string, string>();
    for (const { argument, name, abilities, technique } of hot) {
        if (!abilities.hotPlug) {
            fail(
                argument,
                `cannot be hot-plugged: Nova refuses this form of technique "${technique}" on a running machine. ` +
                    "Put it under attachments.",
            );
        }
        const namesake = names.get(name);
        if (namesake !== undefined) {
            fail(argument, `is called "${name}", as ${namesake}; give each a name of its own.`);
        }
        names.set(name, argument);
    }
}

function plainList(fail: Fail, argument: string, given: unknown): readonly unknown[] {
    if (!isGiven(given)) {
        return [];
    }
    return Array.isArray(given) ? given : fail(argument, "must be a plain list, so that it can be checked.");
}

function isGiven(value: unknown): boolean {
    return value !== undefined && value !== null;
}
