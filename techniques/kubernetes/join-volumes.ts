import type { Reference } from "../reading";
import type { StackMember } from "../stack";
import type { Joining } from "./joining";
import { findingsOf } from "./read";

/** Completes a volume that a pod claims: a device node of the host that a PersistentVolume of the stack offers. */
export function joinVolume(reference: Reference, joining: Joining): void {
    const seen = new Set<StackMember>();
    let waiting = joining.index.find(reference, joining.member).members;
    // From the claim to its volume: no chain is longer, whatever objects say.
    for (let steps = 0; steps < 2 && waiting.length > 0; steps++) {
        const next: StackMember[] = [];
        for (const member of waiting) {
            if (seen.has(member)) {
                continue;
            }
            seen.add(member);
            const found = findingsOf(member.view, joining.context);
            for (const attachment of found?.attachments ?? []) {
                if (attachment.role === "offers" && /\.path$/.test(attachment.path)) {
                    joining.attach(
                        "uses",
                        reference.path,
                        attachment.techniques,
                        `a volume with ${attachment.evidence}`,
                        {
                            via: member.view.urn,
                        },
                    );
                }
            }
            for (const each of found?.references ?? []) {
                if (each.kind === "volume") {
                    next.push(...joining.index.find(each, member).members);
                }
            }
        }
        waiting = next;
    }
}
