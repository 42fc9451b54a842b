import type * as pulumi from "@pulumi/pulumi";
import { markerKeys } from "../../techniques/marker";
import { needsException } from "../../techniques/technique";
import type { CheckedChoice } from "../choice";
import { mapInput, whenKnown } from "../inputs";

/** A map of keys and values: an Instance's metadata, a Flavor's extra specs, an Image's properties. */
export type KeyMap = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/**
 * The marker that choices of hardware call for, as keys of a map: their exception IDs and their techniques, joined by
 * commas. Nothing for software, and nothing for what the operator's config approves, which no marker may decide.
 */
export function markerEntries(choices: readonly CheckedChoice[]): Record<string, string> {
    const marked = choices.filter(({ technique, approved }) => needsException(technique) && !approved);
    const ids = [...new Set(marked.flatMap(({ exceptionId }) => exceptionId ?? []))];
    const techniques = [...new Set(marked.map(({ technique }) => technique))];
    return {
        ...(ids.length > 0 && { [markerKeys.key.exceptionId]: ids.join(",") }),
        ...(techniques.length > 0 && { [markerKeys.key.technique]: techniques.join(",") }),
    };
}

/** Adds the marker to a map. What is there stays; a marker written by hand keeps its words and gets the others. */
export function markKeys(
    map: KeyMap | undefined,
    choices: readonly CheckedChoice[],
): pulumi.Input<Record<string, pulumi.Input<string>>> | undefined {
    const added = Object.entries(markerEntries(choices));
    if (added.length === 0) {
        return map as pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
    }
    return mapInput(map, (own) => {
        const merged: Record<string, pulumi.Input<string>> = { ...own };
        for (const [key, value] of added) {
            const existing = own?.[key];
            merged[key] = existing === undefined ? value : whenKnown(existing, (word) => joined(word, value));
        }
        return merged;
    });
}

/** Both values' words, each once. A provider whose maps hold anything may give a number. */
function joined(existing: unknown, added: string): string {
    const parts = [...String(existing).split(","), ...added.split(",")]
        .map((part) => part.trim())
        .filter((part) => part !== "");
    return [...new Set(parts)].join(",");
}
