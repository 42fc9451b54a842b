import type { SourcePlace } from "../techniques/stack-resource";

/** The parts of a message of this project's policies, for machines; a policy can hand over nothing but text. */
export interface FindingParts {
    /** The rule's stable ID; absent on findings of other policies. */
    readonly rule?: string;
    /** The property path. */
    readonly path?: string;
    /** What to do. */
    readonly fix?: string;
}

/** What a policy pack said, as a source gives it. */
export interface SourceFinding {
    readonly pack: string;
    readonly packVersion: string;
    readonly policy: string;
    /** `mandatory`, `advisory` or `remediate`. */
    readonly level: string;
    /** The resource; absent: the stack. */
    readonly urn?: string;
    /** Where the resource stands, in files that people write. */
    readonly place?: SourcePlace;
    /** The policy's description, where the message begins with it. */
    readonly description?: string;
    readonly message: string;
}

/**
 * The labelled lines that end a message of this project's pack: the place, what to do, and the rule. A message of another
 * pack has none.
 */
export function partsOf(message: string): FindingParts {
    const labels = /(?:\n {2}at: (.+))?(?:\n {2}fix: (.+))?(?:\n {2}changed: .+)*\n {2}rule: (\S+).*$/.exec(
        message.trimEnd(),
    );
    const [, path, fix, rule] = labels ?? [];
    return {
        ...(rule !== undefined && { rule }),
        ...(path !== undefined && { path }),
        ...(fix !== undefined && { fix }),
    };
}

/** The exception of a finding of the rule `exception-used`; `undefined` for any other. */
export function usedException(message: string): { readonly id: string; readonly verified: boolean } | undefined {
    const id = /^(?:\[forecast for [\d-]+\] )?Exception (\S+) is used by /.exec(message)?.[1];
    return id === undefined || partsOf(message).rule !== "exception-used"
        ? undefined
        : { id, verified: !/, not verified, since no register is configured\.\n/.test(message) };
}

/** The message without the policy's description, which would stand there once more for each finding. */
export function ownText({ message, description }: Pick<SourceFinding, "message" | "description">): string {
    const text = message.trimEnd();
    return description !== undefined && text.startsWith(`${description}\n`) ? text.slice(description.length + 1) : text;
}
