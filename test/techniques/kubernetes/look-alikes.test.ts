import assert from "node:assert/strict";
import { custom, joined, type Manifest, nad, pod, read } from "./objects";

/** Objects that speak of devices, and neither ask for nor offer one. */
const nothing: readonly (readonly [words: string, object: Manifest])[] = [
    [
        "a pod named after SR-IOV",
        { ...pod({}), metadata: { name: "sriov-vfio-gpu", labels: { sriov: "true", "nvidia.com/gpu": "x" } } },
    ],
    ["an ordinary pod", pod({ limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "1" } })],
    [
        "software resources",
        pod({ limits: { "devices.kubevirt.io/kvm": 1, "bridge.network.kubevirt.io/br1": 1, "hugepages-2Mi": "1Gi" } }),
    ],
    ["a request of zero", pod({ limits: { "openshift.io/a": "0", "nvidia.com/gpu": 0 } })],
    [
        "tolerations and node selectors",
        pod({
            spec: {
                tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
                nodeSelector: { "feature.node.kubernetes.io/network-sriov.capable": "true" },
            },
        }),
    ],
    [
        "node affinity",
        pod({
            spec: {
                affinity: {
                    nodeAffinity: {
                        requiredDuringSchedulingIgnoredDuringExecution: {
                            nodeSelectorTerms: [
                                { matchExpressions: [{ key: "nvidia.com/gpu.count", operator: "Gt", values: ["0"] }] },
                            ],
                        },
                    },
                },
            },
        }),
    ],
    [
        "annotations of others",
        pod({
            annotations: {
                "k8s.v1.cni.cncf.io/policy-for": "fast",
                "k8s.v1.cni.cncf.io/network-status": '[{"device-info":{"type":"pci"}}]',
                "hami.io/gpu": "1",
                "cdi.kubevirt.io/storage.import": "x",
                description: "sriov",
            },
        }),
    ],
    ["software of OVN", pod({ annotations: { "k8s.plugin.opnfv.org/nfn-network": '{"type":"ovn4nfv"}' } })],
    [
        "an application's arguments",
        pod({
            container: { args: ["--nic=sriov", "/dev/vfio/12"], env: [{ name: "PCIDEVICE_X", value: "0000:01:00.0" }] },
        }),
    ],
    [
        "a ConfigMap of words",
        {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "sriov" },
            data: { a: "type: sriov", b: "/dev/vfio", c: '{"type":"sriov"}' },
        },
    ],
    ["a Secret", { apiVersion: "v1", kind: "Secret", metadata: { name: "sriov" }, data: { a: "c3Jpb3Y=" } }],
    [
        "a ResourceQuota",
        custom("v1", "ResourceQuota", { hard: { "requests.nvidia.com/gpu": "4", "requests.openshift.io/a": 8 } }),
    ],
    ["a LimitRange", custom("v1", "LimitRange", { limits: [{ type: "Pod", max: { "nvidia.com/gpu": 1 } }] })],
    ["a Node", { ...custom("v1", "Node", {}), status: { capacity: { "nvidia.com/gpu": "8" } } }],
    [
        "a ResourceSlice",
        custom("resource.k8s.io/v1", "ResourceSlice", { driver: "gpu.nvidia.com", devices: [{ name: "gpu-0" }] }),
    ],
    [
        "a DeviceTaintRule",
        custom("resource.k8s.io/v1alpha3", "DeviceTaintRule", { deviceSelector: { driver: "gpu.nvidia.com" } }),
    ],
    [
        "a CustomResourceDefinition",
        custom("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
            versions: [
                {
                    schema: {
                        openAPIV3Schema: {
                            properties: {
                                vnicType: { type: "string", enum: ["direct"] },
                                hostDevices: {},
                                template: {
                                    spec: {
                                        containers: [{ name: "x", resources: { limits: { "nvidia.com/gpu": 1 } } }],
                                    },
                                },
                            },
                        },
                    },
                },
            ],
        }),
    ],
    [
        "a schema inside a custom object",
        custom("apiextensions.crossplane.io/v1", "CompositeResourceDefinition", {
            versions: [
                {
                    schema: {
                        openAPIV3Schema: {
                            template: {
                                spec: { containers: [{ name: "c", resources: { limits: { "nvidia.com/gpu": 1 } } }] },
                            },
                        },
                    },
                },
            ],
        }),
    ],
    [
        "a MachineConfig",
        custom("machineconfiguration.openshift.io/v1", "MachineConfig", {
            kernelArguments: ["intel_iommu=on", "iommu=pt"],
        }),
    ],
    [
        "a PerformanceProfile",
        custom("performance.openshift.io/v2", "PerformanceProfile", {
            cpu: { isolated: "2-9" },
            hugepages: { pages: [{ size: "1G", count: 4 }] },
        }),
    ],
    [
        "operator settings",
        custom("sriovnetwork.openshift.io/v1", "SriovOperatorConfig", { enableInjector: true, enableOvsOffload: true }),
    ],
    [
        "a pool's settings",
        custom("sriovnetwork.openshift.io/v1", "SriovNetworkPoolConfig", {
            ovsHardwareOffloadConfig: { name: "worker" },
            rdmaMode: "exclusive",
        }),
    ],
    [
        "a node's state",
        custom("sriovnetwork.openshift.io/v1", "SriovNetworkNodeState", {
            interfaces: [{ pciAddress: "0000:01:00.0", numVfs: 8, vfGroups: [{ resourceName: "a" }] }],
        }),
    ],
    [
        "an installed GPU operator",
        custom("nvidia.com/v1", "ClusterPolicy", {
            driver: { enabled: true },
            devicePlugin: { enabled: true },
            sandboxDevicePlugin: { enabled: true },
        }),
    ],
    [
        "an installed device plugin",
        custom("deviceplugin.intel.com/v1", "QatDevicePlugin", { image: "x", maxNumDevices: 32 }),
    ],
    [
        "an OLM subscription",
        custom("operators.coreos.com/v1alpha1", "Subscription", { name: "sriov-network-operator" }),
    ],
    [
        "a NodeFeatureRule",
        custom("nfd.k8s-sigs.io/v1alpha1", "NodeFeatureRule", {
            rules: [
                {
                    name: "vfio",
                    labels: { "feature.node.kubernetes.io/vfio": "true" },
                    matchFeatures: [
                        { feature: "kernel.loadedmodule", matchExpressions: { vfio_pci: { op: "Exists" } } },
                    ],
                },
            ],
        }),
    ],
    ["firmware of a NIC", custom("ethernet.intel.com/v1", "EthernetClusterConfig", { deviceConfig: { ddpURL: "x" } })],
    [
        "a network policy",
        custom(
            "k8s.cni.cncf.io/v1beta1",
            "MultiNetworkPolicy",
            { podSelector: {} },
            { annotations: { "k8s.v1.cni.cncf.io/policy-for": "fast" } },
        ),
    ],
    [
        "a queue's quota",
        custom("kueue.x-k8s.io/v1beta1", "ClusterQueue", {
            resourceGroups: [
                {
                    coveredResources: ["nvidia.com/gpu"],
                    flavors: [{ name: "x", resources: [{ name: "nvidia.com/gpu", nominalQuota: 8 }] }],
                },
            ],
        }),
    ],
    ["a project's quota", custom("scheduling.run.ai/v2", "Queue", { resources: { gpu: { quota: 4, limit: 8 } } })],
    ["a node pool's limits", custom("karpenter.sh/v1", "NodePool", { limits: { cpu: 1000, "nvidia.com/gpu": 8 } })],
    [
        "a provider network of ovn4nfv",
        custom("k8s.plugin.opnfv.org/v1alpha1", "ProviderNetwork", { cniType: "ovn4nfv", providerNetType: "VLAN" }),
    ],
    [
        "labels of a custom object",
        custom("example.com/v1", "Odd", { labels: { "gpu-memory": "40" }, settings: { "gpu-memory": 0.9 } }),
    ],
    ["a Service", custom("v1", "Service", { selector: { app: "sriov" } })],
    ["an Ingress class of the name", custom("networking.k8s.io/v1", "IngressClass", { controller: "x/sriov" })],
];

describe("What is neither asked for nor offered", () => {
    for (const [words, object] of nothing) {
        it(`${words}: no attachment, no notice`, () => {
            const { attachments, notices } = read(object);
            assert.deepEqual([...attachments, ...notices], []);
        });

        it(`${words}: nothing in a stack either`, () => {
            const { attachments, notices } = joined(object, [nad("fast", { type: "sriov" })]);
            assert.deepEqual([...attachments, ...notices], []);
        });
    }

    it("a gateway that joins a software network in its own annotation stays in software", () => {
        const gateway = custom(
            "kubeovn.io/v1",
            "VpcNatGateway",
            { vpc: "v" },
            { annotations: { "k8s.v1.cni.cncf.io/networks": "kube-system/ovn-vpc" } },
        );
        const network = nad("ovn-vpc", { type: "macvlan", master: "eth1" }, undefined, "kube-system");
        assert.deepEqual(
            joined(gateway, [network]).attachments.map((each) => each.techniques.join()),
            ["virtio"],
        );
    });
});
