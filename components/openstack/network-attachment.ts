import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Technique } from "../../techniques/technique";
import { ArgumentError, checkChoice, type HardwareChoice, type SoftwareChoice } from "../choice";
import { childOptions } from "../child-options";
import type { NetworkAttachmentArgs } from "./attachment-args";
import { PORT_TECHNIQUES, portArgs } from "./port-args";

/** Options of a {@link NetworkAttachment} beside those of every component. */
export interface NetworkAttachmentOptions extends pulumi.ComponentResourceOptions {
    /**
     * True: takes over a port that the stack registers at its root today, under the same name, so that wrapping it
     * changes nothing. Default: false.
     */
    readonly adopt?: boolean;
    /** The ID of a port that exists already and is brought under Pulumi. */
    readonly import?: pulumi.ID;
}

/** A port that was made or read elsewhere, with what it is said to be. */
export type ExistingPortArgs = {
    /** The port. */
    readonly port: openstack.networking.Port;
} & (SoftwareChoice | HardwareChoice<"sriov" | "pci-passthrough" | "vdpa" | "smartnic" | "accelerator">);

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
    /** True if the port was made without an address. */
    public readonly withoutAddress: boolean;

    constructor(name: string, args: NetworkAttachmentArgs | ExistingPort, opts?: NetworkAttachmentOptions) {
        const { adopt, import: importId, ...options } = opts ?? {};
        const checked = args instanceof ExistingPort ? args : portArgs(`NetworkAttachment "${name}"`, args);
        super("virtio-first:openstack:NetworkAttachment", name, recorded(args), options);
        this.port =
            checked instanceof ExistingPort
                ? checked.port
                : new openstack.networking.Port(name, checked.args, {
                      ...childOptions(this, options),
                      ...(adopt === true && { aliases: [{ parent: pulumi.rootStackResource }] }),
                      ...(importId !== undefined && { import: importId }),
                  });
        this.portId = this.port.id;
        this.fixedIps = this.port.fixedIps;
        this.allFixedIps = this.port.allFixedIps;
        this.macAddress = this.port.macAddress;
        this.allTags = this.port.allTags;
        this.technique = checked.choice.technique;
        this.exceptionId = checked.choice.exceptionId;
        this.withoutAddress = checked.withoutAddress;
        this.registerOutputs({
            portId: this.portId,
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
     * the policy pack judges it as it judges any port.
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
    /** Not known of a port that exists already; the provider reads its addresses back. */
    readonly withoutAddress = false;

    private constructor(
        readonly port: openstack.networking.Port,
        readonly choice: ReturnType<typeof checkChoice>,
    ) {}

    /** Checks what is said of the port. */
    static of(component: string, args: ExistingPortArgs): ExistingPort {
        const choice = checkChoice(component, args, PORT_TECHNIQUES);
        if (!pulumi.Resource.isInstance(args.port)) {
            throw new ArgumentError(component, "port", "is no port. Give an openstack.networking.Port, made or read.");
        }
        return new ExistingPort(args.port, choice);
    }
}

/** The arguments as the engine records them: resources cannot be recorded, and an existing port records itself. */
function recorded(args: NetworkAttachmentArgs | ExistingPort): pulumi.Inputs {
    return args instanceof ExistingPort ? { portId: args.port.id } : { ...args };
}
