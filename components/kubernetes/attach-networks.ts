import type * as pulumi from "@pulumi/pulumi";
import { type Fail, failer } from "../checks";
import { markMetadata, type Metadata } from "./markers";
import {
    attachAdditions,
    type AttachOptions,
    checkAdditions,
    choicesOf,
    type PodAdditions,
    type PodTemplate,
} from "./pod-additions";
import type { PodAttachment } from "./pod-attachments";

/** Devices and claims of a pod. */
export type PodDevices = Pick<PodAdditions, "devices" | "claims">;

/**
 * Attaches networks to a pod template: adds them to its networks annotation and adds the devices that they need to one
 * container's resources. Whatever else is in the template stays as it is and where it is: what is plain stays plain, so
 * that an image or a variable that is not known at preview hides nothing from the policy pack.
 *
 * The workload that uses the template needs the exception marker in its own metadata: {@link markWorkload}. The
 * components {@link Deployment}, {@link Pod} and so on do both.
 *
 * ```ts
 * const template = attachNetworks({ spec: { containers: [{ name: "upf", image }] } }, [blue, { network: fast, interface: "n3" }]);
 * ```
 *
 * @throws ArgumentError for an attachment that is malformed or breaks the rules of its technique, a container that is
 * not there, an interface name that is taken, a network of another namespace that is not named so, an annotation that
 * Multus would refuse. What is not known yet is checked as soon as it is.
 */
export function attachNetworks(
    template: pulumi.Output<PodTemplate> | Promise<PodTemplate>,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): pulumi.Output<PodTemplate>;
export function attachNetworks(
    template: PodTemplate,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): PodTemplate;
export function attachNetworks(
    template: pulumi.Input<PodTemplate>,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): pulumi.Input<PodTemplate>;
export function attachNetworks(
    template: pulumi.Input<PodTemplate>,
    attachments: readonly PodAttachment[],
    options: AttachOptions = {},
): pulumi.Input<PodTemplate> {
    return attach("attachNetworks", template, { attachments }, options);
}

/**
 * Attaches devices and claims to a pod template: adds device-plugin resources to containers' requests, claims to the
 * pod and their uses to containers. Whatever else is in the template stays as it is and where it is.
 *
 * ```ts
 * const template = attachDevices({ spec }, {
 *     devices: [{ resource: "nvidia.com/gpu", count: 2, technique: "accelerator", approved: true }],
 *     claims: [{ name: "fast", template: fast }],
 * });
 * ```
 *
 * @throws ArgumentError for a device or claim that is malformed or breaks the rules of its technique, and for a
 * container that is not there.
 */
export function attachDevices(
    template: pulumi.Output<PodTemplate> | Promise<PodTemplate>,
    devices: PodDevices,
    options?: AttachOptions,
): pulumi.Output<PodTemplate>;
export function attachDevices(template: PodTemplate, devices: PodDevices, options?: AttachOptions): PodTemplate;
export function attachDevices(
    template: pulumi.Input<PodTemplate>,
    devices: PodDevices,
    options?: AttachOptions,
): pulumi.Input<PodTemplate>;
export function attachDevices(
    template: pulumi.Input<PodTemplate>,
    devices: PodDevices,
    options: AttachOptions = {},
): pulumi.Input<PodTemplate> {
    return attach("attachDevices", template, { devices: devices.devices, claims: devices.claims }, options);
}

/**
 * Marks a workload's metadata with the exceptions that its attachments, devices and claims rest on: for workloads that
 * are not made by the components of this library. Metadata stays as it is where all is software.
 *
 * @throws ArgumentError as {@link attachNetworks} does.
 */
export function markWorkload(
    metadata: Metadata | undefined,
    attachments: readonly PodAttachment[],
    devices: PodDevices = {},
): Metadata {
    const component = "markWorkload";
    const additions = { attachments, devices: devices.devices, claims: devices.claims };
    return markMetadata(metadata, choicesOf(checkAdditions(component, failer(component), additions)));
}

function attach(
    name: string,
    template: pulumi.Input<PodTemplate>,
    additions: PodAdditions,
    options: AttachOptions,
): pulumi.Input<PodTemplate> {
    const component = options.component ?? name;
    const fail: Fail = failer(component);
    return attachAdditions(fail, template, checkAdditions(component, fail, additions), options);
}
