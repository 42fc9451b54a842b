import { isUnknown } from "../value";
import type { StackMember } from "../stack";
import type { ClaimFacet, ClaimRequest, ClaimUse } from "./facets";
import { addDevice } from "./join-pools";
import type { Joining } from "./joining";
import { findingsOf } from "./read";
import { CANNOT_TELL, SOFTWARE, type Techniques } from "./techniques";

/** What the requests of one claim come to, once the stack's device classes are looked up. Empty: no device at all. */
function requestDevices(request: ClaimRequest, owner: StackMember, joining: Joining): Techniques[] {
    const { reference, attachment, decided } = request;
    if (decided || reference === undefined) {
        return [attachment.techniques];
    }
    const match = joining.index.find(reference, owner);
    if (match.state !== "found") {
        return [attachment.techniques];
    }
    const devices: Techniques[] = [];
    let found = false;
    for (const member of match.members) {
        for (const deviceClass of findingsOf(member.view, joining.context)?.classes ?? []) {
            if (!isUnknown(reference.value) && deviceClass.name !== reference.value) {
                continue;
            }
            found = true;
            const { drivers } = deviceClass;
            if (
                drivers.length > 0 &&
                drivers.every((driver) => driver !== undefined && driver === request.softwareWith)
            ) {
                addDevice(devices, SOFTWARE);
            } else {
                deviceClass.attachments.forEach(({ techniques }) => addDevice(devices, techniques));
            }
        }
    }
    return found ? devices : [attachment.techniques];
}

/** Completes the requests of a claim of the resource's own. */
export function joinOwnClaim(claim: ClaimFacet, joining: Joining): void {
    for (const request of claim.requests) {
        if (request.decided) {
            continue;
        }
        const devices = requestDevices(request, joining.member, joining);
        if (devices.length === 0) {
            joining.settle(request.attachment);
        } else {
            joining.replace(request.attachment, devices);
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
    let any = false;
    for (const { member, claim } of claims) {
        const devices: Techniques[] = [];
        for (const request of claim.requests) {
            requestDevices(request, member, joining).forEach((device) => addDevice(devices, device));
        }
        any ||= devices.length > 0;
        joining.replace({ ...use.attachment, via: member.view.urn }, devices, "a resource claim of this stack");
    }
    if (!any) {
        joining.settle(use.attachment);
    }
}
