/**
 * Components for Kubernetes: networks, and workloads attached to them.
 *
 * @packageDocumentation
 */
export * from "./apps";
export { attachNetworks, type AttachOptions, markWorkload, type PodTemplate } from "./attach-networks";
export type * from "./cni-plugins";
export type * from "./ipam";
export * from "./jobs";
export * from "./network-attachment-definition";
export * from "./operator-networks";
export * from "./pod";
export type {
    AttachableNetwork,
    AttachmentWishes,
    Bandwidth,
    NamedHardwareAttachment,
    NamedSoftwareAttachment,
    NetworkFacts,
    OwnNetworkAttachment,
    PodAttachment,
    PortMapping,
} from "./pod-attachments";
export type { WorkloadNetworks } from "./workload";
export * from "./sriov-node-policy";
