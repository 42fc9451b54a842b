import type { Use } from "../exceptions/lifecycle";
import type { JudgedAttachment } from "../exceptions/judged";
import type { Verdict } from "../exceptions/verdict";
import { mustRestOnException } from "../techniques/classification";
import {
    attachmentsOf,
    joinResource,
    mayHaveDevices,
    readOnlyRead,
    readOutputs,
    readResource,
} from "../techniques/read";
import {
    type Attachment,
    attachmentKey,
    decidedAlone,
    EMPTY_READING,
    type Notice,
    type Reading,
} from "../techniques/reading";
import type { ResourceView } from "../techniques/resource";
import { StackIndex, type StackMember } from "../techniques/stack";
import { virtioForm } from "../techniques/virtio-form";
import { type PackConfig, readConfig } from "./config";
import type { Finding } from "./finding";
import { type Covering, faultFindings, Judge, misplacedConfig, noticeFinding, readerFault, ruleOf } from "./judgement";
import { completed, coveringOf, idsOf, Member, type PolicyResourceLike, subjectOf, viewOf } from "./member";
import { applyEdits } from "./remediation";
import type { PolicyName } from "./rules";
import { unwrapped } from "./unwrapped";

/** What a session takes from outside: nothing that the author of a stack could write. */
export interface SessionEnvironment {
    /** The folder that holds PulumiPolicy.yaml. */
    readonly packFolder: string;
    /** The system clock; tests inject another. */
    readonly now: () => Date;
    /** The config where it has been read already: one register serves many stacks. */
    readonly config?: PackConfig;
}

/** What was found across a stack. */
export interface StackResult {
    readonly findings: readonly Finding[];
    /** Every use of an exception in the stack, by resource rules and stack rules. */
    readonly uses: readonly Use[];
    /** Every exception ID that a marker names, granted or not. */
    readonly named: readonly string[];
    /** What was decided on each attachment, by the URN of its resource. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** False for a type of which the pack never has anything to say: most types of most stacks. */
export function concerns(type: string): boolean {
    return type === STACK_TYPE || mayHaveDevices(type);
}

const NO_FINDINGS: readonly Finding[] = [];
const NOT_COVERED: readonly Covering[] = [];

/** An attachment to judge, and what covers it. */
interface ToJudge {
    readonly attachment: Attachment;
    readonly covering: readonly Covering[];
}

/**
 * What one process of the pack remembers between the engine's calls. An operation (a preview, or an update) is one
 * process: each resource comes once with its inputs, and all come once at the end with their outputs.
 */
export class Session {
    private raw: Readonly<Record<string, unknown>> = {};
    private current: PackConfig | undefined;
    private readonly inputs = new Map<string, Reading>();
    /** Of resources that are read once. */
    private readonly views = new Map<string, ResourceView>();
    private readonly uses = new Map<string, readonly Use[]>();
    /** Attachments refused by the resource rule, so that a join does not refuse them twice. */
    private readonly refused = new Map<string, ReadonlySet<string>>();
    private readonly verdicts = new Map<string, Map<string, Verdict>>();
    private readonly pending = new Map<string, readonly Finding[]>();
    private stackResult: StackResult | undefined;
    private faultsSaid = false;
    private readonly misplaced = new Map<PolicyName, Readonly<Record<string, unknown>>>();

    constructor(private readonly environment: SessionEnvironment) {}

    /** Takes the config that the engine gave to `paravirtual-io`; the other policies share it. */
    configure(raw: Readonly<Record<string, unknown>>): void {
        if (this.current === undefined || !sameConfig(this.raw, raw)) {
            this.raw = raw;
            this.current = undefined;
        }
    }

    /**
     * Takes the config that the engine gave to one of the other policies, which have none of their own: what stands there
     * would have no effect, so it is a fault, and `paravirtual-io` reports it.
     */
    misconfigure(policy: PolicyName, raw: Readonly<Record<string, unknown>>): void {
        this.misplaced.set(policy, raw);
    }

    /** The checked config; the defaults where `paravirtual-io` is disabled. */
    get config(): PackConfig {
        this.current ??=
            this.environment.config ??
            readConfig(this.raw, { packFolder: this.environment.packFolder, now: this.environment.now() });
        return this.current;
    }

    /** The moment that is judged for: now, or the start of the forecast day. */
    get moment(): Date {
        const { forecastDate } = this.config;
        return forecastDate === undefined ? this.environment.now() : new Date(`${forecastDate}T00:00:00Z`);
    }

