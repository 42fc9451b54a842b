import { classify, type ReadContext } from "../classification";
import type { MachineInterface, ResourceRequest, ShapeReference } from "../kubernetes/facets";
import type { Findings } from "../kubernetes/findings";
import { referToNetwork } from "../kubernetes/network-reference";
import { noticeHostAccess, readHostPath } from "../kubernetes/host-access";
import { inside, type KubernetesObject, pathOf } from "../kubernetes/object";
import { readClaims } from "../kubernetes/pod-claims";
import { readPod } from "../kubernetes/pods";
import { readResources, requestDevice } from "../kubernetes/requests";
import { CANNOT_TELL, isSoftware, SOFTWARE } from "../kubernetes/techniques";
import type { Attachment, Reference } from "../reading";
import { at, deep, elements, isAbsent, isMap, isUnknown, text, UNKNOWN, type Value } from "../value";
import { bindingPlugin, builtInBindings, strangeBinding } from "./interface-bindings";
import { interfaceModel, noticeEmulated } from "./interface-models";
import { readHostDevices } from "./host-devices";
import type { MachineKind } from "./machine-kinds";
import { readMatchers } from "./instancetypes";

/** A virtual machine instance, or the template of one, as it stands in some object. */
export interface MachineSource {
    readonly spec: Value;
    readonly specPath: string;
    readonly annotations: Value;
    readonly annotationsPath: string;
    readonly namespace: string | typeof UNKNOWN | undefined;
    readonly partial: boolean;
}

/** Reads an object of a kind that carries a virtual machine instance. */
export function readMachineObject(
    object: KubernetesObject,
    kind: MachineKind,
    found: Findings,
    context: ReadContext,
): void {
    const template = inside(object, ...kind.template);
    if (isUnknown(template.value)) {
        found.attach("asks", template.path, CANNOT_TELL, "a virtual machine that is not known yet");
        return;
    }
    const metadata = at(template.value, "metadata");
    const metadataPath = pathOf(template.path, "metadata");
    const annotations = isUnknown(metadata) ? metadata : at(metadata, "annotations");
    const annotationsPath = isUnknown(metadata) ? metadataPath : pathOf(metadataPath, "annotations");
    if (kind.template.length > 0) {
        found.carry(annotations, annotationsPath);
    }
    const sources =
        kind.machine === undefined ? [] : readMatchers(inside(object, ...kind.machine), object.namespace, found);
    readMachine(
        {
            spec: at(template.value, "spec"),
            specPath: pathOf(template.path, "spec"),
            annotations,
            annotationsPath,
            namespace: object.namespace,
            partial: object.patch || object.kind === "VirtualMachineInstancePreset",
        },
        sources,
        found,
        context,
    );
}

/** Reads a virtual machine instance: its interfaces, host devices, GPUs, claims, and what its pod is given besides. */
export function readMachine(
    source: MachineSource,
    sources: readonly ShapeReference[],
    found: Findings,
    context: ReadContext,
): void {
    const { spec, specPath, namespace } = source;
    const domain = at(spec, "domain");
    const domainPath = pathOf(specPath, "domain");
    const devices = at(domain, "devices");
    const devicesPath = pathOf(domainPath, "devices");
    const unknown = (
        [
            [spec, specPath],
            [domain, domainPath],
            [devices, devicesPath],
        ] as const
    ).find(([value]) => isUnknown(value));
    if (unknown !== undefined) {
        found.attach("asks", unknown[1], CANNOT_TELL, "a virtual machine that is not known yet");
        return;
    }
    // The annotations of the instance become those of its pod; sidecars that rewrite its domain stand there too.
    readPod({ ...source, spec: undefined, partial: true }, found, context);
    const requests: ResourceRequest[] = [
        ...readHostDevices(
            at(devices, "hostDevices"),
            pathOf(devicesPath, "hostDevices"),
            "hostDevices",
            "asks",
            found,
        ),
        ...readHostDevices(at(devices, "gpus"), pathOf(devicesPath, "gpus"), "gpus", "asks", found),
    ];
    const resourcesPath = pathOf(domainPath, "resources");
    for (const [name, { count, path }] of readResources(at(domain, "resources"), resourcesPath, found)) {
        requests.push(requestDevice(name, count, path, found, context));
    }
    readVolumes(spec, specPath, found);
    found.machines.push({
        path: specPath,
        interfaces: readInterfaces(
            { list: at(devices, "interfaces"), path: pathOf(devicesPath, "interfaces") },
            at(spec, "networks"),
            pathOf(specPath, "networks"),
            namespace,
            found,
            context,
        ),
        requests,
        claims: readClaims(spec, specPath, namespace, found),
        sources,
        pinned: pinned(domain, sources.length > 0),
        partial: source.partial,
    });
}

