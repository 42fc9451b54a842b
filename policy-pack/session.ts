import type { Use } from "../exceptions/lifecycle";
import type { JudgedAttachment } from "../exceptions/judged";
import { mustRestOnException } from "../techniques/classification";
import {
    attachmentsOf,
    joinResource,
    mayHaveDevices,
    readOnlyRead,
    readOutputs,
    readResource,
} from "../techniques/read";
import { type Attachment, decidedAlone, EMPTY_READING, both, type Notice, type Reading } from "../techniques/reading";
import type { ResourceView } from "../techniques/resource";
import { StackIndex, type StackMember } from "../techniques/stack";
import { virtioForm } from "../techniques/virtio-form";
import { type PackConfig, readConfig } from "./config";
import { type Decided, Decisions } from "./decisions";
import type { Finding } from "./finding";
import { Handover } from "./handover";
import { type Covering, faultFindings, Judge, misplacedConfig, noticeFinding, readerFault } from "./judgement";
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
    /** What was decided on each attachment, by the URN of its resource; worked out when it is asked for. */
    readonly judged: ReadonlyMap<string, readonly JudgedAttachment[]>;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** False for a type of which the pack never has anything to say: most types of most stacks. */
export function concerns(type: string): boolean {
    return type === STACK_TYPE || mayHaveDevices(type);
}

const NO_FINDINGS: readonly Finding[] = [];
const NO_ATTACHMENTS: readonly Attachment[] = [];
const NO_NOTICES: readonly Notice[] = [];
const NOT_COVERED: readonly Covering[] = [];

/**
 * What one process of the pack remembers between the engine's calls. An operation (a preview, or an update) is one
 * process: each resource comes once with its inputs, and all come once at the end with their outputs.
 */
export class Session {
    private raw: Readonly<Record<string, unknown>> | undefined;
    private current: PackConfig | undefined;
    private readonly inputs = new Map<string, Reading>();
    /** Of resources that are read once. */
    private readonly views = new Map<string, ResourceView>();
    private readonly decisions = new Decisions();
    private readonly handover = new Handover();
    private stackResult: StackResult | undefined;
    private faultsSaid = false;
    private readonly misplaced = new Map<PolicyName, Readonly<Record<string, unknown>>>();

    constructor(private readonly environment: SessionEnvironment) {}

    /**
     * Takes the config that the engine gave to `paravirtual-io`; the other policies share it. It is given before the first
     * resource and is the same for all of them, so it is asked for once, and once more with the whole stack.
     */
    configure(raw: Readonly<Record<string, unknown>>): void {
        if (!sameConfig(this.raw ?? {}, raw)) {
            this.current = undefined;
        }
        this.raw = raw;
    }

    /** False until a policy was asked for its config. */
    wasAsked(policy: PolicyName): boolean {
        return policy === "paravirtual-io" ? this.raw !== undefined : this.misplaced.has(policy);
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
            readConfig(this.raw ?? {}, { packFolder: this.environment.packFolder, now: this.environment.now() });
        return this.current;
    }

    /** The moment that is judged for: now, or the start of the forecast day. */
    get moment(): Date {
        const { forecastDate } = this.config;
        return forecastDate === undefined ? this.environment.now() : new Date(`${forecastDate}T00:00:00Z`);
    }

    /** Judges one resource by its inputs. The findings wait for the policies that report them. */
    judgeResource(resource: PolicyResourceLike): readonly Finding[] {
        this.handover.begin("first");
        try {
            if (!concerns(resource.type)) {
                return NO_FINDINGS;
            }
            if (resource.type === STACK_TYPE) {
                return this.handover.leave(resource.urn, this.faults(resource.urn));
            }
            const view = viewOf(resource, unwrapped(resource.props));
            const reading = readResource(view, this.config.context);
            this.inputs.set(view.urn, reading);
            if (resource.asItIs === true) {
                this.views.set(view.urn, view);
            }
            // What another resource may still place waits for the stack rule, which sees that one too.
            const findings = this.decide(view, reading, this.open(decidedAlone(reading)));
            return this.handover.leave(view.urn, both(findings, this.notices(view.urn, reading.notices)));
        } catch {
            return this.handover.leave(resource.urn, [readerFault(resource.urn, resource.type, this.forecastOrNone())]);
        }
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
        this.handover.begin("second");
        const findings = this.handover.take(resource.urn);
        if (findings !== undefined) {
            return findings;
        }
        if (this.inputs.has(resource.urn)) {
            return NO_FINDINGS;
        }
        const own = this.judgeResource(resource);
        // `paravirtual-io` did not see this resource, so what refuses it is still to be said: with the stack.
        this.decisions.retell(resource.urn);
        return own;
    }

