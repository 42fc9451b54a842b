import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { HardwareTechnique } from "../../techniques/technique";
import { type CheckedChoice, checkChoice, type HardwareChoice } from "../choice";
import { failer } from "../checks";
import { childOptions } from "../child-options";
import { isPlainObject } from "../inputs";
import { markMetadata, type Metadata, objectMeta } from "./markers";
import { checkPolicySpec, checkPrefix } from "./sriov-node-policy-rules";

/** Which NICs a policy is for. `netFilter` stands alone; of the others, at least one is given. */
export interface NicSelector {
    /** The vendor's PCI ID, such as `8086`. */
    readonly vendor?: pulumi.Input<string>;
    /** The device's PCI ID, such as `158b`. */
    readonly deviceID?: pulumi.Input<string>;
    /** PCI addresses of physical functions. */
    readonly rootDevices?: pulumi.Input<pulumi.Input<string>[]>;
    /** Names of physical functions, with a range of functions if not all: `ens1f0#0-3`. */
    readonly pfNames?: pulumi.Input<pulumi.Input<string>[]>;
    /** On a virtual platform: `openstack/NetworkID:…` or `aws/NetworkID:…`. */
    readonly netFilter?: pulumi.Input<string>;
}

/** The Open vSwitch bridge that the operator keeps for the NICs of a policy. */
export interface ManagedBridge {
    readonly ovs: {
        readonly bridge?: {
            readonly datapathType?: pulumi.Input<string>;
            readonly externalIDs?: pulumi.Input<Record<string, pulumi.Input<string>>>;
            readonly otherConfig?: pulumi.Input<Record<string, pulumi.Input<string>>>;
            readonly failMode?: pulumi.Input<"secure" | "standalone">;
        };
        readonly uplink?: {
            readonly interface?: {
                readonly type?: pulumi.Input<string>;
                readonly options?: pulumi.Input<Record<string, pulumi.Input<string>>>;
                readonly externalIDs?: pulumi.Input<Record<string, pulumi.Input<string>>>;
                readonly otherConfig?: pulumi.Input<Record<string, pulumi.Input<string>>>;
                readonly mtuRequest?: pulumi.Input<number>;
            };
        };
    };
}

/** What every policy takes. */
interface NodePolicyCommonSpec {
    /** The name of the pool, without a prefix: letters, digits, `-` and `_`. */
    readonly resourceName: pulumi.Input<string>;
    /** The nodes, by labels. */
    readonly nodeSelector: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Virtual functions on each NIC, at least 1. */
    readonly numVfs: pulumi.Input<number>;
    readonly nicSelector: pulumi.Input<NicSelector>;
    /** 0 to 99; a higher one wins. */
    readonly priority?: pulumi.Input<number>;
    readonly mtu?: pulumi.Input<number>;
    /** Hands `/dev/vhost-net` to the pod too. */
    readonly needVhostNet?: pulumi.Input<boolean>;
    /** Leaves the NUMA node out of what is advertised. */
    readonly excludeTopology?: pulumi.Input<boolean>;
}

/** A pool of plain virtual functions. `vfio-pci` excludes RDMA. */
export type FunctionPoolSpec = NodePolicyCommonSpec & {
    readonly eSwitchMode?: "legacy";
    readonly vdpaType?: never;
    readonly bridge?: never;
    readonly linkType?: pulumi.Input<"eth" | "ETH" | "ib" | "IB">;
    readonly externallyManaged?: pulumi.Input<boolean>;
} & (
        | { readonly deviceType?: "netdevice"; readonly isRdma?: pulumi.Input<boolean> }
        | { readonly deviceType: "vfio-pci"; readonly isRdma?: false }
    );

/** What a switchdev pool takes beside its type: the operator keeps the bridge only of what it manages. */
type SwitchdevSpec = NodePolicyCommonSpec & {
    readonly eSwitchMode: "switchdev";
    readonly linkType?: pulumi.Input<"eth" | "ETH">;
} & (
        | { readonly bridge?: undefined; readonly externallyManaged?: pulumi.Input<boolean> }
        | { readonly bridge: ManagedBridge; readonly externallyManaged?: false }
    );

