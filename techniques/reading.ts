import type { Technique } from "./technique";
import type { UNKNOWN } from "./value";

/**
 * How a resource stands to a device: it asks for one, it offers one to others, or it uses an offer that another
 * resource makes. An offer's marker never covers its users.
 */
export type Role = "asks" | "offers" | "uses";

/** One device, or one software attachment, that a resource asks for, offers or uses. Each is judged on its own. */
export interface Attachment {
    /**
     * The technique. More than one: alternatives between hardware techniques that stay open (a network of type `sriov`
     * whose pool is defined elsewhere may be vDPA); a grant for one of them suffices.
     */
    readonly techniques: readonly [Technique, ...Technique[]];
    readonly role: Role;
    /** The property path of what decided, such as `binding.vnicType` or `valueSpecs["binding:vnic_type"]`. */
    readonly path: string;
    /**
     * What decided, for a message: a fragment such as `vnic_type direct`. It holds only words of our tables and
     * resources' names, never another value of the resource: values may be secrets.
     */
    readonly evidence: string;
    /** The device-plugin resource, flavor, network … that is named, if any: for approvals in config and for pictures. */
    readonly subject?: string;
    /** For `uses`: the URN of the resource that makes the offer. */
    readonly via?: string;
    /** URNs whose marker covers this attachment too (a Neutron port covers the instance that uses it). */
    readonly coveredBy?: readonly string[];
    /**
     * True where another resource of the stack may still place what this one only names (a device class, a pool, a
     * binding plugin). The join always gives its final form under the same role and path, so a rule that sees one
     * resource alone may leave it to the rule that sees the stack. Never set by a join.
     */
    readonly provisional?: true;
    /** True where the author's technique marker chose among alternatives: a grant may rest on that, an approval not. */
    readonly chosen?: true;
}

/** What an attachment is known by within its resource: a join refines the one with the same role and path. */
export function attachmentKey({ role, path }: Attachment): string {
    return `${role} ${path}`;
}

/** The attachments that can be judged on the resource alone: no other resource of the stack may still place them. */
export function decidedAlone({ attachments }: Reading): readonly Attachment[] {
    return attachments.some(({ provisional }) => provisional === true)
        ? attachments.filter(({ provisional }) => provisional !== true)
        : attachments;
}

/** Advice that a reader found beside the attachments. `attachment-health` reports it; see `notices.ts` for the table. */
export interface Notice {
    readonly rule: NoticeRule;
    /** The property path, or "" for the resource as a whole. */
    readonly path: string;
    /** What is so, and what to do about it: whole sentences, under the same rule on values as `Attachment.evidence`. */
    readonly text: string;
}

/** An exception ID or technique that a marker names, and where. */
export interface Marker {
    readonly value: string;
    readonly path: string;
}

/** The markers on a resource. */
export interface Markers {
    readonly exceptionIds: readonly Marker[];
    /** Techniques by which the author chooses among alternatives; words that are no technique are kept and ignored. */
    readonly techniques: readonly Marker[];
    /** Paths of markers whose value cannot be known yet. */
    readonly unknown: readonly string[];
    /** Paths of what begins like a marker of ours and is none: a word was mistyped. Absent where there is nothing. */
    readonly misspelt?: readonly string[];
    /** Where a marker would be added; absent on a resource that can carry none. */
    readonly place?: MarkerPlace;
}

/** Where a resource carries its marker: an annotation map, a list of tags, or a map of key and value. */
export interface MarkerPlace {
    readonly form: "annotations" | "tags" | "map";
    /** The property path, such as `metadata.annotations` or `tags`. */
    readonly path: string;
}

/** What another resource can be found by: kinds of things that references name. */
export type ReferenceKind =
    | "port"
    | "flavor"
    | "flavor-name"
    | "image"
    | "image-name"
    | "network"
    | "instance"
    | "trunk"
    | "loadbalancer-flavor"
    | "loadbalancer-flavor-profile"
    | "cluster-template"
    | "nad"
    | "device-resource"
    | "claim"
    | "claim-template"
    | "device-class"
    | "instancetype"
    | "preference"
    | "binding"
    | "volume";

/** A thing that this resource declares, under the names by which others can refer to it. */
export interface Definition {
    readonly kind: ReferenceKind;
    /** IDs and names; unknown ones are left out. */
    readonly names: readonly string[];
    /** The Kubernetes namespace; `undefined` for what has none, `UNKNOWN` where it cannot be known. */
    readonly namespace?: string | typeof UNKNOWN;
}

/** A thing that this resource names, and that may be declared by another resource of the stack or outside it. */
export interface Reference {
    readonly kind: ReferenceKind;
    /** The name or ID, or `UNKNOWN`. */
    readonly value: string | typeof UNKNOWN;
    readonly namespace?: string | typeof UNKNOWN;
    /** The path of the value. */
    readonly path: string;
    /** The top-level property that holds it: the key of the engine's property dependencies. */
    readonly property: string;
}

/** All that is read from one resource alone. */
export interface Reading {
    readonly attachments: readonly Attachment[];
    readonly notices: readonly Notice[];
    readonly markers: Markers;
    readonly definitions: readonly Definition[];
    readonly references: readonly Reference[];
    /** The Kubernetes namespace that the register's scope is matched against, if the resource has one. */
    readonly namespace?: string;
}

/** Rule IDs of the notices: what works not, performs not, or cannot be verified. */
export type NoticeRule =
    | "unverifiable"
    | "opaque-executor"
    | "emulated"
    | "host-access"
    | "baremetal"
    | "security-group-without-effect"
    | "trunk-on-virtual-function"
    | "annotation-without-request"
    | "request-without-annotation"
    | "request-count-differs"
    | "network-without-resource-name"
    | "pool-not-in-stack"
    | "cpu-not-pinned"
    | "huge-pages-missing"
    | "pool-driver-mismatch"
    | "binding-mismatch"
    | "annotation-misplaced";

/** No markers. */
export const NO_MARKERS: Markers = { exceptionIds: [], techniques: [], unknown: [] };

/** The reading of a resource that has nothing to do with devices. */
export const EMPTY_READING: Reading = {
    attachments: [],
    notices: [],
    markers: NO_MARKERS,
    definitions: [],
    references: [],
};

/** Two lists as one; where one of them is empty, as mostly, the other itself. */
export function both<T>(one: readonly T[], other: readonly T[]): readonly T[] {
    if (one.length === 0 || other.length === 0) {
        return one.length === 0 ? other : one;
    }
    return [...one, ...other];
}

const NONE: readonly never[] = [];

/**
 * A list that grew, without the room that it keeps to grow further: readings are kept for whole stacks, and most of
 * their lists hold one thing or nothing.
 */
export function compact<T>(list: readonly T[] = NONE): readonly T[] {
    return list.length === 0 ? NONE : list.slice();
}
