import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import {
    DaemonSet,
    type DaemonSetArgs,
    Deployment,
    type DeploymentArgs,
    StatefulSet,
    type StatefulSetArgs,
} from "../components/kubernetes/apps";
import { CronJob, type CronJobArgs, inJobTemplate, Job, type JobArgs } from "../components/kubernetes/jobs";
import { Pod, type PodArgs } from "../components/kubernetes/pod";
import { inTemplate, preparePod, prepareWorkload } from "../components/kubernetes/workload";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";

/** A network that the pods are attached to, by the name of its NetworkAttachmentDefinition. */
export interface KubernetesPodAttachment {
    /** The name of the NetworkAttachmentDefinition, such as the name of a KubernetesNetworkAttachmentDefinition. */
    network: pulumi.Input<string>;
    /** Where it is not the pod's own. */
    namespace?: pulumi.Input<string>;
    /** The network's technique, plain: `virtio` (default), `sriov`, `vdpa`, `smartnic`, `pci-passthrough` or `unknown`. */
    technique?: string;
    /** The exception ID of the workload, plain. The network's own marker does not cover it. */
    exceptionId?: string;
    /** The device-plugin resource that each attachment takes one of, such as `openshift.io/fast`. */
    resourceName?: pulumi.Input<string>;
    /** True: the device comes by a resource claim or by admission. */
    requestedElsewhere?: boolean;
    /** The interface's name in the pod. Default: `net1`, `net2`, … */
    interface?: pulumi.Input<string>;
    /** Addresses. */
    ips?: pulumi.Input<pulumi.Input<string>[]>;
    /** The MAC address. */
    mac?: pulumi.Input<string>;
    /** Gateways: the pod's default routes go through this interface. */
    defaultRoute?: pulumi.Input<pulumi.Input<string>[]>;
    /** True: the network takes the place of the cluster's default network. */
    defaultNetwork?: boolean;
}

/** A device of a device plugin that the pods take without a network. */
export interface KubernetesPodDevice {
    /** The device plugin's resource, such as `nvidia.com/gpu`. */
    resource: pulumi.Input<string>;
    /** The technique, plain. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** How many. Default: 1. */
    count?: number;
    /** The container that asks for it. Default: the workload's. */
    container?: string;
}

/** A claim of Dynamic Resource Allocation that the pods use, by the name of the claim or of its template. */
export interface KubernetesPodClaim {
    /** The claim's name within the pod. */
    name: string;
    /** The name of a ResourceClaimTemplate, such as the name of a KubernetesResourceClaimTemplate; or claim. */
    template?: pulumi.Input<string>;
    /** The name of a ResourceClaim that stands alone; or template. */
    claim?: pulumi.Input<string>;
    /** The technique of its devices, plain. The claim's own marker does not cover the workload. */
    technique?: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** The one request of the claim that the container uses. Default: all of them. */
    request?: string;
    /** The containers that use it. Default: the workload's. */
    containers?: string[];
}

/** The arguments of a workload: those of Kubernetes, and its pods' networks and devices. */
export interface KubernetesWorkloadArgs {
    /** Name, namespace, labels and annotations. */
    metadata?: KubernetesMetadata;
    /** The spec as Kubernetes has it. */
    spec: FreeForm;
    /** The networks that each pod is attached to beside the cluster's own. Default: none. */
    attachments?: KubernetesPodAttachment[];
    /** Devices of device plugins without a network. Default: none. */
    devices?: KubernetesPodDevice[];
    /** Claims of Dynamic Resource Allocation. Default: none. */
    claims?: KubernetesPodClaim[];
    /** The container that asks for the devices. Default: the first. */
    container?: string;
    /** True: the marker is set on the pod template too. Default: false. Not for a pod, which carries it anyway. */
    markPodTemplate?: boolean;
}

/** A deployment with its pods' secondary networks. */
export class KubernetesDeployment extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the pods' networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as DeploymentArgs;
        prepareWorkload(`KubernetesDeployment "${name}"`, typed, inTemplate);
        super("virtio-first:index:KubernetesDeployment", name, {}, opts);
        const workload = new Deployment(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

/** A stateful set with its pods' secondary networks. */
export class KubernetesStatefulSet extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the pods' networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as StatefulSetArgs;
        prepareWorkload(`KubernetesStatefulSet "${name}"`, typed, inTemplate);
        super("virtio-first:index:KubernetesStatefulSet", name, {}, opts);
        const workload = new StatefulSet(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

/** A daemon set with its pods' secondary networks. */
export class KubernetesDaemonSet extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the pods' networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as DaemonSetArgs;
        prepareWorkload(`KubernetesDaemonSet "${name}"`, typed, inTemplate);
        super("virtio-first:index:KubernetesDaemonSet", name, {}, opts);
        const workload = new DaemonSet(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

/** A job with its pods' secondary networks. */
export class KubernetesJob extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the pods' networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as JobArgs;
        prepareWorkload(`KubernetesJob "${name}"`, typed, inTemplate);
        super("virtio-first:index:KubernetesJob", name, {}, opts);
        const workload = new Job(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

/** A cron job with its pods' secondary networks. */
export class KubernetesCronJob extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the pods' networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as CronJobArgs;
        prepareWorkload(`KubernetesCronJob "${name}"`, typed, inJobTemplate);
        super("virtio-first:index:KubernetesCronJob", name, {}, opts);
        const workload = new CronJob(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

/** A pod with its secondary networks. */
export class KubernetesPod extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The value of the networks annotation; empty without networks. */
    public readonly networks: pulumi.Output<string>;

    constructor(name: string, args: KubernetesWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as PodArgs;
        preparePod(`KubernetesPod "${name}"`, typed);
        super("virtio-first:index:KubernetesPod", name, {}, opts);
        const workload = new Pod(name, typed, childOptions(this, opts));
        this.name = nameOf(workload);
        this.networks = annotationOf(workload);
        this.registerOutputs({ name: this.name, networks: this.networks });
    }
}

function nameOf({ metadata }: Pick<Deployment | Pod, "metadata">): pulumi.Output<string> {
    return metadata.name;
}

function annotationOf({ networks }: Pick<Deployment | Pod, "networks">): pulumi.Output<string> {
    return networks.apply((text) => text ?? "");
}
