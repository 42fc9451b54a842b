import { custom, type Manifest, nad, pod, policy } from "./objects";

const template = (parts: Parameters<typeof pod>[0]): Manifest => {
    const { metadata, spec } = pod(parts);
    return { metadata, spec };
};

/** One object of each kind that asks for hardware, offers it, or uses it alone. */
export const hardwareSamples: readonly Manifest[] = [
    nad("fast", { cniVersion: "1.0.0", type: "sriov", ipam: { type: "host-local" } }, "openshift.io/a"),
    nad("list", { cniVersion: "1.0.0", plugins: [{ type: "host-device", device: "eth1" }, { type: "tuning" }] }),
    pod({ limits: { "openshift.io/a": "1", cpu: "2", memory: "1Gi" }, networks: "fast" }),
    pod({ spec: { volumes: [{ name: "v", hostPath: { path: "/dev/vfio" } }] } }),
    pod({ annotations: { "cdi.k8s.io/a": "acme.io/nic=1" } }),
    pod({ spec: { resourceClaims: [{ name: "c", resourceClaimTemplateName: "gpu" }] } }),
    custom("apps/v1", "Deployment", { replicas: 1, template: template({ limits: { "nvidia.com/gpu": 1 } }) }),
    custom("batch/v1", "CronJob", { jobTemplate: { spec: { template: template({ limits: { "rdma/hca": 1 } }) } } }),
    custom("example.com/v1", "Anything", { a: [{ b: template({ limits: { "nvidia.com/gpu": 1 } }) }] }),
    custom("resource.k8s.io/v1", "ResourceClaimTemplate", {
        spec: { devices: { requests: [{ name: "r", exactly: { deviceClassName: "gpu.nvidia.com" } }] } },
    }),
    custom("resource.k8s.io/v1", "DeviceClass", {
        selectors: [{ cel: { expression: "device.driver == 'gpu.nvidia.com'" } }],
    }),
    policy("a", { eSwitchMode: "switchdev", vdpaType: "vhost" }),
    custom("sriovnetwork.openshift.io/v1", "SriovNetwork", { resourceName: "a", networkNamespace: "default" }),
    {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", namespace: "kube-system" },
        data: { "config.json": '{"resourceList":[{"resourceName":"a","selectors":{"vdpaType":"vhost"}}]}' },
    },
    custom("v1", "PersistentVolume", { local: { path: "/dev/vfio" }, claimRef: { name: "data" } }),
    custom("kubevirt.io/v1", "VirtualMachine", {
        template: {
            spec: {
                domain: {
                    devices: {
                        interfaces: [{ name: "a", sriov: {} }],
                        hostDevices: [{ name: "h", deviceName: "intel.com/x" }],
                    },
                },
                networks: [{ name: "a", multus: { networkName: "fast" } }],
            },
        },
    }),
    custom("kubevirt.io/v1", "KubeVirt", {
        configuration: { permittedHostDevices: { pciHostDevices: [{ resourceName: "intel.com/x" }] } },
    }),
    custom("instancetype.kubevirt.io/v1beta1", "VirtualMachineInstancetype", {
        gpus: [{ name: "g", deviceName: "x.y/z" }],
    }),
    custom("spiderpool.spidernet.io/v2beta1", "SpiderMultusConfig", {
        cniType: "sriov",
        sriov: { resourceName: "spidernet.io/a" },
    }),
    custom("infrastructure.cluster.x-k8s.io/v1beta1", "OpenStackMachine", { ports: [{ vnicType: "direct" }] }),
    custom("operator.openshift.io/v1", "Network", {
        additionalNetworks: [{ name: "x", rawCNIConfig: '{"type":"sriov"}' }],
    }),
    custom("danm.io/v1", "DanmNet", { NetworkType: "sriov" }),
    custom("work.open-cluster-management.io/v1", "ManifestWork", {
        workload: { manifests: [nad("x", { type: "sriov" })] },
    }),
    custom("helm.cattle.io/v1", "HelmChart", { valuesContent: "resources: {limits: {nvidia.com/gpu: 1}}" }),
    { apiVersion: "v1", kind: "List", items: [pod({ limits: { "nvidia.com/gpu": 1 } })] },
    custom("devices.harvesterhci.io/v1beta1", "PCIDeviceClaim", { address: "0000:01:00.0" }),
    custom("mellanox.com/v1alpha1", "NicClusterPolicy", {
        rdmaSharedDevicePlugin: { config: '{"configList":[{"resourceName":"x"}]}' },
    }),
];
