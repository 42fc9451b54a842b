import * as k8s from "@pulumi/kubernetes";

/**
 * The resources of Dynamic Resource Allocation in the SDK that is installed.
 *
 * @throws If the SDK is older than the API, `resource.k8s.io/v1` (Kubernetes 1.34).
 */
export function resourceApi(): typeof k8s.resource.v1 {
    const api: typeof k8s.resource.v1 | undefined = (k8s.resource as { v1?: typeof k8s.resource.v1 } | undefined)?.v1;
    if (api === undefined) {
        throw new Error(
            "this @pulumi/kubernetes has no resource.k8s.io/v1 (Kubernetes 1.34), which device classes and claims are made of: install a newer one.",
        );
    }
    return api;
}
