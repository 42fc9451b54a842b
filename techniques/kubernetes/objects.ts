import type { ReadContext } from "../classification";
import { readHyperConverged, readKubeVirt, readPlugin } from "../kubevirt/configuration";
import { readInstancetype, readPreference } from "../kubevirt/instancetypes";
import { machineKind, type MachineKind } from "../kubevirt/machine-kinds";
import { readMachineObject } from "../kubevirt/machines";
import { readVirtinkMachine } from "../kubevirt/virtink";
import { remembered } from "../memo";
import { at, deep, elements, isAbsent, isUnknown, text, type Value } from "../value";
import { readByMultus } from "./annotations";
import { readDeviceClass, readResourceClaim } from "./claims";
import { readConfigMap, readSecret } from "./config-maps";
import { Findings, NO_POD } from "./findings";
import { readNetworkAttachmentDefinition } from "./networks";
import { readLimitRange } from "./limit-range";
import { inside, type KubernetesObject, listItem, pathOf } from "./object";
import { settled } from "./placeholders";
import { readPod } from "./pods";
import { readClaimTemplates } from "./volume-claims";
import { readPersistentVolume, readPersistentVolumeClaim } from "./volumes";
import { type Executor, executor } from "./executors";
import { type ObjectReader, operatorReaders } from "./operators";
import { noticeOpaque } from "./opaque-notice";
import { placesOf, readExecutor } from "./read-executor";
import { type ReadWrapped, scan, type Searched } from "./scan";
import { CANNOT_TELL, isSoftware } from "./techniques";
import { isBuiltInGroup, workloadKind, type WorkloadKind } from "./workloads";

/** Readers by group and kind, in any version. */
const readers: ReadonlyMap<string, ObjectReader> = new Map<string, ObjectReader>([
    ["k8s.cni.cncf.io NetworkAttachmentDefinition", readNetworkAttachmentDefinition],
    ["kubernetes.cni.cncf.io Network", readNetworkAttachmentDefinition],
    ["resource.k8s.io ResourceClaim", readResourceClaim],
    ["resource.k8s.io ResourceClaimTemplate", readResourceClaim],
    ["resource.k8s.io DeviceClass", readDeviceClass],
    ["resource.k8s.io ResourceClass", readDeviceClass],
    [" ConfigMap", readConfigMap],
    [" Secret", readSecret],
    [" LimitRange", readLimitRange],
    ["kubevirt.io KubeVirt", readKubeVirt],
    ["hco.kubevirt.io HyperConverged", readHyperConverged],
    ["plugin.kubevirt.io Plugin", readPlugin],
    ["instancetype.kubevirt.io VirtualMachineInstancetype", readInstancetype],
    ["instancetype.kubevirt.io VirtualMachineClusterInstancetype", readInstancetype],
    ["instancetype.kubevirt.io VirtualMachinePreference", readPreference],
    ["instancetype.kubevirt.io VirtualMachineClusterPreference", readPreference],
    ["virt.virtink.smartx.com VirtualMachine", readVirtinkMachine],
    [" PersistentVolume", readPersistentVolume],
    [" PersistentVolumeClaim", readPersistentVolumeClaim],
    ["helm.sh Release", readHelmRelease],
    ...operatorReaders,
]);

/** Kinds of Kubernetes itself that are searched by shape, since they carry claims, templates or whole objects. */
const searchedBuiltIns: ReadonlySet<string> = new Set([
    "apps ControllerRevision",
    "scheduling.k8s.io PodGroup",
    "scheduling.k8s.io Workload",
]);

/** Kinds that keep what others were: what they hold is in force only where it is named, so it settles nothing. */
const records: ReadonlySet<string> = new Set(["apps ControllerRevision"]);

/** Groups whose objects are no objects of a cluster, and carry no annotations. */
const WITHOUT_ANNOTATIONS: ReadonlySet<string> = new Set(["helm.sh"]);

/** What is known of a kind, before anything of its object is read. */
interface KindFacts {
    readonly workload: WorkloadKind | undefined;
    readonly machine: MachineKind | undefined;
    readonly reader: ObjectReader | undefined;
    readonly executor: Executor | undefined;
    /** True for a kind that one of these reads. */
    readonly known: boolean;
    /** True for a kind of Kubernetes itself whose objects have nothing to do with devices. */
    readonly plain: boolean;
    /** True for a kind that keeps what others were. */
    readonly record: boolean;
    /** True for objects of a cluster, which carry annotations. */
    readonly annotated: boolean;
}

/** By group, then by kind: no word of one can pass for a part of the other. */
const kindsOf = remembered((group) => remembered((kind): KindFacts => factsOf(group, kind)));

function factsOf(group: string, kind: string): KindFacts {
    const name = `${group} ${kind}`;
    const workload = workloadKind(group, kind);
    const machine = machineKind(group, kind);
    const reader = readers.get(name);
    const row = executor(group, kind);
    const known = workload !== undefined || machine !== undefined || reader !== undefined;
    const plain = !known && row === undefined && isBuiltInGroup(group) && !searchedBuiltIns.has(name);
    const record = records.has(name);
    return {
        workload,
        machine,
        reader,
        executor: row,
        known,
        plain,
        record,
        annotated: !WITHOUT_ANNOTATIONS.has(group),
    };
}

/** True for an object of Kubernetes itself that has nothing to do with devices, whatever it holds. */
export function isPlain({ group, kind, list, hidden }: KubernetesObject): boolean {
    return !list && hidden !== true && kindsOf(group)(kind).plain;
}

/**
 * Reads one object, or all objects of a list.
 *
 * @param wrapping How many objects it is wrapped in.
 */
