import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { annotationKeys } from "../../techniques/kubernetes/annotations";
import { type Fail, failer, flag, words } from "../checks";
import { type EpaOptions, enhanceTemplate } from "./epa";
import { isPlainObject, mapInput } from "../inputs";
import { markMetadata, type Metadata, namespaceOf } from "./markers";
import {
    attachAdditions,
    type AttachOptions,
    checkAdditions,
    type CheckedAdditions,
    choicesOf,
    type PodAdditions,
    type PodTemplate,
} from "./pod-additions";

/** What every workload takes beside the arguments of its Kubernetes kind. */
export interface WorkloadAdditions extends PodAdditions {
    /** The container that asks for the devices, unless a device names its own. Default: the first. */
    readonly container?: string;
    /**
     * True: the exception marker is set on the pod template too, which restarts the pods when it changes. The marker on
     * the workload's own metadata is always set, and counts. Default: false.
     */
    readonly markPodTemplate?: boolean;
    /** Exclusive CPUs, huge pages, NUMA alignment and isolation for the pods. Default: none. */
    readonly epa?: EpaOptions;
}

/** A workload's metadata and spec with its networks attached. */
export interface PreparedWorkload<S> {
    readonly metadata: Metadata;
    readonly spec: pulumi.Input<S>;
}

/** Attaches the networks to a template. */
export type Attach = (template: pulumi.Input<PodTemplate>) => pulumi.Input<PodTemplate>;

/**
 * Works out a workload before anything is registered.
 *
 * @param component The component and its name, for messages.
 * @param place Puts the attached template where the kind holds it.
 */
export function prepareWorkload<S>(
    component: string,
    args: WorkloadAdditions & { readonly metadata?: Metadata; readonly spec?: pulumi.Input<S | undefined> },
    place: (spec: S, attach: Attach) => S,
): PreparedWorkload<S> {
    const fail = failer(component);
    const additions = checkWorkload(component, fail, args);
    const options = optionsOf(args);
    const attach: Attach = (template) => enhanced(fail, attachAdditions(fail, template, additions, options), args.epa);
    return {
        metadata: markMetadata(args.metadata, choicesOf(additions)),
        spec: mapInput(args.spec, (spec) =>
            isPlainObject(spec)
                ? place(spec, attach)
                : fail("spec", `is missing. Give the spec of the workload, with its pod template.`),
        ),
    };
}

function checkWorkload(component: string, fail: Fail, args: WorkloadAdditions): CheckedAdditions {
    if (!isPlainObject<unknown>(args)) {
        return fail("args", `is missing, or no plain object.`);
    }
    for (const [argument, check] of [
        ["container", words],
        ["markPodTemplate", flag],
    ] as const) {
        const fault = args[argument] === undefined ? undefined : check(args[argument]);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
    }
    return checkAdditions(component, fail, args);
}

function optionsOf(args: WorkloadAdditions & { readonly metadata?: Metadata }): AttachOptions {
    return {
        container: args.container,
        markPodTemplate: args.markPodTemplate,
        namespace: namespaceOf(args.metadata),
    };
}

/** The place of the template in most kinds' specs. */
export function inTemplate<S extends { readonly template?: pulumi.Input<PodTemplate | undefined> }>(
    spec: S,
    attach: Attach,
): S {
    return { ...spec, template: attach(spec.template as pulumi.Input<PodTemplate>) };
}

/** Works out a pod, whose own metadata is what a template's is elsewhere. */
export function preparePod(
    component: string,
    args: WorkloadAdditions & Pick<k8s.core.v1.PodArgs, "metadata" | "spec">,
): PreparedWorkload<k8s.types.input.core.v1.PodSpec> {
    const fail = failer(component);
    const additions = checkWorkload(component, fail, args);
    if (args.markPodTemplate !== undefined) {
        fail("markPodTemplate", `is not accepted: a pod's own metadata carries the marker. Leave it out.`);
    }
    if (args.spec === undefined || args.spec === null) {
        fail("spec", `is missing. Give the pod's spec, with its containers.`);
    }
    const template = { metadata: args.metadata, spec: args.spec };
    const attached = attachAdditions(fail, template, additions, { ...optionsOf(args), markPodTemplate: true });
    const pod = enhanced(fail, attached, args.epa);
    // A plain template stays plain.
    const { metadata, spec } = pod as PodTemplate;
    return { metadata, spec: spec as pulumi.Input<k8s.types.input.core.v1.PodSpec> };
}

function enhanced(
    fail: Fail,
    template: pulumi.Input<PodTemplate>,
    epa: EpaOptions | undefined,
): pulumi.Input<PodTemplate> {
    return epa === undefined ? template : enhanceTemplate(fail, template, epa, "epa");
}

/** The networks annotation of a pod template that a resource was made with. */
export function networksOf(
    metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>,
): pulumi.Output<string | undefined> {
    // Each step is lifted: something unknown elsewhere in the template does not hide the annotation.
    return metadata.annotations.apply((annotations) => annotations?.[annotationKeys.networks]);
}
