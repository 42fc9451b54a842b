import type { ReadContext } from "../classification";
import { readHostDevices } from "../kubevirt/host-devices";
import { extraSpecDevices } from "../openstack/extra-spec";
import { portTechniques } from "../openstack/port";
import type { Place } from "../terraform";
import {
    at,
    deep,
    elements,
    isAbsent,
    isArray,
    isMap,
    isUnknown,
    keysOf,
    text,
    type UNKNOWN,
    type Value,
} from "../value";
import { annotationKeys, deviceAnnotation, networkListKeys } from "./annotations";
import { readClassOfDevice } from "./claims";
import { readEngineSettings } from "./engine-settings";
import { type Findings, NO_POD } from "./findings";
import { readEnvironment, readHostPath } from "./host-access";
import { namedNetworkLists } from "./networks-annotation";
import { pathOf, topLevel } from "./object";
import { readClaims } from "./pod-claims";
import { readPod } from "./pods";
import type { PartsSink } from "./parts-sink";
import { quantity } from "./quantity";
import { readResources, requestDevice } from "./requests";
import { CANNOT_TELL, isSoftware } from "./techniques";
import { readClaimTemplate, readClaimTemplates } from "./volume-claims";

/**
 * Reads the parts of pods, machines and ports that a map holds on their own, as custom kinds do: annotations, resources,
 * claims, host paths, variables, host devices. Adds the keys that are done with to `consumed`.
 */
export function readParts(
    value: Value,
    path: string,
    namespace: string | typeof UNKNOWN | undefined,
    sink: PartsSink,
    consumed: Set<string>,
): void {
    const { found, context, requests, reach } = sink;
    if (hasPodAnnotation(value, /annotations$/i.test(path))) {
        readPod(
            {
                spec: undefined,
                specPath: path,
                annotations: value,
                annotationsPath: path,
                namespace,
                partial: true,
            },
            found,
            context,
        );
    }
    for (const key of keysOf(value).filter((each) => /resources$|resourceRequirements$/i.test(each))) {
        const resources = at(value, key);
        const sides = [at(resources, "limits"), at(resources, "requests")];
        if (isMap(resources) && sides.some((side) => isMap(side) || isUnknown(side))) {
            for (const [name, { count, path: at_ }] of readResources(
                resources,
                pathOf(path, key),
                found,
                mayBeDevice,
            )) {
                requests.push(requestDevice(name, count, at_, found, context));
            }
            consumed.add(key);
        }
    }
    for (const key of ["resourceClaims", "draResources"]) {
        if (elements(at(value, key)).some((claim) => isUnknown(claim) || !isAbsent(claimName(claim)))) {
            const claims = readClaims(value, path, namespace, found, key);
            found.pods.push({ ...NO_POD, path, claims });
            if (key === "resourceClaims") {
                consumed.add(key);
            }
        }
    }
    if (!isAbsent(at(value, "deviceClassName"))) {
        readClassOfDevice(value, path, found, context);
    }
    readNamedDevice(at(value, "gpu"), pathOf(path, "gpu"), sink);
    readVolumeClaimTemplates(value, path, found);
    readExtraSpecs(at(value, "extraSpecs"), pathOf(path, "extraSpecs"), found, context);
    for (const key of ["hostDevices", "gpus"] as const) {
        const devices = at(value, key);
        if (
            elements(devices).some(
                (device) => !isAbsent(at(device, "deviceName")) || (key === "gpus" && isNutanixGpu(device)),
            )
        ) {
            requests.push(...readHostDevices(devices, pathOf(path, key), key, "asks", found));
            consumed.add(key);
        }
    }
    readPort(value, path, found);
    const host = at(value, "hostPath");
    const hostPath = pathOf(path, "hostPath");
    if (isMap(host)) {
        readHostPath(at(host, "path"), pathOf(hostPath, "path"), [], found, reach);
    } else {
        readHostPath(host, hostPath, [], found, reach);
    }
    if (at(value, "hostNetwork") === true) {
        reach("the host's network", pathOf(path, "hostNetwork"));
    }
    if (deep(value, "securityContext", "privileged") === true) {
        reach("a privileged container", pathOf(path, "securityContext", "privileged"));
    }
    readEngineSettings(value, path, namespace, sink);
    if (isArray(at(value, "env"))) {
        readEnvironment(value, path, found, reach);
    }
}

