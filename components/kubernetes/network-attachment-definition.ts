import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { annotationKeys } from "../../techniques/kubernetes/annotations";
import { needsException, type Technique } from "../../techniques/technique";
import { type CheckedChoice, checkChoice, type HardwareChoice, type SoftwareChoice } from "../choice";
import { type Fail, failer, oneOf, resourceName as resourceNameFault, words } from "../checks";
import { childOptions } from "../child-options";
import { type CheckedConfig, checkConfig, checkTechnique, CNI_VERSION, CNI_VERSIONS, renderConfig } from "./cni-config";
import type {
    Capabilities,
    ChainedPlugin,
    DeviceChainedPlugin,
    FreeFormPlugin,
    HostDevicePlugin,
    SmartnicNetworkPlugin,
    SoftwarePlugin,
    SriovNetworkPlugin,
    VdpaNetworkPlugin,
} from "./cni-plugins";
import { isPlainObject, mapInput } from "../inputs";
import { markMetadata, type Metadata, namespaceOf, objectMeta, withAnnotations } from "./markers";
import type { AttachableNetwork, NetworkFacts } from "./pod-attachments";
import { verifyReading } from "./verify";

/** What every network takes, whatever its technique. */
export interface NetworkAttachmentDefinitionCommonArgs {
    /** Name, namespace, labels and annotations. Default: a name by Pulumi, in the provider's namespace. */
    readonly metadata?: Metadata;
    /** The network's name in the CNI configuration. Default: the NetworkAttachmentDefinition's own. */
    readonly networkName?: string;
    /** The version of the CNI specification. Default: `1.0.0`. */
    readonly cniVersion?: (typeof CNI_VERSIONS)[number];
    /** The nodes that have the network, as a label selector `key=value`; the network resources injector copies it into pods. */
    readonly nodeSelector?: pulumi.Input<string>;
}

/** A network in software: no exception ID. */
export type SoftwareNetworkArgs = SoftwareChoice & {
    /** The plugin's configuration, plain. */
    readonly config: SoftwarePlugin | FreeFormPlugin;
    /** Plugins that are chained behind it, in their order. Default: none. */
    readonly chain?: readonly ChainedPlugin[];
    /** A software device-plugin resource, such as `macvtap.network.kubevirt.io/eth0`. Default: none. */
    readonly resourceName?: pulumi.Input<string>;
};

/** A network that attaches devices of a pool, under an exception. */
export type PoolNetworkArgs<H extends "sriov" | "vdpa" | "smartnic", P> = HardwareChoice<H> & {
    /** The plugin's configuration, plain. */
    readonly config: P;
    /** Plugins that are chained behind it, in their order. Default: none. */
    readonly chain?: readonly DeviceChainedPlugin[];
} & (
        | {
              /**
               * The device-plugin resource of the pool, with its domain: `openshift.io/fast`. While it is not known at
               * preview, the policy pack refuses the network.
               */
              readonly resourceName: pulumi.Input<string>;
              readonly requestedElsewhere?: never;
          }
        | {
              /** True where a resource claim (DRA) allocates the device: then no device plugin has a resource of it. */
              readonly requestedElsewhere: true;
              readonly resourceName?: never;
          }
    );

/** A network that moves a device of the node into the pod, under an exception. */
export type WholeDeviceNetworkArgs = HardwareChoice<"pci-passthrough"> & {
    /** The plugin's configuration, plain. It names the device unless `resourceName` does. */
    readonly config: HostDevicePlugin;
    /** Plugins that are chained behind it, in their order. Default: none. */
    readonly chain?: readonly DeviceChainedPlugin[];
    /** The device-plugin resource that allocates the device. Default: the plugin's configuration names it. */
    readonly resourceName?: pulumi.Input<string>;
};

/** A network of a plugin that is not typed here, under an exception. */
export type FreeFormNetworkArgs = HardwareChoice<
    "sriov" | "vdpa" | "smartnic" | "pci-passthrough" | "accelerator" | "unknown"
> & {
    readonly config: FreeFormPlugin;
    readonly chain?: never;
    readonly resourceName?: pulumi.Input<string>;
};

/** The arguments of a {@link NetworkAttachmentDefinition}: each technique with the plugins that can do it. */
export type NetworkAttachmentDefinitionArgs = NetworkAttachmentDefinitionCommonArgs &
    (
        | SoftwareNetworkArgs
        | PoolNetworkArgs<"sriov", SriovNetworkPlugin>
        | PoolNetworkArgs<"vdpa", VdpaNetworkPlugin>
        | PoolNetworkArgs<"smartnic", SmartnicNetworkPlugin>
        | WholeDeviceNetworkArgs
        | FreeFormNetworkArgs
    );