    /** Judges one resource by its inputs. The findings wait for the policies that report them. */
    judgeResource(resource: PolicyResourceLike): readonly Finding[] {
        try {
            if (!concerns(resource.type)) {
                return NO_FINDINGS;
            }
            if (resource.type === STACK_TYPE) {
                return this.pend(resource.urn, this.faults(resource.urn));
            }
            const view = viewOf(resource, unwrapped(resource.props));
            const reading = readResource(view, this.config.context);
            this.inputs.set(view.urn, reading);
            if (resource.asItIs === true) {
                this.views.set(view.urn, view);
            }
            // What another resource may still place waits for the stack rule, which sees that one too.
            const findings = this.decide(
                view,
                reading,
                decidedAlone(reading).map((attachment) => ({ attachment, covering: NOT_COVERED })),
            );
            const notices = this.notices(view.urn, reading.notices);
            return this.pend(view.urn, notices.length === 0 ? findings : [...findings, ...notices]);
        } catch {
            return this.pend(resource.urn, [readerFault(resource.urn, resource.type, this.forecastOrNone())]);
        }
    }

    private pend(urn: string, findings: readonly Finding[]): readonly Finding[] {
        if (findings.length > 0) {
            this.pending.set(urn, findings);
        }
        return findings;
    }

    /**
     * Turns what nothing allows back into its virtio form, in place.
     *
     * @returns True if anything was changed. What has no well-defined virtio form stays, and is refused.
     */
    remediate(resource: PolicyResourceLike): boolean {
        try {
            const view = viewOf(resource, resource.props);
            const reading = readResource(view, this.config.context);
            const judge = this.judgeOf(view, reading);
            decidedAlone(reading).forEach((attachment) => judge.attachment(attachment, []));
            const unwanted = judge.refused.filter((attachment) => !judge.tolerated.has(attachment));
            const edits = unwanted.length > 0 ? virtioForm(view, unwanted) : [];
            applyEdits(resource.props as object, edits);
            return edits.length > 0;
        } catch {
            return false;
        }
    }

    /** The findings of {@link judgeResource} for the policy that comes second; judges first where none did. */
    takeResource(resource: PolicyResourceLike): readonly Finding[] {
        const findings = this.pending.get(resource.urn);
        if (findings !== undefined) {
            this.pending.delete(resource.urn);
            return findings;
        }
        return this.inputs.has(resource.urn) ? NO_FINDINGS : this.judgeResource(resource);
    }

    /** Judges a whole stack by its outputs, and joins its resources. */
    judgeStack(resources: readonly PolicyResourceLike[]): StackResult {
        const findings: Finding[] = [];
        if (!this.faultsSaid) {
            findings.push(...this.faults(undefined));
        }
        for (const [policy, raw] of this.misplaced) {
            findings.push(...misplacedConfig(policy, raw, this.config));
        }
        const members: StackMember[] = [];
        for (const resource of resources) {
            try {
                if (mayHaveDevices(resource.type)) {
                    const member = this.member(resource);
                    if (member.reading !== EMPTY_READING) {
                        members.push(member);
                    }
                }
            } catch {
                findings.push(readerFault(resource.urn, resource.type, this.forecastOrNone()));
            }
        }
        const index = new StackIndex(members);
        const judged = new Map<string, readonly JudgedAttachment[]>();
        for (const member of members) {
            try {
                const decided = this.judgeMember(member, index);
                findings.push(...decided.findings);
                if (decided.attachments.length > 0) {
                    judged.set(member.view.urn, decided.attachments);
                }
            } catch {
                findings.push(readerFault(member.view.urn, member.view.type, this.forecastOrNone()));
            }
        }
        const named = members.flatMap(({ reading }) => reading.markers.exceptionIds.map((marker) => marker.value));
        this.stackResult = { findings, uses: [...this.uses.values()].flat(), named, judged };
        return this.stackResult;
    }

    /** The result of {@link judgeStack} for the policies that come later; judges first where none did. */
    takeStack(resources: readonly PolicyResourceLike[]): StackResult {
        return this.stackResult ?? this.judgeStack(resources);
    }

