import { TECHNIQUES } from "./technique";
import { remembered } from "./memo";
import { type Attachment, type Marker, type MarkerPlace, type Markers, NO_MARKERS } from "./reading";
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

/** What is found of markers, while it is read: mostly nothing. */
interface Found {
    exceptionIds?: Marker[];
    techniques?: Marker[];
    unknown?: string[];
    misspelt?: string[];
}

function add(found: Found, side: "unknown" | "misspelt", path: string): void {
    const paths = (found[side] ??= []);
    paths.push(path);
}

/** Reads every marker from the given carriers of one resource; the first carrier is where one would be added. */
export function readMarkers(carriers: readonly MarkerCarrier[]): Markers {
    const found: Found = {};
    for (const carrier of carriers) {
        if (isUnknown(carrier.value)) {
            add(found, "unknown", carrier.path);
        } else if (carrier.form === "tags") {
            readTags(carrier, found);
        } else {
            readMap(carrier, found);
        }
    }
    const [first] = carriers;
    const { exceptionIds, techniques, unknown, misspelt } = found;
    if (exceptionIds === undefined && techniques === undefined && unknown === undefined && misspelt === undefined) {
        return first === undefined ? NO_MARKERS : unmarked[first.form](first.path);
    }
    return {
        exceptionIds: exceptionIds ?? [],
        techniques: techniques ?? [],
        unknown: unknown ?? [],
        ...(misspelt && { misspelt }),
        ...(first && { place: { form: first.form, path: first.path } }),
    };
}

/** What most resources of an estate show: no marker, and the place for one. Kept once for each place. */
const unmarkedAt = (form: MarkerPlace["form"]): ((path: string) => Markers) =>
    remembered((path) => ({ ...NO_MARKERS, place: { form, path } }));

const unmarked = { annotations: unmarkedAt("annotations"), tags: unmarkedAt("tags"), map: unmarkedAt("map") };

function readTags({ value, path }: MarkerCarrier, found: Found): void {
    elements(value).forEach((tag, index) => {
        const word = text(tag);
        if (isUnknown(word)) {
            add(found, "unknown", step(path, index));
        } else if (word === undefined) {
            return;
        } else if (word.startsWith(EXCEPTION_TAG)) {
            take(found, "exceptionIds", word.slice(EXCEPTION_TAG.length), step(path, index));
        } else if (word.startsWith(TECHNIQUE_TAG)) {
            take(found, "techniques", word.slice(TECHNIQUE_TAG.length), step(path, index));
        } else if (LIKE_A_MARKER.test(word)) {
            add(found, "misspelt", step(path, index));
        }
    });
}

function readMap(carrier: MarkerCarrier, found: Found): void {
    const { form, value, path } = carrier;
    const keys = form === "annotations" ? markerKeys.annotation : markerKeys.key;
    takeUnder(found, "exceptionIds", carrier, keys.exceptionId);
    takeUnder(found, "techniques", carrier, keys.technique);
    for (const key of keysOf(value)) {
        if (LIKE_A_MARKER.test(key) && key !== keys.exceptionId && key !== keys.technique) {
            add(found, "misspelt", step(path, key));
        }
    }
}

type Side = "exceptionIds" | "techniques";

function takeUnder(found: Found, side: Side, { value, path }: MarkerCarrier, key: string): void {
    const word = text(at(value, key));
    if (isUnknown(word)) {
        add(found, "unknown", step(path, key));
    } else if (word !== undefined) {
        take(found, side, word, step(path, key));
    }
}

function take(found: Found, side: Side, word: string, path: string): void {
    for (const part of word.split(",")) {
        const value = part.trim();
        if (value !== "") {
            const markers = (found[side] ??= []);
            markers.push({ value, path });
        }
    }
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
