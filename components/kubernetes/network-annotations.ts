import type * as pulumi from "@pulumi/pulumi";
import { annotationKeys } from "../../techniques/kubernetes/annotations";
import type { Fail } from "../checks";
import { isPending, mapInput, whenKnown } from "../inputs";
import type { Metadata } from "./markers";
import { checkPlainNamespaces, namedNamespace } from "./network-namespace";
import {
    addNetworks,
    checkInterfaces,
    type NetworkSelection,
    ownerOf,
    parseNetworks,
    requestedInterface,
    SelectionFault,
    selectionFault,
} from "./network-selection";
import type { AttachmentWishes, CheckedAttachment } from "./pod-attachments";

/** Sets the networks annotations; the other annotations, and the rest of the metadata, stay as they are. */
export function annotateNetworks(
    fail: Fail,
    metadata: Metadata | undefined,
    attachments: readonly CheckedAttachment[],
    namespace: pulumi.Input<string | undefined>,
): Metadata {
    if (attachments.length === 0) {
        return metadata;
    }
    return mapInput(metadata, (known) => ({
        ...known,
        annotations: mapInput(known?.annotations, (there) => ({
            ...there,
            ...networkAnnotations(fail, attachments, namespace, there ?? {}),
        })),
    }));
}

/** The annotations by which a pod selects networks: those given, added to those that are there. */
function networkAnnotations(
    fail: Fail,
    attachments: readonly CheckedAttachment[],
    namespace: pulumi.Input<string | undefined>,
    there: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> {
    const added = attachments.filter((attachment) => attachment.wishes.defaultNetwork !== true);
    const defaults = attachments.filter((attachment) => attachment.wishes.defaultNetwork === true);
    if (defaults[0] !== undefined && there[annotationKeys.defaultNetwork] !== undefined) {
        fail(
            `${defaults[0].argument}.defaultNetwork`,
            `is a second default network: the annotation ${annotationKeys.defaultNetwork} names one already.`,
        );
    }
    return {
        ...(added.length === 0
            ? {}
            : { [annotationKeys.networks]: annotation(fail, added, namespace, there[annotationKeys.networks]) }),
        ...(defaults.length === 0
            ? {}
            : { [annotationKeys.defaultNetwork]: annotation(fail, defaults, namespace, undefined) }),
    };
}

/** One annotation's text: at once where all is plain, once it is known otherwise. */
function annotation(
    fail: Fail,
    attachments: readonly CheckedAttachment[],
    namespace: pulumi.Input<string | undefined>,
    existing: pulumi.Input<string> | undefined,
): pulumi.Input<string> {
    const parts = attachments.map(({ name, namespace: named, own, wishes }) => ({
        name,
        named,
        home: own?.namespace,
        wishes: selectionWishes(wishes),
    }));
    checkNow(fail, attachments, namespace, existing);
    return whenKnown({ parts, namespace, existing }, (known) =>
        failingFaults(fail, () => {
            const selections = known.parts.map((part, index) =>
                select(fail, part, known.namespace, attachments[index] as CheckedAttachment),
            );
            return addNetworks(known.existing, selections);
        }),
    );
}

/** What can be told before the names of our own networks are known: namespaces, and interface names that clash. */
function checkNow(
    fail: Fail,
    attachments: readonly CheckedAttachment[],
    namespace: pulumi.Input<string | undefined>,
    existing: pulumi.Input<string> | undefined,
): void {
    for (const { argument, namespace: named, own } of attachments) {
        checkPlainNamespaces(fail, argument, { named, home: own?.namespace, own: own !== undefined }, namespace);
    }
    const added = attachments.filter(({ wishes }) => wishes.defaultNetwork !== true);
    if (isPending(existing) || added.some(({ wishes }) => isPending(wishes.interface))) {
        return;
    }
    failingFaults(fail, () => {
        const there = parseNetworks(existing ?? "").networks;
        checkInterfaces([
            ...there.map((network) => ({ owner: ownerOf(network.name), asked: requestedInterface(network) })),
            ...added.map(({ argument, name, wishes }) => ({
                owner: typeof name === "string" ? ownerOf(name) : argument,
                asked: wishes.interface as string | undefined,
            })),
        ]);
    });
}

/** Turns a fault of the annotation into a failure of the component. */
function failingFaults<T>(fail: Fail, work: () => T): T {
    try {
        return work();
    } catch (error) {
        if (error instanceof SelectionFault) {
            return fail("attachments", `the annotation ${annotationKeys.networks} ${error.message}.`);
        }
        throw error;
    }
}

/** The parts of an attachment that make its entry in the annotation, once they are known. */
interface KnownPart {
    readonly name: string;
    readonly named: string | undefined;
    readonly home: string | undefined;
    readonly wishes: Omit<NetworkSelection, "name" | "namespace">;
}

/** What an attachment wishes, under the annotation's keys. */
function selectionWishes(wishes: AttachmentWishes): Record<string, unknown> {
    return {
        interface: wishes.interface,
        ips: wishes.ips,
        mac: wishes.mac,
        "infiniband-guid": wishes.infinibandGuid,
        portMappings: wishes.portMappings,
        bandwidth: wishes.bandwidth,
        "cni-args": wishes.cniArgs,
        "default-route": wishes.defaultRoute,
    };
}

/** One entry of the annotation. */
function select(
    fail: Fail,
    part: KnownPart,
    podNamespace: string | undefined,
    { argument, own, wishes }: CheckedAttachment,
): NetworkSelection {
    const { name, home } = part;
    const named = namedNamespace(fail, argument, { ...part, own: own !== undefined }, podNamespace);
    const namespace = named ?? (wishes.defaultNetwork === true ? (home ?? podNamespace) : undefined);
    if (wishes.defaultNetwork === true && namespace === undefined) {
        fail(
            `${argument}.namespace`,
            `is missing: Multus looks for a default network in its own namespace, not in the pod's. Name the namespace.`,
        );
    }
    const selection: NetworkSelection = {
        name,
        ...(namespace === undefined || (namespace === podNamespace && wishes.defaultNetwork !== true)
            ? {}
            : { namespace }),
        ...Object.fromEntries(Object.entries(part.wishes).filter(([, value]) => value !== undefined)),
    };
    const fault = selectionFault(selection);
    if (fault !== undefined) {
        fail(`${argument}.${fault.key}`, `${fault.fault}.`);
    }
    return selection;
}
