import type { Use } from "../exceptions/lifecycle";
import { refusalText } from "../exceptions/refusal-text";
import { judge, type Refused, type Subject, type Verdict } from "../exceptions/verdict";
import { mustRestOnException } from "../techniques/classification";
import { type Attachment, attachmentKey, type Notice, type Reading } from "../techniques/reading";
import type { PackConfig } from "./config";
import type { Finding } from "./finding";
import { attachmentSentence, citations, formatMessage, markerHint } from "./message";
import { type PolicyName, type RuleId, rules } from "./rules";

/** A resource whose marker covers an attachment of another: a port, and the instance that uses it. */
export interface Covering {
    readonly subject: Subject;
    readonly ids: readonly string[];
}

/** Judges the attachments of one resource, and gathers what is to be said of them. */
export class Judge {
    readonly findings: Finding[] = [];
    /** What was granted, for the life cycle. */
    readonly uses: Use[] = [];
    readonly refused: Attachment[] = [];
    /** Those of `refused` that the baseline lets be. */
    readonly tolerated = new Set<Attachment>();
    /** What was decided on each attachment that must rest on an exception, by {@link attachmentKey}. */
    readonly verdicts = new Map<string, Verdict>();

    constructor(
        private readonly subject: Subject,
        private readonly reading: Reading,
        private readonly config: PackConfig,
        private readonly moment: Date,
    ) {}

    /**
     * Judges one attachment.
     *
     * @param attachment The attachment.
     * @param covering The resources whose marker covers it: what is granted to one of them is granted to this.
     */
    attachment(attachment: Attachment, covering: readonly Covering[]): void {
        if (!mustRestOnException(attachment, this.config.context)) {
            return;
        }
        const ids = this.reading.markers.exceptionIds.map((marker) => marker.value);
        const carriesMarker = this.reading.markers.place !== undefined;
        const verdicts = [
            ...covering.map((cover) => this.verdict(attachment, cover.ids, cover.subject, true)),
            this.verdict(attachment, ids, this.subject, carriesMarker || covering.length > 0),
        ];
        const granted = verdicts.find((verdict) => verdict.granted);
        if (granted?.granted === true) {
            const { id, technique, entry } = granted;
            this.verdicts.set(attachmentKey(attachment), granted);
            this.uses.push({ ...this.subject, path: attachment.path, technique, id, ...(entry && { entry }) });
            return;
        }
        const refusals = verdicts.filter((verdict) => !verdict.granted);
        const nearest = refusals.find((verdict) => verdict.reason !== "no-id") ?? refusals[0];
        const usual = attachment.role === "offers" ? this.config.levels.offers : "mandatory";
        const tolerated = usual === "mandatory" && this.tolerates(attachment, refusals);
        const level = tolerated ? "advisory" : usual;
        this.refused.push(attachment);
        if (tolerated) {
            this.tolerated.add(attachment);
        }
        if (nearest !== undefined) {
            this.verdicts.set(attachmentKey(attachment), nearest);
        }
        if (level !== "off" && nearest !== undefined) {
            this.findings.push({ ...this.refusal(attachment, nearest, tolerated), level, urn: this.subject.urn });
        }
    }

    /** The baseline lets a violation be, but never an exception that has ended, nor a register that cannot be read. */
    private tolerates({ techniques }: Attachment, refusals: readonly Refused[]): boolean {
        const never = refusals.some((verdict) => verdict.refusals.some(({ reason }) => reason === "expired"));
        return (
            !never &&
            this.config.register.state !== "faulty" &&
            this.config.baseline.holds(this.subject.urn, techniques)
        );
    }

    private verdict(attachment: Attachment, ids: readonly string[], subject: Subject, carriesMarker: boolean): Verdict {
        const { register, exceptionIdPattern, requireRegister } = this.config;
        const { techniques } = attachment;
        return judge({ techniques, ids: [...new Set(ids)], subject, carriesMarker }, register, {
            now: this.moment,
            ...(exceptionIdPattern && { pattern: exceptionIdPattern }),
            requireRegister,
        });
    }

