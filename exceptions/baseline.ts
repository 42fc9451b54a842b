import { compareText } from "../techniques/order";
import { isTechnique, type Technique } from "../techniques/technique";

/** One violation that was there when the rule was switched on, and is let be until it is mended. */
export interface BaselineEntry {
    /** URN. */
    readonly resource: string;
    readonly technique: Technique;
}

/** The violations that are let be, to be looked up. */
export class Baseline {
    private readonly byResource = new Map<string, Set<Technique>>();

    constructor(readonly entries: readonly BaselineEntry[]) {
        for (const { resource, technique } of entries) {
            const known = this.byResource.get(resource);
            if (known === undefined) {
                this.byResource.set(resource, new Set([technique]));
            } else {
                known.add(technique);
            }
        }
    }

    /** True if an attachment is among them; of one with open alternatives, all must be. */
    holds(resource: string, techniques: readonly Technique[]): boolean {
        const known = this.byResource.get(resource);
        return known !== undefined && techniques.length > 0 && techniques.every((technique) => known.has(technique));
    }
}

/** A baseline, or why it is none. */
export type ReadBaseline = { readonly baseline: Baseline } | { readonly fault: string };

/** Reads entries as a config or a file holds them. Never throws; a fault holds no value of the entries. */
export function baselineFromEntries(value: unknown): ReadBaseline {
    if (!Array.isArray(value)) {
        return { fault: "must be a list of violations, each with resource and technique." };
    }
    const entries: BaselineEntry[] = [];
    for (const [index, entry] of (value as unknown[]).entries()) {
        const { resource, technique } = (entry ?? {}) as Readonly<Record<string, unknown>>;
        if (typeof resource !== "string" || resource === "" || !isTechnique(technique)) {
            return { fault: `entry ${index + 1}: needs resource (a URN) and technique (one that there is).` };
        }
        entries.push({ resource, technique });
    }
    return { baseline: new Baseline(entries) };
}

/** Reads the text of a baseline file. Never throws. */
export function baselineFromText(text: string): ReadBaseline {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return { fault: "is no JSON; write it with `virtio-first audit --update-baseline`." };
    }
    const file = value as Readonly<Record<string, unknown>> | null;
    if (typeof file !== "object" || file === null || file["version"] !== 1) {
        return { fault: "is no baseline of version 1; write it with `virtio-first audit --update-baseline`." };
    }
    return baselineFromEntries(file["violations"]);
}

/** The text of a baseline file: one entry a line, sorted, so that a change is easy to review. */
export function baselineText(entries: readonly BaselineEntry[]): string {
    const lines = distinctEntries(entries).map((entry) => `        ${JSON.stringify(entry)}`);
    return `{\n    "version": 1,\n    "violations": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n    `}]\n}\n`;
}

/** Entries in their order, each once. */
export function distinctEntries(entries: readonly BaselineEntry[]): BaselineEntry[] {
    const byKey = new Map(entries.map((entry) => [`${entry.resource} ${entry.technique}`, entry]));
    return [...byKey.values()]
        .map(({ resource, technique }) => ({ resource, technique }))
        .sort((one, other) => compareText(one.resource, other.resource) || compareText(one.technique, other.technique));
}
