import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { Technique } from "../../techniques/technique";
import { adoptedOptions, type AdoptionOptions, componentOptions } from "./adoption";
import type { ImageArgs } from "./image-args";
import type { KeyMap } from "./key-markers";
import { imageProperties } from "./image-properties";

/**
 * An image that says which NICs its machines have: virtio, unless a technique says otherwise.
 *
 * ```ts
 * const source = { containerFormat: "bare", diskFormat: "qcow2", imageSourceUrl: "https://cloud.debian.org/…" };
 * const debian = new openstack.Image("debian", { ...source, multiqueue: true });
 * // On VMware, where a machine has an emulated NIC unless its image says more:
 * const appliance = new openstack.Image("appliance", { ...source, diskFormat: "vmdk", technique: "vmxnet3" });
 * // For a guest without a driver for virtio; no exception, but the policy pack advises against it:
 * const old = new openstack.Image("old", { ...source, technique: "emulated", nicModel: "e1000" });
 * ```
 *
 * The model has no effect on ports that are devices themselves. Source: Nova, "Image properties" (`hw_vif_model`), and
 * `network/model.py`.
 *
 * @throws ArgumentError for a technique that an image cannot choose, SR-IOV without its exception ID, and a NIC model by
 * hand, before anything is registered.
 */
export class Image extends pulumi.ComponentResource {
    /** The image itself. */
    public readonly image: openstack.images.Image;
    /** The image's ID. */
    public readonly imageId: pulumi.Output<string>;
    /** The image's name in Glance. */
    public readonly imageName: pulumi.Output<string>;
    /** All properties, the marker and those that Glance writes included. */
    public readonly properties: openstack.images.Image["properties"];
    /** The technique of its machines' NICs. */
    public readonly technique: Technique;
    /** The exception ID, if the technique needs one. It covers the image, not its machines. */
    public readonly exceptionId: string | undefined;

    constructor(name: string, args: ImageArgs, opts?: AdoptionOptions) {
        const { choice, properties } = imageProperties(`Image "${name}"`, args);
        super("virtio-first:openstack:Image", name, recorded(args), componentOptions(opts));
        this.image = new openstack.images.Image(name, passedOn(args, properties), adoptedOptions(this, opts));
        this.imageId = this.image.id;
        this.imageName = this.image.name;
        this.properties = this.image.properties;
        this.technique = choice.technique;
        this.exceptionId = choice.exceptionId;
        this.registerOutputs({
            imageId: this.imageId,
            imageName: this.imageName,
            technique: this.technique,
            exceptionId: this.exceptionId,
        });
    }
}

/** Arguments that are not Glance's own. */
const OURS: ReadonlySet<string> = new Set([
    "technique",
    "exceptionId",
    "approved",
    "nicModel",
    "multiqueue",
    "packedRings",
    "imageName",
    "properties",
]);

/** What Glance is given: its own arguments as they are, and the properties as worked out. */
function passedOn(args: ImageArgs, properties: KeyMap): openstack.images.ImageArgs {
    const own = Object.fromEntries(Object.entries(args).filter(([argument]) => !OURS.has(argument)));
    return { ...(own as unknown as openstack.images.ImageArgs), name: args.imageName, properties };
}

/** The arguments as the engine records them: the password stays a secret. */
function recorded(args: ImageArgs): pulumi.Inputs {
    const { imageSourcePassword, ...rest } = args;
    return {
        ...rest,
        ...(imageSourcePassword !== undefined && { imageSourcePassword: pulumi.secret(imageSourcePassword) }),
    };
}
