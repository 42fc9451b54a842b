import type { ReadContext } from "../classification";
import type { Definition, Reading, Reference, ReferenceKind } from "../reading";
import { argument, type Place } from "../terraform";
import { isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";

/** What a reader is given of one resource. */
export interface Subject {
    readonly props: Value;
    readonly context: ReadContext;
    /** True if the properties are what the provider read back, not what the program gives. */
    readonly readBack: boolean;
}

/** What a reader found; the markers are read by the table. */
export type Parts = Partial<Pick<Reading, "attachments" | "notices" | "definitions" | "references">>;

/** Reads one kind of resource. Never throws. */
export type Reader = (subject: Subject) => Parts;

/** True for what names nothing: absent, null or blank. */
export function isBlank(value: Value): boolean {
    return isAbsent(value) || (typeof value === "string" && value.trim() === "");
}

/** A reference to what a place names; none where it is blank. What is no text cannot be read, so it is unknown. */
function referenceTo(kind: ReferenceKind, place: Place): Reference | undefined {
    const { value, path, property } = place;
    if (isBlank(value)) {
        return undefined;
    }
    const word = text(value);
    return { kind, value: typeof word === "string" ? word.trim() : UNKNOWN, path, property };
}

/** References to what places name. */
export function referencesTo(kind: ReferenceKind, places: readonly Place[]): readonly Reference[] {
    if (places.length === 0) {
        return NO_REFERENCES;
    }
    const found = places.map((place) => referenceTo(kind, place));
    return found.filter((reference) => reference !== undefined);
}

const NO_REFERENCES: readonly Reference[] = [];

/** A reference to what a place names by ID or by name: either may find it. */
export function referenceToEither(kind: "flavor" | "image", place: Place): Reference[] {
    return [...referencesTo(kind, [place]), ...referencesTo(kind === "flavor" ? "flavor-name" : "image-name", [place])];
}

/** References from a top-level argument. */
export function references(props: Value, kind: ReferenceKind, name: string): readonly Reference[] {
    return referencesTo(kind, argument(props, name));
}

/** A definition by the known ones among some arguments. */
export function definition(props: Value, kind: ReferenceKind, ...names: string[]): Definition {
    let found = NO_NAMES;
    for (const name of names) {
        for (const { value } of argument(props, name)) {
            const word = text(value);
            if (typeof word === "string" && word.trim() !== "" && !found.includes(word)) {
                found = [...found, word];
            }
        }
    }
    return { kind, names: found };
}

/** No ID is known before a resource is made. */
const NO_NAMES: readonly string[] = [];

/** True if any place of a list holds the unknown, or anything that counts as given. */
export function isGiven(places: readonly Place[]): boolean {
    return places.some(({ value }) => isUnknown(value) || !isBlank(value));
}
