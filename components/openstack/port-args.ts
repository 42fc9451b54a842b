import type * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { exceptionTag } from "../../techniques/marker";
import { needsException, type Technique } from "../../techniques/technique";
import {
    type Check,
    type Fail,
    failer,
    flag,
    ipAddress,
    ipOrCidr,
    listOf,
    macAddress,
    object,
    oneOf,
    shown,
    words,
} from "../checks";
import { type CheckedChoice, checkChoice } from "../choice";
import { isPending, isPlainObject, mapInput } from "../inputs";
import type { NetworkAttachmentArgs } from "./attachment-args";
import { abilitiesOf, bindingOf, type PortAbilities, wireForm } from "./port-binding";

/** The techniques that a Neutron port can do. */
export const PORT_TECHNIQUES: readonly Technique[] = [
    "virtio",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "accelerator",
];

const HARDWARE = PORT_TECHNIQUES.filter(needsException);

/** What is known of one argument. */
interface ArgumentFacts {
    readonly check: Check;
    /** The techniques that it is for. Default: all. */
    readonly only?: readonly Technique[];
    /** True if it decides something before anything is registered, so it cannot be an Output. */
    readonly plain?: true;
}

const anything: Check = () => undefined;
const ipVersion: Check = (value) => (value === 4 || value === 6 ? undefined : `must be 4 or 6, and is ${shown(value)}`);

/** Every argument of an attachment, but for those that {@link checkChoice} checks. */
const ARGUMENTS: Readonly<Record<string, ArgumentFacts>> = {
    networkId: { check: words },
    fixedIps: { check: listOf(object({ subnetId: words, ipAddress })) },
    noFixedIp: { check: flag, plain: true },
    macAddress: { check: macAddress },
    allowedAddressPairs: { check: listOf(object({ ipAddress: ipOrCidr, macAddress }, ["ipAddress"])) },
    dnsName: { check: words },
    qosPolicyId: { check: words },
    extraDhcpOptions: { check: listOf(object({ name: words, value: words, ipVersion }, ["name", "value"])) },
    description: { check: anything },
    tags: { check: listOf(words) },
    adminStateUp: { check: flag },
    portName: { check: words },
    region: { check: words },
    tenantId: { check: words },
    deviceId: { check: words },
    deviceOwner: { check: words },
    portSecurityEnabled: { check: flag },
    securityGroupIds: { check: listOf(words) },
    noSecurityGroups: { check: flag, only: ["virtio"] },
    variant: { check: words, only: ["sriov", "vdpa", "smartnic"], plain: true },
    trusted: { check: flag, only: ["sriov"], plain: true },
    deviceProfile: { check: words, only: ["accelerator"], plain: true },
    wholeDevice: { check: flag, only: ["accelerator"], plain: true },
    numaAffinityPolicy: {
        check: oneOf("required", "preferred", "legacy", "socket"),
        only: HARDWARE,
        plain: true,
    },
};

const CHOICE_ARGUMENTS = ["technique", "exceptionId", "approved"];

/** Arguments of a raw port that an attachment does not take, and what to do instead. */
const NOT_ACCEPTED: Readonly<Record<string, string>> = {
    binding: "Name the technique and its variant instead; Neutron keeps the profile for services.",
    profile: "Name the technique and its variant instead; Neutron keeps the profile for services.",
    valueSpecs: "Name the technique and its variant instead, which write the attributes that they need.",
    name: "Give portName, which is the port's name in Neutron.",
};

