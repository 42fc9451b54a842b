import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { networksOf, preparePod, type WorkloadAdditions } from "./workload";

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
export class Pod extends pulumi.ComponentResource {
    /** The pod itself. */
    public readonly resource: k8s.core.v1.Pod;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.core.v1.PodSpec>;
    public readonly status: pulumi.Output<k8s.types.output.core.v1.PodStatus>;
    /** The value of the networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: PodArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = preparePod(`Pod "${name}"`, args);
        super("virtio-first:kubernetes:Pod", name, args, opts);
        this.resource = new k8s.core.v1.Pod(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}
