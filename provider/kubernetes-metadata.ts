import type * as pulumi from "@pulumi/pulumi";

/** What is said of a Kubernetes object beside its spec. */
export interface KubernetesMetadata {
    /** Default: a name by Pulumi. */
    name?: pulumi.Input<string>;
    /** Default: the provider's. */
    namespace?: pulumi.Input<string>;
    /** Labels. */
    labels?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
    /** Annotations; the marker of an exception is added to them. */
    annotations?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * An object as Kubernetes or a CNI plugin has it. The schema has one word for a value of any form, and its analyzer
 * reads that word from no type but this.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any, no-restricted-syntax -- The analyzer refuses unknown.
export type FreeForm = Record<string, any>;
