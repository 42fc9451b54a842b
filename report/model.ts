import type { Role } from "../techniques/reading";
import type { SourcePlace } from "../techniques/stack-resource";
import type { Technique } from "../techniques/technique";
import type { Conformance } from "./conformance";
import type { FindingParts } from "./finding";
import type { ReportedException, ReportedRegister } from "./exceptions";

/** The version of the report's form. It rises when a field changes its meaning or goes; new fields do not raise it. */
export const REPORT_VERSION = 1;

/** The name of the pack whose findings decide on conformance. */
export const PACK = "virtio-first";

/** The policies of that pack, which a pack of the operator's own may hold as well. */
export const OWN_POLICIES: ReadonlySet<string> = new Set([
    "paravirtual-io",
    "attachment-health",
    "exception-lifecycle",
]);

/** Where a report's resources come from. */
export type SourceKind =
    /** An offline preview. */
    | "preview"
    /** Events of the real engine. */
    | "events"
    /** A stack's deployed state. */
    | "state"
    /** Kubernetes manifests. */
    | "manifests"
    /** Heat templates. */
    | "heat"
    /** What the OpenStack command-line client prints. */
    | "openstack";

/** What a report is about. */
export interface ReportSource {
    readonly kind: SourceKind;
    /** The folder or file, as the user named it. */
    readonly name: string;
    /** The program's entry file, as seen from the folder `name`, and how it was run; of an offline preview alone. */
    readonly program?: { readonly entry: string; readonly runtimeForm: string };
}

/** How it ended. */
export interface Outcome {
    /**
     * - `passed`: nothing refuses;
     * - `refused`: at least one mandatory finding;
     * - `failed`: the program failed;
     * - `undecided`: something could not be judged.
     */
    readonly status: "passed" | "refused" | "failed" | "undecided";
    /** The exit code of the command: 0 passed, 1 refused or failed, 2 called wrongly, 3 could not decide. */
    readonly exitCode: 0 | 1 | 2 | 3;
    /** Why it is not 0. */
    readonly reason?: string;
}

/** What was decided on an attachment. */
export interface ReportedVerdict {
    /**
     * - `free`: it needs no exception;
     * - `granted`: an exception allows it;
     * - `refused`: nothing allows it;
     * - `tolerated`: nothing allows it, and config lets it be for now;
     * - `not-judged`: the pack did not judge the stack.
     */
    readonly state: "free" | "granted" | "refused" | "tolerated" | "not-judged";
    /** The exception that grants it, or that came nearest. */
    readonly exception?: string;
    /** False where no register verified the exception. */
    readonly verified?: boolean;
    /** The rule that refuses or tolerates it. */
    readonly rule?: string;
}

/** An attachment in a report. */
export interface ReportedAttachment {
    /** More than one: alternatives that stay open. */
    readonly techniques: readonly Technique[];
    /** Asks for a device, offers one to others, or uses an offer. */
    readonly role: Role;
    /** The property path of what decided. */
    readonly path: string;
    /** What decided, as a fragment of a sentence. */
    readonly evidence: string;
    /** The device-plugin resource, flavor or network that is named. */
    readonly subject?: string;
    /** For `uses`: the URN of what makes the offer. */
    readonly via?: string;
    /** URNs whose marker covers this attachment too. */
    readonly coveredBy?: readonly string[];
    /** The exception IDs that the resource names, or that cover it. */
    readonly exceptionIds: readonly string[];
    readonly verdict: ReportedVerdict;
}

/** A resource in a report. Its properties are left out: they may hold secrets. */
export interface ReportedResource {
    readonly urn: string;
    /** Pulumi's type token; `apiVersion/kind` of a manifest; the API's name of an OpenStack resource. */
    readonly type: string;
    readonly name: string;
    /** URN. */
    readonly parent?: string;
    /** True for what is only looked up. */
    readonly read: boolean;
    /** What it names or stands on: URNs, sorted. For pictures. */
    readonly dependsOn: readonly string[];
    readonly attachments: readonly ReportedAttachment[];
    /** Where it stands, in files that people write: of manifests and templates alone. */
    readonly place?: SourcePlace;
}

/** What a policy pack said. */
export interface ReportedFinding extends FindingParts {
    readonly pack: string;
    readonly packVersion: string;
    readonly policy: string;
    readonly level: "mandatory" | "advisory" | "remediate";
    /** The resource; absent: the stack. */
    readonly urn?: string;
    /** The first sentence: what is so. */
    readonly what: string;
    /** The whole message, without the policy's description. */
    readonly message: string;
    /** Where its resource stands. */
    readonly place?: SourcePlace;
}

/** Something that a program, a pack or the engine told. */
export interface ReportedDiagnostic {
    readonly severity: "debug" | "info" | "warning" | "error";
    readonly source: string;
    readonly message: string;
    readonly urn?: string;
}

/** A policy pack that judged. */
export interface ReportedPack {
    readonly name: string;
    readonly version: string;
}

/** A provider function that the program called in an offline preview. */
export interface ReportedInvoke {
    readonly token: string;
    /** `served` with true results, or `unknown`. */
    readonly answered: "served" | "unknown";
    readonly detail?: string;
}

/** The result that every format prints: one stack, from whatever source. Plain data, in a stable order. */
export interface Report {
    /** `REPORT_VERSION`. */
    readonly version: 1;
    readonly tool: { readonly name: string; readonly version: string };
    /** When it was made: an instant, ISO 8601, UTC. */
    readonly time: string;
    /** The day that was judged for, where it is not today: `YYYY-MM-DD`. */
    readonly forecastDate?: string;
    readonly source: ReportSource;
    /** Empty where the source is no Pulumi stack. */
    readonly project: string;
    readonly stack: string;
    readonly outcome: Outcome;
    readonly packs: readonly ReportedPack[];
    /** In the order of their URNs. */
    readonly resources: readonly ReportedResource[];
    /** By pack; what refuses first; then by resource. */
    readonly findings: readonly ReportedFinding[];
    /** In the order of their IDs. */
    readonly exceptions: readonly ReportedException[];
    readonly register: ReportedRegister;
    /** Absent where the pack did not judge the whole. */
    readonly conformance?: Conformance;
    readonly diagnostics: readonly ReportedDiagnostic[];
    /** Of an offline preview alone. */
    readonly invokes?: readonly ReportedInvoke[];
    /** Milliseconds by stage; of an offline preview alone. */
    readonly timings?: Readonly<Record<string, number>>;
}
