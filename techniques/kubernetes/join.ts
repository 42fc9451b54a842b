import type { ReadContext } from "../classification";
import type { Joined, StackIndex, StackMember } from "../stack";
import { joinMachine } from "../kubevirt/join-machines";
import { joinOwnClaim } from "./join-claims";
import { joinOwnNetwork } from "./join-networks";
import { joinPod } from "./join-pods";
import { Joining } from "./joining";
import { findingsOf } from "./read";

const NOTHING: Joined = { attachments: [], notices: [] };

/** What the rest of the stack adds to one Kubernetes object. */
export function join(member: StackMember, index: StackIndex, context: ReadContext): Joined {
    const found = findingsOf(member.view, context);
    if (found === undefined) {
        return NOTHING;
    }
    const joining = new Joining(member, index, context);
    const unverified: { name: string; path: string }[] = [];
    found.networks.forEach((network) => joinOwnNetwork(network, joining));
    found.claims.forEach((claim) => joinOwnClaim(claim, joining));
    found.pods.forEach((pod) => joinPod(pod, joining, unverified));
    found.machines.forEach((machine) => joinMachine(machine, joining, unverified));
    noticeUnverified(unverified, joining);
    return joining.joined();
}

/** One notice for all networks that stand outside the stack. */
function noticeUnverified(unverified: readonly { name: string; path: string }[], joining: Joining): void {
    const [first] = unverified;
    if (first === undefined) {
        return;
    }
    const names = [...new Set(unverified.map(({ name }) => name))];
    joining.notice(
        "unverifiable",
        first.path,
        `Not verifiable here, since this stack does not declare it: ${names.join(", ")}. ` +
            "Declare it in the stack, or say in the policy config under `networks` what it is.",
    );
}