/** Custom kinds limit many things of their own: a name counts if it has a domain, or is a common word for a device. */
function mayBeDevice(name: string): boolean {
    return name.includes("/") || /gpu|npu|tpu|fpga|sriov|rdma|accelerator/i.test(name);
}

/** A device by name and number, as Spark's operator asks for it: `{name: nvidia.com/gpu, quantity: 1}`. */
function readNamedDevice(device: Value, path: string, { found, context, requests }: PartsSink): void {
    const name = text(at(device, "name"));
    const amount = at(device, "quantity");
    if (!isMap(device) || isAbsent(amount) || name === undefined) {
        return;
    }
    const count = quantity(amount);
    const namePath = pathOf(path, "name");
    if (isUnknown(name)) {
        found.attach("asks", namePath, CANNOT_TELL, "a device whose name is not known yet");
    } else if (count !== 0) {
        requests.push(requestDevice(name, isUnknown(count) ? undefined : count, namePath, found, context));
    }
}

/** True for a GPU as Nutanix's machines name it: `{type: name, name: …}` or `{type: deviceID, deviceID: …}`. */
function isNutanixGpu(device: Value): boolean {
    return !isAbsent(at(device, "type")) && ["name", "deviceID"].some((key) => !isAbsent(at(device, key)));
}

/** Volumes that templates of claims name, as stateful sets of other makers and databases have them. */
function readVolumeClaimTemplates(value: Value, path: string, found: Findings): void {
    const volumes = [
        ...readClaimTemplates(at(value, "volumeClaimTemplates"), pathOf(path, "volumeClaimTemplates"), found),
        ...(isMap(at(value, "volumeClaimTemplate"))
            ? readClaimTemplate(at(value, "volumeClaimTemplate"), pathOf(path, "volumeClaimTemplate"), found)
            : []),
    ];
    if (volumes.length > 0) {
        found.pods.push({ ...NO_POD, path, volumes });
    }
}

/** Reads the extra specs of a flavor of OpenStack, whatever makes it. */
function readExtraSpecs(specs: Value, path: string, found: Findings, context: ReadContext): void {
    if (isMap(specs) || isUnknown(specs)) {
        found.attachments.push(...extraSpecDevices({ value: specs, path, property: topLevel(path) }, context));
    }
}

/** True for a port with a profile that asks for an offloaded one, though the port names no vnic_type. */
function asksForOffload(port: Value): boolean {
    const capabilities = deep(port, "profile", "capabilities");
    const words = isArray(capabilities) ? elements(capabilities) : [capabilities];
    const isPort = ["networkID", "network", "networkId", "fixedIPs", "portSecurity", "nameSuffix"].some(
        (key) => !isAbsent(at(port, key)),
    );
    return words.some((each) => (isUnknown(each) && isPort) || (typeof each === "string" && /switchdev/i.test(each)));
}

/** Reads a map that names a vnic_type: a port of OpenStack, whatever makes it. One in software is nothing here. */
function readPort(value: Value, path: string, found: Findings): void {
    const property = topLevel(path);
    const place = (key: string): Place[] => {
        const each = at(value, key);
        return isAbsent(each) ? [] : [{ value: each, path: pathOf(path, key), property }];
    };
    const vnicTypes = place("vnicType").filter((each) => typeof each.value === "string" || isUnknown(each.value));
    const valueSpecs = place("valueSpecs");
    if (vnicTypes.length + valueSpecs.length > 0 || asksForOffload(value)) {
        const { attachments } = portTechniques({ vnicTypes, profiles: place("profile"), valueSpecs, path });
        found.attachments.push(...attachments.filter(({ techniques }) => !isSoftware(techniques)));
    }
}

/**
 * True if a map holds an annotation by which a pod joins networks or is given devices. Keys without a domain are common
 * words, so they count only in a map that is called so.
 */
export function hasPodAnnotation(value: Value, isAnnotations: boolean): boolean {
    return keysOf(value).some((key) => {
        if (!key.includes(".")) {
            return isAnnotations && deviceAnnotation(key) !== undefined;
        }
        return (
            networkListKeys.includes(key) ||
            key === annotationKeys.defaultNetwork ||
            namedNetworkLists.some((list) => list.key === key) ||
            deviceAnnotation(key) !== undefined
        );
    });
}

function claimName(claim: Value): Value {
    return (
        at(claim, "resourceClaimName") ??
        at(claim, "resourceClaimTemplateName") ??
        deep(claim, "source", "resourceClaimName") ??
        deep(claim, "source", "resourceClaimTemplateName")
    );
}
