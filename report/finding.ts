/** The parts of a message of this project's pack, for machines; a policy can hand over nothing but text. */
export interface FindingParts {
    /** The rule's stable ID; absent on findings of other packs. */
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
    /** The policy's description, where the message begins with it. */
    readonly description?: string;
    readonly message: string;
}

/** The labelled lines of a message. A message of another pack has none. */
export function partsOf(message: string): FindingParts {
    const line = (label: string): string | undefined => new RegExp(`^ {2}${label}: (.+)$`, "m").exec(message)?.[1];
    const rule = line("rule")?.split(" ")[0];
    const path = line("at");
    const fix = line("fix");
    return {
        ...(rule !== undefined && { rule }),
        ...(path !== undefined && { path }),
        ...(fix !== undefined && { fix }),
    };
}

/** The message without the policy's description, which would stand there once more for each finding. */
export function ownText({ message, description }: Pick<SourceFinding, "message" | "description">): string {
    const text = message.trimEnd();
    return description !== undefined && text.startsWith(`${description}\n`) ? text.slice(description.length + 1) : text;
}
