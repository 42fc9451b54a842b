import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { checkVirtualMachine, VirtualMachine, type VirtualMachineArgs } from "../components/kubevirt/virtual-machine";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";
import type { KubevirtDevice } from "./kubevirt-device";

/** An interface of a machine: on the cluster's own network, or on a NetworkAttachmentDefinition by its name. */
export interface KubevirtInterface {
    /** The interface's name, unique in the machine. */
    name: string;
    /** The name of the NetworkAttachmentDefinition. Default: the cluster's own network. */
    network?: pulumi.Input<string>;
    /** The namespace of the network, where it is not the machine's own. */
    networkNamespace?: pulumi.Input<string>;
    /** `masquerade`, `bridge` or `passt`; `sriov` with the technique of that name. */
    binding?: string;
    /** Plain: `virtio` (default), `emulated` (then model must be given), or `sriov` under an exception. */
    technique?: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** The NIC's model. Default: `virtio`. */
    model?: string;
    /** The MAC address. */
    macAddress?: pulumi.Input<string>;
    /** At least 1; unique among the machine's disks and interfaces. */
    bootOrder?: pulumi.Input<number>;
    /** `up`, `down` or, on a secondary network, `absent`. */
    state?: string;
}

/** The instance type of a machine, by its name or by the volume that names it. */
export interface KubevirtInstancetypeChoice {
    /** Its name, such as the name of a KubevirtVirtualMachineInstancetype; or inferFromVolume. */
    name?: pulumi.Input<string>;
    /** `VirtualMachineInstancetype`, or the default `VirtualMachineClusterInstancetype`. */
    kind?: string;
    /** The volume whose labels name it; or name. */
    inferFromVolume?: pulumi.Input<string>;
    /** The technique of the devices that it brings, plain. Default: none but virtio. Its own marker does not cover the machine. */
    technique?: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: an accelerator that the policy pack's config approves. */
    approved?: boolean;
}

/** The preference of a machine, by its name or by the volume that names it. */
export interface KubevirtPreferenceChoice {
    /** Its name; or inferFromVolume. */
    name?: pulumi.Input<string>;
    /** `VirtualMachinePreference`, or the default `VirtualMachineClusterPreference`. */
    kind?: string;
    /** The volume whose labels name it; or name. */
    inferFromVolume?: pulumi.Input<string>;
}

/** The arguments of a {@link KubevirtVirtualMachine}. */
export interface KubevirtVirtualMachineArgs {
    /** Name, namespace, labels and annotations. */
    metadata?: KubernetesMetadata;
    /** The spec as KubeVirt has it: runStrategy, template; without what stands beside it here. */
    spec: FreeForm;
    /** The interfaces. An empty list: none. Default: one on the cluster's own network. */
    interfaces?: KubevirtInterface[];
    /** Devices of the node that the guest gets as a whole. Default: none. */
    hostDevices?: KubevirtDevice[];
    /** GPUs. Default: none. */
    gpus?: KubevirtDevice[];
    /** The instance type. Default: none. */
    instancetype?: KubevirtInstancetypeChoice;
    /** The preference. Default: none. */
    preference?: KubevirtPreferenceChoice;
    /** True: the marker is set on the template too. Default: false. */
    markTemplate?: boolean;
}

/** A virtual machine of KubeVirt. Its NICs are virtio unless a technique and an exception ID say otherwise. */
export class KubevirtVirtualMachine extends pulumi.ComponentResource {
    /** The object's name. */
    public readonly name: pulumi.Output<string>;
    /** The object's namespace. */
    public readonly namespace: pulumi.Output<string>;

    constructor(name: string, args: KubevirtVirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = typedArgs(args);
        checkVirtualMachine(`KubevirtVirtualMachine "${name}"`, typed);
        super("virtio-first:index:KubevirtVirtualMachine", name, {}, opts);
        const machine = new VirtualMachine(name, typed, childOptions(this, opts));
        this.name = machine.name;
        this.namespace = machine.namespace;
        this.registerOutputs({ name: this.name, namespace: this.namespace });
    }
}

/** A network by its name is an object in the typed arguments. What is no list or object is left for the checks to refuse. */
function typedArgs(args: KubevirtVirtualMachineArgs): VirtualMachineArgs {
    const { interfaces } = args;
    return {
        ...args,
        ...(Array.isArray(interfaces) && { interfaces: interfaces.map(typedInterface) }),
    } as unknown as VirtualMachineArgs;
}

function typedInterface({ network, networkNamespace, ...rest }: KubevirtInterface): unknown {
    return network === undefined && networkNamespace === undefined
        ? rest
        : {
              ...rest,
              network: { name: network, ...(networkNamespace !== undefined && { namespace: networkNamespace }) },
          };
}
