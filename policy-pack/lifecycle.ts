import { lifecycle } from "../exceptions/lifecycle";
import { faultLine } from "../exceptions/register";
import { parseUrn } from "../techniques/resource";
import { formatMessage } from "./message";
import type { RuleId } from "./rules";
import type { Session, StackResult } from "./session";

/** A message of `exception-lifecycle`, and the resource that it is about. */
export interface LifecycleMessage {
    readonly rule: RuleId;
    readonly message: string;
    readonly urn: string | undefined;
}

/**
 * What is to be said of a stack's exceptions, in a fixed order. Never throws.
 *
 * @param anyUrn The URN of any resource of the stack: it tells the project and the stack.
 */
export function lifecycleMessages(
    session: Session,
    { uses, named }: Pick<StackResult, "uses" | "named">,
    anyUrn: string | undefined,
): LifecycleMessage[] {
    const { register, expiryWarningDays, forecastDate } = session.config;
    const say = (rule: RuleId, what: string, urn?: string): LifecycleMessage => ({
        rule,
        message: formatMessage({ what, where: "", rule, forecastDate }),
        urn,
    });
    const { project, stack } = parseUrn(anyUrn ?? "");
    const findings = lifecycle({
        state: register,
        uses,
        named,
        project,
        stack,
        now: session.moment,
        expiryWarningDays,
    });
    const unverified = uses.filter((use) => use.entry === undefined);
    // What is over-broad is said by the life cycle itself, and only of exceptions that matter to this stack.
    const warnings =
        register.state === "ready" ? register.warnings.filter((warning) => warning.overBroad !== true) : [];
    return [
        ...findings.map(({ rule, text, urn }) => say(rule, text, urn)),
        ...(unverified.length > 0
            ? [say("exceptions-unverified", unverifiedText(unverified.map(({ id }) => id)))]
            : []),
        ...warnings.map((warning) => say("register-warning", faultLine(warning))),
    ];
}

function unverifiedText(ids: readonly string[]): string {
    const distinct = [...new Set(ids)].sort();
    const named =
        distinct.length === 1 ? `The exception ID ${distinct.join()} is` : `${distinct.length} exception IDs are`;
    return `${named} not verified: no register is configured, so every well-formed ID is accepted. Configure exceptions or registerFile.`;
}
