import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { adoptedOptions, type AdoptionOptions, componentOptions } from "./adoption";
import { claim, made } from "./attachment-list";
import type { MachineNic, VirtualMachineArgs } from "./machine-args";
import { checkMachine, type MachineAttachment } from "./machine-checks";
import { NetworkAttachment } from "./network-attachment";
import { Trunk } from "./trunk";

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
 * A machine that must be replaced is deleted first, since its ports can only be given to one machine at a time.
 *
 * Source: Nova API, servers and port interfaces.
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

    constructor(name: string, args: VirtualMachineArgs, opts?: AdoptionOptions) {
        const checked = checkMachine(name, args);
        super("virtio-first:openstack:VirtualMachine", name, recorded(args), componentOptions(opts));
        const make = (one: MachineAttachment): NetworkAttachment => made(one, this, name, args.region);
        const attached = checked.attachments.map(make);
        const plugged = checked.hotPlugged.map(make);
        const options = instanceOptions(checked.attachments, attached, adoptedOptions(this, opts));
        this.instance = new openstack.compute.Instance(
            name,
            {
                ...checked.instance,
                ...(attached.length > 0
                    ? {
                          networks: attached.map(({ portId }, index) => ({
                              port: portId,
                              ...(index === checked.accessIndex && { accessNetwork: true }),
                          })),
                      }
                    : { networkMode: "none" }),
            },
            options,
        );
        this.plug(name, args.region, checked.hotPlugged, plugged);
        this.attachments = [...attached, ...plugged];
        this.attachments.forEach(({ port }) => {
            claim(port, `it is a NIC of VirtualMachine "${name}"`);
        });
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

    /** Plugs attachments into the running machine, each once the one before is in: the guest numbers them as they come. */
    private plug(
        name: string,
        region: VirtualMachineArgs["region"],
        checked: readonly MachineAttachment[],
        plugged: readonly NetworkAttachment[],
    ): void {
        let before: pulumi.Resource[] = [];
        plugged.forEach((attachment, index) => {
            const one = checked[index];
            const attach = new openstack.compute.InterfaceAttach(
                `${name}-${one?.name ?? attachment.attachmentName}`,
                { instanceId: this.instance.id, portId: attachment.portId, region },
                {
                    parent: this,
                    dependsOn: [...before, ...(one?.trunk === undefined ? [] : [one.trunk.trunk])],
                    deleteBeforeReplace: true,
                },
            );
            before = [attach];
        });
    }
}

/** The instance's options: what its ports and trunks ask of it. */
function instanceOptions(
    checked: readonly MachineAttachment[],
    attached: readonly NetworkAttachment[],
    options: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
    const trunks = checked.flatMap(({ trunk }) => (trunk === undefined ? [] : [trunk.trunk]));
    const waiting = trunks.length === 0 ? options : pulumi.mergeOptions(options, { dependsOn: trunks });
    return {
        ...waiting,
        ...(attached.length > 0 && { deleteBeforeReplace: true }),
        ...(checked.some(({ withoutAddress }) => withoutAddress) && {
            ignoreChanges: [...(options.ignoreChanges ?? []), "networks"],
            replacementTrigger: attached.map(({ portId }) => portId),
        }),
    };
}

/**
 * The arguments as the engine records them: attachments that are components of their own record themselves, and the
 * password stays a secret.
 */
function recorded(args: VirtualMachineArgs): pulumi.Inputs {
    const { attachments, hotPlugged, adminPass, flavor, image, ...rest } = args;
    const plain = (nics: readonly MachineNic[] | undefined): unknown =>
        nics?.map((one) =>
            one instanceof NetworkAttachment || one instanceof Trunk ? { portId: one.portId } : { name: one.name },
        );
    return {
        ...rest,
        ...(adminPass !== undefined && { adminPass: pulumi.secret(adminPass) }),
        ...(flavor !== undefined && { flavorId: flavor.flavorId }),
        ...(image !== undefined && { imageId: image.imageId }),
        attachments: plain(attachments),
        hotPlugged: plain(hotPlugged),
    };
}
