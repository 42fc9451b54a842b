import type { ReadContext } from "../classification";
import type { Attachment, Reference } from "../reading";
import { at, elements, isAbsent, isMap, isUnknown, keysOf, text, UNKNOWN, type Value } from "../value";
import { annotationKeys, networkListKeys } from "./annotations";
import type { ClaimUse, NetworkUse, ResourceRequest } from "./facets";
import type { Findings } from "./findings";
import { readHostAccess } from "./host-access";
import { readNetworksAnnotation } from "./networks-annotation";
import { pathOf, printable } from "./object";
import { readDeviceAnnotations } from "./pod-annotations";
import { quantity } from "./quantity";
import { classifyResource } from "./resources";
import { CANNOT_TELL, type Techniques } from "./techniques";
import { containerLists } from "./workloads";

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
export function readPod(source: PodSource, found: Findings, context: ReadContext): void {
    const { spec, specPath } = source;
    if (isUnknown(spec)) {
        found.attach("asks", specPath, CANNOT_TELL, "a pod specification that is not known yet");
    }
    const networks = readNetworks(source, found);
    readDeviceAnnotations(source.annotations, source.annotationsPath, source.namespace, found, networks);
    const containers = readContainerLists(spec, specPath, found);
    const requests = readRequests(spec, specPath, containers, found, context);
    const claims = readClaims(spec, specPath, source.namespace, found);
    const volumes = readHostAccess(spec, specPath, containers, source.namespace, found);
    found.pods.push({
        path: specPath,
        networks,
        requests,
        claims,
        volumes,
        pinned: pinned(spec, containers),
        hugePages: hugePages(spec, containers),
        partial: source.partial,
    });
}

/** A container and where it stands. */
export interface Container {
    readonly list: (typeof containerLists)[number];
    readonly value: Value;
    readonly path: string;
}

/** The containers of all lists. One that cannot be known may ask for anything. */
function readContainerLists(spec: Value, specPath: string, found: Findings): Container[] {
    const containers: Container[] = [];
    if (isUnknown(spec)) {
        return containers;
    }
    for (const list of containerLists) {
        const value = at(spec, list);
        const listPath = pathOf(specPath, list);
        if (isUnknown(value)) {
            found.attach("asks", listPath, CANNOT_TELL, "containers that are not known yet");
        }
        elements(value).forEach((container, index) => {
            const path = pathOf(listPath, index);
            if (isUnknown(container)) {
                found.attach("asks", path, CANNOT_TELL, "a container that is not known yet");
            } else {
                containers.push({ list, value: container, path });
            }
        });
    }
    return containers;
}

