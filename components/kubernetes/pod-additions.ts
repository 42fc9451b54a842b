import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { type Fail, label, shown, words } from "../checks";
import { isPending, isPlainObject, mapInput } from "../inputs";
import { markMetadata } from "./markers";
import { annotateNetworks } from "./network-annotations";
import { checkAttachments } from "./check-attachments";
import type { CheckedAttachment, PodAttachment } from "./pod-attachments";
import { changeContainer, type Container, type PodSpec, presentSpec } from "./pod-containers";
import {
    checkClaims,
    type CheckedClaimUse,
    type CheckedDevice,
    checkDevices,
    type PodClaim,
    type PodDevice,
} from "./pod-devices";
import { addRequests, type DeviceRequest } from "./pod-requests";

/** A pod template, as the workloads take it. A pod's own arguments have the same form. */
export type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;

/** What is attached to a pod. */
export interface PodAdditions {
    /**
     * The networks that each pod is attached to beside the cluster's own: components of this library, or names of
     * NetworkAttachmentDefinitions. Default: none.
     */
    readonly attachments?: readonly PodAttachment[];
    /** Devices of device plugins without a network: accelerators, virtual functions for DPDK. Default: none. */
    readonly devices?: readonly PodDevice[];
    /** Claims of Dynamic Resource Allocation. Default: none. */
    readonly claims?: readonly PodClaim[];
}

/** How it is attached. */
export interface AttachOptions {
    /** The container that gets the requests for devices, unless a device names its own. Default: the first. */
    readonly container?: string;
    /** The namespace of the workload. Default: the one in the template's own metadata. */
    readonly namespace?: pulumi.Input<string | undefined>;
    /**
     * True: the exception marker is set on the template too. A changed template restarts a workload's pods, so it is
     * not set unless asked for; the marker on the workload's own metadata is what counts. Default: false.
     */
    readonly markPodTemplate?: boolean;
    /** What messages call the place. Default: the function's name. */
    readonly component?: string;
}

/** What is attached to a pod, once its form has been checked. */
export interface CheckedAdditions {
    readonly attachments: readonly CheckedAttachment[];
    readonly devices: readonly CheckedDevice[];
    readonly claims: readonly CheckedClaimUse[];
}

/** Checks what is attached to a pod. */
export function checkAdditions(component: string, fail: Fail, additions: PodAdditions): CheckedAdditions {
    return {
        attachments: checkAttachments(component, fail, additions.attachments),
        devices: checkDevices(component, fail, additions.devices),
        claims: checkClaims(component, fail, additions.claims),
    };
}

/** All choices that a pod rests on. */
export function choicesOf({ attachments, devices, claims }: CheckedAdditions): CheckedChoice[] {
    return [
        ...attachments.map((attachment) => attachment.choice),
        ...devices.map((device) => device.choice),
        ...claims.flatMap((claim) => claim.choices),
    ];
}

/** Attaches what has been checked to a template; what else is in it stays as it is and where it is. */
export function attachAdditions(
    fail: Fail,
    template: pulumi.Input<PodTemplate>,
    additions: CheckedAdditions,
    options: AttachOptions,
): pulumi.Input<PodTemplate> {
    const { attachments, devices, claims } = additions;
    if (attachments.length + devices.length + claims.length === 0) {
        return template;
    }
    const changes = containerChanges(fail, additions, options.container);
    return mapInput(template, (known): PodTemplate => {
        if (!isPlainObject(known)) {
            return fail("template", `must be a pod template, and is ${shown(known)}.`);
        }
        const namespace = options.namespace ?? mapInput(known.metadata, (metadata) => metadata?.namespace);
        const annotated = annotateNetworks(fail, known.metadata, attachments, namespace);
        const metadata = options.markPodTemplate === true ? markMetadata(annotated, choicesOf(additions)) : annotated;
        return {
            ...known,
            ...(metadata === undefined ? {} : { metadata }),
            ...(changes.size === 0 && claims.length === 0
                ? {}
                : { spec: changeSpec(fail, known.spec, changes, claims) }),
        };
    });
}

/** What is done to each container, by its name; `undefined` for the first. */
type Changes = ReadonlyMap<
    string | undefined,
    { readonly requests: DeviceRequest[]; readonly claims: CheckedClaimUse[] }
>;

function containerChanges(fail: Fail, additions: CheckedAdditions, usual: string | undefined): Changes {
    const wrong = usual === undefined ? undefined : words(usual);
    if (wrong !== undefined) {
        fail("container", `${wrong}.`);
    }
    const changes = new Map<string | undefined, { requests: DeviceRequest[]; claims: CheckedClaimUse[] }>();
    const of = (container: string | undefined): { requests: DeviceRequest[]; claims: CheckedClaimUse[] } => {
        const there = changes.get(container) ?? { requests: [], claims: [] };
        changes.set(container, there);
        return there;
    };
    for (const { request } of additions.attachments) {
        if (request !== undefined) {
            of(usual).requests.push({ resource: request, count: 1 });
        }
    }
    for (const { container, resource, count } of additions.devices) {
        of(container ?? usual).requests.push({ resource, count });
    }
    for (const claim of additions.claims) {
        (claim.containers ?? [usual]).forEach((container) => of(container).claims.push(claim));
    }
    return changes;
}

const NEED = "the devices";

function changeSpec(
    fail: Fail,
    spec: PodTemplate["spec"],
    changes: Changes,
    claims: readonly CheckedClaimUse[],
): PodTemplate["spec"] {
    return mapInput(spec, (known): PodSpec => {
        let changed = presentSpec(fail, known, NEED);
        for (const [container, { requests, claims: uses }] of changes) {
            const change = (there: Container, path: string): Container =>
                addUses(
                    {
                        ...there,
                        resources: addRequests(fail, there.resources, requests, `${path}.resources`),
                    },
                    uses,
                );
            changed = changeContainer(fail, changed, container, change, NEED);
        }
        return addClaims(fail, changed, claims);
    });
}

/** Lets a container use claims of its pod. */
function addUses(container: Container, uses: readonly CheckedClaimUse[]): Container {
    if (uses.length === 0) {
        return container;
    }
    return {
        ...container,
        resources: mapInput(container.resources, (resources) => ({
            ...resources,
            claims: mapInput(resources?.claims, (there) => [
                ...(there ?? []),
                ...uses.map(({ name, request }) => (request === undefined ? { name } : { name, request })),
            ]),
        })),
    };
}

/** Adds claims to a pod. */
function addClaims(fail: Fail, spec: PodSpec, claims: readonly CheckedClaimUse[]): PodSpec {
    if (claims.length === 0) {
        return spec;
    }
    return {
        ...spec,
        resourceClaims: mapInput(spec.resourceClaims, (there) => {
            for (const claim of claims) {
                const taken = (there ?? []).some((one) => !isPending(one) && one.name === claim.name);
                if (taken || label(claim.name) !== undefined) {
                    fail("claims", `hold "${claim.name}", a name that the pod's spec.resourceClaims has already.`);
                }
            }
            return [
                ...(there ?? []),
                ...claims.map(({ name, template, claim }) => ({
                    name,
                    ...(template === undefined ? {} : { resourceClaimTemplateName: template }),
                    ...(claim === undefined ? {} : { resourceClaimName: claim }),
                })),
            ];
        }),
    };
}
