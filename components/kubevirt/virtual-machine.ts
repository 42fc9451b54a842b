import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { type Fail, failer, flag, shown } from "../checks";
import { childOptions } from "../child-options";
import { isPlainObject, mapInput } from "../inputs";
import { markMetadata, type Metadata, namespaceOf, objectMeta } from "../kubernetes/markers";
import { checkClaims, type PodClaim } from "../kubernetes/pod-devices";
import type { DomainSpec } from "./api/domain";
import type { VirtualMachineInstanceSpec, VirtualMachineInstanceTemplateSpec, VirtualMachineSpec } from "./api/machine";
import { type CheckedDevices, checkDeviceList, type Gpu, type HostDevice } from "./devices";
import { type CheckedInterfaces, checkInterfaces } from "./interface-checks";
import type { VirtualMachineInterface } from "./interfaces";
import { checkMachine } from "./machine-rules";
import { checkMatchers, type InstancetypeChoice, type PreferenceChoice } from "./matchers";

/** A claim of a machine: components bring their techniques and exception IDs along, names need them. */
export type MachineClaim = PodClaim & { readonly request?: never; readonly containers?: never };

/** The arguments of a {@link VirtualMachine}. */
export interface VirtualMachineArgs {
    readonly metadata?: Metadata;
    /** The machine as KubeVirt has it, without what stands beside it here. */
    readonly spec: VirtualMachineSpec;
    /**
     * The interfaces, each with its network. An empty list: none. Default: one on the cluster's own network, by
     * masquerade, with a virtio NIC.
     */
    readonly interfaces?: readonly VirtualMachineInterface[];
    /** Devices of the node that the guest gets as a whole, under an exception. Default: none. */
    readonly hostDevices?: readonly HostDevice[];
    /** GPUs, under an exception or approved. Default: none. */
    readonly gpus?: readonly Gpu[];
    /** Claims of Dynamic Resource Allocation that interfaces, host devices and GPUs name. Default: none. */
    readonly claims?: readonly MachineClaim[];
    /** An instance type; one of our own brings techniques and exception IDs along. Default: none. */
    readonly instancetype?: InstancetypeChoice;
    /** A preference. Default: none. */
    readonly preference?: PreferenceChoice;
    /** True: the exception marker is set on the template too. The one on the machine is always set, and counts. Default: false. */
    readonly markTemplate?: boolean;
}

const OBJECT = { apiVersion: "kubevirt.io/v1", kind: "VirtualMachine" } as const;

/**
 * A virtual machine of KubeVirt (`kubevirt.io/v1`). Its NICs are virtio unless a technique and an exception ID say
 * otherwise.
 *
 * ```ts
 * new kubevirt.VirtualMachine("router", {
 *     metadata: { namespace: "apps" },
 *     spec: {
 *         runStrategy: "Always",
 *         template: { spec: { domain: { cpu: { cores: 4 }, memory: { guest: "8Gi" }, devices: {} } } },
 *     },
 *     interfaces: [
 *         { name: "default" },
 *         { name: "blue", network: blue },
 *         { name: "fast", network: { name: "fast" }, binding: "sriov", technique: "sriov", exceptionId: "EXC-2026-014" },
 *     ],
 * });
 * ```
 *
 * @throws ArgumentError for an interface or device without the ground that it needs, and for what KubeVirt's own
 * admission would refuse.
 */
