/** The parts of a message of this project's pack, for machines; a policy can hand over nothing but text. */
export interface FindingParts {
    /** The rule's stable ID. */
    readonly rule?: string;
    /** The property path. */
    readonly path?: string;
    /** What to do. */
    readonly fix?: string;
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
