import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../inputs";
import { type Attach, inTemplate, prepareWorkload, type WorkloadAdditions } from "./workload";
import { WorkloadComponent } from "./workload-component";

/** The arguments of a {@link Job}: those of Kubernetes, and its pods' networks. */
export interface JobArgs extends k8s.batch.v1.JobArgs, WorkloadAdditions {}

/**
 * A job with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class Job extends WorkloadComponent<k8s.batch.v1.Job, k8s.types.input.batch.v1.JobSpec> {
    constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "Job",
                prepared: prepareWorkload(`Job "${name}"`, args, inTemplate),
                make: (prepared, options) => new k8s.batch.v1.Job(name, prepared, options),
                podMetadata: (resource) => resource.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}

/** The arguments of a {@link CronJob}: those of Kubernetes, and its pods' networks. */
export interface CronJobArgs extends k8s.batch.v1.CronJobArgs, WorkloadAdditions {}

/**
 * A cron job with its pods' secondary networks.
 *
 * @throws ArgumentError for an attachment that breaks the rules, before anything is registered.
 */
export class CronJob extends WorkloadComponent<k8s.batch.v1.CronJob, k8s.types.input.batch.v1.CronJobSpec> {
    constructor(name: string, args: CronJobArgs, opts?: pulumi.ComponentResourceOptions) {
        super(
            {
                kind: "CronJob",
                prepared: prepareWorkload(`CronJob "${name}"`, args, inJobTemplate),
                make: (prepared, options) => new k8s.batch.v1.CronJob(name, prepared, options),
                podMetadata: (resource) => resource.spec.jobTemplate.spec.template.metadata,
            },
            name,
            args,
            opts,
        );
    }
}

/** The place of the pod template in a cron job's spec. */
export function inJobTemplate(
    cronJob: k8s.types.input.batch.v1.CronJobSpec,
    attach: Attach,
): k8s.types.input.batch.v1.CronJobSpec {
    return {
        ...cronJob,
        jobTemplate: mapInput(cronJob.jobTemplate, (job) => ({
            ...job,
            spec: mapInput(job.spec, (jobSpec) => inTemplate(jobSpec as k8s.types.input.batch.v1.JobSpec, attach)),
        })),
    };
}