/** Reads the interfaces of a machine, each with the network that it is connected to. */
export function readInterfaces(
    interfaces: { readonly list: Value; readonly path: string },
    networks: Value,
    networksPath: string,
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
    context: ReadContext,
): MachineInterface[] {
    if (isUnknown(interfaces.list)) {
        found.attach("asks", interfaces.path, CANNOT_TELL, "interfaces that are not known yet");
        return [];
    }
    return elements(interfaces.list).flatMap((each, index): MachineInterface[] => {
        const path = pathOf(interfaces.path, index);
        if (isUnknown(each)) {
            found.attach("asks", path, CANNOT_TELL, "an interface that is not known yet");
            return [];
        }
        if (at(each, "state") === "absent") {
            return [];
        }
        const [network, ...others] = networksOf(at(each, "name"), networks, networksPath, namespace, found);
        const bindings = builtInBindings.filter(({ binding }) => !isAbsent(at(each, binding)));
        const hardware = bindings.find(({ techniques }) => !isSoftware(techniques));
        const row = bindings[0];
        const named = at(each, "binding");
        if (hardware !== undefined) {
            // A binding plugin beside it makes it no softer.
            const { binding, techniques } = hardware;
            const attachment = found.attach("asks", pathOf(path, binding), techniques, `binding ${binding}`);
            return [{ attachment, binding, path, network, plugin: undefined }];
        }
        if (!isAbsent(named)) {
            return withOthers(readPlugin(named, path, network, found, context), others);
        }
        const strange = row === undefined ? strangeBinding(each) : undefined;
        const attachment =
            strange === undefined
                ? readModel(each, path, row?.binding, found)
                : found.attach("asks", pathOf(path, strange), CANNOT_TELL, "a binding that this pack does not know");
        return withOthers({ attachment, binding: row?.binding, path, network, plugin: undefined }, others);
    });
}

/** An interface with the other networks that it may be connected to, since some name cannot be known. */
function withOthers(own: MachineInterface, others: readonly Reference[]): MachineInterface[] {
    const { binding, path } = own;
    return [own, ...others.map((network) => ({ attachment: undefined, binding, path, network, plugin: undefined }))];
}

/** An interface in software: para-virtual or emulated, by its model. */
function readModel(each: Value, path: string, binding: string | undefined, found: Findings): Attachment {
    const model = text(at(each, "model"));
    const bindingWords = binding === undefined ? "an interface" : `binding ${binding}`;
    if (typeof model !== "string" || model === "") {
        return found.attach("asks", binding === undefined ? path : pathOf(path, binding), SOFTWARE, bindingWords);
    }
    const modelPath = pathOf(path, "model");
    const technique = interfaceModel(model);
    if (technique === undefined) {
        return found.attach("asks", modelPath, CANNOT_TELL, "a NIC model that this pack does not know");
    }
    if (technique === "emulated") {
        noticeEmulated(found, modelPath, `NIC model ${model}`);
    }
    return found.attach("asks", modelPath, [technique], `${bindingWords} with NIC model ${model}`);
}

