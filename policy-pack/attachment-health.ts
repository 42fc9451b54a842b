import type { ResourceValidation, ResourceValidationPolicy, StackValidation } from "@pulumi/policy";
import { defaultLevels, framework, rulesUrl, tags } from "./metadata";
import type { Session } from "./session";

const NOTHING_TO_SAY: ResourceValidation[] = [];

/** A policy of resources that is one of stacks as well, as long as it has something to say of the stack. */
export interface AdvisingPolicy extends ResourceValidationPolicy {
    readonly validateStack: StackValidation | undefined;
}

/**
 * `attachment-health` (advisory): what cannot be verified here, what is emulated, what could reach a device, and what
 * will not work or not perform. What config raises to mandatory, `paravirtual-io` reports instead.
 *
 * For each function that it finds here, the SDK makes the properties of a resource anew, or of all of a stack, which costs more
 * than to judge them. So it finds one only while something is left to say.
 */
export function attachmentHealth(session: Session): AdvisingPolicy {
    const advise: ResourceValidation = (args, reportViolation) => {
        if (!session.wasAsked("attachment-health")) {
            session.misconfigure("attachment-health", args.getConfig());
        }
        for (const { level, message } of session.takeResource(args)) {
            if (level === "advisory") {
                reportViolation(message);
            }
        }
    };
    const adviseOnStack: StackValidation = (args, reportViolation) => {
        for (const { level, message, urn } of session.takeStack(args.resources).findings) {
            if (level === "advisory") {
                reportViolation(message, urn);
            }
        }
    };
    const advising = [advise];
    return {
        name: "attachment-health",
        displayName: "Attachment health",
        description:
            "Network attachments should be verifiable in this stack, para-virtual rather than emulated, and complete " +
            "enough to work and perform.",
        enforcementLevel: defaultLevels["attachment-health"],
        severity: "low",
        framework,
        tags,
        url: rulesUrl,
        remediationSteps: "Follow the message: it names the resource, the place and the change.",
        get validateResource() {
            return session.resourcesAreSaid ? NOTHING_TO_SAY : advising;
        },
        get validateStack() {
            return session.stackIsSaid ? undefined : adviseOnStack;
        },
    };
}
