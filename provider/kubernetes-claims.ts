import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { checkDeviceClass, DeviceClass, type DeviceClassArgs } from "../components/kubernetes/device-class";
import {
    checkClaim,
    ResourceClaimTemplate,
    type ResourceClaimTemplateArgs,
} from "../components/kubernetes/resource-claim";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";

/** A driver's own configuration of its devices. */
export interface KubernetesDriverConfig {
    /** The driver's name. */
    driver: string;
    /** The parameters as the driver takes them, plain. */
    parameters: FreeForm;
    /** The requests of a claim that it is for. Default: all. Not for a class. */
    requests?: string[];
}

/** The arguments of a {@link KubernetesDeviceClass}. */
export interface KubernetesDeviceClassArgs {
    /** Name, labels and annotations; a class has no namespace. */
    metadata?: KubernetesMetadata;
    /** The technique of its devices, plain. */
    technique?: string;
    /** The exception ID, plain. What claims from the class needs its own. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** The driver whose devices are in the class, plain. Default: what the selectors select. */
    driver?: string;
    /** Expressions in CEL that a device must satisfy, all of them, plain. Default: none. */
    selectors?: string[];
    /** Drivers' own configuration. Default: none. */
    config?: KubernetesDriverConfig[];
    /** The resource by which pods reach the class without a claim, such as `example.com/vf`. Default: none. */
    extendedResourceName?: string;
}

/** A class of devices for Dynamic Resource Allocation. */
export class KubernetesDeviceClass extends pulumi.ComponentResource {
    /** The class's name: what a claim's request names. */
    public readonly name: pulumi.Output<string>;

    constructor(name: string, args: KubernetesDeviceClassArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as DeviceClassArgs;
        checkDeviceClass(name, typed);
        super("virtio-first:index:KubernetesDeviceClass", name, {}, opts);
        this.name = new DeviceClass(name, typed, childOptions(this, opts)).name;
        this.registerOutputs({ name: this.name });
    }
}

/** What a claim asks of a class, by its name. */
export interface KubernetesDeviceRequest {
    /** The request's name within the claim. */
    name: string;
    /** The class's name, such as the name of a KubernetesDeviceClass; or firstAvailable. */
    deviceClass?: pulumi.Input<string>;
    /** The technique of the class, plain. Its own marker does not cover the claim. */
    technique?: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** Expressions in CEL that a device must satisfy, all of them, plain. Default: none. */
    selectors?: string[];
    /** How many devices. Default: 1. */
    count?: pulumi.Input<number>;
    /** True: all devices that match, in place of a number. */
    all?: boolean;
    /** True: access for administration, to devices that are in use. */
    adminAccess?: boolean;
    /** Alternatives, the best first, each with a name, a class and a ground of its own; in place of deviceClass. */
    firstAvailable?: KubernetesAlternativeRequest[];
}

/** One of the alternatives of a request. */
export interface KubernetesAlternativeRequest {
    /** The alternative's name. */
    name: string;
    /** The class's name. */
    deviceClass: pulumi.Input<string>;
    /** The technique of the class, plain. */
    technique?: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
    /** Expressions in CEL that a device must satisfy, all of them, plain. Default: none. */
    selectors?: string[];
    /** How many devices. Default: 1. */
    count?: pulumi.Input<number>;
    /** True: all devices that match, in place of a number. */
    all?: boolean;
}

/** The arguments of a {@link KubernetesResourceClaimTemplate}. */
export interface KubernetesResourceClaimTemplateArgs {
    /** Name, namespace, labels and annotations. */
    metadata?: KubernetesMetadata;
    /** What is asked for. */
    requests: KubernetesDeviceRequest[];
    /** Drivers' own configuration. Default: none. */
    config?: KubernetesDriverConfig[];
}

/** A template from which a claim is made for each pod that uses it. */
export class KubernetesResourceClaimTemplate extends pulumi.ComponentResource {
    /** The object's name: what a workload's claim names. */
    public readonly name: pulumi.Output<string>;

    constructor(name: string, args: KubernetesResourceClaimTemplateArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as ResourceClaimTemplateArgs;
        checkClaim("KubernetesResourceClaimTemplate", name, typed);
        super("virtio-first:index:KubernetesResourceClaimTemplate", name, {}, opts);
        this.name = new ResourceClaimTemplate(name, typed, childOptions(this, opts)).name;
        this.registerOutputs({ name: this.name });
    }
}
