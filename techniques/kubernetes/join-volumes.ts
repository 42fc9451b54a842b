import type { Reference } from "../reading";
import type { Joining } from "./joining";
import { findingsOf } from "./read";

/** Completes a volume that a pod claims: a device node of the host that a PersistentVolume of the stack offers. */
export function joinVolume(reference: Reference, joining: Joining): void {
    // From the claim to its volume, and each once: what a set is given while it is gone through is visited too.
    const members = new Set(joining.index.find(reference, joining.member).members);
    for (const member of members) {
        const found = findingsOf(member.view, joining.context);
        for (const attachment of found?.attachments ?? []) {
            if (attachment.role === "offers" && attachment.path.endsWith(".path")) {
                const words = `a volume with ${attachment.evidence}`;
                joining.attach("uses", reference.path, attachment.techniques, words, { via: member.view.urn });
            }
        }
        for (const each of found?.references ?? []) {
            if (each.kind === "volume") {
                joining.index.find(each, member).members.forEach((next) => members.add(next));
            }
        }
    }
}
