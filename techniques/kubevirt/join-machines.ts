import type { MachineFacet, MachineInterface, PodFacet, ShapeReference } from "../kubernetes/facets";
import { joinClaimUse } from "../kubernetes/join-claims";
import { findNetworks, type NetworkMatch, refined } from "../kubernetes/join-networks";
import { addDevice, findPools } from "../kubernetes/join-pools";
import { joinNetworkUse, joinSoftwareRequest, networkWords } from "../kubernetes/join-pods";
import type { Joining, Unverified } from "../kubernetes/joining";
import type { PodDevices } from "../kubernetes/pod-devices";
import { findingsOf } from "../kubernetes/read";
import { CANNOT_TELL, isNetworkHardware, isSoftware, refine, type Techniques } from "../kubernetes/techniques";
import type { Attachment, Reference } from "../reading";
import { provesNamespace, type StackMember } from "../stack";
import { isUnknown } from "../value";
import { stockInstancetype } from "./instancetypes";
import { noticeEmulated } from "./interface-models";

/** Completes a machine: its interfaces' networks and plugins, its devices' pools, its instance type and preference. */
export function joinMachine(machine: MachineFacet, joining: Joining, unverified: Unverified[]): void {
    const devices: Techniques[] = [];
    for (const each of machine.interfaces) {
        joinPlugin(each, joining);
        joinNetwork(each, devices, joining, unverified);
        if (each.attachment !== undefined) {
            addDevice(devices, each.attachment.techniques);
        }
    }
    for (const request of machine.requests) {
        const { name, attachment } = request;
        if (attachment === undefined) {
            joinSoftwareRequest(request, { devices }, joining);
            continue;
        }
        const pools = findPools(name, joining.member, joining.index, joining.context);
        // GPUs are accelerators by whatever road they come; only host devices depend on their pool.
        const final =
            attachment.techniques[0] === "accelerator" ? [attachment.techniques] : refined(attachment, pools.devices);
        if (pools.devices.length > 0 || attachment.provisional === true) {
            joining.replace(attachment, final);
        }
        final.forEach((device) => addDevice(devices, device));
    }
    machine.claims.forEach((claim) => joinClaimUse(claim, joining));
    machine.sources.forEach((source) => joinSource(source, machine, joining, unverified));
    if (devices.some(isNetworkHardware) && machine.pinned === false && !machine.partial) {
        joining.notice(
            "cpu-not-pinned",
            machine.path,
            "The machine has a network device, and no CPUs of its own. Set domain.cpu.dedicatedCpuPlacement, " +
                "so that both can be placed on one NUMA node.",
        );
    }
}

/** Completes an interface of a binding plugin by what the KubeVirt object of the stack registers. */
function joinPlugin(each: MachineInterface, joining: Joining): void {
    const { plugin, attachment } = each;
    if (plugin === undefined || attachment === undefined) {
        return;
    }
    const match = joining.index.find(plugin, joining.member);
    const registered = match.members.flatMap(
        (member) =>
            findingsOf(member.view, joining.context)?.bindings.filter(
                ({ name }) => isUnknown(plugin.value) || name === plugin.value,
            ) ?? [],
    );
    const devices: Techniques[] = [];
    if (match.state === "found") {
        registered.forEach(({ techniques }) => techniques !== undefined && addDevice(devices, techniques));
    }
    const hardware = devices.filter((device) => !isSoftware(device));
    if (attachment.provisional === true) {
        joining.replace(attachment, devices.length > 0 ? devices : [CANNOT_TELL]);
    } else if (hardware.length > 0 && isSoftware(attachment.techniques)) {
        joining.replace(attachment, hardware, "a binding plugin that is handed device information");
    }
}

/** Completes the network of an interface: a device behind a software binding, or none behind one for devices. */
function joinNetwork(each: MachineInterface, devices: Techniques[], joining: Joining, unverified: Unverified[]): void {
    const { network, attachment, binding, plugin } = each;
    if (network === undefined) {
        return;
    }
    const own = attachment !== undefined && !isSoftware(attachment.techniques);
    const words = networkWords({ reference: network, namesDevice: false, isDefault: false });
    const match = findNetworks(network, joining.member, joining.index, joining.context);
    if (match.state === "undecided") {
        if (!own) {
            joining.attach("uses", network.path, CANNOT_TELL, words);
        }
        return;
    }
    const { classified } = match;
    const settled = match.state === "found" && match.settled;
    if (classified === undefined) {
        if (!settled) {
            unverified.push({ name: words, path: network.path, configKey: "networks" });
        }
    } else if (classified !== "none" && !own && (match.state === "outside" || !isSoftware([classified]))) {
        joining.attach("uses", network.path, [classified], `${words}, which config classifies as ${classified}`);
        addDevice(devices, [classified]);
    }
    if (attachment !== undefined && binding === "sriov" && plugin === undefined) {
        joinFunction(attachment, match, settled, words, joining);
    }
    if (match.state === "outside") {
        return;
    }
    for (const { devices: brought, member, resource, pools } of match.networks) {
        const hardware = brought.filter((device) => !isSoftware(device));
        for (const device of own ? [] : hardware) {
            joining.attach(
                "uses",
                network.path,
                device,
                `${words}, behind ${binding ?? "an interface"} of the machine`,
                {
                    via: member.view.urn,
                    ...(resource === undefined ? {} : { subject: resource.name }),
                },
            );
            addDevice(devices, device);
        }
        noticeBinding(each, own, hardware.length > 0, joining);
        if (binding === "sriov" && pools.length > 0 && pools.every(({ driver }) => driver === "kernel")) {
            joining.notice(
                "pool-driver-mismatch",
                each.path,
                "The interface is to be handed a virtual function, and its pool keeps them with the host's network " +
                    "driver. Set deviceType: vfio-pci on the pool.",
            );
        }
    }
}