/** The networks that the annotations name. */
function readNetworks(source: PodSource, found: Findings): NetworkUse[] {
    const { annotations, annotationsPath } = source;
    const networks: NetworkUse[] = [];
    if (isUnknown(annotations)) {
        found.attach("asks", annotationsPath, CANNOT_TELL, "pod annotations that are not known yet");
        return networks;
    }
    for (const key of [...networkListKeys, annotationKeys.defaultNetwork]) {
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
    return networks;
}

/** The requests of all containers and of the pod itself, one attachment for each resource. */
function readRequests(
    spec: Value,
    specPath: string,
    containers: readonly Container[],
    found: Findings,
    context: ReadContext,
): ResourceRequest[] {
    const totals = new Map<string, { path: string; running: number; starting: number; readable: boolean }>();
    const places = [
        ...containers.map(({ list, value, path }) => ({ list, value: at(value, "resources"), path })),
        { list: "pod", value: at(spec, "resources"), path: specPath },
    ];
    for (const { list, value, path } of places) {
        for (const [name, amount] of readResources(value, pathOf(path, "resources"), found)) {
            const total = totals.get(name) ?? { path: amount.path, running: 0, starting: 0, readable: true };
            totals.set(name, total);
            total.readable &&= amount.count !== undefined;
            // Init containers run before the others and give their devices back.
            if (list === "initContainers") {
                total.starting = Math.max(total.starting, amount.count ?? 0);
            } else if (list === "pod") {
                total.running = Math.max(total.running, amount.count ?? 0);
            } else {
                total.running += amount.count ?? 0;
            }
        }
    }
    return [...totals].map(([name, { path, running, starting, readable }]) => {
        const count = readable ? Math.max(running, starting) : undefined;
        return requestDevice(name, count, path, found, context);
    });
}

/** Adds the request of one resource: its reference, and its attachment if it stands for a device. */
export function requestDevice(
    name: string,
    count: number | undefined,
    path: string,
    found: Findings,
    context: ReadContext,
): ResourceRequest {
    const device = classifyResource(name, context);
    const reference: Reference = {
        kind: "device-resource",
        value: name,
        path,
        property: path.split(/[.[]/)[0] ?? path,
    };
    let attachment: Attachment | undefined;
    if (device.class !== "none") {
        found.references.push(reference);
        attachment = found.attach("asks", path, device.class, requestWords(name, count), {
            subject: name,
            ...(device.provisional ? { provisional: true } : {}),
        });
    }
    return { reference, name, count, attachment };
}

/** A request as messages print it. */
export function requestWords(name: string, count: number | undefined): string {
    const times = count === undefined || count === 1 ? "" : ` (${count} of them)`;
    return `resource ${printable(name, "with a name that this pack does not print")}${times}`;
}

/** The resources that one `resources` map asks for: the larger of limit and request; zero is nothing. */
export function readResources(
    resources: Value,
    path: string,
    found: Findings,
): Map<string, { count: number | undefined; path: string }> {
    const amounts = new Map<string, { count: number | undefined; path: string }>();
    if (isUnknown(resources)) {
        found.attach("asks", path, CANNOT_TELL, "resource requests that are not known yet");
        return amounts;
    }
    for (const side of ["limits", "requests"] as const) {
        const map = at(resources, side);
        const mapPath = pathOf(path, side);
        if (isUnknown(map)) {
            found.attach("asks", mapPath, CANNOT_TELL, "resource requests that are not known yet");
        }
        for (const name of isMap(map) ? keysOf(map) : []) {
            const amount = quantity(at(map, name));
            const before = amounts.get(name);
            if (amount === 0) {
                continue;
            }
            const count = isUnknown(amount) || amount === undefined ? undefined : amount;
            amounts.set(name, {
                count: before === undefined ? count : larger(before.count, count),
                path: before?.path ?? pathOf(mapPath, name),
            });
        }
    }
    return amounts;
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
    return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

/** The claims of the pod, in the form of today and in that of the first versions. */
export function readClaims(
    spec: Value,
    specPath: string,
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
): ClaimUse[] {
    const claims: ClaimUse[] = [];
    const list = at(spec, "resourceClaims");
    const listPath = pathOf(specPath, "resourceClaims");
    if (isUnknown(list) && !isUnknown(spec)) {
        found.attach("uses", listPath, CANNOT_TELL, "resource claims that are not known yet");
    }
    elements(list).forEach((claim, index) => {
        const path = pathOf(listPath, index);
        if (isUnknown(claim)) {
            found.attach("uses", path, CANNOT_TELL, "a resource claim that is not known yet");
            return;
        }
        for (const [holder, holderPath] of [
            [claim, path],
            [at(claim, "source"), pathOf(path, "source")],
        ] as const) {
            for (const [key, kind] of [
                ["resourceClaimName", "claim"],
                ["resourceClaimTemplateName", "claim-template"],
            ] as const) {
                const value = at(holder, key);
                const name = text(value);
                if (isAbsent(value) || name === "") {
                    continue;
                }
                const namePath = pathOf(holderPath, key);
                const reference = found.refer(kind, name ?? UNKNOWN, namePath, namespace);
                const techniques: Techniques = CANNOT_TELL;
                const words = "a resource claim whose device class is not known";
                const attachment = found.attach("uses", namePath, techniques, words, { provisional: true });
                claims.push({ reference, attachment });
            }
        }
    });
    return claims;
}

/** True if the pod gets whole CPUs of its own under the static CPU manager; `undefined` if it cannot be told. */
function pinned(spec: Value, containers: readonly Container[]): boolean | undefined {
    const podLevel = at(spec, "resources");
    const main = containers.filter(({ list }) => list === "containers");
    const sets = isMap(podLevel) ? [podLevel] : main.map(({ value }) => at(value, "resources"));
    let unclear = isUnknown(spec) || isUnknown(podLevel);
    let whole = false;
    for (const resources of sets) {
        const limits = at(resources, "limits");
        const requests = at(resources, "requests");
        const cpu = quantity(at(limits, "cpu"));
        const memory = quantity(at(limits, "memory"));
        const sides = [cpu, memory, requested(requests, "cpu"), requested(requests, "memory")];
        if (isUnknown(resources) || isUnknown(limits) || isUnknown(requests) || sides.some(isUnknown)) {
            unclear = true;
            continue;
        }
        const equal = (sides[2] === undefined || sides[2] === cpu) && (sides[3] === undefined || sides[3] === memory);
        if (cpu === 0 || cpu === undefined || memory === 0 || memory === undefined || !equal) {
            return false;
        }
        whole ||= Number.isInteger(cpu);
    }
    return unclear ? undefined : whole;
}

/** A request: `undefined` where it is left out, which means the limit. */
function requested(requests: Value, name: string): number | typeof UNKNOWN | undefined {
    const value = at(requests, name);
    return isAbsent(value) ? undefined : quantity(value);
}

function hugePages(spec: Value, containers: readonly Container[]): boolean | undefined {
    let unclear = isUnknown(spec);
    for (const resources of [at(spec, "resources"), ...containers.map(({ value }) => at(value, "resources"))]) {
        for (const side of ["limits", "requests"]) {
            const map = at(resources, side);
            unclear ||= isUnknown(map);
            if (keysOf(map).some((name) => name.startsWith("hugepages-") && quantity(at(map, name)) !== 0)) {
                return true;
            }
        }
    }
    return unclear ? undefined : false;
}
