import { provesNamespace, type StackMember } from "../stack";
import { isUnknown } from "../value";
import type { ClaimFacet, ClaimRequest, ClaimUse, DeviceClassFacet } from "./facets";
import { addDevice } from "./join-pools";
import type { Joining } from "./joining";
import { findingsOf } from "./read";
import { CANNOT_TELL, isSoftware, SOFTWARE, type Techniques } from "./techniques";

/** The device classes of the stack that a request may mean; `undefined` where the stack has none. */
function findClasses(request: ClaimRequest, owner: StackMember, joining: Joining): DeviceClassFacet[] | undefined {
    const { reference } = request;
    if (reference === undefined || request.decided) {
        return undefined;
    }
    const match = joining.index.find(reference, owner);
    const classes = match.members.flatMap((member) =>
        (findingsOf(member.view, joining.context)?.classes ?? []).filter(
            ({ name }) => isUnknown(reference.value) || name === reference.value,
        ),
    );
    return match.state === "found" && classes.length > 0 ? classes : undefined;
}

/**
 * What the request of a claim comes to, once the stack's device classes are looked up. Empty: no device at all. A
 * class of the stack only adds to what the request shows by itself, unless that is left open.
 */
function requestDevices(request: ClaimRequest, owner: StackMember, joining: Joining): Techniques[] {
    const { attachment, softwareWith } = request;
    const classes = findClasses(request, owner, joining);
    const devices: Techniques[] = [];
    const settled = classes?.some(({ partial }) => partial !== true) ?? false;
    if (attachment !== undefined && (!settled || attachment.provisional !== true)) {
        devices.push(attachment.techniques);
    }
    for (const { drivers, attachments, partial } of classes ?? []) {
        const software =
            partial !== true &&
            drivers.length > 0 &&
            drivers.every((driver) => driver !== undefined && driver === softwareWith);
        (software ? [SOFTWARE] : attachments.map(({ techniques }) => techniques))
            .filter((device) => attachment?.provisional === true || !isSoftware(device))
            .filter(
                (device) =>
                    attachment === undefined ||
                    attachment.provisional === true ||
                    !covers(attachment.techniques, device),
            )
            .forEach((device) => addDevice(devices, device));
    }
    return devices;
}

/** True if what a request shows by itself allows for what its class offers. */
function covers(own: Techniques, device: Techniques): boolean {
    return device.every((technique) => own.includes(technique));
}

/** Completes the requests of a claim of the resource's own. */
export function joinOwnClaim(claim: ClaimFacet, joining: Joining): void {
    for (const request of claim.requests) {
        const { attachment, reference } = request;
        const devices = requestDevices(request, joining.member, joining);
        if (attachment === undefined) {
            for (const device of devices) {
                joining.attach("asks", reference?.path ?? "", device, "a request for a device class of this stack");
            }
        } else if (devices.length === 0) {
            joining.settle(attachment);
        } else if (attachment.provisional === true || devices.length > 1) {
            joining.replace(attachment, devices);
        }
    }
}

/** Completes a claim that a pod or machine names: what the claim's requests come to, or that it is not known here. */
export function joinClaimUse(use: ClaimUse, joining: Joining): void {
    const match = joining.index.find(use.reference, joining.member);
    const claims = match.members.flatMap((member) =>
        (findingsOf(member.view, joining.context)?.claims ?? [])
            .filter(({ kind }) => kind === use.reference.kind)
            .filter(({ name }) => isUnknown(use.reference.value) || name === use.reference.value)
            .map((claim) => ({ member, claim })),
    );
    if (match.state !== "found" || claims.length === 0) {
        joining.replace(use.attachment, [CANNOT_TELL], "a resource claim that this stack does not declare");
        return;
    }
    const seen = new Set<string>();
    if (!claims.some(({ claim }) => claim.partial !== true && provesNamespace(claim, use.reference))) {
        seen.add(CANNOT_TELL.join());
        joining.replace(use.attachment, [CANNOT_TELL], "a resource claim that may be another than that of this stack");
    }
    for (const { member, claim } of claims) {
        for (const request of claim.requests) {
            const subject = request.attachment?.subject;
            for (const device of requestDevices(request, member, joining)) {
                const words = "a resource claim of this stack";
                const own = { ...use.attachment, via: member.view.urn, ...(subject === undefined ? {} : { subject }) };
                if (!seen.has(`${device.join()} ${String(subject)}`)) {
                    seen.add(`${device.join()} ${String(subject)}`);
                    joining.replace(own, [device], words);
                }
            }
        }
    }
    if (seen.size === 0) {
        joining.settle(use.attachment);
    }
}
