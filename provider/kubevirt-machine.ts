import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import { checkVirtualMachine, VirtualMachine, type VirtualMachineArgs } from "../components/kubevirt/virtual-machine";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";

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

/** A device of a node that the guest gets. */
export interface KubevirtDevice {
    /** The device's name, unique in the machine. */
    name: string;
    /** The resource under which the KubeVirt object permits it, such as `example.com/nvme`. */
    deviceName: pulumi.Input<string>;
    /** Plain: `pci-passthrough` for a host device, `accelerator` for a GPU. */
    technique: string;
    /** The exception ID, plain. */
    exceptionId?: string;
    /** True, in place of an exception ID: a GPU that the policy pack's config approves. */
    approved?: boolean;
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
