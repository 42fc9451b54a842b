import { AssertionError } from "node:assert";
import { ruleFault } from "../cli/near";
import type { ConformanceLevel } from "../report/conformance";
import type { ReportedFinding } from "../report/model";
import type { Technique } from "../techniques/technique";
import { parseUrn } from "../techniques/resource";
import type { PreviewedStack } from "./previewed-stack";

/** Which findings are meant; all that is given must fit. */
export interface FindingPattern {
    /** The stable ID of a rule of this package's policies, in a pack of any name. One that there is not is an error. */
    readonly rule?: string;
    /** The policy's name; any pack's. */
    readonly policy?: string;
    /** The resource's name, its `type::name` or its URN. */
    readonly resource?: string;
    /** The property path. */
    readonly path?: string;
    /** A part of the message. */
    readonly message?: string | RegExp;
    readonly level?: ReportedFinding["level"];
}

/**
 * Passes if nothing refuses the stack and, where this package's pack judged it, it is conformant.
 *
 * @param level The level that it must reach. Default: either of the two that conform.
 * @throws AssertionError with every refusal.
 */
export function expectConformant(stack: PreviewedStack, level?: Exclude<ConformanceLevel, "not conformant">): void {
    const { outcome, conformance } = stack.report;
    if (outcome.status !== "passed") {
        const refusals = stack.findings.filter((finding) => finding.level === "mandatory");
        const failures = stack.report.diagnostics.filter(({ severity }) => severity === "error");
        fail(
            `the stack is ${outcome.status}: ${outcome.reason ?? "no reason"}`,
            [...refusals.map(lines), ...failures.map(({ source, message }) => `${source}: ${message}`)],
            outcome.status,
            "passed",
        );
    }
    if (level !== undefined && conformance?.level !== level) {
        const used = stack.report.exceptions
            .filter(({ state }) => state === "used")
            .flatMap(({ id, uses }) => uses.map(({ urn, path }) => `${id} on ${parseUrn(urn).name} (${path})`));
        fail(
            `the stack is ${conformance?.level ?? "judged by another pack"}, not ${level}`,
            used,
            conformance?.level,
            level,
        );
    }
}

/**
 * Passes if the stack is refused, and some refusal fits the pattern.
 *
 * @throws AssertionError with what was found.
 */
export function expectRefused(stack: PreviewedStack, pattern: FindingPattern = {}): void {
    if (stack.report.outcome.status === "failed") {
        const failures = stack.report.diagnostics.filter(({ severity }) => severity === "error");
        fail(
            "the program failed, so nothing was refused",
            failures.map(({ message }) => message),
            "failed",
            "refused",
        );
    }
    expectFinding(stack, { level: "mandatory", ...pattern });
}

/**
 * Passes if some finding fits the pattern.
 *
 * @throws AssertionError with what was found; Error for a rule or a resource that there is not.
 */
export function expectFinding(stack: PreviewedStack, pattern: FindingPattern): void {
    if (fitting(stack, pattern).length === 0) {
        fail(`no finding fits ${describe(pattern)}; there ${count(stack.findings.length)}`, stack.findings.map(lines));
    }
}

/**
 * Passes if no finding fits the pattern. Default: if there is none at all.
 *
 * @throws AssertionError with those that fit; Error for a rule or a resource that there is not.
 */
export function expectNoFindings(stack: PreviewedStack, pattern: FindingPattern = {}): void {
    const found = fitting(stack, pattern);
    if (found.length > 0) {
        fail(`there ${count(found.length)} that fit ${describe(pattern)}`, found.map(lines), found.length, 0);
    }
}

/**
 * Passes if a resource's attachments have exactly these techniques, in any order.
 *
 * @throws AssertionError with those that it has.
 */
export function expectTechniques(stack: PreviewedStack, resource: string, techniques: readonly Technique[]): void {
    const attachments = stack.attachments(resource);
    const found = attachments.map((attachment) => attachment.techniques.join(" or ")).sort();
    const wanted = [...techniques].sort();
    if (found.join() !== wanted.join()) {
        fail(
            `${resource} has the techniques [${found.join(", ")}], not [${wanted.join(", ")}]`,
            attachments.map(({ path, evidence }) => `${path}: ${evidence}`),
            found,
            wanted,
        );
    }
}

/** A misspelt rule or resource fits nothing, so it must not pass for one of which nothing was found. */
function fitting(stack: PreviewedStack, pattern: FindingPattern): readonly ReportedFinding[] {
    const { rule, policy, resource, path, message, level } = pattern;
    const fault = rule === undefined ? undefined : ruleFault(rule);
    if (fault !== undefined) {
        throw new Error(fault);
    }
    const urn = resource === undefined ? undefined : stack.resource(resource).urn;
    return stack.findings.filter(
        (finding) =>
            (rule === undefined || finding.rule === rule) &&
            (policy === undefined || finding.policy === policy) &&
            (path === undefined || finding.path === path) &&
            (level === undefined || finding.level === level) &&
            (urn === undefined || finding.urn === urn) &&
            (message === undefined ||
                (typeof message === "string"
                    ? finding.message.includes(message)
                    : finding.message.search(message) >= 0)),
    );
}

function describe(pattern: FindingPattern): string {
    const parts = Object.entries(pattern).map(([key, value]) => `${key} ${String(value)}`);
    return parts.length === 0 ? "anything" : parts.join(", ");
}

function count(findings: number): string {
    return findings === 1 ? "is 1 finding" : `are ${findings} findings`;
}

function lines({ level, policy, urn, message }: ReportedFinding): string {
    const subject = urn === undefined ? "the stack" : parseUrn(urn).name;
    return `[${level}] ${policy} (${subject}): ${message.split("\n").join("\n    ")}`;
}

function fail(what: string, details: readonly string[], actual?: unknown, expected?: unknown): never {
    const message = [what, ...details.map((detail) => `  - ${detail}`)].join("\n");
    throw new AssertionError({ message, actual, expected, operator: "virtio-first", stackStartFn: fail });
}
