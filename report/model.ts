import { mustRestOnException, type ReadContext } from "../techniques/classification";
import { attachmentsOf, joinResource, readOnlyRead, readResource } from "../techniques/read";
import { type Attachment, EMPTY_READING, type Reading } from "../techniques/reading";
import { StackIndex, type StackMember } from "../techniques/stack";
import { type Conformance, conformanceOf } from "./conformance";
import { type FindingParts, partsOf } from "./finding-parts";
import { compareText } from "../techniques/order";

/** A resource as a source of reports gives it: the preview, an engine's events, or a state file. */
export interface SourceResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly parent?: string;
    readonly custom: boolean;
    readonly provider?: string;
    /** Inputs, with unknown values as Pulumi's sentinels. */
    readonly inputs: unknown;
    readonly outputs: unknown;
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    /** True for a resource that is only read. */
    readonly read: boolean;
}

/** What a policy pack said. */
export interface SourceFinding {
    readonly pack: string;
    readonly packVersion: string;
    readonly policy: string;
    readonly level: string;
    readonly urn?: string;
    readonly description?: string;
    readonly message: string;
}

/** What a policy pack said, with the parts of its message where it has them. */
export interface ReportedFinding extends SourceFinding, FindingParts {}

/** An attachment in a report. */
export interface ReportedAttachment extends Attachment {
    /** The exception IDs that the resource names, or that cover it. */
    readonly exceptionIds: readonly string[];
}

/** A resource in a report. */
export interface ReportedResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly parent: string | undefined;
    readonly read: boolean;
    readonly attachments: readonly ReportedAttachment[];
}

/** The result that every format prints. */
export interface Report {
    /** In the order of their URNs. */
    readonly resources: readonly ReportedResource[];
    /** What refuses first, then by resource. */
    readonly findings: readonly ReportedFinding[];
    /** `undefined` where nothing can be said of it: see {@link conformanceOf}. */
    readonly conformance: Conformance | undefined;
}

/** The name of the pack whose findings decide on conformance. */
export const PACK = "virtio-first";

/**
 * Puts a report together: reads every resource as the policy pack does, and sets what the packs said beside it.
 *
 * @param resources In the order in which they were registered.
 * @param findings What the packs said.
 * @param context The operator's classification, from the pack's config.
 * @param judged True if the pack named {@link PACK} judged the whole stack: otherwise nothing is said of conformance.
 */
export function buildReport(
    resources: readonly SourceResource[],
    findings: readonly SourceFinding[],
    context: ReadContext,
    judged: boolean,
): Report {
    const members = resources.map((resource) => memberOf(resource, context));
    const index = new StackIndex(members);
    const reported = resources.map((resource, position): ReportedResource => {
        const member = members[position];
        const attachments = member === undefined ? [] : reportedAttachments(member, index, context);
        const { urn, type, name, parent, read } = resource;
        return { urn, type, name, parent, read, attachments };
    });
    const refused = findings.some((finding) => finding.pack === PACK && finding.level === "mandatory");
    const hardware = reported
        .flatMap((resource) => resource.attachments)
        .filter((attachment) => mustRestOnException(attachment, context));
    return {
        resources: reported.sort((one, other) => compareText(one.urn, other.urn)),
        findings: inOrder(findings),
        conformance: judged ? conformanceOf(refused, hardware, limitsOf(findings)) : undefined,
    };
}

/** What the pack could not verify. */
function limitsOf(findings: readonly SourceFinding[]): Pick<Conformance, "unverified" | "idsUnverified"> {
    const said = (...rules: string[]): SourceFinding[] =>
        findings.filter(({ pack, message }) => pack === PACK && rules.includes(partsOf(message).rule ?? ""));
    return {
        unverified: new Set(said("unverifiable", "opaque-executor").map(({ urn }) => urn)).size,
        idsUnverified: said("exceptions-unverified").length > 0,
    };
}

const LEVELS = ["mandatory", "remediate", "advisory"];

/** What refuses first; then by resource, so that two runs give the same page. Resources register in no fixed order. */
function inOrder(findings: readonly SourceFinding[]): ReportedFinding[] {
    return findings
        .map((finding) => ({ ...finding, ...partsOf(finding.message) }))
        .sort(
            (one, other) =>
                compareText(one.pack, other.pack) ||
                LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) ||
                compareText(one.urn ?? "", other.urn ?? ""),
        );
}

function memberOf(resource: SourceResource, context: ReadContext): StackMember {
    const { urn, type, name, custom, provider, propertyDependencies } = resource;
    const props = resource.read ? resource.outputs : resource.inputs;
    const view = { urn, type, name, props, custom, ...(provider !== undefined && { provider }) };
    const read = resource.read ? readOnlyRead : readResource;
    return { view, reading: safely(() => read(view, context), EMPTY_READING), propertyDependencies };
}

function reportedAttachments(member: StackMember, index: StackIndex, context: ReadContext): ReportedAttachment[] {
    const joined = safely(() => joinResource(member, index, context), { attachments: [], notices: [] });
    const ids = idsOf(member.reading);
    return attachmentsOf(member.reading, joined).map((attachment) => {
        const covering = (attachment.coveredBy ?? []).flatMap((urn) => idsOf(index.member(urn)?.reading));
        return { ...attachment, exceptionIds: [...new Set([...ids, ...covering])] };
    });
}

function idsOf(reading: Reading | undefined): string[] {
    return (reading?.markers.exceptionIds ?? []).map((marker) => marker.value);
}

/** A report is still given where a reader fails: the pack has refused that resource under its own rule. */
function safely<T>(read: () => T, fallback: T): T {
    try {
        return read();
    } catch {
        return fallback;
    }
}