    /** True where the policy that comes second has nothing to say of any resource that was judged, and no config to check. */
    get resourcesAreSaid(): boolean {
        return this.handover.isDone && this.wasAsked("attachment-health");
    }

    /** True where the stack was judged, and the policy that comes second has nothing to say of it. */
    get stackIsSaid(): boolean {
        return this.stackResult?.findings.every(({ level }) => level !== "advisory") === true;
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
        const decided: Decided[] = [];
        for (const member of members) {
            try {
                for (const finding of this.judgeMember(member, index, decided)) {
                    findings.push(finding);
                }
            } catch {
                findings.push(readerFault(member.view.urn, member.view.type, this.forecastOrNone()));
            }
        }
        const named = members.flatMap(({ reading }) => reading.markers.exceptionIds.map((marker) => marker.value));
        const judged = (): StackResult["judged"] => this.decisions.judged(decided, this.config.context);
        this.stackResult = {
            findings,
            uses: this.decisions.uses(),
            named,
            get judged() {
                return judged();
            },
        };
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

    private judgeMember(member: StackMember, index: StackIndex, decided: Decided[]): readonly Finding[] {
        const { view, reading } = member;
        const joined = joinResource(member, index, this.config.context);
        const ownNotices = this.inputs.has(view.urn) ? NO_NOTICES : reading.notices;
        const notices = this.notices(view.urn, both(ownNotices, joined.notices));
        const attachments = attachmentsOf(reading, joined);
        if (attachments.length === 0) {
            return notices;
        }
        // What the resource rule granted is granted again; what it refused is not refused twice.
        const left = this.decisions.notRefused(view.urn, this.open(attachments));
        const findings = this.decide(view, reading, left, index);
        const covering = attachments.some(({ coveredBy }) => coveredBy !== undefined)
            ? new Map(attachments.map((each) => [each, this.covering(each, index).flatMap(({ ids }) => ids)]))
            : undefined;
        decided.push({ urn: view.urn, ids: idsOf(reading), attachments, covering });
        return both(findings, notices);
    }

    /** What covers an attachment: only the stack shows it. */
    private covering({ coveredBy }: Attachment, index: StackIndex | undefined): readonly Covering[] {
        if (coveredBy === undefined || index === undefined) {
            return NOT_COVERED;
        }
        return coveredBy.flatMap((urn) => {
            // A port that is only read is not this stack's: what uses it needs a marker of its own, or a grant.
            const cover = this.inputs.has(urn) ? index.member(urn) : undefined;
            return cover === undefined ? [] : [coveringOf(cover)];
        });
    }

    private judgeOf(view: ResourceView, reading: Reading): Judge {
        return new Judge(subjectOf(view, reading), reading, this.config, this.moment);
    }

    /** Those that must rest on an exception: none, for most resources. */
    private open(attachments: readonly Attachment[]): readonly Attachment[] {
        const { context } = this.config;
        return attachments.some((each) => mustRestOnException(each, context))
            ? attachments.filter((each) => mustRestOnException(each, context))
            : NO_ATTACHMENTS;
    }

    /** Judges attachments of one resource that must rest on an exception. */
    private decide(
        view: ResourceView,
        reading: Reading,
        open: readonly Attachment[],
        index?: StackIndex,
    ): readonly Finding[] {
        if (open.length === 0) {
            return NO_FINDINGS;
        }
        const judge = this.judgeOf(view, reading);
        for (const attachment of open) {
            judge.attachment(attachment, this.covering(attachment, index));
        }
        this.decisions.keep(view.urn, judge);
        return judge.findings;
    }

    private notices(urn: string, notices: readonly Notice[]): readonly Finding[] {
        if (notices.length === 0) {
            return NO_FINDINGS;
        }
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
