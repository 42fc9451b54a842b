import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { exceptionTag } from "../../techniques/marker";
import { SWITCHDEV } from "../../techniques/openstack/port-keys";
import { type VnicType, vnicTypes } from "../../techniques/openstack/vnic-type";
import { needsException, type Technique } from "../../techniques/technique";
import { type CheckedChoice, checkChoice } from "../choice";
import { type Check, type Fail, failer, flag, ipAddress, listOf, macAddress, object, oneOf, words } from "../checks";
import { isPending, isPlainObject, mapInput } from "../inputs";
import type { NetworkAttachmentArgs } from "./attachment-args";

/** The techniques that a Neutron port can do. */
export const PORT_TECHNIQUES: readonly Technique[] = [
    "virtio",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "accelerator",
];

/** What a port asks of Neutron beyond the plain port: its vnic_type, and attributes that only `valueSpecs` reaches. */
interface Binding {
    readonly vnicType: VnicType;
    readonly attributes: Readonly<Record<string, string>>;
}

/** Arguments that only some techniques take. */
const ONLY_FOR: Readonly<Record<string, readonly Technique[]>> = {
    variant: ["sriov", "vdpa", "smartnic"],
    trusted: ["sriov"],
    deviceProfile: ["accelerator"],
    wholeDevice: ["accelerator"],
    numaAffinityPolicy: ["sriov", "pci-passthrough", "vdpa", "smartnic", "accelerator"],
    noSecurityGroups: ["virtio"],
};

const CHECKS: Readonly<Record<string, Check>> = {
    networkId: words,
    fixedIps: listOf(object({ subnetId: words, ipAddress })),
    noFixedIp: flag,
    macAddress,
    allowedAddressPairs: listOf(object({ ipAddress: words, macAddress }, ["ipAddress"])),
    dnsName: words,
    qosPolicyId: words,
    tags: listOf(words),
    adminStateUp: flag,
    portName: words,
    region: words,
    portSecurityEnabled: flag,
    securityGroupIds: listOf(words),
    noSecurityGroups: flag,
    trusted: flag,
    wholeDevice: flag,
    deviceProfile: words,
    numaAffinityPolicy: oneOf("required", "preferred", "legacy", "socket"),
};

/** A port's arguments, checked, and the choice that they rest on. */
export interface CheckedPort {
    readonly choice: CheckedChoice;
    readonly args: openstack.networking.PortArgs;
    /** True for a port that is made without an address. */
    readonly withoutAddress: boolean;
}

/**
 * Checks the arguments of an attachment and turns them into those of its port. Pure: nothing is registered.
 *
 * @param component The component and its name, for messages.
 * @throws ArgumentError for what cannot work, with the reason and the fix.
 */
export function portArgs(component: string, args: NetworkAttachmentArgs): CheckedPort {
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give at least networkId.");
    }
    const choice = checkChoice(component, args, PORT_TECHNIQUES);
    checkArguments(fail, args, choice.technique);
    const binding = bindingOf(fail, args, choice.technique);
    const hardware = needsException(choice.technique);
    return {
        choice,
        withoutAddress: args.noFixedIp === true,
        args: {
            networkId: args.networkId,
            name: args.portName,
            fixedIps: args.fixedIps as openstack.networking.PortArgs["fixedIps"],
            noFixedIp: args.noFixedIp,
            macAddress: args.macAddress,
            allowedAddressPairs: args.allowedAddressPairs,
            dnsName: args.dnsName,
            qosPolicyId: args.qosPolicyId,
            extraDhcpOptions: args.extraDhcpOptions,
            description: args.description,
            adminStateUp: args.adminStateUp,
            region: args.region,
            portSecurityEnabled: args.portSecurityEnabled,
            securityGroupIds: hardware ? undefined : args.securityGroupIds,
            noSecurityGroups: hardware ? true : (args as { noSecurityGroups?: boolean }).noSecurityGroups,
            tags: tagsOf(args.tags, choice),
            ...wireForm(binding),
        },
    };
}