/** A pool of vDPA devices: they need switchdev mode and the driver of the kernel. */
export type VdpaPoolSpec = SwitchdevSpec & {
    /** `virtio`: a network interface in the pod. `vhost`: a device for DPDK and virtual machines. */
    readonly vdpaType: "virtio" | "vhost";
    readonly deviceType?: "netdevice";
    readonly isRdma?: false;
};

/** A pool of offloaded ports of a NIC with a switch of its own. */
export type SwitchdevPoolSpec = SwitchdevSpec & { readonly vdpaType?: never } & (
        | { readonly deviceType?: "netdevice"; readonly isRdma?: pulumi.Input<boolean> }
        | { readonly deviceType: "vfio-pci"; readonly isRdma?: false }
    );

/** The arguments of a {@link SriovNetworkNodePolicy}: the technique decides what the pool's spec may say. */
export type SriovNetworkNodePolicyArgs = {
    /** Name, namespace and so on. The operator heeds only policies in its own namespace. */
    readonly metadata?: Metadata;
    /** The prefix of the operator's resource names. Default: `openshift.io`, the operator's own. */
    readonly resourcePrefix?: string;
} & (
    | (HardwareChoice<"sriov"> & { readonly spec: FunctionPoolSpec })
    | (HardwareChoice<"vdpa"> & { readonly spec: VdpaPoolSpec })
    | (HardwareChoice<"smartnic"> & { readonly spec: SwitchdevPoolSpec })
);

/** The techniques that a pool of virtual functions can have. */
export const POOL_TECHNIQUES: readonly HardwareTechnique[] = ["sriov", "vdpa", "smartnic"];

const OBJECT = { apiVersion: "sriovnetwork.openshift.io/v1", kind: "SriovNetworkNodePolicy" } as const;

/**
 * A pool of virtual functions or vDPA devices that the SR-IOV network operator makes on nodes
 * (`sriovnetwork.openshift.io/v1`). It offers hardware, so it needs an exception ID; what uses the pool needs its own.
 *
 * ```ts
 * const pool = new kubernetes.SriovNetworkNodePolicy("fast", {
 *     technique: "vdpa",
 *     exceptionId: "EXC-2026-014",
 *     metadata: { namespace: "sriov-network-operator" },
 *     spec: {
 *         resourceName: "fast",
 *         nodeSelector: { "feature.node.kubernetes.io/network-sriov.capable": "true" },
 *         numVfs: 8,
 *         nicSelector: { vendor: "15b3", pfNames: ["ens1f0"] },
 *         eSwitchMode: "switchdev",
 *         vdpaType: "virtio",
 *     },
 * });
 * ```
 *
 * @throws ArgumentError for what the operator's admission webhook would refuse, and for a spec that gives another
 * technique than the one chosen.
 */
export class SriovNetworkNodePolicy extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** The name of the pool, without its prefix: what an {@link SriovNetwork} names. */
    public readonly resourceName: pulumi.Output<string>;
    /** The device-plugin resource that pods ask for, such as `openshift.io/fast`. */
    public readonly deviceResource: pulumi.Output<string>;
    /** What its users rest on. */
    public readonly choice: CheckedChoice;

    constructor(name: string, args: SriovNetworkNodePolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        const { choice, prefix } = checkPool(name, args);
        super(`virtio-first:kubernetes:${OBJECT.kind}`, name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            { ...OBJECT, metadata: objectMeta(markMetadata(args.metadata, [choice])), spec: args.spec },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.resourceName = pulumi.output(args.spec.resourceName);
        this.deviceResource = pulumi.interpolate`${prefix}/${args.spec.resourceName}`;
        this.choice = choice;
        this.registerOutputs({
            metadata: this.metadata,
            name: this.name,
            resourceName: this.resourceName,
            deviceResource: this.deviceResource,
        });
    }
}

/** Checks the arguments of a pool. Pure: nothing is registered. */
export function checkPool(
    name: string,
    args: SriovNetworkNodePolicyArgs,
): { readonly choice: CheckedChoice; readonly prefix: string } {
    const component = `SriovNetworkNodePolicy "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        fail("args", `is missing.`);
    }
    const choice = checkChoice(component, args, POOL_TECHNIQUES);
    checkPolicySpec(fail, args.spec, choice);
    return { choice, prefix: checkPrefix(fail, args.resourcePrefix) };
}
