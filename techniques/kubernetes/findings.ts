import type { MarkerCarrier } from "../marker";
import { readMarkers } from "../marker";
import type {
    Attachment,
    Definition,
    Marker,
    Markers,
    Notice,
    NoticeRule,
    Reading,
    Reference,
    ReferenceKind,
    Role,
} from "../reading";
import { compact, EMPTY_READING, NO_MARKERS } from "../reading";
import { isUnknown, type UNKNOWN } from "../value";
import type {
    BindingFacet,
    ClaimFacet,
    DeviceClassFacet,
    MachineFacet,
    NetworkFacet,
    PodFacet,
    PoolFacet,
    NetworkUse,
} from "./facets";
import { type KubernetesObject, topLevel } from "./object";
import { isSoftware, type Techniques } from "./techniques";

/** A pod facet in which nothing stands. */
export const NO_POD: PodFacet = {
    path: "",
    networks: [],
    requests: [],
    claims: [],
    volumes: [],
    pinned: () => undefined,
    hugePages: () => undefined,
    partial: true,
};

/** The parts of an attachment beside role, path, techniques and evidence. */
export type AttachmentExtras = Pick<Attachment, "subject" | "via" | "provisional">;

/**
 * All that is found in one Kubernetes object: the parts of its reading, and the facets by which joins know it better
 * than a reading's attachments and references can tell.
 */
export class Findings {
    readonly attachments: Attachment[] = [];
    readonly notices: Notice[] = [];
    readonly definitions: Definition[] = [];
    readonly references: Reference[] = [];
    readonly networks: NetworkFacet[] = [];
    readonly pods: PodFacet[] = [];
    readonly pools: PoolFacet[] = [];
    readonly claims: ClaimFacet[] = [];
    readonly classes: DeviceClassFacet[] = [];
    readonly machines: MachineFacet[] = [];
    readonly bindings: BindingFacet[] = [];
    /** True for a patch: what it leaves out is as it was, so it settles nothing. */
    patch = false;
    /** What was found in the items of a list, in wrapped objects and in templates: each is marked on its own. */
    private readonly items: Findings[] = [];
    private ofItems: Set<object> | undefined;
    /** Of all objects that were read: the one that they have in common, as far as there is one. */
    private namespace: string | undefined;
    private namespaces: "none" | "one" | "several" = "none";
    private carriers: readonly MarkerCarrier[] = [];

    /** Adds an attachment, and gives it back. */
    attach(
        role: Role,
        path: string,
        techniques: Techniques,
        evidence: string,
        extras: AttachmentExtras = {},
    ): Attachment {
        const attachment: Attachment = { techniques, role, path, evidence, ...extras };
        this.attachments.push(attachment);
        return attachment;
    }

    /** Adds a notice. */
    notice(rule: NoticeRule, path: string, text: string): void {
        this.notices.push({ rule, path, text });
    }

    /** Adds a definition under the names that are known. */
    define(
        kind: ReferenceKind,
        names: readonly (string | typeof UNKNOWN | undefined)[],
        namespace?: string | typeof UNKNOWN,
    ): void {
        this.definitions.push({ kind, names: names.filter((name) => typeof name === "string"), namespace });
    }

    /** Adds a reference, and gives it back. */
    refer(
        kind: ReferenceKind,
        value: string | typeof UNKNOWN,
        path: string,
        namespace?: string | typeof UNKNOWN,
    ): Reference {
        const reference: Reference = { kind, value, namespace, path, property: topLevel(path) };
        this.references.push(reference);
        return reference;
    }

    /** Adds networks that an object's own pods join, without a pod that could be read. */
    joinNetworks(path: string, networks: readonly NetworkUse[]): void {
        if (networks.length > 0) {
            this.pods.push({ ...NO_POD, path, networks });
        }
    }

    /** Notes the annotations of an object as a place of markers. */
    carry(value: unknown, path: string): void {
        this.carriers = [...this.carriers, { form: "annotations", value, path }];
    }

    /** Notes the namespace of an object that was read. */
    in(object: KubernetesObject): void {
        this.isIn(isUnknown(object.namespace) ? undefined : object.namespace);
    }

    private isIn(namespace: string | undefined): void {
        if (this.namespaces === "none") {
            this.namespaces = "one";
            this.namespace = namespace;
        } else if (this.namespace !== namespace) {
            this.namespaces = "several";
            this.namespace = undefined;
        }
    }

    /** The markers that cover all that was found. */
    markers(): Markers {
        const shared = this.markersOfItems();
        if (this.carriers.length === 0) {
            return shared;
        }
        const own = readMarkers(this.carriers);
        if (shared === NO_MARKERS) {
            return own;
        }
        return {
            ...own,
            exceptionIds: [...own.exceptionIds, ...shared.exceptionIds],
            techniques: [...own.techniques, ...shared.techniques],
            unknown: [...own.unknown, ...shared.unknown],
        };
    }

