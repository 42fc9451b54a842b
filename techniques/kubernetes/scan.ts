import type { ReadContext } from "../classification";
import { readMatchers } from "../kubevirt/instancetypes";
import { looksLikeMachine, type MachineSource, readMachine } from "../kubevirt/machines";
import {
    type UNKNOWN,
    type Value,
    at,
    deep,
    elements,
    isAbsent,
    isArray,
    isMap,
    isUnknown,
    keysOf,
    text,
} from "../value";
import type { ResourceRequest, ShapeReference } from "./facets";
import { Findings, NO_POD } from "./findings";
import { noticeHostAccess } from "./host-access";
import { looksLikeManifests, MAX_YAML_LENGTH, readYaml } from "./manifest-text";
import { type KubernetesObject, pathOf, wrappedObject } from "./object";
import { noticeOpaque } from "./opaque-notice";
import type { PartsSink } from "./parts-sink";
import { readPatch, UNREAD_PATCH } from "./placeholders";
import { readPod } from "./pods";
import { hasPodAnnotation, readParts } from "./scan-parts";
import { CANNOT_TELL } from "./techniques";
import { containerLists } from "./workloads";

/** Reads an object that another one wraps; given by the caller, since reading it may lead back here. */
export type ReadWrapped = (object: KubernetesObject, depth: number) => Findings;

/** How many values are looked at in one object before it is called too large. */
export const MAX_VALUES = 50_000;

/** How deep values are looked at. */
export const MAX_DEPTH = 64;

/** How deep objects may wrap one another. */
export const MAX_WRAPPING = 8;

/** Keys whose values describe or report, and ask for nothing. */
const SKIPPED: ReadonlySet<string> = new Set(["openAPIV3Schema", "managedFields", "ownerReferences"]);

/** What is searched, and under what name it is known. */
export interface Searched {
    readonly value: Value;
    readonly path: string;
    readonly namespace: string | typeof UNKNOWN | undefined;
    /** True if the value is an object of Kubernetes, so that its status and its own annotations are nothing. */
    readonly isObject: boolean;
    /** Paths that are not searched, since what stands there is no wish. */
    readonly leftOut?: ReadonlySet<string>;
    /** True if the kind of the object is read by itself, and only what its kind would not make one think is sought. */
    readonly disguised?: true;
}

interface Place {
    readonly value: Value;
    readonly path: string;
    readonly depth: number;
}

/**
 * Searches a value for what asks for a device, by its shape: pod and machine templates, wrapped manifests, and the
 * parts of them that custom kinds hold on their own (annotations, resources, claims, host paths, variables). Gives the
 * number of manifests that it found.
 */
export function scan(
    searched: Searched,
    found: Findings,
    context: ReadContext,
    readWrapped: ReadWrapped,
    wrapping: number,
): number {
    const search = new Search(searched, found, context, readWrapped, wrapping);
    search.run();
    return search.manifests;
}

class Search implements PartsSink {
    manifests = 0;
    private values = 0;
    private text = 0;
    private readonly waiting: Place[] = [];
    /** Wrapped objects, and templates. */
    private readonly parts: Findings[] = [];
    readonly requests: ResourceRequest[] = [];
    private readonly reasons = new Set<string>();
    private reasonPath = "";
    private tooLarge = false;
    /** Where manifests stand that are too long, all in all, to be read. */
    private unread: string | undefined;

    constructor(
        private readonly searched: Searched,
        readonly found: Findings,
        readonly context: ReadContext,
        private readonly readWrapped: ReadWrapped,
        private readonly wrapping: number,
    ) {}

    run(): void {
        const { value, path, isObject } = this.searched;
        if (isObject && isMap(value)) {
            const consumed = this.template(value, path);
            const isTemplate = consumed.size > 0;
            if (!isTemplate) {
                // Configurations of providers have their fields beside their kind.
                readParts(value, path, this.searched.namespace, this, consumed);
            }
            for (const key of keysOf(value)) {
                // What an object says of itself and what others report of it is no wish.
                const own = key === "status" || key === "metadata";
                if (!own && !consumed.has(key)) {
                    this.push(at(value, key), pathOf(path, key), 1);
                }
            }
            if (!isTemplate && this.searched.disguised !== true) {
                this.ownAnnotations(value, path);
            }
        } else {
            this.push(value, path, 0);
        }
        for (let place = this.waiting.pop(); place !== undefined; place = this.waiting.pop()) {
            this.visit(place);
        }
        this.finish();
    }

