import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../child-options";

/** Where a resource stands in the stack today, before a component is put around it. */
export interface FormerPlace {
    /** The name that it is registered under today. Default: the one that the component gives it. */
    readonly name?: string;
    /** The resource that is its parent today. Default: none, so it stands at the root of the stack. */
    readonly parent?: pulumi.Resource;
}

/** Options by which a component takes over a resource that exists already, beside those of every component. */
export interface AdoptionOptions extends pulumi.ComponentResourceOptions {
    /**
     * Takes over a resource that the stack registers today, so that wrapping it changes nothing: `true` where it stands at
     * the root of the stack under the component's name, otherwise where it stands. Default: takes over nothing.
     */
    readonly adopt?: boolean | FormerPlace;
    /** The ID of a resource that exists in the cloud already and is brought under Pulumi. Default: makes a new one. */
    readonly import?: pulumi.ID;
}

function divided(opts: AdoptionOptions | undefined): {
    readonly own: pulumi.ComponentResourceOptions;
    readonly adopt: boolean | FormerPlace | undefined;
    readonly importId: pulumi.ID | undefined;
} {
    const { adopt, import: importId, ...own } = opts ?? {};
    return { own, adopt, importId };
}

/** The options of the component itself, without those that are for its one resource. */
export function componentOptions(opts: AdoptionOptions | undefined): pulumi.ComponentResourceOptions {
    return divided(opts).own;
}

/** The options of the one resource that a component stands for. */
export function adoptedOptions(
    component: pulumi.ComponentResource,
    opts: AdoptionOptions | undefined,
): pulumi.CustomResourceOptions {
    const { own, adopt, importId } = divided(opts);
    return {
        ...childOptions(component, own),
        ...(adopt !== undefined && adopt !== false && { aliases: [formerly(adopt === true ? {} : adopt)] }),
        ...(importId !== undefined && { import: importId }),
    };
}

function formerly({ name, parent }: FormerPlace): pulumi.Alias {
    return { ...(name !== undefined && { name }), parent: parent ?? pulumi.rootStackResource };
}
