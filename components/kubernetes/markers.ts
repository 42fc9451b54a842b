import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { markerKeys } from "../../techniques/marker";
import { needsException, type Technique } from "../../techniques/technique";
import type { CheckedChoice } from "../choice";
import { mapInput, whenKnown } from "../inputs";

/** Annotations of an object, as arguments take them. */
export type Annotations = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** The metadata of an object, as arguments take it. */
export type Metadata = pulumi.Input<k8s.types.input.meta.v1.ObjectMeta | undefined>;

/** What a marker is written for: an exception ID, and the technique by which it chooses. */
export type Marked = Pick<CheckedChoice, "exceptionId"> & { readonly technique: Technique | undefined };

/**
 * The marker that the choices of an object call for: its exception IDs and its techniques, joined by commas. Nothing
 * for software.
 */
export function markerAnnotations(choices: readonly Marked[]): Record<string, string> {
    const hardware = choices.filter(({ technique }) => technique === undefined || needsException(technique));
    const ids = unique(hardware.flatMap((choice) => choice.exceptionId ?? []));
    const techniques = unique(hardware.flatMap((choice) => choice.technique ?? []));
    return {
        ...(ids.length === 0 ? {} : { [markerKeys.annotation.exceptionId]: ids.join(",") }),
        ...(techniques.length === 0 ? {} : { [markerKeys.annotation.technique]: techniques.join(",") }),
    };
}

/**
 * Adds the marker to metadata. What is there stays; a marker written by hand keeps its IDs and gets the others beside
 * them.
 */
export function markMetadata(metadata: Metadata | undefined, choices: readonly Marked[]): Metadata {
    return withAnnotations(metadata, markerAnnotations(choices), joinWords);
}

/** Sets annotations in metadata; where one is there already, `merge` makes the new value from both. */
export function withAnnotations(
    metadata: Metadata | undefined,
    added: Readonly<Record<string, pulumi.Input<string>>>,
    merge: (existing: string, added: string, key: string) => string,
): Metadata {
    if (Object.keys(added).length === 0) {
        return metadata;
    }
    return mapInput(metadata, (known) => ({ ...known, annotations: addAnnotations(known?.annotations, added, merge) }));
}

function addAnnotations(
    annotations: Annotations,
    added: Readonly<Record<string, pulumi.Input<string>>>,
    merge: (existing: string, added: string, key: string) => string,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
    return mapInput(annotations, (known) => {
        const merged: Record<string, pulumi.Input<string>> = { ...known };
        for (const [key, value] of Object.entries(added)) {
            const existing = known?.[key];
            merged[key] =
                existing === undefined
                    ? value
                    : whenKnown({ existing, value }, (both) => merge(both.existing, both.value, key));
        }
        return merged;
    });
}

/** The words of two comma-separated values, each once. */
export function joinWords(existing: string, added: string): string {
    const words = [...existing.split(","), ...added.split(",")]
        .map((word) => word.trim())
        .filter((word) => word !== "");
    return unique(words).join(",");
}

function unique<T>(values: readonly T[]): T[] {
    return [...new Set(values)];
}

/**
 * Metadata as the property of a custom object. The property is always given: an object that is made without it has no
 * output of that name.
 */
export function objectMeta(metadata: Metadata | undefined): pulumi.Input<k8s.types.input.meta.v1.ObjectMeta> {
    return metadata as pulumi.Input<k8s.types.input.meta.v1.ObjectMeta>;
}

/** The namespace that metadata names; `undefined` for the provider's own. */
export function namespaceOf(metadata: Metadata | undefined): pulumi.Input<string> | undefined {
    return mapInput(metadata, (known) => known?.namespace) as pulumi.Input<string> | undefined;
}
