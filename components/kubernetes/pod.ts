import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { preparePod, type WorkloadAdditions } from "./workload";
import { WorkloadComponent } from "./workload-component";

/** The arguments of a {@link Pod}: those of Kubernetes, and its networks. */
export interface PodArgs extends k8s.core.v1.PodArgs, Omit<WorkloadAdditions, "markPodTemplate"> {}

/**
 * A pod with its secondary networks. A hardware network takes its technique and exception ID along: the marker is set
 * in the pod's metadata, and the devices are added to the requests of one container.
 *
 * ```ts
 * new kubernetes.Pod("probe", {
 *     spec: { containers: [{ name: "probe", image }] },
 *     attachments: [{ network: blue, interface: "data", ips: ["10.0.0.5/24"] }],
 * });
 * ```
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class Pod extends WorkloadComponent<k8s.core.v1.Pod, k8s.types.input.core.v1.PodSpec> {
    constructor(name: string, args: PodArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "Pod",
                prepared: preparePod(`Pod "${name}"`, args),
                make: (prepared, options) => new k8s.core.v1.Pod(name, prepared, options),
                podMetadata: (resource) => resource.metadata,
            },
            name,
            args,
            opts,
        );
    }
}