function checkArguments(fail: Fail, args: NetworkAttachmentArgs, technique: Technique): void {
    const given = args as unknown as Readonly<Record<string, unknown>>;
    if (given["networkId"] === undefined || given["networkId"] === null) {
        fail("networkId", "is missing. Give the ID of the network, such as network.id.");
    }
    if (given["profile"] !== undefined || given["binding"] !== undefined || given["valueSpecs"] !== undefined) {
        const key = ["profile", "binding", "valueSpecs"].find((name) => given[name] !== undefined) ?? "binding";
        fail(
            key,
            "is not accepted: Neutron keeps binding:profile for services. Name the technique and its variant instead.",
        );
    }
    if (needsException(technique) && given["securityGroupIds"] !== undefined) {
        fail(
            "securityGroupIds",
            `is not accepted with technique "${technique}": Neutron takes security groups on a hardware port without a word, ` +
                "and they filter nothing. Leave them out, and filter in the workload or in the fabric.",
        );
    }
    for (const [argument, techniques] of Object.entries(ONLY_FOR)) {
        if (given[argument] !== undefined && !techniques.includes(technique)) {
            fail(argument, `is only for technique ${techniques.map((word) => `"${word}"`).join(", ")}; leave it out.`);
        }
    }
    for (const [argument, check] of Object.entries(CHECKS)) {
        const value = given[argument];
        const fault = value === undefined || isPending(value) ? undefined : check(value);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
    }
    if (given["noFixedIp"] === true && given["fixedIps"] !== undefined) {
        fail("noFixedIp", "contradicts fixedIps; keep one of the two.");
    }
    if (given["noSecurityGroups"] === true && given["securityGroupIds"] !== undefined) {
        fail("noSecurityGroups", "contradicts securityGroupIds; keep one of the two.");
    }
    if (given["portSecurityEnabled"] === false) {
        for (const argument of ["securityGroupIds", "allowedAddressPairs"]) {
            if (given[argument] !== undefined) {
                fail(argument, "cannot be used with port security off, which Neutron then refuses; leave it out.");
            }
        }
    }
}

function bindingOf(fail: Fail, args: NetworkAttachmentArgs, technique: Technique): Binding {
    const { variant, trusted, deviceProfile, wholeDevice, numaAffinityPolicy } = args as {
        variant?: string;
        trusted?: boolean;
        deviceProfile?: string;
        wholeDevice?: boolean;
        numaAffinityPolicy?: string;
    };
    const numa: Readonly<Record<string, string>> =
        numaAffinityPolicy === undefined ? {} : { numa_affinity_policy: numaAffinityPolicy };
    const choose = <W extends string>(allowed: readonly W[], fallback?: W): W => {
        const word = variant ?? fallback;
        const chosen = allowed.find((candidate) => candidate === word);
        return chosen ?? fail("variant", `must be one of ${allowed.map((each) => `"${each}"`).join(", ")}.`);
    };
    switch (technique) {
        case "sriov":
            return {
                vnicType: choose(["direct", "macvtap"], "direct"),
                attributes: { ...numa, ...(trusted === true ? { trusted: "true" } : {}) },
            };
        case "pci-passthrough":
            return { vnicType: "direct-physical", attributes: numa };
        case "vdpa":
            return { vnicType: choose(["vdpa", "virtio-forwarder"], "vdpa"), attributes: numa };
        case "smartnic":
            return choose(["switchdev", "remote-managed"]) === "switchdev"
                ? { vnicType: "direct", attributes: { ...numa, hardware_offload_type: SWITCHDEV } }
                : { vnicType: "remote-managed", attributes: numa };
        case "accelerator":
            if (deviceProfile === undefined || deviceProfile === "") {
                return fail(
                    "deviceProfile",
                    "is missing. Give the name of the Cyborg device profile; Nova refuses the port without.",
                );
            }
            return {
                vnicType: wholeDevice === true ? "accelerator-direct-physical" : "accelerator-direct",
                attributes: { ...numa, device_profile: deviceProfile },
            };
        default:
            return { vnicType: "normal", attributes: {} };
    }
}

/**
 * How the port is written for the provider. `normal` is Neutron's default and is left out. A word that some generation
 * of the provider does not take in `binding.vnicType` goes through `valueSpecs`, and then without a `binding` block: a
 * block would send `normal` and win.
 */
function wireForm({ vnicType, attributes }: Binding): Pick<openstack.networking.PortArgs, "binding" | "valueSpecs"> {
    const { v3, v5 } = vnicTypes[vnicType].inProviderEnum;
    const typed = v3 && v5;
    const specs = { ...(typed ? {} : { "binding:vnic_type": vnicType }), ...attributes };
    return {
        ...(typed && vnicType !== "normal" && { binding: { vnicType } }),
        ...(Object.keys(specs).length > 0 && { valueSpecs: specs }),
    };
}

/** The user's tags, and the marker of the exception. */
function tagsOf(
    tags: pulumi.Input<pulumi.Input<string>[]> | undefined,
    { exceptionId }: CheckedChoice,
): pulumi.Input<pulumi.Input<string>[]> | undefined {
    if (exceptionId === undefined) {
        return tags;
    }
    const marker = exceptionTag(exceptionId);
    return tags === undefined ? [marker] : mapInput(tags, (own) => [...own, marker]);
}