/** An interface of a binding plugin: by our table, by config, or by the KubeVirt object of the stack. */
function readPlugin(
    named: Value,
    path: string,
    network: Reference | undefined,
    found: Findings,
    context: ReadContext,
): MachineInterface {
    const namePath = pathOf(path, "binding", "name");
    const name = text(at(named, "name"));
    const plugin = found.refer("binding", typeof name === "string" ? name : UNKNOWN, namePath);
    const row = typeof name === "string" ? bindingPlugin(name) : undefined;
    const classified = typeof name === "string" && row === undefined ? classify(context, "bindings", name) : undefined;
    const base = { binding: "binding", path, network, plugin };
    if (row !== undefined) {
        const words = `binding plugin ${row.binding}`;
        return { ...base, attachment: found.attach("asks", namePath, row.techniques, words, { subject: row.binding }) };
    }
    if (classified === "none") {
        return { ...base, attachment: undefined };
    }
    const words =
        classified === undefined
            ? "a binding plugin that this pack does not know"
            : `a binding plugin that config classifies as ${classified}`;
    const attachment = found.attach("asks", namePath, classified === undefined ? CANNOT_TELL : [classified], words, {
        ...(typeof name === "string" ? { subject: name } : {}),
        ...(classified === undefined ? { provisional: true as const } : {}),
    });
    return { ...base, attachment };
}

/**
 * The network attachment definitions that may be behind the network of an interface's name: one where its name is
 * known, and beside it all that cannot be told from it.
 */
function networksOf(
    name: Value,
    networks: Value,
    path: string,
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
): Reference[] {
    if (isUnknown(networks)) {
        return [found.refer("nad", UNKNOWN, path, namespace)];
    }
    const wanted = text(name);
    const references: Reference[] = [];
    for (const [index, network] of elements(networks).entries()) {
        const own = text(at(network, "name"));
        if (!isUnknown(network) && (own === undefined || (own !== wanted && !isUnknown(own) && !isUnknown(wanted)))) {
            continue;
        }
        const networkPath = pathOf(path, index);
        for (const source of ["multus", "genie"]) {
            const holder = at(network, source);
            if (isAbsent(holder) && !isUnknown(network)) {
                continue;
            }
            const namePath = pathOf(networkPath, source, "networkName");
            const reference = referToNetwork(text(at(holder, "networkName")), namePath, namespace, found);
            if (reference !== undefined) {
                references.push(reference);
            }
            break;
        }
    }
    return references;
}

/** Disks that are files of the host. */
function readVolumes(spec: Value, specPath: string, found: Findings): void {
    const reasons = new Set<string>();
    let firstPath = "";
    if (isUnknown(at(spec, "volumes"))) {
        found.attach("asks", pathOf(specPath, "volumes"), CANNOT_TELL, "volumes that are not known yet");
    }
    elements(at(spec, "volumes")).forEach((volume, index) => {
        const host = at(volume, "hostDisk");
        if (!isAbsent(host)) {
            const path = pathOf(specPath, "volumes", index, "hostDisk", "path");
            readHostPath(isUnknown(host) ? host : at(host, "path"), path, [], found, (reason, at_) => {
                firstPath ||= at_;
                reasons.add(reason);
            });
        }
    });
    if (reasons.size > 0) {
        noticeHostAccess(found, firstPath, [...reasons]);
    }
}

/** True if the machine has CPUs of its own; an instance type may give them. */
function pinned(domain: Value, hasInstancetype: boolean): boolean | undefined {
    const dedicated = deep(domain, "cpu", "dedicatedCpuPlacement");
    if (dedicated === true) {
        return true;
    }
    return isUnknown(dedicated) || hasInstancetype ? undefined : false;
}

/** True if a map looks like the spec of a virtual machine instance. */
export function looksLikeMachine(value: Value): boolean {
    const domain = at(value, "domain");
    const devices = at(domain, "devices");
    return isMap(domain) && (isMap(devices) || isUnknown(devices));
}
