/**
 * Components for KubeVirt: virtual machines on Kubernetes.
 *
 * @packageDocumentation
 */
export type * as api from "./api";
export type { Gpu, HostDevice } from "./devices";
export type * from "./interfaces";
export {
    Instancetype,
    type InstancetypeArgs,
    type InstancetypeGpu,
    type InstancetypeHostDevice,
    VirtualMachineClusterInstancetype,
    VirtualMachineInstancetype,
} from "./instancetype";
export type { InstancetypeChoice, PreferenceChoice } from "./matchers";
export {
    PermittedHostDevices,
    type PermittedHostDevicesArgs,
    type PermittedMediatedDevice,
    type PermittedPciDevice,
} from "./permitted-host-devices";
export {
    Preference,
    type PreferenceArgs,
    VirtualMachineClusterPreference,
    VirtualMachinePreference,
} from "./preference";
export { type MachineClaim, VirtualMachine, type VirtualMachineArgs } from "./virtual-machine";
