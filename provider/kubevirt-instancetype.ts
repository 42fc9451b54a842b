import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../components/child-options";
import {
    checkInstancetype,
    type InstancetypeArgs,
    VirtualMachineClusterInstancetype,
    VirtualMachineInstancetype,
} from "../components/kubevirt/instancetype";
import type { FreeForm, KubernetesMetadata } from "./kubernetes-metadata";
import type { KubevirtDevice } from "./kubevirt-device";

/** The arguments of an instance type. */
export interface KubevirtInstancetypeArgs {
    /** Name, namespace, labels and annotations; an instance type of the cluster has no namespace. */
    metadata?: KubernetesMetadata;
    /** The spec as KubeVirt has it: cpu, memory and so on, without what stands beside it here. */
    spec: FreeForm;
    /** Devices of the node that every machine of the type gets. Each machine needs an exception of its own. Default: none. */
    hostDevices?: KubevirtDevice[];
    /** GPUs that every machine of the type gets. Default: none. */
    gpus?: KubevirtDevice[];
}

/** An instance type of a namespace. */
export class KubevirtVirtualMachineInstancetype extends pulumi.ComponentResource {
    /** The object's name: what a machine's instancetype names. */
    public readonly name: pulumi.Output<string>;

    constructor(name: string, args: KubevirtInstancetypeArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as InstancetypeArgs;
        checkInstancetype("KubevirtVirtualMachineInstancetype", name, typed);
        super("virtio-first:index:KubevirtVirtualMachineInstancetype", name, {}, opts);
        this.name = new VirtualMachineInstancetype(name, typed, childOptions(this, opts)).name;
        this.registerOutputs({ name: this.name });
    }
}

/** An instance type of the whole cluster. */
export class KubevirtVirtualMachineClusterInstancetype extends pulumi.ComponentResource {
    /** The object's name: what a machine's instancetype names. */
    public readonly name: pulumi.Output<string>;

    constructor(name: string, args: KubevirtInstancetypeArgs, opts?: pulumi.ComponentResourceOptions) {
        const typed = args as unknown as InstancetypeArgs;
        checkInstancetype("KubevirtVirtualMachineClusterInstancetype", name, typed);
        super("virtio-first:index:KubevirtVirtualMachineClusterInstancetype", name, {}, opts);
        this.name = new VirtualMachineClusterInstancetype(name, typed, childOptions(this, opts)).name;
        this.registerOutputs({ name: this.name });
    }
}
