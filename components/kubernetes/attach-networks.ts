import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { annotationKeys } from "../../techniques/kubernetes/annotations";
import { type Fail, failer, objectName, shown } from "./checks";
import { isPlainObject, mapInput, whenKnown } from "./inputs";
import { markMetadata, type Metadata } from "./markers";
import { addNetworks, type NetworkSelection, SelectionFault, selectionFault } from "./network-selection";
import { type AttachmentWishes, type CheckedAttachment, checkAttachments, type PodAttachment } from "./pod-attachments";
import { changeContainer, presentSpec } from "./pod-containers";
import { addRequests, type DeviceRequest } from "./pod-requests";

/** A pod template, as the workloads take it. A pod's own arguments have the same form. */
export type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;

/** How networks are attached to a pod template. */
export interface AttachOptions {
    /** The container that gets the requests for devices. Default: the first. */
    readonly container?: string;
    /** The namespace of the workload. Default: the one in the template's own metadata. */
    readonly namespace?: pulumi.Input<string | undefined>;
    /**
     * True: the exception marker is set on the template too. A changed template restarts a workload's pods, so it is
     * not set unless asked for; the marker on the workload's own metadata is what counts. Default: false.
     */
    readonly markPodTemplate?: boolean;
    /** What messages call the place. Default: `attachNetworks`. */
    readonly component?: string;
}

/**
 * Attaches networks to a pod template: adds them to its networks annotation and adds the devices that they need to one
 * container's resources. Whatever else is in the template stays as it is and where it is: what is plain stays plain, so
 * that an image or a variable that is not known at preview hides nothing from the policy pack.
 *
 * The workload that uses the template needs the exception marker in its own metadata: {@link markWorkload}. The
 * components {@link Deployment}, {@link Pod} and so on do both.
 *
 * ```ts
 * const template = attachNetworks({ spec: { containers: [{ name: "upf", image }] } }, [blue, { network: fast, ips: ["10.0.0.5/24"] }]);
 * ```
 *
 * @throws ArgumentError for an attachment that is malformed or breaks the rules of its technique, a container that is
 * not there, an interface name that is taken, a network of another namespace that is not named so, an annotation that
 * Multus would refuse. What is not known yet is checked as soon as it is.
 */
export function attachNetworks(
    template: pulumi.Output<PodTemplate> | Promise<PodTemplate>,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): pulumi.Output<PodTemplate>;
export function attachNetworks(
    template: PodTemplate,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): PodTemplate;
export function attachNetworks(
    template: pulumi.Input<PodTemplate>,
    attachments: readonly PodAttachment[],
    options?: AttachOptions,
): pulumi.Input<PodTemplate>;
export function attachNetworks(
    template: pulumi.Input<PodTemplate>,
    attachments: readonly PodAttachment[],
    options: AttachOptions = {},
): pulumi.Input<PodTemplate> {
    const component = options.component ?? "attachNetworks";
    const fail = failer(component);
    return attachChecked(fail, template, checkAttachments(component, fail, attachments), options);
}

/**
 * Marks a workload's metadata with the exceptions that its attachments rest on: for workloads that are not made by the
 * components of this library. Metadata without hardware attachments stays as it is.
 */
export function markWorkload(metadata: Metadata | undefined, attachments: readonly PodAttachment[]): Metadata {
    const fail = failer("markWorkload");
    return markMetadata(
        metadata,
        checkAttachments("markWorkload", fail, attachments).map((attachment) => attachment.choice),
    );
}

/** {@link attachNetworks}, once the attachments have been checked. */
export function attachChecked(
    fail: Fail,
    template: pulumi.Input<PodTemplate>,
    attachments: readonly CheckedAttachment[],
    options: AttachOptions,
): pulumi.Input<PodTemplate> {
    if (attachments.length === 0) {
        return template;
    }
    return mapInput(template, (known): PodTemplate => {
        if (!isPlainObject(known)) {
            return fail("template", `must be a pod template, and is ${shown(known)}.`);
        }
        const choices = attachments.map((attachment) => attachment.choice);
        const annotated = annotate(fail, known.metadata, attachments, options);
        const requests = attachments.flatMap((attachment): DeviceRequest[] =>
            attachment.request === undefined ? [] : [{ resource: attachment.request, count: 1 }],
        );
        return {
            ...known,
            metadata: options.markPodTemplate === true ? markMetadata(annotated, choices) : annotated,
            ...(requests.length === 0 ? {} : { spec: requestDevices(fail, known.spec, requests, options.container) }),
        };
    });
}

/** Adds device-plugin resources to one container of a pod; the others stay as they are. */
export function requestDevices(
    fail: Fail,
    spec: PodTemplate["spec"],
    requests: readonly DeviceRequest[],
    container: string | undefined,
): PodTemplate["spec"] {
    const need = "the devices of the attachments";
    return mapInput(spec, (known) =>
        changeContainer(
            fail,
            presentSpec(fail, known, need),
            container,
            (there, path) => ({
                ...there,
                resources: addRequests(fail, there.resources, requests, `${path}.resources`),
            }),
            need,
        ),
    );
}

/** Sets the networks annotations; the other annotations, and the rest of the metadata, stay as they are. */
function annotate(
    fail: Fail,
    metadata: Metadata | undefined,
    attachments: readonly CheckedAttachment[],
    options: AttachOptions,
): Metadata {
    const namespace = options.namespace ?? mapInput(metadata, (known) => known?.namespace);
    return mapInput(metadata, (known) => ({
        ...known,
        annotations: mapInput(known?.annotations, (there) => ({
            ...there,
            ...networkAnnotations(fail, attachments, namespace, there ?? {}),
        })),
    }));
}

/**
 * The annotations by which a pod selects networks: those given, added to those that are there.
 *
 * @param namespace The pod's namespace.
 * @param there The pod's annotations.
 */
export function networkAnnotations(
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
    return whenKnown({ parts, namespace, existing }, (known) => {
        const selections = known.parts.map((part, index) =>
            select(fail, part, known.namespace, attachments[index] as CheckedAttachment),
        );
        try {
            return addNetworks(known.existing, selections);
        } catch (error) {
            if (error instanceof SelectionFault) {
                return fail("attachments", `the annotation ${annotationKeys.networks} ${error.message}.`);
            }
            throw error;
        }
    });
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
    const { name, named, home } = part;
    const wrongName = objectName(name);
    if (wrongName !== undefined) {
        fail(`${argument}.network`, `${wrongName}.`);
    }
    if (own !== undefined && named !== undefined && home !== undefined && named !== home) {
        fail(
            `${argument}.namespace`,
            `is "${named}", but the network is in "${home}". Leave it out, or write "${home}".`,
        );
    }
    if (own !== undefined && named === undefined && home !== podNamespace) {
        fail(`${argument}.network`, elsewhere(home, podNamespace));
    }
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

function elsewhere(home: string | undefined, podNamespace: string | undefined): string {
    const said = (namespace: string | undefined): string =>
        namespace === undefined ? "the provider's default namespace" : `namespace "${namespace}"`;
    return (
        `is in ${said(home)}, and the pod in ${said(podNamespace)}: Multus with namespace isolation refuses that. Put ` +
        `both into one namespace, or say that it is meant: { network, namespace: "${home ?? "…"}" }.`
    );
}
