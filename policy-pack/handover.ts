import type { Finding } from "./finding";

/**
 * The findings of single resources that the policy that comes first leaves to the one that comes second. Several resources may be
 * on their way at once, so each finding waits under its resource's URN.
 */
export class Handover {
    private readonly waiting = new Map<string, readonly Finding[]>();
    private firstLeads: boolean | undefined;

    /** Says that the first policy, or the second, is about to see a resource. Who sees the first resource sees each first. */
    begin(policy: "first" | "second"): void {
        this.firstLeads ??= policy === "first";
    }

    /** Leaves findings to the second policy, and gives them back. */
    leave(urn: string, findings: readonly Finding[]): readonly Finding[] {
        if (findings.length > 0) {
            this.waiting.set(urn, findings);
        }
        return findings;
    }

    /** Takes what was left of a resource; `undefined` for nothing. */
    take(urn: string): readonly Finding[] | undefined {
        const findings = this.waiting.get(urn);
        this.waiting.delete(urn);
        return findings;
    }

    /** True where nothing waits, nor can: never where the first policy does not come first, or is disabled. */
    get isDone(): boolean {
        return this.firstLeads === true && this.waiting.size === 0;
    }
}
