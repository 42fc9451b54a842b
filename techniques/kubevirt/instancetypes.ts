import type { ReadContext } from "../classification";
import type { ShapeReference } from "../kubernetes/facets";
import type { Findings } from "../kubernetes/findings";
import { inside, type KubernetesObject, pathOf } from "../kubernetes/object";
import { CANNOT_TELL } from "../kubernetes/techniques";
import { at, isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";
import { readHostDevices } from "./host-devices";
import { interfaceModel } from "./interface-models";
import { readPod } from "../kubernetes/pods";

/** What a machine may take its shape from. */
interface Matcher {
    readonly key: "instancetype" | "preference";
    /** The kind that is meant where the machine names none. */
    readonly clusterKind: string;
    readonly namespacedKind: string;
}

const matchers: readonly Matcher[] = [
    {
        key: "instancetype",
        clusterKind: "VirtualMachineClusterInstancetype",
        namespacedKind: "VirtualMachineInstancetype",
    },
    { key: "preference", clusterKind: "VirtualMachineClusterPreference", namespacedKind: "VirtualMachinePreference" },
];

/** The name under which definitions and references hold an instance type or preference. */
function matcherName(cluster: boolean, name: string): string {
    return `${cluster ? "cluster" : "namespace"}/${name}`;
}

/** Reads an instance type: devices that it gives to every machine that takes it. */
export function readInstancetype(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: spec, path } = inside(object, "spec");
    if (isUnknown(spec)) {
        found.attach("offers", path, CANNOT_TELL, "an instance type that is not known yet");
    } else {
        readHostDevices(at(spec, "gpus"), pathOf(path, "gpus"), "gpus", "offers", found);
        readHostDevices(at(spec, "hostDevices"), pathOf(path, "hostDevices"), "hostDevices", "offers", found);
        readAnnotations(object, found, context);
    }
    define(object, "instancetype", found);
}

/** Reads a preference: the NIC model that it prefers, and its annotations. */
export function readPreference(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const spec = inside(object, "spec");
    if (isUnknown(spec.value)) {
        found.attach("offers", spec.path, CANNOT_TELL, "a preference that is not known yet");
    } else {
        const { value, path } = inside(object, "spec", "devices", "preferredInterfaceModel");
        const model = text(value);
        if (typeof model === "string" && interfaceModel(model) === "emulated") {
            found.attach("offers", path, ["emulated"], `NIC model ${model}`);
        }
        readAnnotations(object, found, context);
    }
    if (found.attachments.length > 0 || found.pods.length > 0) {
        define(object, "preference", found);
    }
}

/** The annotations of an instance type or a preference become those of the machine, and of its pod. */
function readAnnotations(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: annotations, path: annotationsPath } = inside(object, "spec", "annotations");
    if (!isAbsent(annotations)) {
        const { path: specPath } = inside(object, "spec");
        const source = { spec: undefined, specPath, annotations, annotationsPath, partial: true };
        readPod({ ...source, namespace: object.namespace }, found, context);
    }
}

function define(object: KubernetesObject, kind: Matcher["key"], found: Findings): void {
    const cluster = object.kind.startsWith("VirtualMachineCluster");
    const names = typeof object.name === "string" ? [matcherName(cluster, object.name)] : [];
    found.define(kind, names, cluster ? undefined : object.namespace);
}

/** Reads the instance type and preference that a machine takes. */
export function readMatchers(
    machine: { readonly value: Value; readonly path: string },
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
): ShapeReference[] {
    const references: ShapeReference[] = [];
    for (const { key, namespacedKind } of matchers) {
        const matcher = at(machine.value, key);
        if (isAbsent(matcher) || isUnknown(machine.value)) {
            continue;
        }
        const path = pathOf(machine.path, key);
        const name = text(at(matcher, "name"));
        const inferred = !isAbsent(at(matcher, "inferFromVolume"));
        const revised = namesRevision(matcher) ? ({ revised: true } as const) : {};
        const kind = text(at(matcher, "kind"));
        const cluster = typeof kind !== "string" || kind.toLowerCase() !== namespacedKind.toLowerCase();
        if (typeof name === "string" && name !== "") {
            const own = cluster ? undefined : namespace;
            references.push({ ...found.refer(key, matcherName(cluster, name), pathOf(path, "name"), own), ...revised });
        } else if (key === "instancetype" && (inferred || isUnknown(name) || namesRevision(matcher))) {
            const open = inferred ? "inferFromVolume" : isUnknown(name) ? "name" : "revisionName";
            references.push({ ...found.refer(key, UNKNOWN, pathOf(path, open), namespace), ...revised });
        }
    }
    return references;
}

/** True if a revision is named, or may be. A matcher that is not known yet is judged when the update knows it. */
function namesRevision(matcher: Value): boolean {
    const revision = text(at(matcher, "revisionName"));
    return !isUnknown(matcher) && revision !== undefined && revision !== "";
}

/** Names of the stock instance types (`kubevirt/common-instancetypes`) that bring no device. */
const STOCK_WITHOUT_DEVICE = /^(?:cx|d|m|n|o|rt|u)[0-9]+\.[a-z0-9.]+$/;

/** Names of the stock instance types that bring a GPU. */
const STOCK_WITH_GPU = /^gn[0-9]+\.[a-z0-9.]+$/;

/**
 * What a stock instance type brings, by a reference's name; `undefined` for a name that is none of theirs. Whoever may write in
 * a namespace can make one of any name there, so only those of the cluster are believed to bring nothing.
 */
export function stockInstancetype(reference: string): "none" | "accelerator" | undefined {
    const name = reference.slice(reference.indexOf("/") + 1);
    if (STOCK_WITH_GPU.test(name)) {
        return "accelerator";
    }
    return STOCK_WITHOUT_DEVICE.test(name) && reference === matcherName(true, name) ? "none" : undefined;
}