/** A port's arguments, checked, and the choice that they rest on. */
export interface CheckedPort {
    readonly choice: CheckedChoice;
    readonly args: openstack.networking.PortArgs;
    readonly abilities: PortAbilities;
    /** True for a port that is made without an address. */
    readonly withoutAddress: boolean;
    /** True if the port has an address of the user's own choice, which no second port can have meanwhile. */
    readonly ownAddress: boolean;
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
    const given = withoutAbsent(args);
    checkArguments(fail, given, choice.technique);
    const binding = bindingOf(fail, given, choice.technique);
    const hardware = needsException(choice.technique);
    const { fixedIps } = args;
    return {
        choice,
        abilities: abilitiesOf(binding),
        withoutAddress: args.noFixedIp === true,
        ownAddress: given["macAddress"] !== undefined || namesAddress(fixedIps),
        args: {
            networkId: args.networkId,
            name: args.portName,
            fixedIps: fixedIps as openstack.networking.PortArgs["fixedIps"],
            noFixedIp: args.noFixedIp,
            macAddress: args.macAddress,
            allowedAddressPairs: args.allowedAddressPairs,
            dnsName: args.dnsName,
            qosPolicyId: args.qosPolicyId,
            extraDhcpOptions: args.extraDhcpOptions,
            description: args.description,
            adminStateUp: args.adminStateUp,
            region: args.region,
            tenantId: args.tenantId,
            deviceId: args.deviceId,
            deviceOwner: args.deviceOwner,
            portSecurityEnabled: args.portSecurityEnabled,
            securityGroupIds: args.securityGroupIds,
            noSecurityGroups: hardware ? true : args.noSecurityGroups,
            tags: tagsOf(args.tags, choice),
            ...wireForm(binding),
        },
    };
}

/** Arguments without those that are null or undefined: callers without a compiler give both for "not given". */
function withoutAbsent(args: object): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined && value !== null));
}

function checkArguments(fail: Fail, given: Readonly<Record<string, unknown>>, technique: Technique): void {
    if (given["networkId"] === undefined) {
        fail("networkId", "is missing. Give the ID of the network, such as network.id.");
    }
    for (const [argument, value] of Object.entries(given)) {
        if (!CHOICE_ARGUMENTS.includes(argument)) {
            checkArgument(fail, argument, value, technique);
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

function checkArgument(fail: Fail, argument: string, value: unknown, technique: Technique): void {
    const refused = own(NOT_ACCEPTED, argument);
    if (refused !== undefined) {
        fail(argument, `is not accepted. ${refused}`);
    }
    const facts = own(ARGUMENTS, argument);
    if (facts === undefined) {
        const known = [...Object.keys(ARGUMENTS), ...CHOICE_ARGUMENTS].join(", ");
        return fail(argument, `is no argument of an attachment; it takes ${known}.`);
    }
    if (argument === "securityGroupIds" && needsException(technique)) {
        fail(
            argument,
            `is not accepted with technique "${technique}": Neutron takes security groups on a hardware port without a word, ` +
                "and they filter nothing. Leave them out, and filter in the workload or in the fabric.",
        );
    }
    if (facts.only !== undefined && !facts.only.includes(technique)) {
        fail(argument, `is only for technique ${facts.only.map((word) => `"${word}"`).join(", ")}; leave it out.`);
    }
    if (isPending(value)) {
        if (facts.plain === true) {
            fail(argument, "must be plain: an Output cannot be checked before it is used.");
        }
        return;
    }
    const fault = facts.check(value);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
    return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}

/** True unless it is plain to see that no address is named. */
function namesAddress(fixedIps: NetworkAttachmentArgs["fixedIps"]): boolean {
    if (fixedIps === undefined || fixedIps === null) {
        return false;
    }
    return (
        !Array.isArray(fixedIps) ||
        fixedIps.some((one) => !isPlainObject<unknown>(one) || (one["ipAddress"] ?? undefined) !== undefined)
    );
}

/** The user's tags, and the marker of the exception. */
export function tagsOf(
    tags: pulumi.Input<pulumi.Input<string>[]> | undefined,
    { exceptionId }: Pick<CheckedChoice, "exceptionId">,
): pulumi.Input<pulumi.Input<string>[]> | undefined {
    if (exceptionId === undefined) {
        return tags;
    }
    const marker = exceptionTag(exceptionId);
    // Neutron refuses a list that holds a tag twice.
    return tags === undefined || tags === null
        ? [marker]
        : mapInput(tags, (mine) => [...mine.filter((tag) => tag !== marker), marker]);
}
