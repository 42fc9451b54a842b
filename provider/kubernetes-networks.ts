import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import {
    checkNetwork,
    NetworkAttachmentDefinition,
    type NetworkAttachmentDefinitionArgs,
} from "../components/kubernetes/network-attachment-definition";
import { checkOperatorNetwork, SriovNetwork, type SriovNetworkArgs } from "../components/kubernetes/operator-networks";
import {
    checkPool,
    SriovNetworkNodePolicy,
    type SriovNetworkNodePolicyArgs,
} from "../components/kubernetes/sriov-node-policy";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";

/** The arguments of a {@link KubernetesNetworkAttachmentDefinition}. */
export interface KubernetesNetworkAttachmentDefinitionArgs {
    /** Name, namespace, labels and annotations. */
    metadata?: KubernetesMetadata;
    /** The configuration of the CNI plugin, such as `{ type: bridge, bridge: br1 }`. What decides in it is plain. */
    config: FreeForm;
    /** Plugins that are chained behind it, in their order. Default: none. */
    chain?: FreeForm[];
    /**
     * Plain: `virtio` (default), or under an exception `sriov`, `vdpa`, `smartnic`, `pci-passthrough`, `accelerator` or
     * `unknown`.
     */
    technique?: string;
    /** The exception ID, plain. Every hardware technique needs one; `virtio` accepts none. */
    exceptionId?: string;
    /** The device-plugin resource of the pool, with its domain: `openshift.io/fast`. */
    resourceName?: pulumi.Input<string>;
    /** True where a resource claim allocates the device, in place of resourceName. */
    requestedElsewhere?: boolean;
    /** The network's name in the CNI configuration. Default: the object's own. */
    networkName?: string;
    /** The version of the CNI specification. Default: `1.0.0`. */
    cniVersion?: string;
    /** The nodes that have the network, as a label selector `key=value`. */
    nodeSelector?: pulumi.Input<string>;
}

/** A secondary network for pods and virtual machines, in software unless a technique and an exception ID say otherwise. */
export class KubernetesNetworkAttachmentDefinition extends pulumi.ComponentResource {
    /** The object's name: what a workload's attachment names. */
    public readonly name: pulumi.Output<string>;
    /** The object's namespace. */
    public readonly namespace: pulumi.Output<string>;
    /** The network as a pod's annotation selects it. */
    public readonly selection: pulumi.Output<string>;

    constructor(name: string, args: KubernetesNetworkAttachmentDefinitionArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as NetworkAttachmentDefinitionArgs;
        checkNetwork(name, typed);
        super("virtio-first:index:KubernetesNetworkAttachmentDefinition", name, {}, opts);
        const network = new NetworkAttachmentDefinition(name, typed, childOptions(this, opts));
        this.name = network.name;
        this.namespace = network.namespace;
        this.selection = network.selection;
        this.registerOutputs({ name: this.name, namespace: this.namespace, selection: this.selection });
    }
}

/** The arguments of a {@link KubernetesSriovNetwork}. */
export interface KubernetesSriovNetworkArgs {
    /** Name, namespace and so on. The operator heeds only objects in its own namespace. */
    metadata?: KubernetesMetadata;
    /** Plain: `sriov`, `vdpa` or `smartnic`. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId: string;
    /** The prefix of the operator's resource names. Default: the operator's own. */
    resourcePrefix?: string;
    /** The spec of the SriovNetwork: resourceName, networkNamespace, vlan, ipam (an object) and so on. */
    spec: FreeForm;
}

/** A network of virtual functions that the SR-IOV network operator turns into a NetworkAttachmentDefinition. */
export class KubernetesSriovNetwork extends pulumi.ComponentResource {
    /** The name of the object and of the network. */
    public readonly name: pulumi.Output<string>;
    /** The device-plugin resource that each attachment takes one of. */
    public readonly deviceResource: pulumi.Output<string>;

    constructor(name: string, args: KubernetesSriovNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as SriovNetworkArgs;
        checkOperatorNetwork("SriovNetwork", name, typed);
        super("virtio-first:index:KubernetesSriovNetwork", name, {}, opts);
        const network = new SriovNetwork(name, typed, childOptions(this, opts));
        this.name = network.name;
        this.deviceResource = network.deviceResource;
        this.registerOutputs({ name: this.name, deviceResource: this.deviceResource });
    }
}

/** The arguments of a {@link KubernetesSriovNetworkNodePolicy}. */
export interface KubernetesSriovNetworkNodePolicyArgs {
    /** Name, namespace and so on. The operator heeds only policies in its own namespace. */
    metadata?: KubernetesMetadata;
    /** Plain: `sriov`, `vdpa` or `smartnic`. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId: string;
    /** The prefix of the operator's resource names. Default: `openshift.io`. */
    resourcePrefix?: string;
    /** The spec of the policy: resourceName, nodeSelector, numVfs, nicSelector and so on. */
    spec: FreeForm;
}

/** A pool of virtual functions that the SR-IOV network operator makes on nodes. What uses it needs an exception of its own. */
export class KubernetesSriovNetworkNodePolicy extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The pool's name, without its prefix: what a KubernetesSriovNetwork names. */
    public readonly resourceName: pulumi.Output<string>;
    /** The device-plugin resource that pods ask for. */
    public readonly deviceResource: pulumi.Output<string>;

    constructor(name: string, args: KubernetesSriovNetworkNodePolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as SriovNetworkNodePolicyArgs;
        checkPool(name, typed);
        super("virtio-first:index:KubernetesSriovNetworkNodePolicy", name, {}, opts);
        const pool = new SriovNetworkNodePolicy(name, typed, childOptions(this, opts));
        this.name = pool.name;
        this.resourceName = pool.resourceName;
        this.deviceResource = pool.deviceResource;
        this.registerOutputs({
            name: this.name,
            resourceName: this.resourceName,
            deviceResource: this.deviceResource,
        });
    }
}