const TECHNIQUES: readonly Technique[] = [
    "virtio",
    "sriov",
    "vdpa",
    "smartnic",
    "pci-passthrough",
    "accelerator",
    "unknown",
];

const OBJECT = { apiVersion: "k8s.cni.cncf.io/v1", kind: "NetworkAttachmentDefinition" } as const;
const TYPE = `kubernetes:${OBJECT.apiVersion}:${OBJECT.kind}`;

/**
 * A secondary network for pods and virtual machines (`k8s.cni.cncf.io/v1`), as Multus and other meta-plugins read it.
 * In software unless a technique and an exception ID say otherwise.
 *
 * ```ts
 * const blue = new kubernetes.NetworkAttachmentDefinition("blue", {
 *     metadata: { namespace: "apps" },
 *     config: { type: "bridge", bridge: "br1", vlan: 100, ipam: { type: "whereabouts", range: "10.0.0.0/24" } },
 * });
 * const fast = new kubernetes.NetworkAttachmentDefinition("fast", {
 *     metadata: { namespace: "apps" },
 *     technique: "sriov",
 *     exceptionId: "EXC-2026-014",
 *     resourceName: "openshift.io/fast",
 *     config: { type: "sriov", vlan: 200 },
 * });
 * new kubernetes.Deployment("upf", { metadata: { namespace: "apps" }, spec, attachments: [blue, fast] });
 * ```
 *
 * @throws ArgumentError for a technique without its exception ID, an ID without need, a plugin that does not give the
 * technique, and what the plugins themselves would refuse.
 */
export class NetworkAttachmentDefinition extends pulumi.ComponentResource implements AttachableNetwork {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    /** The object's metadata. */
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The object's namespace. */
    public readonly namespace: pulumi.Output<string>;
    /** The network as a pod's annotation selects it: `<namespace>/<name>`, or the name where no namespace was given. */
    public readonly selection: pulumi.Output<string>;
    /** The CNI configuration, as text. */
    public readonly config: pulumi.Output<string>;
    /** The device-plugin resource, if any. */
    public readonly resourceName: pulumi.Output<string | undefined>;
    /** The technique. */
    public readonly technique: Technique;
    /** The exception ID, if the technique needs one. */
    public readonly exceptionId: string | undefined;
    /** What a pod's attachment takes from the network. */
    public readonly attachable: NetworkFacts;

