import * as pulumi from "@pulumi/pulumi";
import type { NetworkAttachmentArgs } from "../components/openstack/attachment-args";
import { NetworkAttachment } from "../components/openstack/network-attachment";
import { portArgs } from "../components/openstack/port-args";
import { childOptions } from "../components/child-options";
import type { OpenstackPortArgs } from "./openstack-port";

/**
 * An attachment of a machine to a network: a Neutron port, virtio unless a technique and an exception ID say otherwise.
 * Give its portId to an instance of the OpenStack provider; an OpenstackVirtualMachine makes its attachments itself.
 */
export class OpenstackNetworkAttachment extends pulumi.ComponentResource {
    /** The port's ID. */
    public readonly portId: pulumi.Output<string>;
    /** The ID of its network. */
    public readonly networkId: pulumi.Output<string>;
    /** The MAC address. */
    public readonly macAddress: pulumi.Output<string>;
    /** All addresses of the port. */
    public readonly allFixedIps: pulumi.Output<string[]>;
    /** All tags of the port, the marker included. */
    public readonly allTags: pulumi.Output<string[]>;

    constructor(name: string, args: OpenstackPortArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as NetworkAttachmentArgs;
        portArgs(`OpenstackNetworkAttachment "${name}"`, typed);
        super("virtio-first:index:OpenstackNetworkAttachment", name, {}, opts);
        const attachment = new NetworkAttachment(name, typed, childOptions(this, opts));
        this.portId = attachment.portId;
        this.networkId = attachment.networkId;
        this.macAddress = attachment.macAddress;
        this.allFixedIps = attachment.allFixedIps;
        this.allTags = attachment.allTags;
        this.registerOutputs({
            portId: this.portId,
            networkId: this.networkId,
            macAddress: this.macAddress,
            allFixedIps: this.allFixedIps,
            allTags: this.allTags,
        });
    }
}
