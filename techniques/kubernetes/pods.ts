import type { ReadContext } from "../classification";
import { at, isAbsent, isUnknown, UNKNOWN, type Value } from "../value";
import { annotationKeys, readByMultus } from "./annotations";
import { readContainerLists } from "./containers";
import type { NetworkUse } from "./facets";
import type { Findings } from "./findings";
import { readHostAccess } from "./host-access";
import { namedNetworkLists, readNamedNetworks, readNetworksAnnotation } from "./networks-annotation";
import { pathOf } from "./object";
import { readDeviceAnnotations } from "./pod-annotations";
import { settled } from "./placeholders";
import { readClaims } from "./pod-claims";
import { hugePages, pinned } from "./pod-shape";
import { readRequests } from "./requests";
import { CANNOT_TELL } from "./techniques";

/** A pod, or the template of one, as it stands in some object. */
export interface PodSource {
    /** The pod's spec. */
    readonly spec: Value;
    readonly specPath: string;
    /** The pod's annotations. */
    readonly annotations: Value;
    readonly annotationsPath: string;
    readonly namespace: string | typeof UNKNOWN | undefined;
    /** True for a patch or a fragment, which says nothing of what it leaves out. */
    readonly partial: boolean;
}

/** Reads a pod, or the template of one: what it joins, requests and reaches. */
export function readPod(given: PodSource, found: Findings, context: ReadContext): void {
    const source = settledSource(given);
    const { spec, specPath } = source;
    if (isUnknown(spec)) {
        found.attach("asks", specPath, CANNOT_TELL, "a pod specification that is not known yet");
    }
    const networks = readNetworks(source, found);
    readDeviceAnnotations(source.annotations, source.annotationsPath, found);
    const containers = readContainerLists(spec, specPath, found);
    const requests = readRequests(spec, specPath, containers, found, context);
    const claims = readClaims(spec, specPath, source.namespace, found);
    const volumes = readHostAccess(spec, specPath, containers, source.namespace, found);
    if (networks.length + requests.length + claims.length + volumes.length > 0) {
        found.pods.push({
            path: specPath,
            networks,
            requests,
            claims,
            volumes,
            pinned: () => pinned(spec, containers),
            hugePages: () => hugePages(spec, containers),
            partial: source.partial,
        });
    }
}

/** What a template puts in later is not known yet. */
function settledSource(source: PodSource): PodSource {
    const [spec, annotations] = [settled(source.spec), settled(source.annotations)];
    return spec === source.spec && annotations === source.annotations ? source : { ...source, spec, annotations };
}

/** The networks that the annotations name. */
function readNetworks(source: PodSource, found: Findings): NetworkUse[] {
    const { annotations, annotationsPath } = source;
    const networks: NetworkUse[] = [];
    if (isUnknown(annotations)) {
        found.attach("asks", annotationsPath, CANNOT_TELL, "pod annotations that are not known yet");
        return networks;
    }
    if (isAbsent(annotations)) {
        return networks;
    }
    for (const key of readByMultus) {
        const value = at(annotations, key);
        if (isAbsent(value)) {
            continue;
        }
        const path = pathOf(annotationsPath, key);
        const isDefault = key === annotationKeys.defaultNetwork;
        const read = readNetworksAnnotation(value);
        if (read.unknown) {
            networks.push({ reference: found.refer("nad", UNKNOWN, path), namesDevice: false, isDefault });
        }
        for (const fault of new Set(read.faults)) {
            found.attach("asks", path, CANNOT_TELL, `a networks annotation with ${fault}`);
        }
        const several = read.networks.length > 1;
        for (const selection of read.networks) {
            // The default network is looked for in Multus's own namespace, which only its deployment knows.
            const namespace = selection.namespace ?? (isDefault ? undefined : source.namespace);
            const itemPath = several ? pathOf(path, selection.index) : path;
            networks.push({
                reference: found.refer("nad", selection.name, itemPath, namespace),
                namesDevice: selection.namesDevice,
                isDefault,
            });
        }
    }
    for (const list of namedNetworkLists) {
        const value = at(annotations, list.key);
        if (isAbsent(value)) {
            continue;
        }
        const path = pathOf(annotationsPath, list.key);
        const read = readNamedNetworks(value, list);
        if (read.fault !== undefined) {
            found.attach("asks", path, CANNOT_TELL, `annotation ${list.key} with ${read.fault}`);
        }
        for (const { name, namespaced } of read.networks) {
            const reference = found.refer("nad", name, path, namespaced ? source.namespace : undefined);
            networks.push({ reference, namesDevice: false, isDefault: false });
        }
    }
    return networks;
}
