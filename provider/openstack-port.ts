import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";

/** An address of a port: on a subnet, of one's own choice, or both. */
export interface OpenstackFixedIp {
    /** The ID of the subnet. */
    subnetId?: pulumi.Input<string>;
    /** The address. Default: the next free one of the subnet. */
    ipAddress?: pulumi.Input<string>;
}

/** A port on a network: what every attachment takes. Which arguments a technique takes besides is checked when it is made. */
export interface OpenstackPortArgs {
    /** The ID of the network. */
    networkId: pulumi.Input<string>;
    /**
     * How the machine gets to the network, plain: `virtio` (default), or under an exception `sriov`, `pci-passthrough`,
     * `vdpa`, `smartnic` or `accelerator`.
     */
    technique?: string;
    /** The exception ID, plain, such as `EXC-2026-014`. Every hardware technique needs one; `virtio` accepts none. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves for everybody. */
    approved?: boolean;
    /** The technique's form: `direct` or `macvtap`; `vdpa` or `virtio-forwarder`; `switchdev` or `remote-managed`. */
    variant?: string;
    /** Only with `sriov`: a trusted function. */
    trusted?: boolean;
    /** Only with `accelerator`: the name of the Cyborg device profile. */
    deviceProfile?: string;
    /** Only with `accelerator`: the whole device rather than a function of it. */
    wholeDevice?: boolean;
    /** Only with hardware: `required`, `preferred`, `legacy` or `socket`. */
    numaAffinityPolicy?: string;
    /** Only with `virtio`: IDs of security groups. Default: the project's default group. */
    securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
    /** Only with `virtio`. True: no security group at all. */
    noSecurityGroups?: pulumi.Input<boolean>;
    /** Addresses. Default: one of the network's subnets. */
    fixedIps?: pulumi.Input<pulumi.Input<OpenstackFixedIp>[]>;
    /** True: the port has no address. */
    noFixedIp?: boolean;
    /** The MAC address. Default: one by Neutron. */
    macAddress?: pulumi.Input<string>;
    /** Further addresses that the port may send from. */
    allowedAddressPairs?: pulumi.Input<pulumi.Input<openstack.types.input.networking.PortAllowedAddressPair>[]>;
    /** The name in Neutron's DNS. */
    dnsName?: pulumi.Input<string>;
    /** The ID of a QoS policy. */
    qosPolicyId?: pulumi.Input<string>;
    /** Further DHCP options. */
    extraDhcpOptions?: pulumi.Input<pulumi.Input<openstack.types.input.networking.PortExtraDhcpOption>[]>;
    /** A description for people. */
    description?: pulumi.Input<string>;
    /** Tags; the marker of an exception is added to them. */
    tags?: pulumi.Input<pulumi.Input<string>[]>;
    /** False: the port is down. Default: true. */
    adminStateUp?: pulumi.Input<boolean>;
    /** The port's name. Default: a name by Pulumi. */
    portName?: pulumi.Input<string>;
    /** The region. Default: the machine's, otherwise the provider's. */
    region?: pulumi.Input<string>;
    /** The ID of the project that owns the port. Default: one's own. */
    tenantId?: pulumi.Input<string>;
    /** Port security. Sent only if it is given. Default: the network's setting. */
    portSecurityEnabled?: pulumi.Input<boolean>;
}

/** A NIC of a machine: a port that the machine makes. */
export interface OpenstackNic extends OpenstackPortArgs {
    /** What the NIC is called, plain: its port is named `<machine>-<name>`. */
    name: string;
    /** VLANs on this NIC: they make it the parent of a trunk, named `<machine>-<name>` too. Default: no trunk. */
    subPorts?: OpenstackSubPort[];
}

/** A VLAN of a trunk: a port in software on another network, under a VLAN tag. */
export interface OpenstackSubPort extends OpenstackPortArgs {
    /** What the VLAN is called, plain: its port is named `<machine>-<NIC>-<name>`. */
    name: string;
    /** The VLAN ID, 1 to 4094, unique in the trunk. */
    segmentationId: pulumi.Input<number>;
}
