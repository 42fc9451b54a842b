import type * as pulumi from "@pulumi/pulumi";
import type { HardwareTechnique, SoftwareTechnique } from "../../techniques/technique";
import {
    type Check,
    checkChoiceAt,
    type Fail,
    flag,
    guid,
    interfaceName,
    ipAddress,
    ipOrCidr,
    label,
    listOf,
    macAddress,
    object,
    objectName,
    oneOf,
    resourceName,
    shapeFault,
    shown,
    whole,
} from "../checks";
import { isPending, isPlainObject, mapInput } from "../inputs";
import { bandwidthFault } from "./chained-shapes";
import type { Capabilities } from "./cni-plugins";
import { checkDeviceResource } from "./device-choice";
import {
    type AttachmentWishes,
    type CheckedAttachment,
    isAttachableNetwork,
    type NetworkFacts,
} from "./pod-attachments";

/** The techniques that a network attachment of a pod can have. */
const NETWORK_TECHNIQUES: readonly (SoftwareTechnique | HardwareTechnique)[] = [
    "virtio",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "unknown",
];

const bandwidth: Check = (value) =>
    object({ ingressRate: whole(0), ingressBurst: whole(0), egressRate: whole(0), egressBurst: whole(0) })(value) ??
    bandwidthFault(value as Record<string, unknown>);

const anything: Check = () => undefined;

/** The keys of an attachment and their values, whatever the kind of attachment. */
const shape: Readonly<Record<string, Check>> = {
    network: anything,
    technique: anything,
    exceptionId: anything,
    approved: anything,
    resourceName,
    namespace: label,
    interface: interfaceName,
    ips: listOf(ipOrCidr),
    mac: macAddress,
    infinibandGuid: guid,
    portMappings: listOf(
        object(
            {
                hostPort: whole(1, 65535),
                containerPort: whole(1, 65535),
                protocol: oneOf("tcp", "udp", "sctp"),
                hostIP: ipAddress,
            },
            ["hostPort", "containerPort"],
        ),
    ),
    bandwidth,
    cniArgs: anyObject,
    defaultRoute: listOf(ipAddress),
    defaultNetwork: flag,
    requestedElsewhere: flag,
};

function anyObject(value: unknown): string | undefined {
    return isPlainObject(value) ? undefined : `must be an object, and is ${shown(value)}`;
}

/** The wishes that a network ignores without a word unless its plugin declares the capability. */
const wishCapabilities = {
    ips: "ips",
    mac: "mac",
    bandwidth: "bandwidth",
    portMappings: "portMappings",
    infinibandGuid: "infinibandGUID",
} as const satisfies Partial<Record<keyof AttachmentWishes, keyof Capabilities>>;

/**
 * Checks the attachments of a pod and brings them into one form.
 *
 * @param component The component and its name, for messages.
 * @throws ArgumentError for an attachment that is malformed, lacks its network, or breaks the rules of its technique.
 */
export function checkAttachments(component: string, fail: Fail, attachments: unknown): CheckedAttachment[] {
    if (attachments === undefined || attachments === null) {
        return [];
    }
    if (!Array.isArray(attachments)) {
        return fail("attachments", `must be a plain list of attachments, and is ${shown(attachments)}.`);
    }
    const checked = attachments.map((attachment: unknown, index) =>
        checkAttachment(component, fail, attachment, `attachments[${index}]`),
    );
    const defaults = checked.filter((one) => one.wishes.defaultNetwork === true);
    const second = defaults[1];
    if (second !== undefined) {
        fail(`${second.argument}.defaultNetwork`, `is a second default network; a pod has one. Keep one of the two.`);
    }
    return checked;
}

function checkAttachment(component: string, fail: Fail, attachment: unknown, argument: string): CheckedAttachment {
    const given = isAttachableNetwork(attachment) ? { network: attachment } : attachment;
    if (!isPlainObject(given)) {
        return fail(
            argument,
            `must be a network component, or an object such as { network: "blue" }, and is ${shown(given)}.`,
        );
    }
    const { network } = given;
    if (network === undefined || network === null || network === "") {
        return fail(
            `${argument}.network`,
            `is missing. Give a network component, or the name of a NetworkAttachmentDefinition.`,
        );
    }
    if (isAttachableNetwork(network)) {
        for (const key of ["technique", "exceptionId", "approved", "resourceName"]) {
            if (given[key] !== undefined) {
                fail(
                    `${argument}.${key}`,
                    `is not accepted here: it is taken from the network component. Leave it out.`,
                );
            }
        }
    }
    const fault = shapeFault(given, shape);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    const wishes = given as AttachmentWishes;
    if (wishes.defaultNetwork === true && wishes.interface !== undefined) {
        fail(`${argument}.interface`, `is not accepted with defaultNetwork, whose interface is eth0; leave it out.`);
    }
    return isAttachableNetwork(network)
        ? checkOwn(fail, given, network.attachable, argument)
        : checkNamed(component, fail, given, network, argument);
}

function checkOwn(
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    own: NetworkFacts,
    argument: string,
): CheckedAttachment {
    const wishes = given as AttachmentWishes;
    for (const [wish, capability] of Object.entries(wishCapabilities)) {
        if (given[wish] !== undefined && own.capabilities !== undefined && own.capabilities[capability] !== true) {
            fail(
                `${argument}.${wish}`,
                `would be ignored: the network's plugins do not declare it. Add capabilities: { ${capability}: true } to ` +
                    `the plugin that reads it.`,
            );
        }
    }
    return {
        argument,
        name: own.name,
        namespace: wishes.namespace,
        own,
        choice: own.choice,
        request: wishes.requestedElsewhere === true ? undefined : own.resourceName,
        wishes,
    };
}

function checkNamed(
    component: string,
    fail: Fail,
    given: Readonly<Record<string, unknown>>,
    network: unknown,
    argument: string,
): CheckedAttachment {
    if (!isPending(network)) {
        const fault = objectName(network);
        if (fault !== undefined) {
            const hint =
                typeof network === "string" && network.includes("/") ? ` Give the namespace as namespace: "…".` : "";
            fail(`${argument}.network`, `${fault}.${hint}`);
        }
    }
    const choice = checkChoiceAt(component, argument, given, NETWORK_TECHNIQUES);
    const wishes = given as AttachmentWishes;
    const named = given["resourceName"] as pulumi.Input<string> | undefined;
    const resource =
        named === undefined
            ? undefined
            : mapInput(named, (known) => {
                  checkDeviceResource(fail, `${argument}.technique`, known, choice);
                  return known;
              });
    const needsResource =
        choice.technique === "sriov" || choice.technique === "vdpa" || choice.technique === "smartnic";
    if (needsResource && resource === undefined && wishes.requestedElsewhere !== true) {
        fail(
            `${argument}.resourceName`,
            `is missing. A network of technique "${choice.technique}" takes a device: give the device-plugin resource of ` +
                `its pool, such as "openshift.io/fast", or requestedElsewhere: true where a claim or an injector asks for it.`,
        );
    }
    return {
        argument,
        name: network as pulumi.Input<string>,
        namespace: wishes.namespace,
        own: undefined,
        choice,
        request: wishes.requestedElsewhere === true ? undefined : resource,
        wishes,
    };
}
