import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { networkGenerators } from "../../techniques/kubernetes/sriov-operator";
import { type CheckedChoice, checkChoice, type HardwareChoice } from "../choice";
import { type Fail, failer, shapeFault, shown } from "../checks";
import { childOptions } from "../child-options";
import { checkChain } from "./cni-config";
import type { Capabilities, DeviceChainedPlugin, VlanTrunk } from "./cni-plugins";
import { isPlainObject, mapInput, whenKnown } from "../inputs";
import { type Ipam, ipamFault } from "./ipam";
import { markMetadata, type Metadata, namespaceOf, objectMeta } from "./markers";
import { type OperatorKind, operatorKinds } from "./operator-network-shapes";
import type { AttachableNetwork, NetworkFacts } from "./pod-attachments";
import { checkPrefix } from "./sriov-node-policy-rules";

/** What every network of an operator takes. */
export interface OperatorNetworkArgs<S> {
    /** Name, namespace and so on. The operator heeds only objects in its own namespace. */
    readonly metadata?: Metadata;
    /** The prefix of the operator's resource names. Default: the operator's own. */
    readonly resourcePrefix?: string;
    readonly spec: S;
}

/** What the spec of every network of an operator takes. */
export interface OperatorNetworkSpec {
    /** The namespace in which pods find the network. Default: the object's own. */
    readonly networkNamespace?: pulumi.Input<string>;
    /** The name of the pool, without a prefix: {@link SriovNetworkNodePolicy.resourceName}. */
    readonly resourceName: pulumi.Input<string>;
    /** How the interfaces get their addresses. Default: they get none. */
    readonly ipam?: Ipam;
}

/** What most networks of an operator take. */
interface ChainableSpec extends OperatorNetworkSpec {
    /** What a pod may ask of the network. Default: nothing. */
    readonly capabilities?: Capabilities;
    /** Plugins that are chained behind, in their order, plain. Default: none. */
    readonly metaPlugins?: readonly DeviceChainedPlugin[];
}

/** The spec of an {@link SriovNetwork}. */
export interface SriovNetworkSpec extends ChainableSpec {
    /** 0 to 4094. Default: 0, none. */
    readonly vlan?: pulumi.Input<number>;
    /** 0 to 7; more than 0 needs a `vlan` of more than 0. */
    readonly vlanQoS?: pulumi.Input<number>;
    readonly vlanProto?: pulumi.Input<"802.1q" | "802.1Q" | "802.1ad" | "802.1AD">;
    readonly spoofChk?: pulumi.Input<"on" | "off">;
    readonly trust?: pulumi.Input<"on" | "off">;
    readonly linkState?: pulumi.Input<"auto" | "enable" | "disable">;
    /** In Mbit/s; at most `maxTxRate`. */
    readonly minTxRate?: pulumi.Input<number>;
    /** In Mbit/s. */
    readonly maxTxRate?: pulumi.Input<number>;
    readonly logLevel?: pulumi.Input<"panic" | "error" | "warning" | "info" | "debug">;
    readonly logFile?: pulumi.Input<string>;
}

/** The spec of an {@link SriovIBNetwork}. */
export interface SriovIBNetworkSpec extends ChainableSpec {
    readonly linkState?: pulumi.Input<"auto" | "enable" | "disable">;
}

/** The spec of an {@link OVSNetwork}. */
export interface OVSNetworkSpec extends ChainableSpec {
    /** Default: the bridge that the device's physical function is on. */
    readonly bridge?: pulumi.Input<string>;
    /** 0 to 4095. */
    readonly vlan?: pulumi.Input<number>;
    readonly mtu?: pulumi.Input<number>;
    readonly trunk?: pulumi.Input<pulumi.Input<VlanTrunk>[]>;
    readonly interfaceType?: pulumi.Input<string>;
}

/** The arguments of an {@link SriovNetwork}. */
export type SriovNetworkArgs = OperatorNetworkArgs<SriovNetworkSpec> & HardwareChoice<"sriov" | "vdpa" | "smartnic">;
/** The arguments of an {@link SriovIBNetwork}. */
export type SriovIBNetworkArgs = OperatorNetworkArgs<SriovIBNetworkSpec> & HardwareChoice<"sriov" | "pci-passthrough">;
/** The arguments of an {@link OVSNetwork}. */
export type OVSNetworkArgs = OperatorNetworkArgs<OVSNetworkSpec> & HardwareChoice<"smartnic" | "vdpa">;
/** The arguments of a {@link HostDeviceNetwork}. */
export type HostDeviceNetworkArgs = OperatorNetworkArgs<OperatorNetworkSpec> &
    HardwareChoice<"pci-passthrough" | "sriov">;

/** A network that an operator makes of an object: the object, and what pods need to know of the network. */
abstract class OperatorNetwork extends pulumi.ComponentResource implements AttachableNetwork {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    /** The name of the object and of the network. */
    public readonly name: pulumi.Output<string>;
    /** The device-plugin resource that each attachment takes one of, such as `openshift.io/fast`. */
    public readonly deviceResource: pulumi.Output<string>;
    /** What a pod's attachment takes from the network. */
    public readonly attachable: NetworkFacts;