export class VirtualMachine extends pulumi.ComponentResource {
    /** The machine itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    public readonly namespace: pulumi.Output<string>;

    constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        const { choices, spec } = checkVirtualMachine(`VirtualMachine "${name}"`, args);
        super("virtio-first:kubevirt:VirtualMachine", name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            { ...OBJECT, metadata: objectMeta(markMetadata(args.metadata, choices)), spec },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.namespace = this.metadata.namespace;
        this.registerOutputs({ metadata: this.metadata, name: this.name, namespace: this.namespace });
    }
}

/** All that is worked out before anything is registered. */
export interface CheckedVirtualMachine {
    readonly choices: readonly CheckedChoice[];
    readonly spec: pulumi.Input<Record<string, unknown>>;
}

/** Checks the arguments of a machine and works out its spec. Pure: nothing is registered. */
export function checkVirtualMachine(component: string, args: VirtualMachineArgs): CheckedVirtualMachine {
    const fail = failer(component);
    const given: unknown = args;
    if (!isPlainObject(given) || !isPlainObject(given["spec"])) {
        return fail(
            "spec",
            `must be a plain object with runStrategy and template, and is ${shown(isPlainObject(given) ? given["spec"] : given)}.`,
        );
    }
    const faulty = args.markTemplate === undefined ? undefined : flag(args.markTemplate);
    if (faulty !== undefined) {
        fail("markTemplate", `${faulty}.`);
    }
    const claims = checkClaims(component, fail, args.claims);
    const names = claims.map((claim) => claim.name);
    const attached: Attached = {
        interfaces: checkInterfaces(component, fail, args.interfaces, namespaceOf(args.metadata), names),
        hostDevices: checkDeviceList(component, fail, "hostDevices", args.hostDevices, names),
        gpus: checkDeviceList(component, fail, "gpus", args.gpus, names),
        claims: claims.map(({ name, template, claim }) => ({
            name,
            ...(template === undefined ? {} : { resourceClaimTemplateName: template }),
            ...(claim === undefined ? {} : { resourceClaimName: claim }),
        })),
    };
    const matchers = checkMatchers(component, fail, args);
    checkMachine(fail, args.spec, args.instancetype !== undefined);
    const choices = [
        ...attached.interfaces.choices,
        ...attached.hostDevices.choices,
        ...attached.gpus.choices,
        ...claims.flatMap((claim) => claim.choices),
        ...matchers.choices,
    ];
    const template = mapInput(args.spec.template, (known) =>
        attach(fail, known, attached, args.markTemplate === true ? choices : []),
    );
    return { choices, spec: { ...args.spec, ...matchers.spec, template } };
}

/** What is attached to a machine. */
interface Attached {
    readonly interfaces: CheckedInterfaces;
    readonly hostDevices: CheckedDevices;
    readonly gpus: CheckedDevices;
    readonly claims: readonly Readonly<Record<string, unknown>>[];
}

/** Puts interfaces, networks, devices and claims where KubeVirt has them; the rest stays as it is and where it is. */
function attach(
    fail: Fail,
    template: VirtualMachineInstanceTemplateSpec,
    { interfaces, hostDevices, gpus, claims }: Attached,
    choices: readonly CheckedChoice[],
): Record<string, unknown> {
    const argument = "spec.template.spec";
    const none = interfaces.interfaces.length === 0;
    const devices = {
        ...(none ? { autoattachPodInterface: false } : { interfaces: interfaces.interfaces }),
        ...(hostDevices.devices.length === 0 ? {} : { hostDevices: hostDevices.devices }),
        ...(gpus.devices.length === 0 ? {} : { gpus: gpus.devices }),
    };
    return {
        ...template,
        ...(choices.length === 0 ? {} : { metadata: markMetadata(template.metadata, choices) }),
        spec: mapInput(template.spec as pulumi.Input<VirtualMachineInstanceSpec>, (instance) => {
            refuseRaw(fail, instance, argument, { networks: "interfaces", resourceClaims: "claims" });
            return {
                ...instance,
                ...(none ? {} : { networks: interfaces.networks }),
                ...(claims.length === 0 ? {} : { resourceClaims: claims }),
                domain: mapInput(instance.domain, (domain: DomainSpec) => ({
                    ...domain,
                    devices: mapInput(domain.devices, (there) => {
                        refuseRaw(fail, there, `${argument}.domain.devices`, {
                            interfaces: "interfaces",
                            hostDevices: "hostDevices",
                            gpus: "gpus",
                        });
                        return { ...there, ...devices };
                    }),
                })),
            };
        }),
    };
}

/** Fails where something is written into the machine itself that has a typed argument beside it. */
function refuseRaw(fail: Fail, holder: unknown, path: string, keys: Readonly<Record<string, string>>): void {
    if (!isPlainObject(holder)) {
        fail(path, `is missing, or no object.`);
    }
    for (const [key, argument] of Object.entries(keys)) {
        if (holder[key] !== undefined) {
            fail(`${path}.${key}`, `is not accepted here: give it as ${argument}, beside spec.`);
        }
    }
}
