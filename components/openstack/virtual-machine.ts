import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { markerKeys } from "../../techniques/marker";
import { vnicTypes } from "../../techniques/openstack/vnic-type";
import { needsException, TECHNIQUES, type Technique } from "../../techniques/technique";
import { checkChoiceAt, type Fail, failer } from "../checks";
import { childOptions } from "../child-options";
import { isPlainObject, mapInput } from "../inputs";
import type { AttachmentInPlace, VirtualMachineArgs } from "./machine-args";
import { NetworkAttachment } from "./network-attachment";
import { portArgs } from "./port-args";

type Given = NetworkAttachment | AttachmentInPlace;

/** What a flavor can bring. */
const FLAVOR_TECHNIQUES: readonly Technique[] = TECHNIQUES.filter(
    (technique) => needsException(technique) && technique !== "unknown",
);

/**
 * A virtual machine whose every NIC is a {@link NetworkAttachment}, given or made in place. Without a technique its NICs
 * are para-virtualised.
 *
 * ```ts
 * new openstack.VirtualMachine("web", {
 *     flavorName: "m1.small",
 *     imageName: "debian-12",
 *     attachments: [{ name: "oam", networkId: network.id, securityGroupIds: [ssh.id] }],
 * });
 * ```
 *
 * @throws ArgumentError for faults in its attachments, before anything is registered.
 */
export class VirtualMachine extends pulumi.ComponentResource {
    /** The instance itself. */
    public readonly instance: openstack.compute.Instance;
    /** The instance's ID. */
    public readonly instanceId: pulumi.Output<string>;
    /** Its attachments, in the order of its NICs; hot-plugged ones follow. */
    public readonly attachments: readonly NetworkAttachment[];
    /** The first IPv4 address of the instance. */
    public readonly accessIpV4: pulumi.Output<string>;
    /** The first IPv6 address of the instance. */
    public readonly accessIpV6: pulumi.Output<string>;
    /** The instance's name in Nova. */
    public readonly instanceName: pulumi.Output<string>;

    constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        const checked = check(name, args);
        super("virtio-first:openstack:VirtualMachine", name, recorded(args), opts);
        const make = (given: Given): NetworkAttachment => {
            if (given instanceof NetworkAttachment) {
                return given;
            }
            const { name: own, ...attachmentArgs } = given;
            return new NetworkAttachment(`${name}-${own}`, attachmentArgs, { parent: this });
        };
        const attached = checked.attachments.map(make);
        const plugged = checked.hotPlugged.map(make);
        const options = childOptions(this, opts);
        this.instance = new openstack.compute.Instance(
            name,
            {
                ...checked.instance,
                ...(attached.length > 0
                    ? { networks: attached.map((attachment) => ({ port: attachment.portId })) }
                    : { networkMode: "none" }),
            },
            checked.withoutAddress
                ? { ...options, ignoreChanges: [...(options.ignoreChanges ?? []), "networks"] }
                : options,
        );
        plugged.forEach((attachment, index) => {
            new openstack.compute.InterfaceAttach(
                `${name}-${checked.hotPluggedNames[index] ?? index}`,
                { instanceId: this.instance.id, portId: attachment.portId, region: args.region },
                { parent: this },
            );
        });
        this.attachments = [...attached, ...plugged];
        this.instanceId = this.instance.id;
        this.accessIpV4 = this.instance.accessIpV4;
        this.accessIpV6 = this.instance.accessIpV6;
        this.instanceName = this.instance.name;
        this.registerOutputs({
            instanceId: this.instanceId,
            instanceName: this.instanceName,
            accessIpV4: this.accessIpV4,
            accessIpV6: this.accessIpV6,
            portIds: this.attachments.map((attachment) => attachment.portId),
        });
    }
}

/** All that is worked out before anything is registered. */
interface Checked {
    readonly instance: openstack.compute.InstanceArgs;
    readonly attachments: readonly Given[];
    readonly hotPlugged: readonly Given[];
    readonly hotPluggedNames: readonly string[];
    readonly withoutAddress: boolean;
}

