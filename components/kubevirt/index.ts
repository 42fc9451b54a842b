/**
 * Components for KubeVirt: virtual machines on Kubernetes.
 *
 * @packageDocumentation
 */
export {};
