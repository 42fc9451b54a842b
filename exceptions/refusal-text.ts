import { markerKeys } from "../techniques/marker";
import type { Technique } from "../techniques/technique";
import type { ScopePart } from "./entry";
import type { Subject } from "./scope";
import type { IdRefusal, Refused } from "./verdict";

/** What a sentence can say beyond the refusal itself. */
export interface RefusalContext {
    /** The resource, for the advice on its scope. */
    readonly subject?: Subject;
    /**
     * The form of the marker on this resource, such as `annotation virtio-first/exception-id: <ID>`. Default: both
     * forms.
     */
    readonly marker?: string;
    /** Paths of markers whose value is not known yet. */
    readonly unknownMarkers?: readonly string[];
}

const ANY_MARKER = `annotation ${markerKeys.annotation.exceptionId}, or tag or key ${markerKeys.key.exceptionId}`;

/**
 * Why an attachment is refused and what to do, in whole sentences: for the policy pack's messages and the components'
 * errors alike. It prints IDs, names of resources, projects and stacks, field names and words of ours, nothing else.
 */
export function refusalText(refused: Refused, context: RefusalContext = {}): string {
    if (refused.refusals.length > 0) {
        return refused.refusals.map((refusal) => refusalSentence(refusal, context)).join(" ");
    }
    switch (refused.reason) {
        case "register-faulty":
            return "The register of exceptions cannot be used, so nothing is granted. Correct the register.";
        case "register-required":
            return `${NO_REGISTER} Configure exceptions or registerFile.`;
        default:
            return refused.carriesMarker ? noMarker(context) : noPattern(context);
    }
}

const NO_REGISTER = "No register of exceptions is configured, and requireRegister asks for one.";

function noMarker({ marker, unknownMarkers }: RefusalContext): string {
    const [path] = unknownMarkers ?? [];
    return path === undefined
        ? `It names no exception. Use virtio, or name the exception that allows it (${marker ?? ANY_MARKER}).`
        : `Its exception ID (${path}) is not known yet. Give the ID as a plain string, not as an Output.`;
}

function noPattern({ subject }: RefusalContext): string {
    const pattern = subject === undefined ? "type::name" : `${subject.type}::${subject.name}`;
    return (
        "A resource of this kind can carry no marker, and no exception names it. Use virtio, or have an exception " +
        `entered in the register whose scope.resources lists ${pattern}.`
    );
}

/** Why one ID does not grant and what to do, in whole sentences. */
export function refusalSentence(refusal: IdRefusal, context: RefusalContext = {}): string {
    switch (refusal.reason) {
        case "malformed":
            return `Its exception ID ${refusal.fault}. Write the ID as it stands in the register, such as EXC-2026-014.`;
        case "not-in-register":
            return `Exception ${refusal.id} is not in the register. Correct the ID, or have the exception entered.`;
        case "other-technique": {
            const { id, entry, asked } = refusal;
            const allowed = `Exception ${id} is for ${list(entry.techniques, "and")}, not for ${list(asked, "or")}.`;
            return asked.includes("unknown")
                ? `${allowed} Make the technique readable, or have an exception entered that lists unknown.`
                : `${allowed} Use what it allows, or have an exception entered for ${list(asked, "or")}.`;
        }
        case "out-of-scope": {
            const where = outside(refusal.part, context.subject);
            return (
                `Exception ${refusal.id} is not for ${where} (its scope.${refusal.part}). ` +
                "Have its scope extended, or name an exception that is."
            );
        }
        case "not-yet-valid": {
            const { id, entry } = refusal;
            return `Exception ${id} holds only from ${entry.validFrom} on (UTC). Wait until then, or have validFrom changed.`;
        }
        case "expired": {
            const { id, entry } = refusal;
            const target = entry.transition?.target ?? "virtio";
            return `Exception ${id} expired at the end of ${entry.expires} (UTC). Move to ${target}, or have it renewed.`;
        }
        case "register-faulty":
            return `Exception ${refusal.id} cannot be verified: the register cannot be used. Correct the register.`;
        case "register-required":
            return `Exception ${refusal.id} cannot be verified. ${NO_REGISTER} Configure exceptions or registerFile.`;
    }
}

function outside(part: ScopePart, subject: Subject | undefined): string {
    switch (part) {
        case "projects":
            return subject === undefined ? "this project" : `project ${subject.project}`;
        case "stacks":
            return subject === undefined ? "this stack" : `stack ${subject.stack}`;
        case "namespaces":
            return subject?.namespace === undefined
                ? "what has no namespace, or none that is known"
                : `namespace ${subject.namespace}`;
        case "resources":
            return "this resource";
    }
}

function list(words: readonly Technique[], link: "and" | "or"): string {
    return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${link} ${words.slice(-1).join("")}`;
}
