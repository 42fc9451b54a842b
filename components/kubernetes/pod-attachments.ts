import * as pulumi from "@pulumi/pulumi";
import type { HardwareTechnique, SoftwareTechnique } from "../../techniques/technique";
import type { CheckedChoice, HardwareChoice, SoftwareChoice } from "../choice";
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
import type { Capabilities } from "./cni-plugins";
import { bandwidthFault } from "./cni-shapes";
import { isPending, isPlainObject } from "../inputs";

/** What is known of a network that a component of ours made. */
export interface NetworkFacts {
    /** The name of the NetworkAttachmentDefinition. */
    readonly name: pulumi.Output<string>;
    /** Its namespace as it was given; `undefined` for the provider's own. */
    readonly namespace: pulumi.Input<string> | undefined;
    /** The technique and the exception ID. */
    readonly choice: CheckedChoice;
    /** The device-plugin resource that each attachment takes one of. */
    readonly resourceName: pulumi.Input<string> | undefined;
    /** What a pod may ask of it; `undefined` where the network reads a pod's wishes without capabilities. */
    readonly capabilities: Capabilities | undefined;
}

/** A component that pods can be attached to by naming the component itself. */
export interface AttachableNetwork extends pulumi.ComponentResource {
    /** What an attachment takes from the network. */
    readonly attachable: NetworkFacts;
}

/** A port of the node that leads to the pod. */
export interface PortMapping {
    readonly hostPort: pulumi.Input<number>;
    readonly containerPort: pulumi.Input<number>;
    /** Default: `tcp`. */
    readonly protocol?: pulumi.Input<"tcp" | "udp" | "sctp">;
    readonly hostIP?: pulumi.Input<string>;
}

/** Limits of the rate, in bit/s, and of bursts, in bits. Each direction needs both or none. */
export interface Bandwidth {
    readonly ingressRate?: pulumi.Input<number>;
    readonly ingressBurst?: pulumi.Input<number>;
    readonly egressRate?: pulumi.Input<number>;
    readonly egressBurst?: pulumi.Input<number>;
}

/** What a pod may wish of one attachment. Most wishes need the plugin's capability of the same name. */
export interface AttachmentWishes {
    /** The interface's name in the pod, of at most 15 characters. Default: `net1`, `net2`, … by Multus. */
    readonly interface?: pulumi.Input<string>;
    /** Addresses, with a prefix length where the IPAM plugin is `static`. Needs the capability `ips`. */
    readonly ips?: pulumi.Input<pulumi.Input<string>[]>;
    /** The MAC address. Needs the capability `mac`. */
    readonly mac?: pulumi.Input<string>;
    /** The InfiniBand GUID. Needs the capability `infinibandGUID`. */
    readonly infinibandGuid?: pulumi.Input<string>;
    /** Needs the capability `portMappings`. */
    readonly portMappings?: pulumi.Input<pulumi.Input<PortMapping>[]>;
    /** Needs the capability `bandwidth`. */
    readonly bandwidth?: pulumi.Input<Bandwidth>;
    /** Arguments of the plugin's own, under `args.cni`. */
    readonly cniArgs?: pulumi.Input<Record<string, unknown>>;
    /** Gateways: the pod's default routes go through this interface. */
    readonly defaultRoute?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * True: the network takes the place of the cluster's default network (`eth0`). At most one attachment; it has no
     * `interface`, and its namespace must be told. Default: false.
     */
    readonly defaultNetwork?: boolean;
    /**
     * True: the device comes by a resource claim or by admission (the network resources injector), so nothing is added
     * to the container's requests. Default: false.
     */
    readonly requestedElsewhere?: boolean;
    /**
     * The network's namespace, where it is not the pod's own. Multus with namespace isolation refuses the pod unless
     * that namespace is one of its global ones, so it has to be said.
     */
    readonly namespace?: pulumi.Input<string>;
}

/** An attachment to a network that a component of ours made: technique and exception ID are the network's. */
export interface OwnNetworkAttachment extends AttachmentWishes {
    readonly network: AttachableNetwork;
    /** Not accepted: the network's own is taken. */
    readonly technique?: never;
    /** Not accepted: the network's own is taken. */
    readonly exceptionId?: never;
    /** Not accepted: the network's own is taken. */
    readonly approved?: never;
    /** Not accepted: the network's own is taken. */
    readonly resourceName?: never;
}

/** An attachment to a software network by its name. */
export type NamedSoftwareAttachment = AttachmentWishes &
    SoftwareChoice & {
        /** The name of the NetworkAttachmentDefinition. */
        readonly network: pulumi.Input<string>;
        /** A software device-plugin resource, such as `macvtap.network.kubevirt.io/eth0`. Default: none. */
        readonly resourceName?: pulumi.Input<string>;
    };

/** An attachment to a hardware network by its name. */
export type NamedHardwareAttachment = AttachmentWishes & {
    /** The name of the NetworkAttachmentDefinition. */
    readonly network: pulumi.Input<string>;
} & (
        | (HardwareChoice<"sriov" | "vdpa" | "smartnic"> & {
              /** The device-plugin resource that the attachment takes one of, such as `openshift.io/fast`. */
              readonly resourceName: pulumi.Input<string>;
          })
        | (HardwareChoice<"sriov" | "vdpa" | "smartnic"> & {
              readonly requestedElsewhere: true;
              readonly resourceName?: pulumi.Input<string>;
          })
        | (HardwareChoice<"pci-passthrough" | "unknown"> & {
              /** The device-plugin resource that the attachment takes one of. Default: the network names its device. */
              readonly resourceName?: pulumi.Input<string>;
          })
    );

/** A network that a pod is attached to. */
export type PodAttachment =
    AttachableNetwork | OwnNetworkAttachment | NamedSoftwareAttachment | NamedHardwareAttachment;

/** The techniques that a network attachment of a pod can have. */
export const NETWORK_TECHNIQUES: readonly (SoftwareTechnique | HardwareTechnique)[] = [
    "virtio",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "unknown",
];

/** An attachment whose form has been checked. */
export interface CheckedAttachment {
    /** Where it stands in the arguments: `attachments[0]`. */
    readonly argument: string;
    /** The network's name. */
    readonly name: pulumi.Input<string>;
    /** The namespace that the attachment names itself. */
    readonly namespace: pulumi.Input<string> | undefined;
    /** The network, if it is a component of ours. */
    readonly own: NetworkFacts | undefined;
    readonly choice: CheckedChoice;
    /** The resource that it takes one of, unless it is requested elsewhere. */
    readonly request: pulumi.Input<string> | undefined;
    readonly wishes: AttachmentWishes;
}

/** True for a component that is itself an attachable network. */
export function isAttachableNetwork(value: unknown): value is AttachableNetwork {
    return pulumi.ComponentResource.isInstance(value) && isPlainObject((value as { attachable?: unknown }).attachable);
}

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
    const resource = given["resourceName"] as pulumi.Input<string> | undefined;
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