    /** Takes in what was found in the items of a list, in objects that this one wraps, or in its templates. */
    addItems(items: readonly Findings[]): void {
        this.ofItems ??= new Set();
        for (const item of items) {
            this.items.push(item);
            for (const each of [...item.attachments, ...item.references, ...item.pods]) {
                this.ofItems.add(each);
            }
            this.attachments.push(...item.attachments);
            this.notices.push(...item.notices);
            this.definitions.push(...item.definitions);
            this.references.push(...item.references);
            this.networks.push(...item.networks);
            this.pods.push(...item.pods);
            this.pools.push(...item.pools);
            this.claims.push(...item.claims);
            this.classes.push(...item.classes);
            this.machines.push(...item.machines);
            this.bindings.push(...item.bindings);
            if (item.namespaces === "several") {
                this.namespaces = "several";
                this.namespace = undefined;
            } else if (item.namespaces === "one") {
                this.isIn(item.namespace);
            }
        }
    }

    /**
     * Takes in what was found in the same object by its shape, beside what its kind's reader knows: a word for the kind
     * proves nothing inside another object. What stands at a path where something was found already is the same.
     */
    addBeside(shape: Findings): void {
        const known = new Set([...this.attachments, ...this.pods, ...this.machines].map(({ path }) => path));
        const attachments = shape.attachments.filter(({ path }) => !known.has(path));
        const fresh = new Set<object>(attachments);
        const pods = shape.pods
            .filter(({ path }) => !known.has(path))
            .map((pod) => ({
                ...pod,
                requests: pod.requests.filter(({ attachment }) => attachment === undefined || fresh.has(attachment)),
            }));
        const machines = shape.machines.filter(({ path }) => !known.has(path));
        const networks = pods.some((pod) => pod.networks.length + pod.claims.length + pod.volumes.length > 0);
        if (attachments.length + machines.length > 0 || networks) {
            this.attachments.push(...attachments);
            this.pods.push(...pods);
            this.machines.push(...machines);
            this.networks.push(...shape.networks);
            this.pools.push(...shape.pools);
            this.claims.push(...shape.claims);
            this.classes.push(...shape.classes);
            this.bindings.push(...shape.bindings);
            this.definitions.push(...shape.definitions);
            this.references.push(...shape.references);
            this.carriers = [...this.carriers, ...shape.carriers];
            this.notices.push(...shape.notices);
        }
    }

    /**
     * The markers of the items. One on an item says nothing of the others, nor of what stands beside them: only what
     * all that may need one carries counts.
     */
    private markersOfItems(): Markers {
        if (this.items.length === 0) {
            return NO_MARKERS;
        }
        const needing = this.items.filter((item) => item.mayNeedMarker());
        const markers = (needing.length > 0 ? needing : this.items).map((item) => item.markers());
        const [first, ...rest] = markers;
        if (first === undefined) {
            return NO_MARKERS;
        }
        const alone = !this.mayNeedMarker((each) => this.ofItems?.has(each) !== true);
        const carriedByAll = (side: "exceptionIds" | "techniques"): readonly Marker[] =>
            first[side].filter(
                ({ value }) => alone && rest.every((other) => other[side].some((marker) => marker.value === value)),
            );
        return {
            exceptionIds: carriedByAll("exceptionIds"),
            techniques: carriedByAll("techniques"),
            unknown: markers.flatMap((marker) => marker.unknown),
            ...(first.place === undefined ? {} : { place: first.place }),
        };
    }

    /** True if a device was found, or what may turn out to be one once the stack is joined. */
    private mayNeedMarker(counts: (found: object) => boolean = () => true): boolean {
        return (
            this.attachments.some((each) => !isSoftware(each.techniques) && counts(each)) ||
            this.references.some(counts) ||
            this.pods.some(counts)
        );
    }

    /** True if there is nothing in it beside markers: no join would find anything. */
    isBare(): boolean {
        return (
            this.attachments.length === 0 &&
            this.notices.length === 0 &&
            this.definitions.length === 0 &&
            this.references.length === 0 &&
            this.networks.length === 0 &&
            this.pods.length === 0 &&
            this.pools.length === 0 &&
            this.claims.length === 0 &&
            this.classes.length === 0 &&
            this.machines.length === 0 &&
            this.bindings.length === 0
        );
    }

    /** What others see of it: the empty reading, if nothing was found that is of interest to anybody. */
    reading(withMarkers: boolean): Reading {
        const markers = withMarkers ? this.markers() : NO_MARKERS;
        const unmarked = markers.exceptionIds.length + markers.techniques.length + markers.unknown.length === 0;
        if (unmarked && this.isBare()) {
            return EMPTY_READING;
        }
        return {
            attachments: compact(this.attachments),
            notices: compact(this.notices),
            markers,
            definitions: compact(this.definitions),
            references: compact(this.references),
            namespace: this.namespace,
        };
    }
}