export function readObject(object: KubernetesObject, context: ReadContext, wrapping = 0): Findings {
    const found = new Findings();
    if (object.hidden === true) {
        found.attach("asks", pathOf(object.path, "kind"), CANNOT_TELL, "an object whose kind is not known yet");
    }
    if (object.list) {
        readItems(object, at(object.value, "items"), found, context);
        return found;
    }
    const facts = kindsOf(object.group)(object.kind);
    const { workload, machine, reader, executor: row, known } = facts;
    found.patch = object.patch || facts.record;
    if (facts.plain) {
        if (object.hidden === true) {
            found.in(object);
        }
        readBeside(object, found, context, wrapping);
        return found;
    }
    if (facts.annotated) {
        const annotations = inside(object, "metadata", "annotations");
        found.in(object);
        found.carry(annotations.value, annotations.path);
    } else {
        found.in({ ...object, namespace: text(at(object.value, "namespace")) });
    }
    if (workload !== undefined) {
        readWorkload(object, workload, found, context);
    }
    if (workload?.kind === "StatefulSet") {
        readStatefulClaims(object, found);
    }
    if (machine !== undefined) {
        readMachineObject(object, machine, found, context);
        if (machine.template.length > 0) {
            noticeMisplaced(object, found);
        }
    }
    reader?.(object, found, context);
    const manifests = known ? 0 : readByShape(object, row, found, context, wrapping);
    if (known) {
        readBeside(object, found, context, wrapping);
    }
    if (row !== undefined) {
        readExecutor(object, row, manifests, found, context, wrappedReader(context));
    }
    return found;
}

function wrappedReader(context: ReadContext): ReadWrapped {
    return (inner, depth) => readObject(inner, context, depth);
}

/** Searches an object of a kind that nothing else reads; gives the number of manifests that stand in it. */
function readByShape(
    { value, path, namespace }: KubernetesObject,
    row: Executor | undefined,
    found: Findings,
    context: ReadContext,
    wrapping: number,
): number {
    const conditions = (row?.conditions ?? []).flatMap((keys) => placesOf(value, path, keys));
    const leftOut = new Set(conditions.map((place) => place.path));
    const searched: Searched = { value, path, namespace, isObject: true, leftOut };
    return scan(searched, found, context, wrappedReader(context), wrapping);
}

/** Searches an object inside another by its shape too: there, a word for its kind proves nothing. */
function readBeside(object: KubernetesObject, found: Findings, context: ReadContext, wrapping: number): void {
    if (wrapping > 0) {
        const { value, path, namespace } = object;
        const shape = new Findings();
        const searched: Searched = { value, path, namespace, isObject: true, disguised: true };
        scan(searched, shape, context, wrappedReader(context), wrapping);
        found.addBeside(shape);
    }
}

/** Reads a Helm release: its values are searched, and what its chart makes of them is hidden. */
function readHelmRelease(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const namespace = text(at(object.value, "namespace"));
    const values = inside(object, "values");
    scan({ ...values, namespace, isObject: false }, found, context, wrappedReader(context), 0);
    if (!found.attachments.some(({ techniques }) => !isSoftware(techniques))) {
        noticeOpaque(found, "chart", "a Helm release");
    }
}

function readItems(list: KubernetesObject, items: Value, found: Findings, context: ReadContext): void {
    const path = pathOf(list.path, "items");
    if (isUnknown(items)) {
        found.attach("asks", path, CANNOT_TELL, "a list of objects that is not known yet");
    }
    found.addItems(
        elements(items).map((item, index) => readObject(listItem(list, item, pathOf(path, index)), context)),
    );
}

function readWorkload(object: KubernetesObject, workload: WorkloadKind, found: Findings, context: ReadContext): void {
    const template = { value: templateOf(object, workload), path: pathOf(object.path, ...workload.template) };
    const metadata = settled(at(template.value, "metadata"));
    const metadataPath = pathOf(template.path, "metadata");
    const annotationsPath = pathOf(metadataPath, "annotations");
    if (isUnknown(template.value)) {
        found.attach("asks", template.path, CANNOT_TELL, "a pod template that is not known yet");
        return;
    }
    const annotations = isUnknown(metadata) ? metadata : at(metadata, "annotations");
    if (workload.template.length > 0) {
        found.carry(annotations, annotationsPath);
        noticeMisplaced(object, found);
    }
    readPod(
        {
            spec: at(template.value, "spec"),
            specPath: pathOf(template.path, "spec"),
            annotations,
            annotationsPath: isUnknown(metadata) ? metadataPath : annotationsPath,
            namespace: object.namespace,
            partial: object.patch,
        },
        found,
        context,
    );
}

/** The template of a workload; not known yet where a placeholder stands for it, or for what holds it. */
function templateOf({ value }: KubernetesObject, { template }: WorkloadKind): Value {
    return template.reduce<Value>((outer, key) => settled(at(outer, key)), value);
}

/** Volumes that the claim templates of a stateful set name: its pods mount them. */
function readStatefulClaims(object: KubernetesObject, found: Findings): void {
    const { value, path } = inside(object, "spec", "volumeClaimTemplates");
    const volumes = readClaimTemplates(value, path, found);
    if (volumes.length > 0) {
        found.pods.push({ ...NO_POD, path, volumes });
    }
}

/** The networks annotation of a workload itself does nothing: Multus reads that of the pod. */
function noticeMisplaced(object: KubernetesObject, found: Findings): void {
    const annotations = deep(object.value, "metadata", "annotations");
    for (const key of isAbsent(annotations) ? [] : readByMultus) {
        if (!isAbsent(at(annotations, key))) {
            found.notice(
                "annotation-misplaced",
                pathOf(object.path, "metadata", "annotations", key),
                `The annotation ${key} does nothing here: it is read from the pod. ` +
                    "Move it to the metadata of the pod template.",
            );
        }
    }
}