    /** Operators may hand the annotations of their object on to the pods that they make. */
    private ownAnnotations(value: Value, path: string): void {
        const annotations = deep(value, "metadata", "annotations");
        if (hasPodAnnotation(annotations, true)) {
            this.pod(undefined, pathOf(path, "spec"), annotations, pathOf(path, "metadata", "annotations"));
        }
    }

    private push(value: Value, path: string, depth: number): void {
        if (this.searched.leftOut?.has(path) === true) {
            return;
        }
        if (isUnknown(value) && HIDING.test(path)) {
            this.found.attach("asks", path, CANNOT_TELL, "a part of a pod or machine that is not known yet");
        }
        if ((typeof value === "object" && value !== null) || typeof value === "string") {
            this.waiting.push({ value, path, depth });
        }
    }

    private visit({ value, path, depth }: Place): void {
        if (++this.values > MAX_VALUES || depth > MAX_DEPTH) {
            this.tooLarge = true;
            return;
        }
        if (typeof value === "string") {
            this.readText(value, path);
        } else if (isArray(value)) {
            keysOf(value).forEach((key) => this.push(at(value, Number(key)), pathOf(path, Number(key)), depth + 1));
        } else if (isMap(value)) {
            this.visitMap(value, path, depth);
        }
    }

    private visitMap(value: Value, path: string, depth: number): void {
        const object = wrappedObject(value, path);
        if (object !== undefined) {
            this.manifests++;
            if (this.wrapping >= MAX_WRAPPING) {
                this.tooLarge = true;
            } else {
                this.parts.push(this.readWrapped(object, this.wrapping + 1));
            }
            return;
        }
        this.specPatch(at(value, "podSpecPatch"), pathOf(path, "podSpecPatch"));
        const consumed = this.template(value, path);
        if (consumed.size === 0) {
            readParts(value, path, this.searched.namespace, this, consumed);
        }
        for (const key of keysOf(value)) {
            if (!consumed.has(key) && !SKIPPED.has(key)) {
                this.push(at(value, key), pathOf(path, key), depth + 1);
            }
        }
        if (isUnknown(at(value, "template")) && !isAbsent(at(value, "replicas"))) {
            this.found.attach("asks", pathOf(path, "template"), CANNOT_TELL, "a pod template that is not known yet");
        }
    }

    /** A patch of the pod's spec, as text, as workflows of Argo have it. */
    private specPatch(patch: Value, path: string): void {
        const word = text(patch);
        if (word === undefined || (typeof word === "string" && word.trim() === "")) {
            return;
        }
        const { documents, parametrised } = isUnknown(word) ? UNREAD_PATCH : readPatch(word);
        if (documents.length === 0) {
            this.found.attach("asks", path, CANNOT_TELL, "a patch of a pod's specification that cannot be read");
        } else if (parametrised) {
            noticeOpaque(this.found, path, "a patch of pods that parameters complete");
        }
        documents.forEach((each) => this.pod(each, path, undefined, path));
    }

    /** Reads a map as the template of a pod or machine, or as the spec of one; gives the keys that are done with. */
    private template(value: Value, path: string): Set<string> {
        const spec = at(value, "spec");
        const specPath = pathOf(path, "spec");
        const annotations = deep(value, "metadata", "annotations");
        const annotationsPath = pathOf(path, "metadata", "annotations");
        if (looksLikePod(spec)) {
            this.pod(spec, specPath, annotations, annotationsPath);
            this.rest(spec, specPath, POD_KEYS);
            return new Set(["spec", "metadata"]);
        }
        if (looksLikeMachine(spec)) {
            this.machine(spec, specPath, annotations, annotationsPath, []);
            this.rest(spec, specPath, MACHINE_KEYS);
            return new Set(["spec", "metadata"]);
        }
        const inner = at(value, "template");
        if (looksLikeMachine(at(inner, "spec")) && !isAbsent(at(value, "instancetype"))) {
            const innerPath = pathOf(path, "template");
            const sources = readMatchers({ value, path }, this.searched.namespace, this.found);
            this.machine(
                at(inner, "spec"),
                pathOf(innerPath, "spec"),
                deep(inner, "metadata", "annotations"),
                pathOf(innerPath, "metadata", "annotations"),
                sources,
            );
            return new Set(["template", "instancetype", "preference"]);
        }
        if (looksLikePod(value)) {
            this.pod(value, path, undefined, annotationsPath);
            return new Set(POD_KEYS);
        }
        if (looksLikeMachine(value)) {
            this.machine(value, path, undefined, annotationsPath, []);
            return new Set(MACHINE_KEYS);
        }
        return new Set();
    }

