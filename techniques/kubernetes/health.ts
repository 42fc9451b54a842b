import type { PodFacet } from "./facets";
import type { PodDevices } from "./pod-devices";
import type { Joining } from "./joining";
import { isNetworkHardware } from "./techniques";

/** Advice on a pod with hardware: what will not work as it stands, or not perform. */
export function noticePodHealth(pod: PodFacet, state: PodDevices, joining: Joining): void {
    noticeCounts(pod, state, joining);
    if (pod.partial) {
        return;
    }
    if (state.devices.some(isNetworkHardware) && pod.pinned() === false) {
        joining.notice(
            "cpu-not-pinned",
            pod.path,
            "The pod has a network device, and no CPUs of its own. Give every container equal requests and limits for " +
                "cpu and memory, with a whole number of CPUs, so that the kubelet can place both on one NUMA node.",
        );
    }
    if (state.pools.some(({ driver, vhost }) => driver === "vfio" || vhost) && pod.hugePages() === false) {
        joining.notice(
            "huge-pages-missing",
            pod.path,
            "The pod takes a device that is used from user space (vfio or vhost), and requests no huge pages. " +
                "Add hugepages-1Gi or hugepages-2Mi to its limits.",
        );
    }
}

/** Advice where the networks of a pod and the devices that it requests do not fit. */
function noticeCounts(pod: PodFacet, state: PodDevices, joining: Joining): void {
    for (const { use, request } of state.networks) {
        if (request === undefined && pod.claims.length === 0 && !pod.partial) {
            joining.notice(
                "annotation-without-request",
                use.reference.path,
                "The network hands on a device, and no container requests one of its resource. " +
                    "Add the resource to the limits of a container, unless an injector of the cluster does.",
            );
        }
    }
    for (const { request, attachment, taken, devices, found } of state.requests) {
        if (taken > 0 && request.count !== undefined && request.count !== taken) {
            joining.notice(
                "request-count-differs",
                attachment.path,
                `The pod requests ${request.count} of a resource, and its networks take ${taken}. Make the numbers equal.`,
            );
        }
        const network = isNetworkHardware(devices[0] ?? found.devices[0] ?? attachment.techniques);
        const userSpace = found.pools.some(({ driver }) => driver === "vfio");
        if (taken === 0 && network && !userSpace && !state.blind && !pod.partial) {
            joining.notice(
                "request-without-annotation",
                attachment.path,
                "The pod requests a network device, and joins no network that configures it. Add the network to the " +
                    "annotation k8s.v1.cni.cncf.io/networks, unless the workload drives the device itself.",
            );
        }
    }
}
