import type * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { VirtualMachine } from "../components/openstack/virtual-machine";
import type { OpenstackNic } from "./openstack-port";
import { checkMachineWithTrunks, withTrunks } from "./openstack-trunk";

/** What a machine's flavor or image brings, under the machine's own exception. */
export interface OpenstackFlavorDevice {
    /** The technique, plain. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
}

/** The arguments of an {@link OpenstackVirtualMachine}. */
export interface OpenstackVirtualMachineArgs {
    /** The NICs in order, each a port that the machine makes, or a trunk where it has subPorts. May be left out only with networkMode `none`. */
    attachments?: OpenstackNic[];
    /** `none`: the machine has no NIC at all. */
    networkMode?: string;
    /** NICs that are plugged in once the machine runs, in order. Default: none. */
    hotPlugged?: OpenstackNic[];
    /** The name of the attachment whose addresses the machine is reached at. Default: the first's. */
    accessAttachment?: string;
    /** What the flavor or the image brings beside the NICs. Their own markers do not cover the machine. Default: nothing. */
    flavorDevices?: OpenstackFlavorDevice[];
    /** The flavor's ID; or flavorName. */
    flavorId?: pulumi.Input<string>;
    /** The flavor's name; or flavorId. */
    flavorName?: pulumi.Input<string>;
    /** The image's ID; or imageName, or a boot volume in blockDevices. */
    imageId?: pulumi.Input<string>;
    /** The image's name; or imageId. */
    imageName?: pulumi.Input<string>;
    /** The instance's name in Nova. Default: a name by Pulumi. */
    name?: pulumi.Input<string>;
    /** The name of a key pair. */
    keyPair?: pulumi.Input<string>;
    /** The root password; kept as a secret. */
    adminPass?: pulumi.Input<string>;
    /** Data for cloud-init. */
    userData?: pulumi.Input<string>;
    /** True: user data and metadata are on a config drive. */
    configDrive?: pulumi.Input<boolean>;
    /** Metadata; the markers of exceptions are added to it. */
    metadata?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
    /** Tags of the instance. */
    tags?: pulumi.Input<pulumi.Input<string>[]>;
    /** Volumes and disks. */
    blockDevices?: pulumi.Input<pulumi.Input<openstack.types.input.compute.InstanceBlockDevice>[]>;
    /** Hints for Nova's scheduler. */
    schedulerHints?: pulumi.Input<pulumi.Input<openstack.types.input.compute.InstanceSchedulerHint>[]>;
    /** The availability zone. */
    availabilityZone?: pulumi.Input<string>;
    /** `active`, `shutoff` and so on. Default: `active`. */
    powerState?: pulumi.Input<string>;
    /** True: the machine is stopped before it is deleted. */
    stopBeforeDestroy?: pulumi.Input<boolean>;
    /** True: the machine is deleted by force. */
    forceDelete?: pulumi.Input<boolean>;
    /** The region. Default: the provider's. */
    region?: pulumi.Input<string>;
}

/**
 * A virtual machine whose every NIC is an attachment of its own: virtio unless a technique and an exception ID say
 * otherwise.
 */
export class OpenstackVirtualMachine extends pulumi.ComponentResource {
    /** The instance's ID. */
    public readonly instanceId: pulumi.Output<string>;
    /** The instance's name in Nova. */
    public readonly instanceName: pulumi.Output<string>;
    /** The first IPv4 address. */
    public readonly accessIpV4: pulumi.Output<string>;
    /** The first IPv6 address. */
    public readonly accessIpV6: pulumi.Output<string>;
    /** The IDs of its ports, in the order of its NICs; hot-plugged ones follow. */
    public readonly portIds: pulumi.Output<string[]>;

    constructor(name: string, args: OpenstackVirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        checkMachineWithTrunks(name, args);
        super("virtio-first:index:OpenstackVirtualMachine", name, {}, opts);
        const machine = new VirtualMachine(name, withTrunks(name, args, this, opts), childOptions(this, opts));
        this.instanceId = machine.instanceId;
        this.instanceName = machine.instanceName;
        this.accessIpV4 = machine.accessIpV4;
        this.accessIpV6 = machine.accessIpV6;
        this.portIds = pulumi.output(machine.attachments.map(({ portId }) => portId));
        this.registerOutputs({
            instanceId: this.instanceId,
            instanceName: this.instanceName,
            accessIpV4: this.accessIpV4,
            accessIpV6: this.accessIpV6,
            portIds: this.portIds,
        });
    }
}