function check(name: string, args: VirtualMachineArgs): Checked {
    const component = `VirtualMachine "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give a flavor, an image and attachments.");
    }
    const { attachments, hotPlugged, flavorDevices, networkMode, ...rest } = args as VirtualMachineArgs & {
        networkMode?: string;
    };
    const given = rest as Readonly<Record<string, unknown>>;
    if (given["networks"] !== undefined) {
        fail("networks", "is not accepted: every NIC of this machine is an attachment. Give attachments instead.");
    }
    if (given["securityGroups"] !== undefined) {
        fail(
            "securityGroups",
            "is not accepted: security groups belong to ports. Give securityGroupIds to an attachment.",
        );
    }
    const nics = listOf(fail, "attachments", attachments);
    const plugged = listOf(fail, "hotPlugged", hotPlugged);
    if (networkMode !== undefined && (networkMode !== "none" || nics.length > 0)) {
        fail("networkMode", 'can only be "none", for a machine without attachments; leave it out.');
    }
    if (nics.length === 0 && networkMode !== "none") {
        fail(
            "attachments",
            'is missing. Give at least one attachment, or networkMode: "none" for a machine without a NIC.',
        );
    }
    checkAttachments(fail, component, [
        ...nics.map((one, index) => ({ argument: `attachments[${index}]`, one, hot: false })),
        ...plugged.map((one, index) => ({ argument: `hotPlugged[${index}]`, one, hot: true })),
    ]);
    const ids = (flavorDevices ?? []).map(
        (device, index) => checkChoiceAt(component, `flavorDevices[${index}]`, device, FLAVOR_TECHNIQUES).exceptionId,
    );
    return {
        instance: { ...rest, metadata: metadataOf(args.metadata, ids) },
        attachments: nics,
        hotPlugged: plugged,
        hotPluggedNames: plugged.map((one, index) => (one instanceof NetworkAttachment ? `hot-${index}` : one.name)),
        withoutAddress: nics.some((one) =>
            one instanceof NetworkAttachment ? one.withoutAddress : one.noFixedIp === true,
        ),
    };
}

function listOf(fail: Fail, argument: string, given: unknown): readonly Given[] {
    if (given === undefined || given === null) {
        return [];
    }
    return Array.isArray(given)
        ? (given as Given[])
        : fail(argument, "must be a plain list, so that it can be checked.");
}

function checkAttachments(
    fail: Fail,
    component: string,
    all: readonly { readonly argument: string; readonly one: Given; readonly hot: boolean }[],
): void {
    const names = new Map<string, string>();
    const seen = new Map<Given, string>();
    for (const { argument, one, hot } of all) {
        const twin = seen.get(one);
        if (twin !== undefined) {
            fail(
                argument,
                `is the same attachment as ${twin}. A port belongs to one NIC: make one attachment for each.`,
            );
        }
        seen.set(one, argument);
        if (one instanceof NetworkAttachment) {
            checkHotPlug(fail, argument, one.technique, hot);
            continue;
        }
        if (!isPlainObject<unknown>(one) || typeof one.name !== "string" || one.name === "") {
            fail(`${argument}.name`, "is missing. Give each attachment a name; its port is named after it.");
        }
        const namesake = names.get(one.name);
        if (namesake !== undefined) {
            fail(
                `${argument}.name`,
                `is "${one.name}", as that of ${namesake}. Give each attachment a name of its own.`,
            );
        }
        names.set(one.name, argument);
        const { name: own, ...attachmentArgs } = one;
        const { choice } = portArgs(`${component}, ${argument} "${own}"`, attachmentArgs);
        checkHotPlug(fail, argument, choice.technique, hot);
    }
}

function checkHotPlug(fail: Fail, argument: string, technique: Technique, hot: boolean): void {
    if (hot && technique === "accelerator" && !vnicTypes["accelerator-direct"].hotPlug) {
        fail(
            argument,
            "cannot be hot-plugged: Nova refuses ports of Cyborg on a running machine. Put it under attachments.",
        );
    }
}

/** The user's metadata, and the marker of what the flavor brings. */
function metadataOf(
    metadata: openstack.compute.InstanceArgs["metadata"],
    ids: readonly (string | undefined)[],
): openstack.compute.InstanceArgs["metadata"] {
    const named = [...new Set(ids.filter((id) => id !== undefined))];
    if (named.length === 0) {
        return metadata;
    }
    const marker = { [markerKeys.key.exceptionId]: named.join(",") };
    return metadata === undefined ? marker : mapInput(metadata, (own) => ({ ...own, ...marker }));
}

/** The arguments as the engine records them: attachments that are components of their own record themselves. */
function recorded(args: VirtualMachineArgs): pulumi.Inputs {
    const { attachments, hotPlugged, ...rest } = args;
    const plain = (given: readonly Given[] | undefined): unknown =>
        given?.map((one) => (one instanceof NetworkAttachment ? { portId: one.portId } : one));
    return { ...rest, attachments: plain(attachments), hotPlugged: plain(hotPlugged) };
}
