import { parseUrn } from "../../techniques/resource";
import type { StackResource } from "../../techniques/stack-resource";
import { at } from "../../techniques/value";
import type { ReportedDiagnostic } from "../model";
import type { SourceFinding } from "../finding";
import { recordedResource, withoutSecretMarks, word } from "./pulumi-state";
import type { SourceStack } from "./source";

/** What the engine said of one operation. */
export interface EngineOperation extends SourceStack {
    readonly findings: readonly SourceFinding[];
    readonly diagnostics: readonly ReportedDiagnostic[];
    /** Name to version of the packs that ran. */
    readonly packs: readonly { readonly name: string; readonly version: string }[];
    /** The packs whose stack policies ran to their end; `undefined` where the engine is one that does not say so. */
    readonly judgedStack: readonly string[] | undefined;
    /** What the engine says of the whole; `undefined` where the stream ends before its summary. */
    readonly succeeded: boolean | undefined;
}

/** Events that name the pack that they are about. */
const PACK_EVENTS = ["policyAnalyzeSummaryEvent", "policyAnalyzeStackSummaryEvent", "policyLoadEvent"] as const;

/** True for an event of the engine, whatever it tells. */
export function isEngineEvent(value: unknown): boolean {
    return typeof at(value, "sequence") === "number" && typeof at(value, "timestamp") === "number";
}

/** Steps whose resource will be gone. */
const ENDS: readonly string[] = ["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"];

/** Steps by which a resource is only looked up. */
const READS: readonly string[] = ["read", "read-replacement"];

/**
 * Gathers the events of one operation of the real engine: those of the Automation API's `onEvent`, of `--event-log`, and
 * of the streaming JSON preview. Events record no dependencies of properties: what is not known stays undecided here,
 * and the engine's own findings decide. Never throws.
 *
 * @param events In order. What is no event is passed over.
 */
export function operationOfEvents(events: readonly unknown[]): EngineOperation {
    const resources = new Map<string, StackResource>();
    const findings: SourceFinding[] = [];
    const diagnostics: ReportedDiagnostic[] = [];
    const packs = new Map<string, string>();
    const judgedStack = new Set<string>();
    let tellsJudged = false;
    let succeeded: boolean | undefined;
    for (const event of events) {
        for (const step of ["resourcePreEvent", "resOutputsEvent"] as const) {
            const resource = stepResource(at(at(event, step), "metadata"));
            if (resource !== undefined) {
                const before = resources.get(resource.urn);
                resources.set(resource.urn, before === undefined ? resource : merged(before, resource));
            }
        }
        const policy = at(event, "policyEvent");
        if (policy !== undefined) {
            const finding = findingOf(policy);
            findings.push(finding);
            packs.set(finding.pack, finding.packVersion);
        }
        const diagnostic = diagnosticOf(at(event, "diagnosticEvent"));
        if (diagnostic !== undefined) {
            diagnostics.push(diagnostic);
        }
        const summary = at(event, "summaryEvent");
        if (summary !== undefined) {
            succeeded = at(summary, "result") !== "failed";
            packsOf(summary).forEach(([name, version]) => packs.set(name, version));
        }
        for (const kind of PACK_EVENTS) {
            const name = word(at(event, kind), "policyPackName");
            if (name !== "" && !packs.has(name)) {
                packs.set(name, word(at(event, kind), "policyPackVersion"));
            }
            tellsJudged ||= name !== "" && kind !== "policyLoadEvent";
            if (name !== "" && kind === "policyAnalyzeStackSummaryEvent") {
                judgedStack.add(name);
            }
        }
    }
    const [first] = resources.keys();
    const { project, stack } = first === undefined ? { project: "", stack: "" } : parseUrn(first);
    return {
        project,
        stack,
        resources: [...resources.values()],
        findings,
        diagnostics,
        packs: [...packs].map(([name, version]) => ({ name, version })),
        judgedStack: tellsJudged ? [...judgedStack] : undefined,
        succeeded,
    };
}

function stepResource(metadata: unknown): StackResource | undefined {
    const op = word(metadata, "op");
    const urn = word(metadata, "urn");
    const type = word(metadata, "type");
    if (urn === "" || type === "" || ENDS.includes(op)) {
        return undefined;
    }
    const state = at(metadata, "new") ?? at(metadata, "old");
    const told = { urn, type, propertyDependencies: {}, read: READS.includes(op) };
    return recordedResource(state, withoutSecretMarks, told);
}

/** The later event of a resource has its outputs; the inputs of the first are those that were judged. */
function merged(before: StackResource, now: StackResource): StackResource {
    return { ...before, outputs: now.outputs };
}

function findingOf(policy: unknown): SourceFinding {
    const urn = word(policy, "resourceUrn");
    const level = word(policy, "enforcementLevel");
    return {
        pack: word(policy, "policyPackName"),
        packVersion: word(policy, "policyPackVersionTag") || word(policy, "policyPackVersion"),
        policy: word(policy, "policyName"),
        // The Automation API's types say `warning` where the engine says `advisory`.
        level: level === "warning" ? "advisory" : level,
        ...(urn !== "" && { urn }),
        message: uncoloured(word(policy, "message")),
    };
}

const SEVERITIES: readonly string[] = ["info", "warning", "error"];

function diagnosticOf(diagnostic: unknown): ReportedDiagnostic | undefined {
    const [severity = ""] = word(diagnostic, "severity").split("#");
    if (!SEVERITIES.includes(severity) || at(diagnostic, "ephemeral") === true) {
        return undefined;
    }
    const urn = word(diagnostic, "urn");
    return {
        severity: severity as ReportedDiagnostic["severity"],
        source: "engine",
        message: uncoloured(word(diagnostic, "message")).trimEnd(),
        ...(urn !== "" && { urn }),
    };
}

/** The engine's own marks for colours, which the Automation API leaves in. */
function uncoloured(message: string): string {
    return message.replace(/<\{%[^%]*%\}>/g, "");
}

function packsOf(summary: unknown): [string, string][] {
    const packs = at(summary, "policyPacks") ?? at(summary, "PolicyPacks");
    return typeof packs === "object" && packs !== null
        ? Object.entries(packs).map(([name, version]) => [name, String(version)])
        : [];
}