    constructor(name: string, args: NetworkAttachmentDefinitionArgs, opts?: pulumi.ComponentResourceOptions) {
        const { choice, config, metadata, facts } = checkNetwork(name, args);
        super("virtio-first:kubernetes:NetworkAttachmentDefinition", name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            {
                apiVersion: "k8s.cni.cncf.io/v1",
                kind: "NetworkAttachmentDefinition",
                metadata: objectMeta(metadata),
                spec: { config },
            },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.namespace = this.metadata.namespace;
        this.selection = pulumi
            .all([this.name, facts.namespace])
            .apply(([own, namespace]) => (namespace === undefined ? own : `${namespace}/${own}`));
        this.config = pulumi.output(config);
        this.resourceName = pulumi.output(facts.resourceName);
        this.technique = choice.technique;
        this.exceptionId = choice.exceptionId;
        this.attachable = { ...facts, name: this.name, choice };
        this.registerOutputs({
            metadata: this.metadata,
            name: this.name,
            namespace: this.namespace,
            selection: this.selection,
            config: this.config,
            resourceName: this.resourceName,
            technique: this.technique,
            exceptionId: this.exceptionId,
        });
    }
}

/** All that is worked out before anything is registered. */
export interface CheckedNetwork {
    readonly choice: CheckedChoice;
    readonly config: pulumi.Input<string>;
    readonly metadata: Metadata;
    readonly facts: Omit<NetworkFacts, "name" | "choice">;
}

/** Checks the arguments of a network and works out its object. Pure: nothing is registered. */
export function checkNetwork(name: string, args: NetworkAttachmentDefinitionArgs): CheckedNetwork {
    const component = `NetworkAttachmentDefinition "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", `is missing. Give at least config: { type: "bridge", … }.`);
    }
    const choice = checkChoice(component, args, TECHNIQUES);
    const checked = checkConfig(fail, args);
    for (const [argument, value, fault] of [
        ["networkName", args.networkName, words],
        ["cniVersion", args.cniVersion, oneOf(...CNI_VERSIONS)],
    ] as const) {
        const wrong = value === undefined ? undefined : fault(value);
        if (wrong !== undefined) {
            fail(argument, `${wrong}.`);
        }
    }
    const resourceName = checkResource(fail, args, checked, choice);
    const parts = {
        config: args.config,
        chain: args.chain,
        cniVersion: args.cniVersion ?? CNI_VERSION,
        networkName: args.networkName,
    };
    const named = nameForOvn(fail, checked, args.metadata);
    const config = renderConfig(fail, named, parts);
    const metadata = annotate(fail, args, resourceName, choice);
    if (checked.freeForm !== undefined) {
        verifyReading(fail, "config.freeForm", TYPE, { ...OBJECT, metadata, spec: { config } }, [choice]);
    }
    return {
        choice,
        config,
        metadata,
        facts: {
            namespace: namespaceOf(args.metadata),
            resourceName,
            capabilities: capabilitiesOf(checked),
        },
    };
}

/** The resource name, checked at once where it is plain and once it is known otherwise. */
function checkResource(
    fail: Fail,
    args: NetworkAttachmentDefinitionArgs,
    checked: CheckedConfig,
    choice: CheckedChoice,
): pulumi.Input<string> | undefined {
    const { resourceName, requestedElsewhere } = args as {
        readonly resourceName?: pulumi.Input<string>;
        readonly requestedElsewhere?: unknown;
    };
    if (requestedElsewhere !== undefined && requestedElsewhere !== true) {
        fail("requestedElsewhere", "must be true, or left out.");
    }
    if (requestedElsewhere === true && !needsException(choice.technique)) {
        fail("requestedElsewhere", "is not accepted for a network in software, which takes no device; leave it out.");
    }
    if (requestedElsewhere === true && resourceName !== undefined) {
        fail(
            "requestedElsewhere",
            "is not accepted beside resourceName: a claim allocates the device, or a device plugin does. Leave one out.",
        );
    }
    if (resourceName === undefined) {
        checkTechnique(fail, checked, choice, undefined, requestedElsewhere === true);
        return undefined;
    }
    return mapInput(resourceName, (resource) => {
        const fault = resourceNameFault(resource);
        if (fault !== undefined) {
            return fail("resourceName", `${fault}.`);
        }
        checkTechnique(fail, checked, choice, resource);
        return resource;
    });
}

/** OVN-Kubernetes wants to be told which object it is; that can be filled in where metadata is plain. */
function nameForOvn(fail: Fail, checked: CheckedConfig, metadata: Metadata | undefined): CheckedConfig {
    const [main, ...behind] = checked.plugins;
    if (main?.["type"] !== "ovn-k8s-cni-overlay" || main["netAttachDefName"] !== undefined) {
        return checked;
    }
    const { namespace, name } = isPlainObject(metadata) ? metadata : { namespace: undefined, name: undefined };
    if (typeof namespace !== "string" || typeof name !== "string") {
        return fail(
            "config.netAttachDefName",
            `is missing: OVN-Kubernetes compares it with the object. Give "<namespace>/<name>", or plain metadata.namespace and metadata.name.`,
        );
    }
    return { ...checked, plugins: [{ ...main, netAttachDefName: `${namespace}/${name}` }, ...behind] };
}

function annotate(
    fail: Fail,
    args: NetworkAttachmentDefinitionArgs,
    resourceName: pulumi.Input<string> | undefined,
    choice: CheckedChoice,
): Metadata {
    const own: Record<string, pulumi.Input<string>> = {
        ...(resourceName === undefined ? {} : { [annotationKeys.resourceName]: resourceName }),
        ...(args.nodeSelector === undefined ? {} : { [annotationKeys.nodeSelector]: args.nodeSelector }),
    };
    const checked = mapInput(args.metadata, (metadata) => {
        if (metadata === undefined) {
            return metadata;
        }
        return {
            ...metadata,
            annotations: mapInput(metadata.annotations, (there) => {
                if (there?.[annotationKeys.resourceName] !== undefined) {
                    fail(
                        "metadata.annotations",
                        `holds ${annotationKeys.resourceName}, which decides about the technique; give it as resourceName.`,
                    );
                }
                return there;
            }),
        };
    });
    return markMetadata(
        withAnnotations(checked, own, (_, added) => added),
        [choice],
    );
}

/** What a pod may ask of the network: all that one of its plugins declares. OVN and free forms read wishes by themselves. */
function capabilitiesOf({ plugins, freeForm }: CheckedConfig): Capabilities | undefined {
    const readsWishes = ["ovn-k8s-cni-overlay", "kube-ovn"];
    if (freeForm !== undefined || plugins.some((plugin) => readsWishes.includes(String(plugin["type"])))) {
        return undefined;
    }
    return Object.assign({}, ...plugins.map((plugin) => plugin["capabilities"] ?? {})) as Capabilities;
}
