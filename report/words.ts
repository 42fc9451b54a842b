import { parseUrn } from "../techniques/resource";
import type { Report, ReportedAttachment, ReportedDiagnostic, ReportedFinding, ReportedVerdict } from "./model";
import { harmless } from "./text-safety";

/** The techniques of an attachment, with its role where it asks for nothing itself: `sriov or vdpa (uses)`. */
export function techniqueWords({ techniques, role }: ReportedAttachment): string {
    return `${techniques.join(" or ")}${role === "asks" ? "" : ` (${role})`}`;
}

/** What was decided on an attachment. */
export function verdictWords({ state, exception, verified, rule }: ReportedVerdict): string {
    switch (state) {
        case "free":
            return "needs no exception";
        case "granted":
            return `allowed by ${harmless(exception ?? "an exception")}${verified === false ? ", not verified" : ""}`;
        case "refused":
            return `refused (${harmless(rule ?? "no rule given")})`;
        case "tolerated":
            return `let be by config${rule === undefined ? "" : ` (${harmless(rule)})`}`;
        case "not-judged":
            return "not judged";
    }
}

/** The resource that a finding is about: `type name`; the stack where it is about none. */
export function subjectWords(urn: string | undefined): string {
    if (urn === undefined) {
        return "the stack";
    }
    const { type, name } = parseUrn(urn);
    return harmless(type === "" ? name : `${type} ${name}`);
}

/** What the report is about: `project/stack`, or the source's name where there is no stack. */
export function titleWords({ project, stack, source }: Report): string {
    return harmless(project === "" && stack === "" ? source.name : `${project}/${stack}`);
}

/** The rule of a finding, or the policy of another pack: what findings are grouped by. */
export function ruleWords({ rule, pack, policy }: Pick<ReportedFinding, "rule" | "pack" | "policy">): string {
    return harmless(rule ?? `${pack}/${policy}`);
}

/** How it ended, in one line, with the conformance level where it is known. */
export function outcomeWords({ outcome, conformance }: Report): string {
    const { status, reason } = outcome;
    const why = reason === undefined ? "" : `: ${harmless(reason, 1000)}`;
    if (conformance === undefined) {
        return `${status}${why}`;
    }
    const { level, unverified, idsUnverified } = conformance;
    const limits = [
        ...(unverified > 0 ? [`as far as can be told: ${count(unverified, "resource")} not verifiable here`] : []),
        ...(idsUnverified ? ["exception IDs not verified"] : []),
    ];
    return [`${status}${why}`, level, ...limits].join(", ");
}

/** A number and what it counts: `1 resource`, `2 resources`. */
export function count(number: number, one: string, many = `${one}s`): string {
    return `${number} ${number === 1 ? one : many}`;
}

/** Errors that the program, a pack or the engine told. */
export function errorsOf({ diagnostics }: Report): ReportedDiagnostic[] {
    return diagnostics.filter(({ severity }) => severity === "error");
}
