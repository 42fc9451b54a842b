import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { inTemplate, networksOf, prepareWorkload, type WorkloadAdditions } from "./workload";

/**
 * The workloads of `apps/v1`, each with the networks of its pods. A hardware network takes its technique and exception
 * ID along: the marker is set in the workload's metadata, and the devices are added to the requests of one container.
 *
 * ```ts
 * new kubernetes.Deployment("upf", {
 *     metadata: { namespace: "apps" },
 *     spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "upf", image }] } } },
 *     attachments: [blue, { network: fast, interface: "n3" }],
 * });
 * ```
 */

/** The arguments of a {@link Deployment}: those of Kubernetes, and its pods' networks. */
export interface DeploymentArgs extends k8s.apps.v1.DeploymentArgs, WorkloadAdditions {}

/**
 * A deployment with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class Deployment extends pulumi.ComponentResource {
    /** The deployment itself. */
    public readonly resource: k8s.apps.v1.Deployment;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.apps.v1.DeploymentSpec>;
    public readonly status: pulumi.Output<k8s.types.output.apps.v1.DeploymentStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: DeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload(`Deployment "${name}"`, args, inTemplate);
        super("virtio-first:kubernetes:Deployment", name, args, opts);
        this.resource = new k8s.apps.v1.Deployment(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.spec.template.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}

/** The arguments of a {@link StatefulSet}: those of Kubernetes, and its pods' networks. */
export interface StatefulSetArgs extends k8s.apps.v1.StatefulSetArgs, WorkloadAdditions {}

/**
 * A stateful set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class StatefulSet extends pulumi.ComponentResource {
    /** The stateful set itself. */
    public readonly resource: k8s.apps.v1.StatefulSet;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.apps.v1.StatefulSetSpec>;
    public readonly status: pulumi.Output<k8s.types.output.apps.v1.StatefulSetStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: StatefulSetArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload(`StatefulSet "${name}"`, args, inTemplate);
        super("virtio-first:kubernetes:StatefulSet", name, args, opts);
        this.resource = new k8s.apps.v1.StatefulSet(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.spec.template.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}

/** The arguments of a {@link DaemonSet}: those of Kubernetes, and its pods' networks. */
export interface DaemonSetArgs extends k8s.apps.v1.DaemonSetArgs, WorkloadAdditions {}

/**
 * A daemon set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class DaemonSet extends pulumi.ComponentResource {
    /** The daemon set itself. */
    public readonly resource: k8s.apps.v1.DaemonSet;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.apps.v1.DaemonSetSpec>;
    public readonly status: pulumi.Output<k8s.types.output.apps.v1.DaemonSetStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: DaemonSetArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload(`DaemonSet "${name}"`, args, inTemplate);
        super("virtio-first:kubernetes:DaemonSet", name, args, opts);
        this.resource = new k8s.apps.v1.DaemonSet(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.spec.template.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}

/** The arguments of a {@link ReplicaSet}: those of Kubernetes, and its pods' networks. */
export interface ReplicaSetArgs extends k8s.apps.v1.ReplicaSetArgs, WorkloadAdditions {}

/**
 * A replica set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class ReplicaSet extends pulumi.ComponentResource {
    /** The replica set itself. */
    public readonly resource: k8s.apps.v1.ReplicaSet;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.apps.v1.ReplicaSetSpec>;
    public readonly status: pulumi.Output<k8s.types.output.apps.v1.ReplicaSetStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: ReplicaSetArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload(`ReplicaSet "${name}"`, args, inTemplate);
        super("virtio-first:kubernetes:ReplicaSet", name, args, opts);
        this.resource = new k8s.apps.v1.ReplicaSet(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.spec.template.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}
