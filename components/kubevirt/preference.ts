import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { interfaceModel } from "../../techniques/kubevirt/interface-models";
import { checkChoice, type SoftwareChoice } from "../choice";
import { failer, shown } from "../checks";
import { childOptions } from "../child-options";
import { isPending, isPlainObject, mapInput } from "../inputs";
import { type Metadata, objectMeta } from "../kubernetes/markers";
import type { VirtualMachinePreferenceSpec } from "./api/instancetype";
import type { EmulatedModel } from "./interfaces";

/** The arguments of a {@link VirtualMachinePreference}. */
export type PreferenceArgs = {
    readonly metadata?: Metadata;
    /** The preference as KubeVirt has it, without the NIC model. Default: it prefers nothing but the NIC model. */
    readonly spec?: VirtualMachinePreferenceSpec;
} & (
    | (SoftwareChoice & {
          /** The NIC model of machines that name none. Default: `virtio`. */
          readonly preferredInterfaceModel?: "virtio";
      })
    | {
          /** An emulated NIC for machines that name none; the policy pack says so. */
          readonly technique: "emulated";
          readonly preferredInterfaceModel: EmulatedModel;
          readonly exceptionId?: never;
          readonly approved?: never;
      }
);

/** A preference, in a namespace or for the whole cluster. */
export abstract class Preference extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** The kind, as machines name it. */
    public readonly kind: string;

    protected constructor(
        kind: string,
        name: string,
        args: PreferenceArgs,
        opts: pulumi.ComponentResourceOptions | undefined,
    ) {
        const component = `${kind} "${name}"`;
        const fail = failer(component);
        const given: unknown = args;
        if (!isPlainObject(given)) {
            fail("args", `must be an object.`);
        }
        const { technique } = checkChoice(component, args, ["virtio", "emulated"]);
        const model: unknown = args.preferredInterfaceModel ?? "virtio";
        if (isPending(model) || typeof model !== "string" || interfaceModel(model) === undefined) {
            fail("preferredInterfaceModel", `must be one of KubeVirt's NIC models, plain, and is ${shown(model)}.`);
        }
        if (interfaceModel(model as string) !== technique) {
            fail(
                "preferredInterfaceModel",
                technique === "virtio"
                    ? `is ${shown(model)}, an emulated NIC: add technique: "emulated", or leave the model out for virtio.`
                    : `is virtio with technique "emulated": name the emulated NIC, such as "e1000e", or leave technique out.`,
            );
        }
        if (isPlainObject(args.spec?.devices) && args.spec.devices["preferredInterfaceModel"] !== undefined) {
            fail("spec.devices.preferredInterfaceModel", `is not accepted here: give it beside spec.`);
        }
        super(`virtio-first:kubevirt:${kind}`, name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            {
                apiVersion: "instancetype.kubevirt.io/v1beta1",
                kind,
                metadata: objectMeta(args.metadata),
                spec: {
                    ...args.spec,
                    devices: mapInput(args.spec?.devices, (devices) => ({
                        ...devices,
                        preferredInterfaceModel: model,
                    })),
                },
            },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.kind = kind;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}

/**
 * A preference of a namespace (`instancetype.kubevirt.io/v1beta1`): what machines get that leave something open. The NIC
 * model that it prefers is virtio, unless an emulated one is asked for by name.
 *
 * @throws ArgumentError for an emulated NIC that is not asked for as such.
 */
export class VirtualMachinePreference extends Preference {
    constructor(name: string, args: PreferenceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("VirtualMachinePreference", name, args, opts);
    }
}

/**
 * A preference of the whole cluster. See {@link VirtualMachinePreference}.
 *
 * @throws ArgumentError for an emulated NIC that is not asked for as such.
 */
export class VirtualMachineClusterPreference extends Preference {
    constructor(name: string, args: PreferenceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("VirtualMachineClusterPreference", name, args, opts);
    }
}
