import type { ExceptionEntry } from "./entry";
import { endOfDay } from "./dates";
import type { Use } from "./lifecycle";
import { isLiteral, outsideOf, compileScope, type Subject } from "./scope";
import { parseUrn } from "../techniques/resource";
import { timeRefusal } from "./verdict";

/**
 * Pulumi's own policy exceptions (public preview): a reason, and match entries that list policies and resources' URNs.
 * Source: pulumi.com/docs, "Policy exceptions", and the schemas PolicyException and CreatePolicyExceptionRequest of the
 * Pulumi Cloud REST API.
 */
export interface PulumiException {
    readonly reason: string;
    readonly match: readonly PulumiExceptionMatch[];
}

/** Policies and resources; a violation is exempted if its policy and its resource stand in the same entry. */
export interface PulumiExceptionMatch {
    /** Names of policies, 1 to 100. */
    readonly policies: readonly string[];
    /** URNs, 1 to 100; no wildcards. */
    readonly targets: readonly string[];
}

/** What Pulumi Cloud takes to create an exception. */
export interface PulumiExceptionRequest extends PulumiException {
    readonly policyPack: string;
    /** Whole hours, in seconds, from one hour to 3650 days. */
    readonly expiresInSeconds: number;
}

/** An entry of the register as Pulumi's own exceptions. */
export interface ExportedEntry {
    readonly entry: ExceptionEntry;
    readonly exceptions: readonly PulumiException[];
}

/** An entry that has no such form, and why, as the end of a sentence. */
export interface SkippedEntry {
    readonly id: string;
    readonly why: string;
}

/** The policy whose violations an exception of the register is about. */
export const EXEMPTED_POLICY = "paravirtual-io";

const MAX_TARGETS = 100;
const MAX_MATCHES = 100;
const MAX_REASON = 2048;
const HOUR = 3600;
const LONGEST = 3650 * 24 * HOUR;

/**
 * Turns entries into Pulumi's own exceptions. Those know resources by their whole URN alone, so the targets are the
 * resources that use an exception, and the URNs without wildcards in its scope. Entries that do not hold at `now` and
 * entries without a target are left out, each with its reason.
 *
 * @param uses What the judged stacks use; empty if none was judged.
 */
export function toPulumiExceptions(
    entries: readonly ExceptionEntry[],
    uses: readonly Use[],
    now: Date,
): { readonly exported: readonly ExportedEntry[]; readonly skipped: readonly SkippedEntry[] } {
    const targetsById = new Map<string, Set<string>>();
    for (const use of uses) {
        targetsById.set(use.id, (targetsById.get(use.id) ?? new Set()).add(use.urn));
    }
    const exported: ExportedEntry[] = [];
    const skipped: SkippedEntry[] = [];
    for (const entry of entries) {
        const refusal = timeRefusal(entry, now);
        const targets = [...new Set([...(targetsById.get(entry.id) ?? []), ...literalUrns(entry)])].sort();
        if (refusal !== undefined) {
            const why =
                refusal.reason === "expired" ? `it expired on ${entry.expires}` : `it holds from ${entry.validFrom} on`;
            skipped.push({ id: entry.id, why });
        } else if (targets.length === 0) {
            skipped.push({ id: entry.id, why: "no resource that uses it is known, and its scope names no whole URN" });
        } else {
            exported.push({ entry, exceptions: exceptionsFor(entry, targets) });
        }
    }
    return { exported, skipped };
}

/** An exception as Pulumi Cloud takes it, ending with the entry's last day; `undefined` if less than an hour is left. */
export function toRequest(
    exception: PulumiException,
    entry: ExceptionEntry,
    policyPack: string,
    now: Date,
): PulumiExceptionRequest | undefined {
    const hours = Math.floor((endOfDay(entry.expires) - now.getTime()) / 1000 / HOUR);
    return hours < 1 ? undefined : { policyPack, ...exception, expiresInSeconds: Math.min(hours * HOUR, LONGEST) };
}

function exceptionsFor(entry: ExceptionEntry, targets: readonly string[]): PulumiException[] {
    const matches = chunks(targets, MAX_TARGETS).map((some) => ({ policies: [EXEMPTED_POLICY], targets: some }));
    return chunks(matches, MAX_MATCHES).map((match) => ({ reason: reasonOf(entry), match }));
}

/** The register's fields that Pulumi's form has no place for, in words, then the reason, cut to what fits. */
function reasonOf(entry: ExceptionEntry): string {
    const { id, techniques, expires, approvedBy, approvedOn, owner, ticket, reason } = entry;
    const about = [
        `${id} for ${techniques.join(", ")}`,
        `until ${expires}`,
        `owner ${owner}`,
        `approved by ${approvedBy} on ${approvedOn}`,
        ...(ticket === undefined ? [] : [`ticket ${ticket}`]),
    ].join(", ");
    const text = `${about}: ${reason.trim()}`;
    return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 1)}…` : text;
}

/** The whole URNs in the scope that the rest of the scope leaves in. */
function literalUrns(entry: ExceptionEntry): string[] {
    const { projects, stacks, namespaces, resources } = entry.scope;
    const rest = compileScope({ projects, stacks, namespaces });
    return (resources ?? []).filter((pattern) => {
        if (!pattern.startsWith("urn:") || !isLiteral(pattern)) {
            return false;
        }
        const subject: Subject = { urn: pattern, ...parseUrn(pattern) };
        return outsideOf(rest, subject) === undefined;
    });
}

function chunks<T>(list: readonly T[], size: number): T[][] {
    return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
        list.slice(index * size, (index + 1) * size),
    );
}
