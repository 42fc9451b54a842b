import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { failer, shown } from "../checks";
import { childOptions } from "../child-options";
import { isPlainObject } from "../inputs";
import { markMetadata, type Metadata, objectMeta } from "../kubernetes/markers";
import type { VirtualMachineInstancetypeSpec } from "./api/instancetype";
import { checkDeviceList, type Gpu, type HostDevice } from "./devices";
import { checkInstancetypeSpec } from "./instancetype-rules";

/** A host device that an instance type gives: by resource, since claims are a machine's own. */
export type InstancetypeHostDevice = Extract<HostDevice, { readonly claim?: never }>;
/** A GPU that an instance type gives: by resource, since claims are a machine's own. */
export type InstancetypeGpu = Extract<Gpu, { readonly claim?: never }>;

/** The arguments of a {@link VirtualMachineInstancetype}. */
export interface InstancetypeArgs {
    readonly metadata?: Metadata;
    /** CPU, memory and so on, without what stands beside it here. */
    readonly spec: VirtualMachineInstancetypeSpec;
    /** Devices of the node that every machine of the type gets, under an exception. Default: none. */
    readonly hostDevices?: readonly InstancetypeHostDevice[];
    /** GPUs that every machine of the type gets, under an exception or approved. Default: none. */
    readonly gpus?: readonly InstancetypeGpu[];
}

/** An instance type, in a namespace or for the whole cluster. */
export abstract class Instancetype extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** The kind, as machines name it. */
    public readonly kind: string;
    /** What its users rest on. */
    public readonly choices: readonly CheckedChoice[];

    protected constructor(
        kind: string,
        name: string,
        args: InstancetypeArgs,
        opts: pulumi.ComponentResourceOptions | undefined,
    ) {
        const { spec, choices } = checkInstancetype(kind, name, args);
        super(`virtio-first:kubevirt:${kind}`, name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            {
                apiVersion: "instancetype.kubevirt.io/v1beta1",
                kind,
                metadata: objectMeta(markMetadata(args.metadata, choices)),
                spec,
            },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.kind = kind;
        this.choices = choices;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}

/** An instance type's spec and what its users rest on. */
export interface CheckedInstancetype {
    readonly spec: Readonly<Record<string, unknown>>;
    readonly choices: readonly CheckedChoice[];
}

/** Checks the arguments of an instance type and works out its spec. Pure: nothing is registered. */
export function checkInstancetype(kind: string, name: string, args: InstancetypeArgs): CheckedInstancetype {
    const component = `${kind} "${name}"`;
    const fail = failer(component);
    const given: unknown = args;
    if (!isPlainObject(given) || !isPlainObject(given["spec"])) {
        fail(
            "spec",
            `must be a plain object with cpu and memory, and is ${shown(isPlainObject(given) ? given["spec"] : given)}.`,
        );
    }
    const hostDevices = checkDeviceList(component, fail, "hostDevices", args.hostDevices, undefined);
    const gpus = checkDeviceList(component, fail, "gpus", args.gpus, undefined);
    checkInstancetypeSpec(fail, args.spec);
    const choices = [...hostDevices.choices, ...gpus.choices];
    const spec = {
        ...args.spec,
        ...(hostDevices.devices.length === 0 ? {} : { hostDevices: hostDevices.devices }),
        ...(gpus.devices.length === 0 ? {} : { gpus: gpus.devices }),
    };
    return { spec, choices };
}

/**
 * An instance type of a namespace (`instancetype.kubevirt.io/v1beta1`). It offers its devices to every machine that
 * takes it, so they need an exception ID; a machine of our own takes it along.
 *
 * ```ts
 * const big = new kubevirt.VirtualMachineInstancetype("big", {
 *     metadata: { namespace: "apps" },
 *     spec: { cpu: { guest: 8, dedicatedCPUPlacement: true }, memory: { guest: "16Gi", hugepages: { pageSize: "1Gi" } } },
 * });
 * ```
 *
 * @throws ArgumentError for a device without its ground, and for what KubeVirt's own admission would refuse.
 */
export class VirtualMachineInstancetype extends Instancetype {
    constructor(name: string, args: InstancetypeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("VirtualMachineInstancetype", name, args, opts);
    }
}

/**
 * An instance type of the whole cluster. See {@link VirtualMachineInstancetype}.
 *
 * @throws ArgumentError for a device without its ground, and for what KubeVirt's own admission would refuse.
 */
export class VirtualMachineClusterInstancetype extends Instancetype {
    constructor(name: string, args: InstancetypeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("VirtualMachineClusterInstancetype", name, args, opts);
    }
}
