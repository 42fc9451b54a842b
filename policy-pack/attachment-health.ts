import type { ResourceValidation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { framework, rulesUrl, tags } from "./metadata";
import type { Session } from "./session";

const NOTHING_TO_SAY: ResourceValidation[] = [];

/**
 * `attachment-health` (advisory): what cannot be verified here, what is emulated, what could reach a device, and what
 * will not work or not perform. What config raises to mandatory, `paravirtual-io` reports instead.
 */
export function attachmentHealth(session: Session): ResourceValidationPolicy & StackValidationPolicy {
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
    const advising = [advise];
    return {
        name: "attachment-health",
        displayName: "Attachment health",
        description:
            "Network attachments should be verifiable in this stack, para-virtual rather than emulated, and complete " +
            "enough to work and perform.",
        enforcementLevel: "advisory",
        severity: "low",
        framework,
        tags,
        url: rulesUrl,
        remediationSteps: "Follow the message: it names the resource, the place and the change.",
        // The SDK makes the properties of a resource anew for each function, which costs more than to judge it.
        get validateResource() {
            return session.leavesNothing ? NOTHING_TO_SAY : advising;
        },
        validateStack: (args, reportViolation) => {
            for (const { level, message, urn } of session.takeStack(args.resources).findings) {
                if (level === "advisory") {
                    reportViolation(message, urn);
                }
            }
        },
    };
}
