import type * as pulumi from "@pulumi/pulumi";
import {
    type Check,
    cidr,
    flag,
    ipAddress,
    ipOrCidr,
    listOf,
    object,
    oneOf,
    type Shape,
    shapeFault,
    shown,
    whole,
    words,
} from "../checks";
import { isPlainObject } from "../inputs";

/**
 * How the interfaces of a network get their addresses. The keys are the IPAM plugins' own, so that their documentation
 * applies.
 *
 * IPAM is the one part of a network's configuration that takes Inputs, since addresses often come from another stack or
 * an address plan. Mind what that means: the configuration is one text, so while one address in it is not known, none
 * of it is, and **the policy pack refuses at preview a network that it cannot read**. An Output of a stack reference
 * or of a config secret is known at preview; the output of a resource that is still to be created is not.
 */
export type Ipam = HostLocalIpam | StaticIpam | DhcpIpam | WhereaboutsIpam;

/** A route that the interface brings along. */
export interface IpamRoute {
    /** The destination in CIDR notation, such as `10.1.0.0/16`. */
    readonly dst: pulumi.Input<string>;
    /** The next hop. Default: the gateway of the address. */
    readonly gw?: pulumi.Input<string>;
    /** The route's MTU, in bytes. */
    readonly mtu?: pulumi.Input<number>;
    /** The route's advertised maximum segment size, in bytes. */
    readonly advmss?: pulumi.Input<number>;
    /** The route's metric. */
    readonly priority?: pulumi.Input<number>;
    /** The routing table. */
    readonly table?: pulumi.Input<number>;
    /** The route's scope: 0 for global, 253 for link, 254 for host. */
    readonly scope?: pulumi.Input<number>;
}