/**
 * Refines an interface that is handed a virtual function by its network: that of a switchdev NIC, or one bound to vDPA,
 * is such a device. Where the network may be another one, all that a function can be stays possible.
 */
function joinFunction(
    attachment: Attachment,
    match: Exclude<NetworkMatch, { readonly state: "undecided" }>,
    settled: boolean,
    words: string,
    joining: Joining,
): void {
    const brought = match.state === "found" ? match.networks.flatMap(({ devices }) => devices) : [];
    const { classified } = match;
    if (classified !== undefined && classified !== "none") {
        brought.push([classified]);
    }
    const devices: Techniques[] = [];
    for (const device of brought) {
        if (!isSoftware(device) && !device.includes("unknown")) {
            addDevice(devices, refine(attachment.techniques, device));
        }
    }
    if (devices.length === 0) {
        return;
    }
    if (!settled && classified === undefined) {
        addDevice(devices, attachment.techniques);
    }
    joining.replace(attachment, devices, `${attachment.evidence} on ${words}`);
}

function noticeBinding(each: MachineInterface, own: boolean, hardware: boolean, joining: Joining): void {
    if (hardware && !own && each.plugin === undefined) {
        joining.notice(
            "binding-mismatch",
            each.path,
            "The network hands on a device, and the interface is bound in software. Bind it with sriov: {}, " +
                "or choose a network in software.",
        );
    } else if (!hardware && each.binding === "sriov") {
        joining.notice(
            "binding-mismatch",
            each.path,
            "The interface is bound with sriov, and its network hands on no device. Name a network with a device resource.",
        );
    }
}

/** Completes the instance type or preference that a machine takes. */
function joinSource(source: ShapeReference, machine: MachineFacet, joining: Joining, unverified: Unverified[]): void {
    const match = joining.index.find(source, joining.member);
    if (match.state === "found") {
        for (const member of match.members) {
            const found = findingsOf(member.view, joining.context);
            for (const { role, path, techniques, evidence, subject } of found?.attachments ?? []) {
                const model = path.endsWith(".preferredInterfaceModel");
                if (role === "uses" || (model && !hasPlainInterface(machine))) {
                    continue;
                }
                joining.attach("uses", source.path, techniques, `${evidence}, of the machine's ${source.kind}`, {
                    via: member.view.urn,
                    ...(subject === undefined ? {} : { subject }),
                });
                if (techniques[0] === "emulated") {
                    noticeEmulated(joining, source.path, "The NIC model that the machine's preference prefers");
                }
            }
            joinAnnotatedNetworks(found?.pods ?? [], source, joining, unverified);
        }
        if (source.revised !== true && match.members.some((member) => settles(member, source, joining))) {
            return;
        }
    }
    if (source.kind === "preference") {
        return;
    }
    const stock = typeof source.value === "string" ? stockInstancetype(source.value) : undefined;
    if (stock === "accelerator") {
        joining.attach("uses", source.path, ["accelerator"], "a stock instance type with a GPU");
    }
    if (stock === undefined || source.revised === true) {
        unverified.push({ name: "the machine's instance type", path: source.path, configKey: undefined });
    }
}

/** The networks that the annotations of an instance type or preference name: the machine's pod joins them. */
function joinAnnotatedNetworks(
    pods: readonly PodFacet[],
    source: Reference,
    joining: Joining,
    unverified: Unverified[],
): void {
    const { path, property } = source;
    for (const use of pods.flatMap(({ networks }) => networks)) {
        // What a cluster's own type names is looked for beside the machine; the default network is, by Multus, elsewhere.
        const own = use.isDefault ? undefined : joining.member.reading.namespace;
        const namespace = use.reference.namespace ?? own;
        const reference: Reference = { ...use.reference, path, property, namespace };
        const state: PodDevices = { devices: [], pools: [], networks: [], requests: [], blind: false };
        joinNetworkUse({ ...use, reference }, state, joining, unverified);
    }
}

/** True if a member declares what a machine takes whole, and in the namespace that is meant. */
function settles(member: StackMember, source: Reference, joining: Joining): boolean {
    const whole = findingsOf(member.view, joining.context)?.patch === false;
    return (
        whole &&
        member.reading.definitions.some(
            (definition) =>
                definition.kind === source.kind &&
                (isUnknown(source.value) || definition.names.includes(source.value)) &&
                provesNamespace(definition, source),
        )
    );
}

/** True if some interface leaves its model to the preference. */
function hasPlainInterface(machine: MachineFacet): boolean {
    return machine.interfaces.some(
        ({ attachment, plugin }) =>
            attachment !== undefined &&
            plugin === undefined &&
            isSoftware(attachment.techniques) &&
            !attachment.path.endsWith(".model"),
    );
}