    private refusal(attachment: Attachment, verdict: Refused, tolerated: boolean): { rule: RuleId; message: string } {
        const rule = ruleOf(attachment, verdict);
        const marker = markerHint(attachment, this.reading);
        const text = refusalText(verdict, {
            subject: this.subject,
            ...(marker !== undefined && { marker }),
            unknownMarkers: this.reading.markers.unknown,
        });
        const [misspelt] = verdict.reason === "no-id" ? (this.reading.markers.misspelt ?? []) : [];
        const hint = misspelt === undefined ? "" : ` What stands at ${misspelt} is not understood as a marker.`;
        const message = formatMessage({
            what: `${attachmentSentence(attachment)}${tolerated ? ", and the baseline lets it be for now" : ""}.${hint}`,
            where: attachment.path,
            fix:
                rule === "undecidable"
                    ? `Give a plain value that this pack knows, or let config classify the name. ${text}`
                    : text,
            rule,
            forecastDate: this.config.forecastDate,
            cite: citations(attachment.techniques),
        });
        return { rule, message };
    }
}

const REASON_RULE: Readonly<Record<Refused["reason"], RuleId>> = {
    "no-id": "missing-exception-id",
    malformed: "malformed-exception-id",
    "not-in-register": "unknown-exception-id",
    "other-technique": "exception-for-other-technique",
    "out-of-scope": "exception-out-of-scope",
    "not-yet-valid": "exception-not-yet-valid",
    expired: "exception-expired",
    "register-faulty": "register-fault",
    "register-required": "register-required",
};

/** The rule that refuses an attachment. */
export function ruleOf(attachment: Attachment, verdict: Refused): RuleId {
    const undecidable = attachment.techniques.includes("unknown");
    return undecidable && (verdict.reason === "no-id" || verdict.reason === "other-technique")
        ? "undecidable"
        : REASON_RULE[verdict.reason];
}

/** What config lets a notice say; nothing where its level is `off`. */
export function noticeFinding(urn: string, notice: Notice, config: PackConfig): Finding | undefined {
    const { rule, path, text } = notice;
    const level =
        rule === "unverifiable" || rule === "opaque-executor"
            ? config.levels.unverifiable
            : rule === "emulated"
              ? config.levels.emulated
              : "advisory";
    if (level === "off") {
        return undefined;
    }
    const message = formatMessage({ what: text, where: path, rule, forecastDate: config.forecastDate });
    return { rule, level, message, urn };
}

/** The faults of the config and of the register: mandatory, whatever else the stack holds. */
export function faultFindings(urn: string | undefined, config: PackConfig): Finding[] {
    const { forecastDate, register } = config;
    const finding = (rule: RuleId, what: string, where: string): Finding => ({
        rule,
        level: "mandatory",
        message: formatMessage({ what, where, fix: rules[rule].fix, rule, forecastDate }),
        urn,
    });
    const configFaults = config.faults.map((fault) => finding("config-fault", `Policy config, ${fault}`, ""));
    if (register.state !== "faulty") {
        return configFaults;
    }
    return [
        ...configFaults,
        ...register.faults.map(({ message, source, line, column }) =>
            finding("register-fault", message, [source, line, column].filter((part) => part !== undefined).join(":")),
        ),
    ];
}

/** Config that stands under a policy that has none of its own: it would have no effect there. */
export function misplacedConfig(
    policy: PolicyName,
    raw: Readonly<Record<string, unknown>>,
    { forecastDate }: PackConfig,
): Finding[] {
    const keys = Object.keys(raw);
    if (keys.length === 0) {
        return [];
    }
    const what = `Policy config, ${policy}: ${keys.join(", ")} would have no effect there.`;
    const fix = "Give it under paravirtual-io: the other policies share that config.";
    const message = formatMessage({ what, where: "", fix, rule: "config-fault", forecastDate });
    return [{ rule: "config-fault", level: "mandatory", message, urn: undefined }];
}

/** A resource that could not be judged is refused: a rule that fails must not let anything pass. */
export function readerFault(urn: string, type: string, forecastDate: string | undefined): Finding {
    const what = `A rule failed on this resource of type ${type}, so it could not be judged.`;
    const fix = rules["reader-fault"].fix;
    const message = formatMessage({ what, where: "", fix, rule: "reader-fault", forecastDate });
    return { rule: "reader-fault", level: "mandatory", message, urn };
}
