import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { networksOf, type PreparedWorkload } from "./workload";

/** A resource of Kubernetes that runs pods. */
interface WorkloadResource extends pulumi.CustomResource {
    readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    readonly spec: pulumi.Output<unknown>;
    readonly status: pulumi.Output<unknown>;
}

/** What tells one kind of workload from another. */
export interface WorkloadKind<R, S> {
    readonly kind: string;
    /** The metadata and the spec, worked out and checked. */
    readonly prepared: PreparedWorkload<S>;
    /** Makes the resource. */
    readonly make: (args: PreparedWorkload<S>, opts: pulumi.CustomResourceOptions) => R;
    /** The metadata that its pods get. */
    readonly podMetadata: (resource: R) => pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
}

/**
 * A component around the one workload that it attaches to networks. The workload is worked out before this is called, so
 * that a fault in its arguments is thrown before anything is registered.
 */
export abstract class WorkloadComponent<R extends WorkloadResource, S> extends pulumi.ComponentResource {
    /** The workload itself. */
    public readonly resource: R;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: R["spec"];
    public readonly status: R["status"];
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    protected constructor(
        { kind, prepared, make, podMetadata }: WorkloadKind<R, S>,
        name: string,
        args: pulumi.Inputs,
        opts: pulumi.ComponentResourceOptions | undefined,
    ) {
        super(`virtio-first:kubernetes:${kind}`, name, args, opts);
        this.resource = make(prepared, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(podMetadata(this.resource));
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}
