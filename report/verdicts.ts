import { exceptionIdFault } from "../exceptions/exception-id";
import type { JudgedAttachment } from "../exceptions/judged";
import type { Use } from "../exceptions/lifecycle";
import type { IdRefusal } from "../exceptions/verdict";
import { compareText } from "../techniques/order";
import { usedException } from "./finding";
import type { GrantedUse } from "./exceptions";
import type { ReportedAttachment, ReportedFinding, ReportedVerdict } from "./model";

/** What the verdicts on a stack's attachments are put together from. */
export interface VerdictInput {
    /** What the pack's own logic decides on each attachment, by URN. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
    /** What the pack said where it ran. */
    readonly said: readonly ReportedFinding[];
    /** True if the pack ran elsewhere, under a config that may be another than that of `judged`. */
    readonly elsewhere: boolean;
    /** True if the pack judged the whole stack. */
    readonly complete: boolean;
    /** The operator's own form of exception IDs. */
    readonly exceptionIdPattern?: RegExp;
}

/** The attachments of each resource, by URN and in a stable order, with the verdicts that stand. */
export function reportedAttachments(input: VerdictInput): Map<string, ReportedAttachment[]> {
    const said = saidAt(input.said);
    const wellFormed = (id: string): boolean => exceptionIdFault(id, input.exceptionIdPattern) === undefined;
    return new Map(
        [...input.judged].map(([urn, attachments]) => [
            urn,
            attachments
                .map((one): ReportedAttachment => {
                    const { techniques, role, path, evidence, subject, via, coveredBy } = one.attachment;
                    const exceptionIds = [...new Set(one.exceptionIds.filter(wellFormed))].sort(compareText);
                    return {
                        techniques,
                        role,
                        path,
                        evidence,
                        ...(subject !== undefined && { subject }),
                        ...(via !== undefined && { via }),
                        ...(coveredBy !== undefined && { coveredBy: [...coveredBy].sort(compareText) }),
                        exceptionIds,
                        verdict: verdictOf(urn, { ...one, exceptionIds }, said, input),
                    };
                })
                .sort(inOrder),
        ]),
    );
}

/** What exceptions allow in a stack, by the verdicts that stand. */
export function grantedUses(
    attachments: ReadonlyMap<string, readonly ReportedAttachment[]>,
    uses: readonly Use[],
): GrantedUse[] {
    const known = new Map(uses.map((use) => [`${use.id} ${placeOf(use.urn, use.path)}`, use.technique]));
    return [...attachments].flatMap(([urn, own]) =>
        own.flatMap(({ path, techniques: [first], verdict: { state, exception } }): GrantedUse[] => {
            if (state !== "granted" || exception === undefined || first === undefined) {
                return [];
            }
            const technique = known.get(`${exception} ${placeOf(urn, path)}`) ?? first;
            return [{ id: exception, urn, path, technique }];
        }),
    );
}

/** What the pack said, to be looked up by place. */
interface Said {
    readonly refusals: ReadonlyMap<string, string>;
    /** Place and rule. */
    readonly advice: ReadonlySet<string>;
    /** By URN: what it said of exceptions in use. */
    readonly used: ReadonlyMap<string, readonly string[]>;
}

function saidAt(findings: readonly ReportedFinding[]): Said {
    const refusals = new Map<string, string>();
    const advice = new Set<string>();
    const used = new Map<string, string[]>();
    for (const { urn = "", path = "", rule, level, message } of findings) {
        const place = placeOf(urn, path);
        if (rule === "exception-used") {
            used.set(urn, [...(used.get(urn) ?? []), message]);
        } else if (rule !== undefined && level === "mandatory") {
            refusals.set(place, refusals.get(place) ?? rule);
        } else if (rule !== undefined) {
            advice.add(`${place} ${rule}`);
        }
    }
    return { refusals, advice, used };
}

/**
 * What the pack said decides: it may have had another config than the judgement here. Where it said nothing, an attachment
 * that is refused here was let be.
 */
function verdictOf(
    urn: string,
    { attachment, verdict, rule, exceptionIds }: JudgedAttachment,
    said: Said,
    { complete, elsewhere }: VerdictInput,
): ReportedVerdict {
    if (verdict === undefined) {
        return { state: "free" };
    }
    if (!complete) {
        return { state: "not-judged" };
    }
    const place = placeOf(urn, attachment.path);
    const refusal = said.refusals.get(place);
    if (refusal !== undefined) {
        const nearest = verdict.granted ? verdict.id : verdict.refusals.flatMap(idOf)[0];
        return { state: "refused", rule: refusal, ...(nearest !== undefined && { exception: nearest }) };
    }
    if (elsewhere) {
        const use = said.used.get(urn)?.find((message) => message.includes(`(${attachment.path})`));
        const exception = use === undefined ? undefined : usedException(use);
        if (exception !== undefined) {
            return { state: "granted", exception: exception.id, verified: exception.verified };
        }
    }
    if (verdict.granted) {
        return { state: "granted", exception: verdict.id, verified: verdict.entry !== undefined };
    }
    const [id] = exceptionIds;
    return elsewhere && id !== undefined && !said.advice.has(`${place} ${rule ?? ""}`)
        ? { state: "granted", exception: id, verified: false }
        : { state: "tolerated", ...(rule !== undefined && { rule }) };
}

function idOf(refusal: IdRefusal): string[] {
    return "id" in refusal ? [refusal.id] : [];
}

function placeOf(urn: string, path: string): string {
    return `${urn} ${path}`;
}

function inOrder(one: ReportedAttachment, other: ReportedAttachment): number {
    return (
        compareText(one.path, other.path) ||
        compareText(one.role, other.role) ||
        compareText(one.techniques.join(), other.techniques.join()) ||
        compareText(one.evidence, other.evidence) ||
        compareText(one.via ?? "", other.via ?? "")
    );
}
