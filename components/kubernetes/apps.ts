import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { inTemplate, prepareWorkload, type WorkloadAdditions } from "./workload";
import { WorkloadComponent } from "./workload-component";

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
export class Deployment extends WorkloadComponent<k8s.apps.v1.Deployment, k8s.types.input.apps.v1.DeploymentSpec> {
    constructor(name: string, args: DeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "Deployment",
                prepared: prepareWorkload(`Deployment "${name}"`, args, inTemplate),
                make: (prepared, options) => new k8s.apps.v1.Deployment(name, prepared, options),
                podMetadata: (resource) => resource.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}

/** The arguments of a {@link StatefulSet}: those of Kubernetes, and its pods' networks. */
export interface StatefulSetArgs extends k8s.apps.v1.StatefulSetArgs, WorkloadAdditions {}

/**
 * A stateful set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class StatefulSet extends WorkloadComponent<k8s.apps.v1.StatefulSet, k8s.types.input.apps.v1.StatefulSetSpec> {
    constructor(name: string, args: StatefulSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "StatefulSet",
                prepared: prepareWorkload(`StatefulSet "${name}"`, args, inTemplate),
                make: (prepared, options) => new k8s.apps.v1.StatefulSet(name, prepared, options),
                podMetadata: (resource) => resource.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}

/** The arguments of a {@link DaemonSet}: those of Kubernetes, and its pods' networks. */
export interface DaemonSetArgs extends k8s.apps.v1.DaemonSetArgs, WorkloadAdditions {}

/**
 * A daemon set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class DaemonSet extends WorkloadComponent<k8s.apps.v1.DaemonSet, k8s.types.input.apps.v1.DaemonSetSpec> {
    constructor(name: string, args: DaemonSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "DaemonSet",
                prepared: prepareWorkload(`DaemonSet "${name}"`, args, inTemplate),
                make: (prepared, options) => new k8s.apps.v1.DaemonSet(name, prepared, options),
                podMetadata: (resource) => resource.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}

/** The arguments of a {@link ReplicaSet}: those of Kubernetes, and its pods' networks. */
export interface ReplicaSetArgs extends k8s.apps.v1.ReplicaSetArgs, WorkloadAdditions {}

/**
 * A replica set with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class ReplicaSet extends WorkloadComponent<k8s.apps.v1.ReplicaSet, k8s.types.input.apps.v1.ReplicaSetSpec> {
    constructor(name: string, args: ReplicaSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "ReplicaSet",
                prepared: prepareWorkload(`ReplicaSet "${name}"`, args, inTemplate),
                make: (prepared, options) => new k8s.apps.v1.ReplicaSet(name, prepared, options),
                podMetadata: (resource) => resource.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}
