import type { Attachment, Reference, Role } from "../reading";
import type { UNKNOWN } from "../value";
import type { Techniques } from "./techniques";

/** A network that pods can join by name: a network attachment definition, or an object from which one is made. */
export interface NetworkFacet {
    readonly name: string | typeof UNKNOWN | undefined;
    readonly namespace: string | typeof UNKNOWN | undefined;
    /** What joining it brings, before its pool is looked up. Empty: nothing of its own (only chained plugins). */
    readonly attachments: readonly Attachment[];
    readonly role: Role;
    /** The device-plugin resource that it names; `UNKNOWN` if it cannot be known. */
    readonly resource: ResourceName | typeof UNKNOWN | undefined;
    /** True if that resource is a device, as far as its name tells. */
    readonly givesDevice: boolean;
    /** Where the resource is named. */
    readonly resourcePath: string;
    /** The plugin that does not work without a device, where the network names no resource to take one from. */
    readonly lacking?: { readonly path: string; readonly evidence: string };
    /** True for a patch that leaves the configuration as it was: it shows what it adds, and settles nothing. */
    readonly partial?: boolean;
    /** True for a network of the whole cluster, which pods of any namespace may join. */
    readonly everywhere?: boolean;
}

/** The name of a device-plugin resource. */
export interface ResourceName {
    /** The whole name, such as `openshift.io/sriov_a`. */
    readonly name: string;
    /** True where the prefix is an operator's default, which its deployment may have changed. */
    readonly prefixAssumed: boolean;
}

/** A network that a pod joins. */
export interface NetworkUse {
    readonly reference: Reference;
    /** True if the pod names the device itself (`deviceID`). */
    readonly namesDevice: boolean;
    /** True for the network that takes the place of the cluster's own. */
    readonly isDefault: boolean;
}

/** A device-plugin resource that a pod requests. */
export interface ResourceRequest {
    readonly reference: Reference;
    readonly name: string;
    /** How many; `undefined` where the number cannot be known or read. */
    readonly count: number | undefined;
    /** What was read of it from the pod alone; `undefined` where it is nothing. */
    readonly attachment: Attachment | undefined;
}

/** A resource claim, or a template of one, that a pod or machine names. */
export interface ClaimUse {
    readonly reference: Reference;
    readonly attachment: Attachment;
}

/** What pods made from one template join, request and need to perform. */
export interface PodFacet {
    /** The path of the pod template's spec. */
    readonly path: string;
    readonly networks: readonly NetworkUse[];
    readonly requests: readonly ResourceRequest[];
    readonly claims: readonly ClaimUse[];
    readonly volumes: readonly Reference[];
    /** True if each container has whole, exclusive CPUs and the pod is Guaranteed; `undefined` if it cannot be told. */
    readonly pinned: () => boolean | undefined;
    /** True if huge pages are requested; `undefined` if it cannot be told. */
    readonly hugePages: () => boolean | undefined;
    /** True for a patch or a fragment, which says nothing of what it leaves out. */
    readonly partial: boolean;
}

/** A pool of devices that a resource name stands for. */
export interface PoolFacet {
    /** Names as definitions hold them: whole names, and `*` in place of an assumed prefix. */
    readonly names: readonly string[];
    readonly techniques: Techniques;
    /** The driver that its devices are bound to, where that matters to their users. */
    readonly driver: "kernel" | "vfio" | "unknown";
    /** True if devices are used through vhost (a character device instead of a network device). */
    readonly vhost: boolean;
    readonly path: string;
}

/** One request of a claim. */
export interface ClaimRequest {
    readonly reference: Reference | undefined;
    /** What was read of it from the claim alone; `undefined` where it is no network or accelerator device. */
    readonly attachment: Attachment | undefined;
    /** True if the claim itself tells what the device is, whatever its class says. */
    readonly decided: boolean;
    /** The driver whose software interface the claim's configuration asks for, if the class lets that driver through. */
    readonly softwareWith?: string;
}

/** A resource claim or claim template. */
export interface ClaimFacet {
    readonly kind: "claim" | "claim-template";
    readonly name: string | typeof UNKNOWN | undefined;
    readonly namespace: string | typeof UNKNOWN | undefined;
    readonly requests: readonly ClaimRequest[];
    /** Networks that its configuration runs on the device. */
    readonly networks: readonly Reference[];
    /** True for a patch that leaves the requests as they were: it settles nothing. */
    readonly partial?: boolean;
}

/** A device class, or the older resource class. */
export interface DeviceClassFacet {
    readonly name: string | typeof UNKNOWN | undefined;
    /** What it offers; several where its selectors let devices of several kinds through. */
    readonly attachments: readonly Attachment[];
    /** The drivers whose devices its selectors let through; `undefined` for one that our tables do not know. */
    readonly drivers: readonly (string | undefined)[];
    /** True if it is no network or accelerator device. */
    readonly none: boolean;
    readonly resources: readonly string[];
    /** True for a patch that leaves the selectors as they were: it settles nothing. */
    readonly partial?: boolean;
    /** Networks that its configuration runs on the device. */
    readonly networks: readonly Reference[];
}

/** One interface of a virtual machine. */
export interface MachineInterface {
    readonly attachment: Attachment | undefined;
    /** The binding's word, or `undefined` where there is none. */
    readonly binding: string | undefined;
    readonly path: string;
    /** The network attachment definition that it is connected to, if any. */
    readonly network: Reference | undefined;
    /** The binding plugin, if any. */
    readonly plugin: Reference | undefined;
}

/** An instance type or preference that a machine takes. */
export interface ShapeReference extends Reference {
    /** True where a revision is named, which counts before the name: what has that name now proves nothing. */
    readonly revised?: true;
}

/** A KubeVirt virtual machine. */
export interface MachineFacet {
    readonly path: string;
    readonly interfaces: readonly MachineInterface[];
    readonly requests: readonly ResourceRequest[];
    readonly claims: readonly ClaimUse[];
    readonly sources: readonly ShapeReference[];
    /** True if it has CPUs of its own; `undefined` if it cannot be told. */
    readonly pinned: boolean | undefined;
    readonly partial: boolean;
}

/** A binding plugin that the KubeVirt object registers. */
export interface BindingFacet {
    readonly name: string;
    /** What its registration shows of its interfaces; `undefined` for nothing. */
    readonly techniques: Techniques | undefined;
}
