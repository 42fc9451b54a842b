import { classify, type Classified, type ReadContext } from "../classification";
import type { Attachment, Reference } from "../reading";
import { provesNamespace, type StackIndex, type StackMember } from "../stack";
import { isUnknown } from "../value";
import { annotationKeys } from "./annotations";
import { DEVICE_CLASS_RESOURCE_PREFIX, deviceResource } from "./device-resources";
import type { NetworkFacet, PoolFacet, ResourceName } from "./facets";
import { findPools } from "./join-pools";
import { findingsOf } from "./read";
import type { Joining } from "./joining";
import { isSoftware, refine, type Techniques } from "./techniques";

/** A network of the stack as one who joins it sees it. */
export interface JoinedNetwork {
    readonly member: StackMember;
    readonly facet: NetworkFacet;
    /** What joining it brings, its pool looked up. */
    readonly devices: readonly Techniques[];
    readonly resource: ResourceName | undefined;
    readonly pools: readonly PoolFacet[];
}

/** How a reference to a network was resolved. */
export type NetworkMatch =
    | {
          readonly state: "found";
          readonly networks: readonly JoinedNetwork[];
          /** True if one of them is the network that is meant, and whole; otherwise it may be another one. */
          readonly settled: boolean;
          /** What config says of the name: it adds to what the stack says, and never takes from it. */
          readonly classified: Classified | undefined;
      }
    /** Not declared here; `classified` is what config says of it. */
    | { readonly state: "outside"; readonly classified: Classified | undefined }
    | { readonly state: "undecided" };

/** Finds the networks that a reference may mean. */
export function findNetworks(
    reference: Reference,
    from: StackMember,
    index: StackIndex,
    context: ReadContext,
): NetworkMatch {
    const match = index.find(reference, from);
    if (match.state === "undecided") {
        return { state: "undecided" };
    }
    const name = reference.value;
    const namespace = typeof reference.namespace === "string" ? reference.namespace : "default";
    const known = !isUnknown(name) && !isUnknown(reference.namespace);
    const classified = known ? classify(context, "networks", `${namespace}/${name}`) : undefined;
    if (match.state === "found") {
        const networks = match.members.flatMap((member) =>
            (findingsOf(member.view, context)?.networks ?? [])
                .filter((facet) => isUnknown(name) || facet.name === name)
                .filter((facet) => sameNamespace(facet, reference))
                .map((facet) => joinedNetwork(facet, member, index, context)),
        );
        const settled = networks.some(
            ({ facet }) => facet.partial !== true && (facet.everywhere === true || provesNamespace(facet, reference)),
        );
        return { state: "found", networks, settled, classified };
    }
    return { state: "outside", classified };
}

function sameNamespace(facet: NetworkFacet, reference: Reference): boolean {
    const open = (namespace: unknown): boolean => typeof namespace !== "string";
    return open(facet.namespace) || open(reference.namespace) || facet.namespace === reference.namespace;
}

function joinedNetwork(
    facet: NetworkFacet,
    member: StackMember,
    index: StackIndex,
    context: ReadContext,
): JoinedNetwork {
    const resource = isUnknown(facet.resource) ? undefined : facet.resource;
    const pools = resource === undefined ? undefined : findPools(resource.name, member, index, context);
    const brought = pools?.devices ?? [];
    const devices = facet.attachments.flatMap((attachment) =>
        attachment.subject === resource?.name ? refined(attachment, brought) : [attachment.techniques],
    );
    // A name that sounds like software is no proof, if the stack has a pool of devices under it.
    if (resource !== undefined && !facet.givesDevice) {
        devices.push(...brought);
    }
    const hands = resource !== undefined && (facet.givesDevice || brought.length > 0);
    return { member, facet, devices, resource: hands ? resource : undefined, pools: pools?.pools ?? [] };
}

/**
 * What an attachment is under each of the devices that its pool may hold. A pool in software never takes the place of
 * hardware, nor of what is unknown: a device plugin may serve the name too.
 */
export function refined(attachment: Attachment, pool: readonly Techniques[]): Techniques[] {
    const devices = isOfClassAlone(attachment) ? pool : pool.filter((device) => !isSoftware(device));
    if (devices.length === 0 || isSoftware(attachment.techniques)) {
        return [attachment.techniques];
    }
    return devices.map((device) =>
        attachment.techniques[0] === "unknown" ? device : refine(attachment.techniques, device),
    );
}

/** True for a resource that only a device class of the stack can place: no device plugin may serve such a name. */
export function isOfClassAlone({ subject, provisional }: Attachment): boolean {
    return provisional === true && subject?.startsWith(DEVICE_CLASS_RESOURCE_PREFIX) === true;
}

/** Completes a network of the resource's own: what its pool makes of it, and whether the stack has that pool. */
export function joinOwnNetwork(facet: NetworkFacet, joining: Joining): void {
    const resource = isUnknown(facet.resource) ? undefined : facet.resource;
    if (facet.lacking !== undefined && !runsOnClaims(facet, joining)) {
        joining.notice(
            "network-without-resource-name",
            facet.lacking.path,
            `${facet.lacking.evidence} needs a device, and the network names no resource to take it from. ` +
                `Add the annotation ${annotationKeys.resourceName}.`,
        );
    }
    if (resource === undefined) {
        return;
    }
    const { member, index, context } = joining;
    const pools = findPools(resource.name, member, index, context);
    if (!facet.givesDevice) {
        for (const device of pools.devices) {
            joining.attach(facet.role, facet.resourcePath, device, "a device resource that the stack provides", {
                subject: resource.name,
            });
        }
        return;
    }
    const affected = facet.attachments.filter(({ subject }) => subject === resource.name);
    for (const attachment of affected) {
        if (pools.none && isOfClassAlone(attachment)) {
            joining.settle(attachment);
        } else if (pools.devices.length > 0 || attachment.provisional === true) {
            joining.replace(attachment, refined(attachment, pools.devices));
        }
    }
    if (affected.length > 0 && !pools.provided) {
        noticeMissingPool(resource.name, affected[0]?.path ?? "", joining);
    }
}

const networksOfClaims = new WeakMap<StackIndex, ReadonlySet<string>>();

/** True if a claim or device class of the stack runs the network on the device that it gives. */
function runsOnClaims(facet: NetworkFacet, { index, context }: Joining): boolean {
    let names = networksOfClaims.get(index);
    if (names === undefined) {
        const all = index.members.flatMap(({ view }) => {
            const found = findingsOf(view, context);
            return [...(found?.claims ?? []), ...(found?.classes ?? [])].flatMap(({ networks }) => networks);
        });
        names = new Set(all.map(({ value }) => (isUnknown(value) ? "" : value)));
        networksOfClaims.set(index, names);
    }
    return typeof facet.name === "string" && (names.has(facet.name) || names.has(""));
}

/** Says that a named pool is not of this stack, unless config knows it. */
export function noticeMissingPool(name: string, path: string, joining: Joining): void {
    const row = deviceResource(name);
    if ((row === undefined || row.pool) && classify(joining.context, "resources", name) === undefined) {
        joining.notice(
            "pool-not-in-stack",
            path,
            "No pool of this stack provides the device resource that is named here. Check its name, " +
                "or say in the policy config under `resources` what it is.",
        );
    }
}
