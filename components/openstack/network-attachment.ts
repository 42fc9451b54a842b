import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Technique } from "../../techniques/technique";
import { type ApprovedChoice, ArgumentError, checkChoice, type HardwareChoice, type SoftwareChoice } from "../choice";
import { isPlainObject } from "../inputs";
import { adoptedOptions, type AdoptionOptions, componentOptions } from "./adoption";
import type { NetworkAttachmentArgs } from "./attachment-args";
import { type CheckedPort, PORT_TECHNIQUES, portArgs } from "./port-args";
import { abilitiesByTechnique, type PortAbilities } from "./port-binding";

/** A port that was made or read elsewhere, with what it is said to be. */
export type ExistingPortArgs = {
    /** The port, made by the program or read with `openstack.networking.Port.get`. */
    readonly port: openstack.networking.Port;
    /**
     * True for a port without an address: the machine on it is then kept from being replaced on every update. Default:
     * false.
     */
    readonly noFixedIp?: boolean;
} & (
    SoftwareChoice | HardwareChoice<"sriov" | "pci-passthrough" | "vdpa" | "smartnic" | "accelerator"> | ApprovedChoice
);

/**
 * An attachment of a virtual machine to a network: a Neutron port. It is para-virtualised (virtio) unless a technique and
 * an exception ID say otherwise; the ID then stands on the port as a tag.
 *
 * ```ts
 * const oam = new openstack.NetworkAttachment("oam", { networkId: network.id });
 * const userPlane = new openstack.NetworkAttachment("user-plane", {
 *     networkId: network.id,
 *     technique: "sriov",
 *     exceptionId: "EXC-2026-014",
 * });
 * new openstack.VirtualMachine("upf", { flavorName, imageName, attachments: [oam, userPlane] });
 * ```
 *
 * Source: Neutron API, port with the extensions `binding`, `port-hardware-offload-type`, `port-device-profile`,
 * `port-numa-affinity-policy` and `port-trusted-vif`.
 *
 * @throws ArgumentError for a technique without its exception ID, an ID without need, and what Neutron or Nova would refuse
 * or silently ignore, before anything is registered.
 */
export class NetworkAttachment extends pulumi.ComponentResource {
    /** The port itself. */
    public readonly port: openstack.networking.Port;
    /** The port's ID. */
    public readonly portId: pulumi.Output<string>;
    /** The ID of its network. */
    public readonly networkId: pulumi.Output<string>;
    /** The port's addresses, as they were given. */
    public readonly fixedIps: openstack.networking.Port["fixedIps"];
    /** All addresses of the port, those that Neutron gave included. */
    public readonly allFixedIps: pulumi.Output<string[]>;
    /** The MAC address. */
    public readonly macAddress: pulumi.Output<string>;
    /** All tags of the port. */
    public readonly allTags: pulumi.Output<string[]>;
    /** The technique. */
    public readonly technique: Technique;
    /** The exception ID, if the technique needs one. */
    public readonly exceptionId: string | undefined;
    /** The component's name in the program. */
    public readonly attachmentName: string;
    /** True if the port was made without an address. */
    public readonly withoutAddress: boolean;
    /** What can be done with the port. */
    public readonly abilities: PortAbilities;
    /**
     * True if the port was made or read elsewhere. Its marker may then be another stack's, which covers nothing here: a
     * machine or a trunk on it carries the exception ID itself.
     */
    public readonly existing: boolean;

    constructor(name: string, args: NetworkAttachmentArgs | ExistingPort, opts?: AdoptionOptions) {
        const checked = args instanceof ExistingPort ? args : portArgs(`NetworkAttachment "${name}"`, args);
        super("virtio-first:openstack:NetworkAttachment", name, recorded(args), componentOptions(opts));
        this.port =
            checked instanceof ExistingPort
                ? checked.port
                : new openstack.networking.Port(name, checked.args, portOptions(checked, adoptedOptions(this, opts)));
        this.portId = this.port.id;
        this.networkId = this.port.networkId;
        this.fixedIps = this.port.fixedIps;
        this.allFixedIps = this.port.allFixedIps;
        this.macAddress = this.port.macAddress;
        this.allTags = this.port.allTags;
        this.technique = checked.choice.technique;
        this.exceptionId = checked.choice.exceptionId;
        this.attachmentName = name;
        this.withoutAddress = checked.withoutAddress;
        this.abilities = checked.abilities;
        this.existing = checked instanceof ExistingPort;
        this.registerOutputs({
            portId: this.portId,
            networkId: this.networkId,
            fixedIps: this.fixedIps,
            allFixedIps: this.allFixedIps,
            macAddress: this.macAddress,
            allTags: this.allTags,
            technique: this.technique,
            exceptionId: this.exceptionId,
        });
    }

    /**
     * An attachment around a port that was made or read elsewhere. The port stays as it is: its marker is its own, and
     * the policy pack judges it as it judges any port. The exception ID given here stands on the machine or
     * the trunk that uses it. Where it is hot-plugged nothing can carry it: the register grants that by resource.
     *
     * ```ts
     * const port = openstack.networking.Port.get("given", "8e1c…");
     * const attachment = NetworkAttachment.fromPort("given", { port });
     * ```
     *
     * @throws ArgumentError for a port that is none, and as the constructor does for technique and exception ID.
     */
    public static fromPort(
        name: string,
        args: ExistingPortArgs,
        opts?: pulumi.ComponentResourceOptions,
    ): NetworkAttachment {
        return new NetworkAttachment(name, ExistingPort.of(`NetworkAttachment "${name}"`, args), opts);
    }
}

/** A port that exists already, checked. Made by {@link NetworkAttachment.fromPort}. */
export class ExistingPort {
    /** What can be done with it, as far as its technique tells. */
    readonly abilities: PortAbilities;

    private constructor(
        readonly port: openstack.networking.Port,
        readonly choice: ReturnType<typeof checkChoice>,
        readonly withoutAddress: boolean,
    ) {
        this.abilities = abilitiesByTechnique(choice.technique);
    }

    /** Checks what is said of the port. */
    static of(component: string, args: ExistingPortArgs): ExistingPort {
        if (!isPlainObject<unknown>(args)) {
            throw new ArgumentError(component, "args", "is missing. Give at least port.");
        }
        const choice = checkChoice(component, args, PORT_TECHNIQUES);
        if (!isPort(args.port)) {
            throw new ArgumentError(component, "port", "is no port. Give an openstack.networking.Port, made or read.");
        }
        return new ExistingPort(args.port, choice, args.noFixedIp === true);
    }
}

/** True for a port of any copy of the provider's SDK. */
function isPort(value: unknown): boolean {
    return (
        pulumi.CustomResource.isInstance(value) &&
        pulumi.Output.isInstance((value as { networkId?: unknown }).networkId)
    );
}

/** A port with an address of its own choice cannot be made anew while the old one still has the address. */
function portOptions(checked: CheckedPort, options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    return checked.ownAddress ? { ...options, deleteBeforeReplace: true } : options;
}

/** The arguments as the engine records them: resources cannot be recorded, and an existing port records itself. */
function recorded(args: NetworkAttachmentArgs | ExistingPort): pulumi.Inputs {
    return args instanceof ExistingPort ? { portId: args.port.id } : { ...args };
}
