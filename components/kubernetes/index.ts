/**
 * Components for Kubernetes: networks, and workloads attached to them.
 *
 * @packageDocumentation
 */
export * from "./apps";
export { attachDevices, attachNetworks, markWorkload, type PodDevices } from "./attach-networks";
export type * from "./cni-plugins";
export type * from "./ipam";
export { CronJob, type CronJobArgs, Job, type JobArgs } from "./jobs";
export {
    type FreeFormNetworkArgs,
    NetworkAttachmentDefinition,
    type NetworkAttachmentDefinitionArgs,
    type NetworkAttachmentDefinitionCommonArgs,
    type PoolNetworkArgs,
    type SoftwareNetworkArgs,
    type WholeDeviceNetworkArgs,
} from "./network-attachment-definition";
export {
    HostDeviceNetwork,
    type HostDeviceNetworkArgs,
    OVSNetwork,
    type OVSNetworkArgs,
    type OVSNetworkSpec,
    SriovIBNetwork,
    type SriovIBNetworkArgs,
    type SriovIBNetworkSpec,
    SriovNetwork,
    type SriovNetworkArgs,
    type SriovNetworkSpec,
} from "./operator-networks";
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
export type { AttachOptions, PodAdditions, PodTemplate } from "./pod-additions";
export type { PodClaim, PodDevice } from "./pod-devices";
export {
    type DeviceRequest,
    type PrioritizedDeviceRequest,
    ResourceClaim,
    type ResourceClaimArgs,
    ResourceClaimTemplate,
    type ResourceClaimTemplateArgs,
} from "./resource-claim";
export { DeviceClass, type DeviceClassArgs, type DriverConfig } from "./device-class";
export type { DeviceChoice } from "./device-choice";
export type { WorkloadAdditions } from "./workload";
export {
    type FunctionPoolSpec,
    type ManagedBridge,
    type NicSelector,
    SriovNetworkNodePolicy,
    type SriovNetworkNodePolicyArgs,
    type SwitchdevPoolSpec,
    type VdpaPoolSpec,
} from "./sriov-node-policy";
export { enhance, type EpaOptions, type GuaranteedResources, type HugePageSize, resources } from "./epa";
export {
    ANUKET_PROFILES,
    anuketProfileLabel,
    type AnuketProfile,
    ASSIGNMENT_FEATURES,
    type AssignmentFeature,
    assignmentLabel,
    nodeFeatures,
    type NodeFeatures,
    type PciFeature,
} from "./node-features";
export * from "./node-feature-rule";
export { type MarkCandidate, markException, type MarkMatch } from "./mark-exception";
export * from "./device-plugin-config";