    protected constructor(
        kind: OperatorKind,
        name: string,
        args: OperatorNetworkArgs<OperatorNetworkSpec>,
        opts: pulumi.ComponentResourceOptions | undefined,
    ) {
        const { choice, spec, deviceResource } = checkOperatorNetwork(kind, name, args);
        super(`virtio-first:kubernetes:${kind}`, name, args, opts);
        const { group, version } = operatorKinds[kind];
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            {
                apiVersion: `${group}/${version}`,
                kind,
                metadata: objectMeta(markMetadata(args.metadata, [choice])),
                spec,
            },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.deviceResource = pulumi.output(deviceResource);
        this.attachable = {
            name: this.name,
            namespace: args.spec.networkNamespace ?? homeOf(kind, args.metadata),
            choice,
            resourceName: deviceResource,
            capabilities: (args.spec as ChainableSpec).capabilities ?? {},
        };
        this.registerOutputs({ metadata: this.metadata, name: this.name, deviceResource: this.deviceResource });
    }
}

/**
 * A network of virtual functions, which the SR-IOV network operator turns into a NetworkAttachmentDefinition
 * (`sriovnetwork.openshift.io/v1`).
 *
 * ```ts
 * const fast = new kubernetes.SriovNetwork("fast", {
 *     technique: "sriov",
 *     exceptionId: "EXC-2026-014",
 *     metadata: { namespace: "sriov-network-operator" },
 *     spec: { networkNamespace: "apps", resourceName: pool.resourceName, vlan: 200, ipam: { type: "dhcp" } },
 * });
 * new kubernetes.Pod("probe", { metadata: { namespace: "apps" }, spec, attachments: [fast] });
 * ```
 *
 * @throws ArgumentError for what the operator or the plugin would refuse.
 */
export class SriovNetwork extends OperatorNetwork {
    constructor(name: string, args: SriovNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("SriovNetwork", name, args, opts);
    }
}

/**
 * A network of InfiniBand functions, which the SR-IOV network operator turns into a NetworkAttachmentDefinition.
 *
 * @throws ArgumentError for what the operator or the plugin would refuse.
 */
export class SriovIBNetwork extends OperatorNetwork {
    constructor(name: string, args: SriovIBNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("SriovIBNetwork", name, args, opts);
    }
}

/**
 * A network of offloaded Open vSwitch ports, which the SR-IOV network operator turns into a
 * NetworkAttachmentDefinition.
 *
 * @throws ArgumentError for what the operator or the plugin would refuse.
 */
export class OVSNetwork extends OperatorNetwork {
    constructor(name: string, args: OVSNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("OVSNetwork", name, args, opts);
    }
}

/**
 * A network of whole devices, which NVIDIA's network operator turns into a NetworkAttachmentDefinition
 * (`mellanox.com/v1alpha1`).
 *
 * @throws ArgumentError for what the operator or the plugin would refuse.
 */
export class HostDeviceNetwork extends OperatorNetwork {
    constructor(name: string, args: HostDeviceNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("HostDeviceNetwork", name, args, opts);
    }
}

/** All that is worked out before anything is registered. */
export interface CheckedOperatorNetwork {
    readonly choice: CheckedChoice;
    readonly spec: Record<string, unknown>;
    readonly deviceResource: pulumi.Input<string>;
}

/** Checks the arguments of a network of an operator. Pure: nothing is registered. */
export function checkOperatorNetwork(
    kind: OperatorKind,
    name: string,
    args: OperatorNetworkArgs<OperatorNetworkSpec> & { readonly technique?: unknown },
): CheckedOperatorNetwork {
    const component = `${kind} "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", `is missing.`);
    }
    const { techniques, shape, together } = operatorKinds[kind];
    const choice = checkChoice(component, args, techniques);
    const spec: unknown = args.spec;
    if (!isPlainObject(spec)) {
        return fail("spec", `must be a plain object, and is ${shown(spec)}.`);
    }
    const fault = shapeFault(spec, shape, ["resourceName"]) ?? together?.(spec);
    if (fault !== undefined) {
        fail("spec", `${fault}.`);
    }
    const usual = networkGenerators.find((row) => row.kind === kind)?.prefix;
    const prefix = checkPrefix(fail, args.resourcePrefix, usual);
    const { ipam, capabilities, metaPlugins } = args.spec as ChainableSpec;
    return {
        choice,
        spec: {
            ...spec,
            ...(ipam === undefined ? {} : { ipam: ipamText(fail, ipam) }),
            ...(capabilities === undefined ? {} : { capabilities: JSON.stringify(capabilities) }),
            ...(metaPlugins === undefined ? {} : { metaPlugins: metaPluginsText(fail, metaPlugins) }),
        },
        deviceResource: mapInput(args.spec.resourceName, (pool) => `${prefix}/${pool}`),
    };
}

/** Addresses as the operators take them: JSON in a string, once all is known. */
function ipamText(fail: Fail, ipam: Ipam): pulumi.Input<string> {
    return whenKnown(ipam, (known) => {
        const fault = ipamFault(known);
        return fault === undefined ? JSON.stringify(known) : fail("spec.ipam", `${fault}.`);
    });
}

/** Chained plugins as the operators take them: objects with commas between them, and no brackets. */
function metaPluginsText(fail: Fail, plugins: readonly DeviceChainedPlugin[]): string {
    return checkChain(fail, plugins, "spec.metaPlugins")
        .map((plugin) => JSON.stringify(plugin))
        .join(",");
}

/** Where the network is found unless the spec says it: beside the object, or where the operator puts those of a cluster-wide one. */
function homeOf(kind: OperatorKind, metadata: Metadata | undefined): pulumi.Input<string> | undefined {
    return operatorKinds[kind].defaultNamespace ?? namespaceOf(metadata);
}
