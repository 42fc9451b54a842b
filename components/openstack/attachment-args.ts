import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { ApprovedChoice, HardwareChoice, SoftwareChoice } from "../choice";

/** An address of a port: on a subnet, of one's own choice, or both. */
export interface FixedIp {
    /** The ID of the subnet. */
    readonly subnetId?: pulumi.Input<string>;
    /** The address. Default: the next free one of the subnet. A member may choose one only on a network of his own. */
    readonly ipAddress?: pulumi.Input<string>;
}

/** What every attachment takes, whatever its technique. */
export interface AttachmentCommonArgs {
    /** The ID of the network. */
    readonly networkId: pulumi.Input<string>;
    /** Addresses. Default: one of the network's subnets. */
    readonly fixedIps?: pulumi.Input<pulumi.Input<FixedIp>[]>;
    /**
     * True: the port has no address. Many releases of Nova do not boot a machine on such a port (`requires a FixedIP`), and
     * where they do the provider would replace the machine on every update; see the `attachments` of a VirtualMachine.
     * Not with fixedIps.
     */
    readonly noFixedIp?: boolean;
    /** The MAC address. Default: one by Neutron. A member may choose one only on a network of his own. */
    readonly macAddress?: pulumi.Input<string>;
    /** Further addresses that the port may send from. Not with port security off. */
    readonly allowedAddressPairs?: pulumi.Input<
        pulumi.Input<openstack.types.input.networking.PortAllowedAddressPair>[]
    >;
    /** The name in Neutron's DNS. */
    readonly dnsName?: pulumi.Input<string>;
    /** The ID of a QoS policy. */
    readonly qosPolicyId?: pulumi.Input<string>;
    /** Further DHCP options. */
    readonly extraDhcpOptions?: pulumi.Input<pulumi.Input<openstack.types.input.networking.PortExtraDhcpOption>[]>;
    /** A description for people. */
    readonly description?: pulumi.Input<string>;
    /** Tags of the port, of up to 60 characters; the marker of an exception is added to them. */
    readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
    /** False: the port is down. Default: true. */
    readonly adminStateUp?: pulumi.Input<boolean>;
    /** The port's name. Default: a name by Pulumi. */
    readonly portName?: pulumi.Input<string>;
    /** The region. Default: the machine's for an attachment that a machine makes, otherwise the provider's. */
    readonly region?: pulumi.Input<string>;
    /** The ID of the project that owns the port (only an administrator may name another). Default: one's own. */
    readonly tenantId?: pulumi.Input<string>;
    /** The ID of the device that uses the port; Nova writes it by itself. Default: none. */
    readonly deviceId?: pulumi.Input<string>;
    /** What uses the port, such as `compute:nova`; Nova writes it by itself. Default: none. */
    readonly deviceOwner?: pulumi.Input<string>;
    /**
     * Port security. Sent only if it is given: on a network of others (the usual shared provider network) Neutron
     * refuses it to a member with 403, whether on or off. Default: the network's setting.
     */
    readonly portSecurityEnabled?: pulumi.Input<boolean>;
}

/** Where a device is placed, relative to the memory of the machine (extension `port-numa-affinity-policy`). */
export type NumaAffinityPolicy = "required" | "preferred" | "legacy" | "socket";

/** Arguments that only some techniques take: none of them, unless a technique's own arguments say so. */
interface NoForm {
    /** Not accepted: this technique has one form only. */
    readonly variant?: never;
    /** Not accepted: only an SR-IOV function can be trusted. */
    readonly trusted?: never;
    /** Not accepted: only an accelerator has a device profile. */
    readonly deviceProfile?: never;
    /** Not accepted: only an accelerator can be a whole device or a function of one. */
    readonly wholeDevice?: never;
}

/** What a hardware port takes besides. */
export interface HardwarePortArgs {
    /** How strictly Nova keeps the device on the machine's NUMA nodes. Default: the flavor's or the image's policy. */
    readonly numaAffinityPolicy?: NumaAffinityPolicy;
    /** Not accepted: Neutron takes security groups on a hardware port without a word, and they filter nothing. */
    readonly securityGroupIds?: never;
    /** Not accepted: a hardware port never has security groups. */
    readonly noSecurityGroups?: never;
}

/**
 * A port in software (vnic_type `normal`). The machine drives it with virtio-net, or with the NIC model that its image
 * names, such as VMXNET3; the back end is the host's virtual switch, so security groups, live migration and any host work.
 */
export interface VirtioPortArgs extends SoftwareChoice, NoForm {
    /** IDs of security groups. Default: the project's default group. */
    readonly securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
    /** True: no security group at all, not even the default one. */
    readonly noSecurityGroups?: pulumi.Input<boolean>;
    /** Not accepted: a virtio port has no device to place. */
    readonly numaAffinityPolicy?: never;
}

/**
 * A port on an SR-IOV virtual function. The machine needs the driver of the NIC's vendor (none for `macvtap`, where it sees
 * virtio), and the host an IOMMU; traffic goes past the virtual switch. Nova live-migrates it by unplugging it, if at all.
 */
export interface SriovPortArgs extends HardwareChoice<"sriov">, HardwarePortArgs, Omit<NoForm, "variant" | "trusted"> {
    /** `direct`: the function itself. `macvtap`: the function under a macvtap device of the host. Default: `direct`. */
    readonly variant?: "direct" | "macvtap";
    /** True: a trusted function, which may change its MAC address (only an administrator may set it). */
    readonly trusted?: boolean;
}

/**
 * A port on a whole NIC, `direct-physical`. The machine needs the driver of the NIC's vendor and has the NIC to itself; it
 * is bound to the host.
 */
export interface PassthroughPortArgs extends HardwareChoice<"pci-passthrough">, HardwarePortArgs, NoForm {}

/**
 * A port whose back end stands in the NIC's logic. The machine drives it with virtio-net, without a vendor's driver; the host
 * needs a NIC that can do it.
 */
export interface VdpaPortArgs extends HardwareChoice<"vdpa">, HardwarePortArgs, Omit<NoForm, "variant"> {
    /** `vdpa`, or `virtio-forwarder` for a forwarder on the host. Default: `vdpa`. */
    readonly variant?: "vdpa" | "virtio-forwarder";
}

/**
 * A port of a SmartNIC: a virtual function whose switch runs on the card. The machine needs the driver of the card's vendor.
 */
export interface SmartnicPortArgs extends HardwareChoice<"smartnic">, HardwarePortArgs, Omit<NoForm, "variant"> {
    /** `switchdev`: a function whose virtual switch is offloaded to the NIC. `remote-managed`: a port of a DPU. */
    readonly variant: "switchdev" | "remote-managed";
}

/** A port on an accelerator that Cyborg programs. */
export type AcceleratorPortArgs = (HardwareChoice<"accelerator"> | ApprovedChoice) &
    HardwarePortArgs &
    Omit<NoForm, "deviceProfile" | "wholeDevice"> & {
        /** The name of the Cyborg device profile; Nova refuses the port without. The pack's approvals are by this name. */
        readonly deviceProfile: string;
        /** True: the whole device rather than a virtual function of it. Default: false. */
        readonly wholeDevice?: boolean;
    };

/** The arguments of a {@link NetworkAttachment}: each technique with what it takes. */
export type NetworkAttachmentArgs = AttachmentCommonArgs &
    (VirtioPortArgs | SriovPortArgs | PassthroughPortArgs | VdpaPortArgs | SmartnicPortArgs | AcceleratorPortArgs);
