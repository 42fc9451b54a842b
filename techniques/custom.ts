/**
 * Telling a custom resource from a component where the engine does not say: a policy is given the provider of custom
 * resources only, and may be given none even for those. A component is never judged by the shape of its arguments.
 */

import { remembered } from "./memo";

/** Components of the Kubernetes SDK: their children are registered, and judged, one by one. */
const KUBERNETES_COMPONENT =
    /^kubernetes:(yaml|yaml\/v2|kustomize|kustomize\/v2):|^kubernetes:helm\.sh\/v[0-9]+:Chart$/;

/** Tokens that only custom resources have: bridged providers, children of Terraform modules, dynamic resources. */
const CUSTOM_TOKEN = [
    /^kubernetes:/,
    /^openstack:/,
    /^[^:]+:[^:]*\/[a-z][A-Za-z0-9]*:[A-Z][A-Za-z0-9]*$/,
    /^[^:]+:tf:/,
    /^pulumi-(nodejs|python):dynamic/,
    /^command:/,
];

/**
 * True for a custom resource.
 *
 * @param type The type token.
 * @param hasProvider True if the source names the resource's provider, which components never have.
 */
export function isCustom(type: string, hasProvider: boolean): boolean {
    return toldByToken(type) ?? hasProvider;
}

/** What the token alone says; `undefined` where it leaves both open. */
const toldByToken = remembered((type): boolean | undefined => {
    if (KUBERNETES_COMPONENT.test(type) || type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) {
        return false;
    }
    return CUSTOM_TOKEN.some((token) => token.test(type)) ? true : undefined;
});
