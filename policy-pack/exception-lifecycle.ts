import type { StackValidationPolicy } from "@pulumi/policy";
import { misplacedConfig } from "./judgement";
import { lifecycleMessages } from "./lifecycle";
import { defaultLevels, framework, rulesUrl, tags } from "./metadata";
import type { Session } from "./session";

/**
 * `exception-lifecycle` (advisory): which exceptions a stack uses and until when, what expires soon, what nothing uses.
 * A used exception is always said, never silent.
 */
export function exceptionLifecycle(session: Session): StackValidationPolicy {
    return {
        name: "exception-lifecycle",
        displayName: "Exception life cycle",
        description: "Exceptions of the transition plan are few, known, in date, and on their way out.",
        enforcementLevel: defaultLevels["exception-lifecycle"],
        severity: "medium",
        framework,
        tags,
        url: rulesUrl,
        remediationSteps: "Go back to virtio as the exception's transition plan says, or keep its entry in order.",
        validateStack: (args, reportViolation) => {
            // It runs last, so nothing mandatory is left to say it; it is said here all the same.
            misplacedConfig("exception-lifecycle", args.getConfig(), session.config).forEach(({ message }) =>
                reportViolation(message),
            );
            lifecycleMessages(session, session.takeStack(args.resources), args.resources[0]?.urn).forEach(
                ({ message, urn }) => reportViolation(message, urn),
            );
        },
    };
}
