import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";
import { mapInput } from "../inputs";
import { inTemplate, networksOf, prepareWorkload, type WorkloadAdditions } from "./workload";

/** The arguments of a {@link Job}: those of Kubernetes, and its pods' networks. */
export interface JobArgs extends k8s.batch.v1.JobArgs, WorkloadAdditions {}

/**
 * A job with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class Job extends pulumi.ComponentResource {
    /** The job itself. */
    public readonly resource: k8s.batch.v1.Job;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.batch.v1.JobSpec>;
    public readonly status: pulumi.Output<k8s.types.output.batch.v1.JobStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload(`Job "${name}"`, args, inTemplate);
        super("virtio-first:kubernetes:Job", name, args, opts);
        this.resource = new k8s.batch.v1.Job(name, { metadata, spec }, childOptions(this, opts));
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

/** The arguments of a {@link CronJob}: those of Kubernetes, and its pods' networks. */
export interface CronJobArgs extends k8s.batch.v1.CronJobArgs, WorkloadAdditions {}

/**
 * A cron job with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class CronJob extends pulumi.ComponentResource {
    /** The cron job itself. */
    public readonly resource: k8s.batch.v1.CronJob;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly spec: pulumi.Output<k8s.types.output.batch.v1.CronJobSpec>;
    public readonly status: pulumi.Output<k8s.types.output.batch.v1.CronJobStatus>;
    /** The value of the pods' networks annotation; `undefined` without networks. */
    public readonly networks: pulumi.Output<string | undefined>;

    constructor(name: string, args: CronJobArgs, opts?: pulumi.ComponentResourceOptions) {
        const { metadata, spec } = prepareWorkload<k8s.types.input.batch.v1.CronJobSpec>(
            `CronJob "${name}"`,
            args,
            (cronJob, attach) => ({
                ...cronJob,
                jobTemplate: mapInput(cronJob.jobTemplate, (job) => ({
                    ...job,
                    spec: mapInput(job.spec, (jobSpec) =>
                        inTemplate(jobSpec as k8s.types.input.batch.v1.JobSpec, attach),
                    ),
                })),
            }),
        );
        super("virtio-first:kubernetes:CronJob", name, args, opts);
        this.resource = new k8s.batch.v1.CronJob(name, { metadata, spec }, childOptions(this, opts));
        this.metadata = this.resource.metadata;
        this.spec = this.resource.spec;
        this.status = this.resource.status;
        this.networks = networksOf(this.spec.jobTemplate.spec.template.metadata);
        this.registerOutputs({
            metadata: this.metadata,
            spec: this.spec,
            status: this.status,
            networks: this.networks,
        });
    }
}