    private member(resource: PolicyResourceLike): StackMember {
        const own = this.inputs.get(resource.urn);
        const seen = this.views.get(resource.urn);
        if (own !== undefined && seen !== undefined && seen.props === resource.props) {
            return new Member(seen, own, resource);
        }
        const view = viewOf(resource, unwrapped(resource.props));
        const { context } = this.config;
        const reading =
            own === undefined ? readOnlyRead(view, context) : completed(own, readOutputs(view, context, own));
        return new Member(view, reading, resource);
    }

    private judgeMember(
        member: StackMember,
        index: StackIndex,
    ): { readonly findings: readonly Finding[]; readonly attachments: readonly JudgedAttachment[] } {
        const { view, reading } = member;
        const joined = joinResource(member, index, this.config.context);
        const own = this.inputs.get(view.urn);
        const ownNotices = own === undefined ? reading.notices : [];
        const notices = this.notices(
            view.urn,
            ownNotices.length === 0 ? joined.notices : [...ownNotices, ...joined.notices],
        );
        const all = attachmentsOf(reading, joined);
        if (all.length === 0) {
            return { findings: notices, attachments: [] };
        }
        const attachments = all.map((attachment): ToJudge => ({
            attachment,
            covering: attachment.coveredBy === undefined ? NOT_COVERED : this.covering(attachment.coveredBy, index),
        }));
        // What the resource rule granted is granted again; what it refused is not refused twice.
        const alreadyRefused = this.refused.get(view.urn);
        const left = attachments.filter(({ attachment }) => alreadyRefused?.has(attachmentKey(attachment)) !== true);
        const findings = this.decide(view, reading, left);
        const verdicts = this.verdicts.get(view.urn);
        const ids = idsOf(reading);
        return {
            findings: notices.length === 0 ? findings : [...findings, ...notices],
            attachments: attachments.map(({ attachment, covering }): JudgedAttachment => {
                const exceptionIds =
                    covering.length === 0 ? ids : [...new Set([...ids, ...covering.flatMap((cover) => cover.ids)])];
                // An attachment in software may stand at the place of one in hardware that only the outputs show.
                const verdict = mustRestOnException(attachment, this.config.context)
                    ? verdicts?.get(attachmentKey(attachment))
                    : undefined;
                return verdict?.granted === false
                    ? { attachment, exceptionIds, verdict, rule: ruleOf(attachment, verdict) }
                    : { attachment, exceptionIds, verdict };
            }),
        };
    }

    private covering(urns: readonly string[], index: StackIndex): Covering[] {
        return urns.flatMap((urn) => {
            // A port that is only read is not this stack's: what uses it needs a marker of its own, or a grant.
            const cover = this.inputs.has(urn) ? index.member(urn) : undefined;
            return cover === undefined ? [] : [coveringOf(cover)];
        });
    }

    private judgeOf(view: ResourceView, reading: Reading): Judge {
        return new Judge(subjectOf(view, reading), reading, this.config, this.moment);
    }

    /** Judges attachments of one resource; those that need no exception are passed over. */
    private decide(view: ResourceView, reading: Reading, all: readonly ToJudge[]): readonly Finding[] {
        const open = all.filter(({ attachment }) => mustRestOnException(attachment, this.config.context));
        if (open.length === 0) {
            return NO_FINDINGS;
        }
        const judge = this.judgeOf(view, reading);
        for (const { attachment, covering } of open) {
            judge.attachment(attachment, covering);
        }
        this.keep(view.urn, judge);
        return judge.findings;
    }

    private keep(urn: string, judge: Judge): void {
        if (judge.verdicts.size > 0) {
            this.verdicts.set(urn, new Map([...(this.verdicts.get(urn) ?? []), ...judge.verdicts]));
        }
        if (judge.uses.length > 0) {
            // The stack rule judges again what the resource rule granted, so it knows every use, and each once.
            this.uses.set(urn, [
                ...new Map(judge.uses.map((use) => [`${use.id} ${use.technique} ${use.path}`, use])).values(),
            ]);
        }
        if (judge.refused.length > 0) {
            this.refused.set(urn, new Set([...(this.refused.get(urn) ?? []), ...judge.refused.map(attachmentKey)]));
        }
    }

    private notices(urn: string, notices: readonly Notice[]): readonly Finding[] {
        return notices.flatMap((notice) => noticeFinding(urn, notice, this.config) ?? []);
    }

    private faults(urn: string | undefined): Finding[] {
        this.faultsSaid = true;
        return faultFindings(urn, this.config);
    }

    private forecastOrNone(): string | undefined {
        return this.current?.forecastDate;
    }
}

function sameConfig(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
