import { exceptionIdFault } from "../exceptions/exception-id";
import type { RegisterState } from "../exceptions/entry";
import type { JudgedAttachment } from "../exceptions/judged";
import type { Use } from "../exceptions/lifecycle";
import { compareText } from "../techniques/order";
import type { StackResource } from "../techniques/stack-resource";
import { type Conformance, conformanceOf } from "./conformance";
import { reportedExceptions, reportedRegister } from "./exceptions";
import { grantedUses, reportedAttachments } from "./verdicts";
import { ownText, partsOf, type SourceFinding } from "./finding";
import {
    OWN_POLICIES,
    PACK,
    type Report,
    REPORT_VERSION,
    type ReportedAttachment,
    type ReportedFinding,
    type ReportedResource,
} from "./model";

/** All that a report is put together from: what it repeats, and what it is worked out of. */
export interface ReportInput extends Pick<
    Report,
    | "tool"
    | "forecastDate"
    | "source"
    | "project"
    | "stack"
    | "outcome"
    | "packs"
    | "diagnostics"
    | "invokes"
    | "timings"
> {
    readonly time: Date;
    /** The moment that was judged for. */
    readonly moment: Date;
    readonly resources: readonly StackResource[];
    /** What the packs said. */
    readonly findings: readonly SourceFinding[];
    /** What the pack's own logic decides on each attachment, by URN. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
    readonly uses: readonly Use[];
    readonly named: readonly string[];
    /** `undefined` where the source does not say. */
    readonly register: RegisterState | undefined;
    /** The operator's own form of exception IDs. */
    readonly exceptionIdPattern?: RegExp;
    /** True if the pack named {@link PACK} judged the whole stack: otherwise nothing is said of conformance. */
    readonly complete: boolean;
}

/** Puts a report together: what was decided on each attachment beside what the packs said. Pure. */
export function buildReport(input: ReportInput): Report {
    const findings = inOrder(input.findings);
    const ours = findings.filter(({ pack }) => pack === PACK);
    const attachments = reportedAttachments({ ...input, said: ours, elsewhere: input.source.kind === "events" });
    const resources = input.resources
        .map((resource) => reportedResource(resource, attachments.get(resource.urn) ?? []))
        .sort((one, other) => compareText(one.urn, other.urn));
    return {
        version: REPORT_VERSION,
        tool: input.tool,
        time: input.time.toISOString(),
        ...(input.forecastDate !== undefined && { forecastDate: input.forecastDate }),
        source: input.source,
        project: input.project,
        stack: input.stack,
        outcome: input.outcome,
        packs: input.packs
            .map(({ name, version }) => ({ name, version }))
            .sort((one, other) => compareText(one.name, other.name) || compareText(one.version, other.version)),
        resources,
        findings,
        exceptions: reportedExceptions(
            input.complete ? grantedUses(attachments, input.uses) : input.uses,
            input.named.filter((id) => exceptionIdFault(id, input.exceptionIdPattern) === undefined),
            input.register ?? { state: "none" },
            input,
            input.moment,
        ),
        register: input.register === undefined ? { state: "not-given", faults: [] } : reportedRegister(input.register),
        ...(input.complete && { conformance: conformance(resources, ours) }),
        diagnostics: input.diagnostics,
        ...(input.invokes !== undefined && { invokes: input.invokes }),
        ...(input.timings !== undefined && { timings: input.timings }),
    };
}

function conformance(resources: readonly ReportedResource[], ours: readonly ReportedFinding[]): Conformance {
    const hardware = resources
        .flatMap((resource) => resource.attachments)
        .filter(({ verdict }) => verdict.state !== "free");
    const said = (...rules: string[]): ReportedFinding[] => ours.filter(({ rule }) => rules.includes(rule ?? ""));
    return conformanceOf(
        ours.some(({ level }) => level === "mandatory") ||
            hardware.some(({ verdict }) => verdict.state === "tolerated"),
        hardware,
        {
            unverified: new Set(said("unverifiable", "opaque-executor").map(({ urn }) => urn)).size,
            idsUnverified: said("exceptions-unverified").length > 0,
        },
    );
}

function reportedResource(
    { urn, type, name, parent, read, propertyDependencies, place }: StackResource,
    attachments: readonly ReportedAttachment[],
): ReportedResource {
    const dependsOn = [...new Set(Object.values(propertyDependencies).flat())].sort(compareText);
    return {
        urn,
        type,
        name,
        ...(parent !== undefined && { parent }),
        read,
        dependsOn,
        attachments,
        ...(place !== undefined && { place }),
    };
}

const LEVELS = ["mandatory", "remediate", "advisory"] as const satisfies readonly ReportedFinding["level"][];

/** What refuses first; then by resource, so that two runs give the same page. Resources register in no fixed order. */
function inOrder(findings: readonly SourceFinding[]): ReportedFinding[] {
    return findings
        .map(reportedFinding)
        .sort(
            (one, other) =>
                compareText(one.pack, other.pack) ||
                LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) ||
                compareText(one.urn ?? "", other.urn ?? "") ||
                compareText(one.policy, other.policy) ||
                compareText(one.message, other.message),
        );
}

function reportedFinding(finding: SourceFinding): ReportedFinding {
    const { pack, packVersion, policy, urn, level, place } = finding;
    const message = ownText(finding);
    const [what = ""] = message.split("\n");
    return {
        pack,
        packVersion,
        policy,
        level: LEVELS.find((known) => known === level) ?? "advisory",
        ...(urn !== undefined && { urn }),
        what,
        message,
        ...(OWN_POLICIES.has(policy) && partsOf(message)),
        ...(place !== undefined && { place }),
    };
}
