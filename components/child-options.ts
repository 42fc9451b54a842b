import * as pulumi from "@pulumi/pulumi";

/**
 * The options of the one resource that a thin component stands for. Provider and protection come from the parent by
 * themselves; what the engine does not hand down is handed down here, so that `ignoreChanges` or `customTimeouts` on
 * the component mean what they mean on the resource.
 */
export function childOptions(
    parent: pulumi.ComponentResource,
    opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions {
    return {
        parent,
        dependsOn: opts?.dependsOn,
        ignoreChanges: opts?.ignoreChanges,
        replaceOnChanges: opts?.replaceOnChanges,
        customTimeouts: opts?.customTimeouts,
        retainOnDelete: opts?.retainOnDelete,
        deletedWith: opts?.deletedWith,
    };
}
