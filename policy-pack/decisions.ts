import type { JudgedAttachment } from "../exceptions/judged";
import type { Use } from "../exceptions/lifecycle";
import type { Verdict } from "../exceptions/verdict";
import { mustRestOnException, type ReadContext } from "../techniques/classification";
import { type Attachment, attachmentKey } from "../techniques/reading";
import { type Judge, ruleOf } from "./judgement";

/** The attachments of a member of a stack, once it is joined. It holds nothing of the stack, which may be large. */
export interface Decided {
    readonly urn: string;
    /** The exception IDs that the member names. */
    readonly ids: readonly string[];
    readonly attachments: readonly Attachment[];
    /** Those of the resources whose marker covers an attachment; `undefined` where none is covered. */
    readonly covering: ReadonlyMap<Attachment, readonly string[]> | undefined;
}

/** What was decided on the attachments that must rest on an exception, by the URN of their resource. */
export class Decisions {
    private readonly usesOf = new Map<string, readonly Use[]>();
    private readonly refusedOf = new Map<string, ReadonlySet<string>>();
    private readonly verdictsOf = new Map<string, ReadonlyMap<string, Verdict>>();

    /** Keeps what was decided on one resource, beside what was decided on it before. */
    keep(urn: string, judge: Judge): void {
        if (judge.verdicts.size > 0) {
            this.verdictsOf.set(urn, new Map([...(this.verdictsOf.get(urn) ?? []), ...judge.verdicts]));
        }
        if (judge.uses.length > 0) {
            // The stack rule judges again what the resource rule granted, so it knows every use, and each once.
            this.usesOf.set(urn, [
                ...new Map(judge.uses.map((use) => [`${use.id} ${use.technique} ${use.path}`, use])).values(),
            ]);
        }
        if (judge.refused.length > 0) {
            this.refusedOf.set(urn, new Set([...(this.refusedOf.get(urn) ?? []), ...judge.refused.map(attachmentKey)]));
        }
    }

    /** Has the refusals of a resource told again where they come up again: nobody told them. */
    retell(urn: string): void {
        this.refusedOf.delete(urn);
    }

    /** Every use of an exception. */
    uses(): Use[] {
        return [...this.usesOf.values()].flat();
    }

    /** Those of a resource's attachments that were not refused yet: a join does not refuse them twice. */
    notRefused(urn: string, attachments: readonly Attachment[]): readonly Attachment[] {
        const refused = this.refusedOf.get(urn);
        return refused === undefined ? attachments : attachments.filter((each) => !refused.has(attachmentKey(each)));
    }

    /** What was decided on each attachment, by the URN of its resource. */
    judged(all: readonly Decided[], context: ReadContext): ReadonlyMap<string, readonly JudgedAttachment[]> {
        return new Map(all.map((decided) => [decided.urn, this.judgedAttachments(decided, context)]));
    }

    private judgedAttachments({ urn, ids, attachments, covering }: Decided, context: ReadContext): JudgedAttachment[] {
        const verdicts = this.verdictsOf.get(urn);
        return attachments.map((attachment): JudgedAttachment => {
            const others = covering?.get(attachment) ?? [];
            const exceptionIds = others.length === 0 ? ids : [...new Set([...ids, ...others])];
            // An attachment in software may stand at the place of one in hardware that only the outputs show.
            const verdict = mustRestOnException(attachment, context)
                ? verdicts?.get(attachmentKey(attachment))
                : undefined;
            return verdict?.granted === false
                ? { attachment, exceptionIds, verdict, rule: ruleOf(attachment, verdict) }
                : { attachment, exceptionIds, verdict };
        });
    }
}
