/** The components that other languages are offered, by the names that they have there. */
export {
    KubernetesNetworkAttachmentDefinition,
    KubernetesSriovNetwork,
    KubernetesSriovNetworkNodePolicy,
} from "./kubernetes-networks";
export { KubernetesDeviceClass, KubernetesResourceClaimTemplate } from "./kubernetes-claims";
export {
    KubernetesCronJob,
    KubernetesDaemonSet,
    KubernetesDeployment,
    KubernetesJob,
    KubernetesPod,
    KubernetesStatefulSet,
} from "./kubernetes-workloads";
export { KubevirtVirtualMachineClusterInstancetype, KubevirtVirtualMachineInstancetype } from "./kubevirt-instancetype";
export { KubevirtVirtualMachine } from "./kubevirt-machine";
export { OpenstackNetworkAttachment } from "./openstack-attachment";
export { OpenstackVirtualMachine } from "./openstack-machine";
export { OpenstackFlavor, OpenstackImage } from "./openstack-offers";