/** DNS settings of the interface. */
export interface IpamDns {
    readonly nameservers?: pulumi.Input<pulumi.Input<string>[]>;
    readonly domain?: pulumi.Input<string>;
    readonly search?: pulumi.Input<pulumi.Input<string>[]>;
    readonly options?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A range of addresses of one subnet. */
export interface AddressRange {
    /** The subnet in CIDR notation. */
    readonly subnet: pulumi.Input<string>;
    /** The first address that is given out. */
    readonly rangeStart?: pulumi.Input<string>;
    /** The last address that is given out. */
    readonly rangeEnd?: pulumi.Input<string>;
    /** The gateway. Default: the first address of the subnet. */
    readonly gateway?: pulumi.Input<string>;
}

/** Addresses from ranges that each node keeps for itself. Source: CNI plugin `host-local`. */
export interface HostLocalIpam {
    readonly type: "host-local";
    /** Lists of ranges: the interface gets one address from each inner list. */
    readonly ranges: readonly (readonly AddressRange[])[];
    readonly routes?: readonly IpamRoute[];
    /** A file on the node whose DNS settings the interface takes. */
    readonly resolvConf?: pulumi.Input<string>;
    /** The folder on the node that holds the leases. Default: `/var/lib/cni/networks`. */
    readonly dataDir?: pulumi.Input<string>;
}

/** One address with its prefix length. */
export interface StaticAddress {
    /** The address with its prefix length, such as `10.0.0.5/24`. */
    readonly address: pulumi.Input<string>;
    readonly gateway?: pulumi.Input<string>;
}

/** Addresses written down: here, or by each pod (then the plugin needs `capabilities: { ips: true }`). Source: CNI plugin `static`. */
export interface StaticIpam {
    readonly type: "static";
    readonly addresses?: readonly StaticAddress[];
    readonly routes?: readonly IpamRoute[];
    readonly dns?: IpamDns;
}

/** Addresses from a DHCP server on the network, through the `dhcp` daemon on each node. Source: CNI plugin `dhcp`. */
export interface DhcpIpam {
    readonly type: "dhcp";
    /** The daemon's socket. Default: `/run/cni/dhcp.sock`. */
    readonly daemonSocketPath?: pulumi.Input<string>;
    /** The metric of the routes. */
    readonly priority?: pulumi.Input<number>;
    /** Options sent to the server: a value, or the name of the CNI argument that holds it. */
    readonly provide?: readonly {
        readonly option: pulumi.Input<string>;
        readonly value?: pulumi.Input<string>;
        readonly fromArg?: pulumi.Input<string>;
    }[];
    /** Options asked of the server. */
    readonly request?: readonly { readonly option?: pulumi.Input<string>; readonly skipDefault?: boolean }[];
}

/** One range of the cluster-wide IPAM. */
export interface WhereaboutsRange {
    /** The range in CIDR notation, or `10.0.0.10-10.0.0.50/24`. */
    readonly range: pulumi.Input<string>;
    readonly range_start?: pulumi.Input<string>;
    readonly range_end?: pulumi.Input<string>;
    /** Networks in CIDR notation that are left out. */
    readonly exclude?: readonly pulumi.Input<string>[];
}

/** Addresses that are unique in the whole cluster. Source: the IPAM plugin `whereabouts`. */
export interface WhereaboutsIpam {
    readonly type: "whereabouts";
    /** The range in CIDR notation, or `10.0.0.10-10.0.0.50/24`. Either this or `ipRanges`. */
    readonly range?: pulumi.Input<string>;
    readonly range_start?: pulumi.Input<string>;
    readonly range_end?: pulumi.Input<string>;
    /** Networks in CIDR notation that are left out. */
    readonly exclude?: readonly pulumi.Input<string>[];
    /** Several ranges, one address from each (dual stack). */
    readonly ipRanges?: readonly WhereaboutsRange[];
    readonly gateway?: pulumi.Input<string>;
    readonly routes?: readonly IpamRoute[];
    readonly dns?: IpamDns;
    /** Keeps networks with the same range apart. */
    readonly network_name?: pulumi.Input<string>;
    /** True: one address may not be given out by two networks. Default: true in the plugin. */
    readonly enable_overlapping_ranges?: boolean;
    /** The prefix length of each node's slice, such as `/22`, for the faster allocation by node. */
    readonly node_slice_size?: pulumi.Input<string>;
}

const range: Check = (value) =>
    cidr(value) === undefined || (typeof value === "string" && isAddressRange(value))
        ? undefined
        : `must be a range such as "10.0.0.0/24" or "10.0.0.10-10.0.0.50/24", and is ${shown(value)}`;

function isAddressRange(value: string): boolean {
    const [first, last, ...rest] = value.split("-");
    return rest.length === 0 && ipAddress(first) === undefined && ipOrCidr(last) === undefined;
}

const address: Check = (value) =>
    typeof value === "string" && value.includes("/")
        ? ipOrCidr(value)
        : `must be an address with its prefix length, such as "10.0.0.5/24", and is ${shown(value)}`;
const routes = listOf(
    object(
        {
            dst: cidr,
            gw: ipAddress,
            mtu: whole(0),
            advmss: whole(0),
            priority: whole(0),
            table: whole(0),
            scope: whole(0, 255),
        },
        ["dst"],
    ),
);
const dns = object(
    { nameservers: listOf(ipAddress), domain: words, search: listOf(words), options: listOf(words) },
    [],
);
const addressRange = object({ subnet: cidr, rangeStart: ipAddress, rangeEnd: ipAddress, gateway: ipAddress }, [
    "subnet",
]);

const shapes: Readonly<Record<Ipam["type"], { readonly shape: Shape; readonly required: readonly string[] }>> = {
    "host-local": {
        shape: { type: words, ranges: listOf(listOf(addressRange)), routes, resolvConf: words, dataDir: words },
        required: ["ranges"],
    },
    static: {
        shape: { type: words, addresses: listOf(object({ address, gateway: ipAddress }, ["address"])), routes, dns },
        required: [],
    },
    dhcp: {
        shape: {
            type: words,
            daemonSocketPath: words,
            priority: whole(0),
            provide: listOf(object({ option: words, value: words, fromArg: words }, ["option"])),
            request: listOf(object({ option: words, skipDefault: flag }, [])),
        },
        required: [],
    },
    whereabouts: {
        shape: {
            type: words,
            range,
            range_start: ipAddress,
            range_end: ipAddress,
            exclude: listOf(cidr),
            ipRanges: listOf(
                object({ range, range_start: ipAddress, range_end: ipAddress, exclude: listOf(cidr) }, ["range"]),
            ),
            gateway: ipAddress,
            routes,
            dns,
            network_name: words,
            enable_overlapping_ranges: flag,
            node_slice_size: words,
        },
        required: [],
    },
};

/** What is wrong with what is known of an IPAM configuration, as the end of a sentence, or `undefined`. */
export function ipamFault(ipam: unknown): string | undefined {
    if (!isPlainObject(ipam)) {
        return `must be an object with a type, and is ${shown(ipam)}`;
    }
    const { type } = ipam;
    const wrongType = oneOf(...Object.keys(shapes))(type);
    if (wrongType !== undefined) {
        return `has a type that ${wrongType}`;
    }
    const { shape, required } = shapes[type as Ipam["type"]];
    const fault = shapeFault(ipam, shape, required);
    if (fault !== undefined) {
        return fault;
    }
    if (type === "host-local" && Array.isArray(ipam["ranges"]) && ipam["ranges"].flat().length === 0) {
        return `has no range: give ranges: [[{ subnet: "10.0.0.0/24" }]]`;
    }
    if (type === "whereabouts" && ipam["range"] === undefined && ipam["ipRanges"] === undefined) {
        return `needs range or ipRanges`;
    }
    return undefined;
}
