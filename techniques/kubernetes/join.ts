import type { ReadContext } from "../classification";
import type { Joined, StackIndex, StackMember } from "../stack";
import { joinMachine } from "../kubevirt/join-machines";
import { joinOwnClaim } from "./join-claims";
import { joinOwnNetwork } from "./join-networks";
import { joinPod } from "./join-pods";
import { Joining, type Unverified } from "./joining";
import { findingsOf } from "./read";

const NOTHING: Joined = { attachments: [], notices: [] };

/** What the rest of the stack adds to one Kubernetes object. */
export function join(member: StackMember, index: StackIndex, context: ReadContext): Joined {
    const found = findingsOf(member.view, context);
    if (found === undefined) {
        return NOTHING;
    }
    const joining = new Joining(member, index, context);
    const unverified: Unverified[] = [];
    found.networks.forEach((network) => joinOwnNetwork(network, joining));
    found.claims.forEach((claim) => joinOwnClaim(claim, joining));
    found.pods.forEach((pod) => joinPod(pod, joining, unverified));
    found.machines.forEach((machine) => joinMachine(machine, joining, unverified));
    if (unverified.length > 0) {
        for (const key of ["networks", undefined] as const) {
            noticeUnverified(
                unverified.filter(({ configKey }) => configKey === key),
                joining,
            );
        }
    }
    return joining.joined();
}

/** One notice for all that stand outside the stack and that the same key of config can classify, if any can. */
function noticeUnverified(unverified: readonly Unverified[], joining: Joining): void {
    const [first] = unverified;
    if (first === undefined) {
        return;
    }
    const inConfig =
        first.configKey === undefined ? "" : `, or say in the policy config under \`${first.configKey}\` what it is`;
    const names = [...new Set(unverified.map(({ name }) => name))];
    joining.notice(
        "unverifiable",
        first.path,
        `Not verifiable here, since this stack does not declare it: ${names.join(", ")}. Declare it in the stack${inConfig}.`,
    );
}