    /** What stands beside what a pod or machine was read from. */
    private rest(spec: Value, path: string, done: readonly string[]): void {
        for (const key of keysOf(spec)) {
            if (!done.includes(key) && !SKIPPED.has(key)) {
                this.push(at(spec, key), pathOf(path, key), 2);
            }
        }
    }

    private pod(spec: Value, specPath: string, annotations: Value, annotationsPath: string): void {
        const { namespace } = this.searched;
        const own = this.marked(annotations, annotationsPath);
        readPod({ spec, specPath, annotations, annotationsPath, namespace, partial: true }, own, this.context);
    }

    private machine(
        spec: Value,
        specPath: string,
        annotations: Value,
        annotationsPath: string,
        sources: readonly ShapeReference[],
    ): void {
        const { namespace } = this.searched;
        const own = this.marked(annotations, annotationsPath);
        const source: MachineSource = { spec, specPath, annotations, annotationsPath, namespace, partial: true };
        readMachine(source, sources, own, this.context);
    }

    /** A template of its own, whose marker covers no other one. */
    private marked(annotations: Value, annotationsPath: string): Findings {
        const own = new Findings();
        own.carry(annotations, annotationsPath);
        this.parts.push(own);
        return own;
    }

    readonly reach = (reason: string, path: string): void => {
        this.reasonPath ||= path;
        this.reasons.add(reason);
    };

    /** Reads text that holds manifests, as charts and fleets write them. */
    private readText(value: string, path: string): void {
        if (this.searched.disguised === true || value.length < 20 || !looksLikeManifests(value)) {
            return;
        }
        this.text += value.length;
        if (this.text > MAX_YAML_LENGTH) {
            this.unread ??= path;
            return;
        }
        for (const manifest of readYaml(value)) {
            const searched: Searched = { value: manifest, path, namespace: this.searched.namespace, isObject: false };
            this.manifests += scan(searched, this.found, this.context, this.readWrapped, this.wrapping + 1);
        }
    }

    private finish(): void {
        this.found.addItems(this.parts);
        if (this.requests.length > 0) {
            this.found.pods.push({ ...NO_POD, path: this.searched.path, requests: this.requests });
        }
        if (this.reasons.size > 0) {
            noticeHostAccess(this.found, this.reasonPath, [...this.reasons]);
        }
        if (this.unread !== undefined) {
            noticeOpaque(this.found, this.unread, "an object with more manifests than can be read");
        }
        if (this.tooLarge) {
            const words = "an object that is too large, or too deep, to be searched";
            this.found.attach("asks", this.searched.path, CANNOT_TELL, words);
        }
    }
}

const POD_KEYS: readonly string[] = [...containerLists, "volumes", "resourceClaims", "resources", "hostNetwork"];
const MACHINE_KEYS: readonly string[] = ["domain", "networks", "volumes", "resourceClaims"];

/**
 * Where the parts of pods and machines stand in objects of any kind: a value there that is not known yet may ask for
 * anything. A `template` is that of pods where it stands in a `spec`; others are those of secrets and messages.
 */
const HIDING =
    /(?:^|\.)(?:podSpec|podTemplate|podTemplateSpec|podAnnotations|podMetadata(?:\.annotations)?|jobTemplate|resources|resourceClaims|hostDevices|gpus|spec\.template(?:\.spec)?)$/;

/** True if a map looks like the spec of a pod: it lists containers that have a name or an image, or cannot be known. */
function looksLikePod(value: Value): boolean {
    if (!isMap(value)) {
        return false;
    }
    return containerLists.some((list) => {
        const containers = at(value, list);
        return (
            isUnknown(containers) ||
            elements(containers).some(
                (container) =>
                    isUnknown(container) ||
                    (isMap(container) && (!isAbsent(at(container, "image")) || !isAbsent(at(container, "name")))),
            )
        );
    });
}
