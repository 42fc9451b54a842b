import { TECHNIQUES } from "./technique";
import type { Attachment, Marker, MarkerPlace, Markers } from "./reading";
import { at, elements, isUnknown, keysOf, step, text, type Value } from "./value";

/**
 * The marker on the wire: how a resource names the exception that it rests on. One table, read in both directions:
 * components write by it, the readers read by it.
 */
export const markerKeys = {
    /** Annotations of Kubernetes and KubeVirt objects. */
    annotation: { exceptionId: "virtio-first/exception-id", technique: "virtio-first/technique" },
    /** Prefixes of tags of OpenStack resources, and keys of metadata, extra specs and image properties. */
    key: { exceptionId: "virtio-first:exception-id", technique: "virtio-first:technique" },
} as const;

/** The longest exception ID: Nova refuses a tag of more than 60 characters, and the tag's prefix takes 26. */
export const MAX_EXCEPTION_ID_LENGTH = 34;

/** The tag that carries an exception ID on OpenStack resources with tags. */
export function exceptionTag(exceptionId: string): string {
    return `${EXCEPTION_TAG}${exceptionId}`;
}

const EXCEPTION_TAG = `${markerKeys.key.exceptionId}=`;
const TECHNIQUE_TAG = `${markerKeys.key.technique}=`;

/** A place where markers may stand on a resource, and what stands there. */
export interface MarkerCarrier extends MarkerPlace {
    readonly value: Value;
}

/** What begins like a marker of ours, in any case. */
const LIKE_A_MARKER = /^virtio-?first[:/]/i;

/** Reads every marker from the given carriers of one resource; the first carrier is where one would be added. */
export function readMarkers(carriers: readonly MarkerCarrier[]): Markers {
    const exceptionIds: Marker[] = [];
    const techniques: Marker[] = [];
    const unknown: string[] = [];
    const misspelt: string[] = [];
    const take = (into: Marker[], word: string, path: string): void => {
        for (const part of word.split(",")) {
            if (part.trim() !== "") {
                into.push({ value: part.trim(), path });
            }
        }
    };
    const takeUnder = (into: Marker[], { value, path }: MarkerCarrier, key: string): void => {
        const word = text(at(value, key));
        if (isUnknown(word)) {
            unknown.push(step(path, key));
        } else if (word !== undefined) {
            take(into, word, step(path, key));
        }
    };
    for (const carrier of carriers) {
        const { form, value, path } = carrier;
        if (isUnknown(value)) {
            unknown.push(path);
        } else if (form === "tags") {
            elements(value).forEach((tag, index) => {
                const tagPath = step(path, index);
                const word = text(tag);
                if (isUnknown(word)) {
                    unknown.push(tagPath);
                } else if (word?.startsWith(EXCEPTION_TAG) === true) {
                    take(exceptionIds, word.slice(EXCEPTION_TAG.length), tagPath);
                } else if (word?.startsWith(TECHNIQUE_TAG) === true) {
                    take(techniques, word.slice(TECHNIQUE_TAG.length), tagPath);
                } else if (word !== undefined && LIKE_A_MARKER.test(word)) {
                    misspelt.push(tagPath);
                }
            });
        } else {
            const keys = form === "annotations" ? markerKeys.annotation : markerKeys.key;
            takeUnder(exceptionIds, carrier, keys.exceptionId);
            takeUnder(techniques, carrier, keys.technique);
            for (const key of keysOf(value)) {
                if (LIKE_A_MARKER.test(key) && key !== keys.exceptionId && key !== keys.technique) {
                    misspelt.push(step(path, key));
                }
            }
        }
    }
    const [first] = carriers;
    return {
        exceptionIds,
        techniques,
        unknown,
        ...(misspelt.length > 0 && { misspelt }),
        ...(first === undefined ? {} : { place: { form: first.form, path: first.path } }),
    };
}

/**
 * Lets the technique marker choose among the alternatives of an attachment. It can only choose what is among them: it
 * never names software, and never widens.
 */
export function chooseTechnique(attachment: Attachment, markers: Markers): Attachment {
    if (attachment.techniques.length === 1 || markers.techniques.length === 0) {
        return attachment;
    }
    const named = new Set(markers.techniques.map((marker) => marker.value));
    const [first, ...rest] = TECHNIQUES.filter(
        (technique) => named.has(technique) && attachment.techniques.includes(technique),
    );
    return first === undefined ? attachment : { ...attachment, techniques: [first, ...rest], chosen: true };
}
