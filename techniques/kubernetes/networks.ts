import { classify, type ReadContext } from "../classification";
import type { Attachment, Role } from "../reading";
import { at, isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";
import { annotationKeys } from "./annotations";
import type { NetworkFacet, ResourceName } from "./facets";
import type { Findings } from "./findings";
import { type NetworkConfig, readNetworkConfig } from "./network-config";
import { inside, type KubernetesObject, pathOf, printable } from "./object";
import { classifyResource } from "./resources";
import { CANNOT_TELL, isSoftware, type Techniques } from "./techniques";

/** A network as an object declares it, before its configuration and its resource are put together. */
export interface DeclaredNetwork {
    readonly name: string | typeof UNKNOWN | undefined;
    readonly namespace: string | typeof UNKNOWN | undefined;
    readonly role: Role;
    readonly config: NetworkConfig;
    /** The device-plugin resource whose device every plugin is given. */
    readonly resource: ResourceName | typeof UNKNOWN | undefined;
    /** Where the resource is named. */
    readonly resourcePath: string;
    /** True for a patch that leaves the configuration as it was. */
    readonly partial?: boolean;
    /** True for a network of the whole cluster. */
    readonly everywhere?: boolean;
}

/** Reads a NetworkAttachmentDefinition, or the `Network` of the first Multus. */
export function readNetworkAttachmentDefinition(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const annotations = inside(object, "metadata", "annotations");
    const named = resourceAnnotation(object);
    const resourcePath = pathOf(annotations.path, annotationKeys.resourceName);
    const spec = inside(object, "spec");
    const config = inside(object, "spec", "config");
    const configText = isUnknown(spec.value) ? UNKNOWN : text(config.value);
    let read: NetworkConfig;
    let partial = false;
    if (isUnknown(configText)) {
        const path = isUnknown(spec.value) ? spec.path : config.path;
        read = { plugins: [], faults: [{ path, evidence: "a network configuration that is not known yet" }] };
    } else if (configText !== undefined && configText.trim() !== "") {
        read = readNetworkConfig(configText, config.path, context);
    } else if (!isAbsent(config.value) && configText === undefined) {
        read = { plugins: [], faults: [{ path: config.path, evidence: "a network configuration that is no text" }] };
    } else if (object.patch) {
        read = { plugins: [], faults: [] };
        partial = true;
    } else {
        read = configOnNode(object, config.path, context);
    }
    declareNetwork(
        found,
        {
            name: object.name,
            namespace: object.namespace,
            role: "asks",
            config: read,
            resource: named,
            resourcePath,
            partial,
        },
        context,
    );
}

/** Without a configuration, Multus takes the file of the node that has the network's name. */
function configOnNode(object: KubernetesObject, path: string, context: ReadContext): NetworkConfig {
    const namespace = typeof object.namespace === "string" ? object.namespace : "default";
    const classified =
        typeof object.name === "string" ? classify(context, "networks", `${namespace}/${object.name}`) : undefined;
    if (classified === undefined) {
        const evidence = "an empty network attachment definition, which stands for a file on the node";
        return { plugins: [], faults: [{ path, evidence }] };
    }
    if (classified === "none") {
        return { plugins: [], faults: [] };
    }
    const plugin = {
        path,
        evidence: `a configuration on the node that config classifies as ${classified}`,
        alone: [classified] as Techniques,
        withDevice: isSoftware([classified]) ? undefined : ([classified] as Techniques),
        chained: false,
        needsDevice: false,
        namesDevice: false,
    };
    return { plugins: [plugin], faults: [] };
}

/** The resource that a network's annotation names. An annotation map that cannot be known may hold one. */
function resourceAnnotation(object: KubernetesObject): ResourceName | typeof UNKNOWN | undefined {
    const metadata: Value = at(object.value, "metadata");
    const annotations: Value = at(metadata, "annotations");
    const name = text(at(annotations, annotationKeys.resourceName));
    if (isUnknown(metadata) || isUnknown(annotations) || isUnknown(name)) {
        return UNKNOWN;
    }
    return name === undefined || name.trim() === "" ? undefined : { name: name.trim(), prefixAssumed: false };
}

/** Puts a network's plugins and resource together: its attachments, its facet, and what it lacks. */
export function declareNetwork(found: Findings, network: DeclaredNetwork, context: ReadContext): void {
    const { config, resource, resourcePath, role } = network;
    const named = isUnknown(resource) ? undefined : resource;
    const device = named === undefined ? undefined : classifyResource(named.name, context);
    const givesDevice = device !== undefined && device.class !== "none";
    const attachments: Attachment[] = config.faults.map(({ path, evidence }) =>
        found.attach(role, path, CANNOT_TELL, evidence),
    );
    let taken = false;
    let lacking: NetworkFacet["lacking"];
    for (const plugin of config.plugins) {
        const techniques = (givesDevice || plugin.namesDevice ? plugin.withDevice : undefined) ?? plugin.alone;
        if (techniques === undefined || (plugin.chained && hasHardware(attachments))) {
            continue;
        }
        const uses = givesDevice && plugin.withDevice !== undefined;
        taken ||= uses;
        attachments.push(
            found.attach(
                role,
                plugin.path,
                techniques,
                uses ? `${plugin.evidence} with ${resourceWords(named)}` : plugin.evidence,
                subjectOf(uses ? named : undefined),
            ),
        );
        if (plugin.needsDevice && !givesDevice && !plugin.namesDevice && !isUnknown(resource)) {
            lacking ??= { path: plugin.path, evidence: plugin.evidence };
        }
    }
    if (isUnknown(resource)) {
        attachments.push(found.attach(role, resourcePath, CANNOT_TELL, "a device resource that is not known yet"));
    } else if (named !== undefined && device !== undefined && device.class !== "none" && !taken) {
        attachments.push(
            found.attach(role, resourcePath, device.class, resourceWords(named), {
                ...subjectOf(named),
                ...(device.provisional ? { provisional: true } : {}),
            }),
        );
    }
    if (named !== undefined) {
        found.refer("device-resource", named.name, resourcePath);
    }
    found.define("nad", [network.name], network.namespace);
    found.networks.push({
        name: network.name,
        namespace: network.namespace,
        role,
        attachments,
        resource,
        givesDevice,
        resourcePath,
        lacking,
        partial: network.partial,
        everywhere: network.everywhere,
    });
}

function hasHardware(attachments: readonly Attachment[]): boolean {
    return attachments.some((attachment) => !isSoftware(attachment.techniques));
}

function subjectOf(resource: ResourceName | undefined): { subject?: string } {
    return resource === undefined ? {} : { subject: resource.name };
}

function resourceWords(resource: ResourceName | undefined): string {
    return `resource ${printable(resource?.name ?? "", "with a name that this pack does not print")}`;
}
