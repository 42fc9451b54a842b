import { isUnknown } from "../value";
import type { NetworkUse, PodFacet, ResourceName, ResourceRequest } from "./facets";
import { noticePodHealth } from "./health";
import { joinClaimUse } from "./join-claims";
import { findNetworks, isOfClassAlone, type JoinedNetwork, noticeMissingPool, refined } from "./join-networks";
import { addDevice, findPools } from "./join-pools";
import { joinVolume } from "./join-volumes";
import type { Joining, Unverified } from "./joining";
import { printable } from "./object";
import type { PodDevices, RequestState } from "./pod-devices";
import { requestWords } from "./requests";
import { CANNOT_TELL, isNetworkHardware, isSoftware, refine, type Techniques } from "./techniques";

/** What a device that the pod itself names may be. */
const NAMED_DEVICE: Techniques = ["pci-passthrough", "sriov", "vdpa", "smartnic"];

/** Completes a pod: its networks, the devices that it requests, its claims and volumes. */
export function joinPod(pod: PodFacet, joining: Joining, unverified: Unverified[]): void {
    const { member, index, context } = joining;
    const requests: RequestState[] = pod.requests.flatMap((request) =>
        request.attachment === undefined
            ? []
            : [
                  {
                      request,
                      attachment: request.attachment,
                      taken: 0,
                      devices: [],
                      found: findPools(request.name, member, index, context),
                      words: [],
                  },
              ],
    );
    const state: PodDevices = { devices: [], pools: [], networks: [], requests, blind: false };
    let blind = false;
    for (const use of pod.networks) {
        blind = joinNetworkUse(use, state, joining, unverified) || blind;
    }
    for (const each of requests) {
        finishRequest(each, state, joining, pod.networks.length > 0);
    }
    for (const request of pod.requests) {
        if (request.attachment === undefined) {
            joinSoftwareRequest(request, state, joining);
        }
    }
    pod.claims.forEach((claim) => joinClaimUse(claim, joining));
    pod.volumes.forEach((volume) => joinVolume(volume, joining));
    noticePodHealth(pod, { ...state, blind }, joining);
}

/** Completes one network of a pod; gives true if what it is cannot be seen from here. */
export function joinNetworkUse(
    use: NetworkUse,
    state: PodDevices,
    joining: Joining,
    unverified: Unverified[],
): boolean {
    const { reference } = use;
    const match = findNetworks(reference, joining.member, joining.index, joining.context);
    const words = networkWords(use);
    let hardware = false;
    if (match.state === "undecided") {
        joining.attach("uses", reference.path, CANNOT_TELL, "a network whose name is not known yet");
        return true;
    }
    if (match.state === "found") {
        for (const network of match.networks) {
            hardware = joinFoundNetwork(network, use, words, state, joining) || hardware;
        }
    }
    const { classified } = match;
    const techniques: Techniques | undefined =
        classified === undefined || classified === "none" ? undefined : [classified];
    const blind = classified === undefined && !(match.state === "found" && match.settled);
    if (techniques !== undefined && (match.state === "outside" || !isSoftware(techniques))) {
        hardware ||= !isSoftware(techniques);
        joining.attach("uses", reference.path, techniques, `${words}, which config classifies as ${classified}`);
        if (!isSoftware(techniques)) {
            state.devices.push(techniques);
        }
    } else if (blind && !hardware) {
        unverified.push({ name: words, path: reference.path, configKey: "networks" });
    }
    if (use.namesDevice && !hardware) {
        joining.attach("asks", reference.path, NAMED_DEVICE, `${words}, with a device that the pod names itself`);
        state.devices.push(NAMED_DEVICE);
    }
    return blind;
}

/** Joins a network of the stack; gives true if it is hardware. */
function joinFoundNetwork(
    network: JoinedNetwork,
    use: NetworkUse,
    words: string,
    state: PodDevices,
    joining: Joining,
): boolean {
    const { resource, devices, member } = network;
    const hardware = devices.filter((device) => !isSoftware(device));
    const request =
        resource === undefined
            ? undefined
            : state.requests.find(({ request: own }) => sameResource(own.name, resource));
    if (resource !== undefined && hardware.length > 0) {
        state.networks.push({ resource: resource.name, use, request });
    }
    state.pools.push(...network.pools);
    // The device that the network hands on is the one that the pod requests: one device, not two.
    const absorbed = request !== undefined && hardware.length > 0;
    if (absorbed) {
        request.taken++;
        request.words.push(words);
        hardware.forEach((device) => addDevice(request.devices, device));
    }
    for (const device of devices) {
        if (!isSoftware(device) && absorbed) {
            continue;
        }
        joining.attach("uses", use.reference.path, device, words, {
            via: member.view.urn,
            ...(resource === undefined ? {} : { subject: resource.name }),
        });
        if (!isSoftware(device)) {
            state.devices.push(device);
        }
    }
    return hardware.length > 0;
}

/** Puts the final form of a request in its place. */
function finishRequest(each: RequestState, state: PodDevices, joining: Joining, joinsNetworks: boolean): void {
    const { attachment, request, found, taken, words } = each;
    const devices: Techniques[] = [];
    for (const device of each.devices) {
        const open = found.devices.length === 0 ? [combine(attachment.techniques, device)] : [device];
        open.forEach((one) => addDevice(devices, one));
    }
    if (devices.length === 0 || (request.count !== undefined && request.count > taken)) {
        refined(attachment, found.devices).forEach((device) => addDevice(devices, device));
    }
    state.devices.push(...devices);
    state.pools.push(...found.pools);
    if (found.none && isOfClassAlone(attachment) && each.devices.length === 0) {
        joining.settle(attachment);
        return;
    }
    const evidence =
        words.length === 0 ? attachment.evidence : `${attachment.evidence} by ${[...new Set(words)].join(", ")}`;
    if (found.devices.length > 0 || words.length > 0 || attachment.provisional === true) {
        joining.replace(attachment, devices, evidence);
    }
    if (!found.provided && taken === 0 && devices.some(isNetworkHardware) && !joinsNetworks) {
        noticeMissingPool(request.name, attachment.path, joining);
    }
}

/** A name that sounds like software is no proof, if the stack has a pool of devices under it. */
export function joinSoftwareRequest(
    request: ResourceRequest,
    state: Pick<PodDevices, "devices">,
    joining: Joining,
): void {
    const found = findPools(request.name, joining.member, joining.index, joining.context);
    for (const device of found.devices) {
        joining.attach(
            "asks",
            request.reference.path,
            device,
            `${requestWords(request.name, request.count)}, of a pool`,
            {
                subject: request.name,
            },
        );
        state.devices.push(device);
    }
}

/** A request that its network narrows. */
function combine(request: Techniques, network: Techniques): Techniques {
    return request[0] === "unknown" ? network : network[0] === "unknown" ? request : refine(network, request);
}

/** True if a request is for the resource that a network hands on. */
function sameResource(requested: string, resource: ResourceName): boolean {
    const behind = (name: string): string => name.slice(name.indexOf("/") + 1);
    return requested === resource.name || (resource.prefixAssumed && behind(requested) === behind(resource.name));
}

/** A network as messages print it. */
export function networkWords(use: NetworkUse): string {
    const { value, namespace } = use.reference;
    if (isUnknown(value)) {
        return "a network whose name is not known yet";
    }
    const name = typeof namespace === "string" ? `${namespace}/${value}` : value;
    return `network ${printable(name, "with a name that this pack does not print")}`;
}
