import { createHash } from "node:crypto";
import type { Report, ReportedFinding } from "./model";

/**
 * Gives each finding a fingerprint by which it is known again in the next report: its rule, resource and property path,
 * and the exceptions that it names. What a message says beside that may change from day to day. Findings that share all
 * of it are numbered in the report's order.
 */
export function fingerprints({ findings, exceptions }: Report): ReadonlyMap<ReportedFinding, string> {
    const ids = new Set(exceptions.map(({ id }) => id));
    const seen = new Map<string, number>();
    return new Map(
        findings.map((finding) => {
            const { pack, policy, rule, urn, path, what } = finding;
            const named = [...new Set(what.split(/[\s,:;()"]+/).filter((word) => ids.has(word)))].sort();
            const identity = JSON.stringify([pack, rule ?? policy, urn ?? "", path ?? "", ...named]);
            const before = seen.get(identity) ?? 0;
            seen.set(identity, before + 1);
            return [finding, digest(before === 0 ? identity : `${identity}#${before}`)];
        }),
    );
}

/** The fingerprint of what is known by these words. */
export function digest(identity: string): string {
    return createHash("sha256").update(identity).digest("hex").slice(0, 40);
}
