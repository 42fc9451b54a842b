import { ANY_POOL, type DeviceClass, type Techniques, VIRTUAL_FUNCTION } from "./techniques";

/** What a resource name, as pods request it, stands for. */
export interface DeviceResource {
    /** A whole name, or a beginning and an ending with `*` between them. */
    readonly pattern: string;
    /** What is requested by it; `none` for what is no network or accelerator device. */
    readonly device: DeviceClass;
    /** True where the operator names pools freely under this prefix, so that the pool's own definition decides. */
    readonly pool: boolean;
    /**
     * True where the name after the slash is a file of `/dev` that the plugin hands out, so that the table of host
     * paths decides, and `device` holds for the files that it does not know.
     */
    readonly deviceNode?: boolean;
    /** Where this was read: repository, or document. */
    readonly source: string;
}

const ACCELERATOR: Techniques = ["accelerator"];
const INTEL_PLUGINS = "intel/intel-device-plugins-for-kubernetes:cmd";
const HAMI = "Project-HAMi/HAMi:examples";
const KUBERNETES = "kubernetes/api:core/v1/types.go";

function fixed(pattern: string, device: DeviceClass, source: string): DeviceResource {
    return { pattern, device, pool: false, source };
}

function pool(pattern: string, device: Techniques, source: string): DeviceResource {
    return { pattern, device, pool: true, source };
}

/** Every resource name and prefix that the project knows. The most exact pattern wins. */
export const deviceResources: readonly DeviceResource[] = [
    // What Kubernetes itself counts. A name without a domain that is not among these is nothing it knows.
    fixed("cpu", "none", KUBERNETES),
    fixed("memory", "none", KUBERNETES),
    fixed("ephemeral-storage", "none", KUBERNETES),
    fixed("storage", "none", KUBERNETES),
    fixed("pods", "none", KUBERNETES),
    fixed("hugepages-*", "none", KUBERNETES),
    fixed("attachable-volumes-*", "none", KUBERNETES),
    fixed("kubernetes.io/batch-*", "none", "koordinator-sh/koordinator:docs"),
    fixed("kubernetes.io/mid-*", "none", "koordinator-sh/koordinator:docs"),
    fixed("alpha.kubernetes.io/nvidia-gpu", ACCELERATOR, "kubernetes/kubernetes: before 1.10"),

    // Software, and what is neither network nor accelerator.
    fixed("macvtap.network.kubevirt.io/*", "none", "kubevirt/macvtap-cni:README.md"),
    fixed("bridge.network.kubevirt.io/*", "none", "kubevirt/bridge-marker:README.md"),
    fixed("ovs-cni.network.kubevirt.io/*", "none", "k8snetworkplumbingwg/ovs-cni:docs/marker.md"),
    fixed("devices.kubevirt.io/kvm", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/tun", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/vhost-net", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/vhost-vsock", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/sev", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/tdx", "none", "kubevirt/kubevirt:pkg/virt-handler/device-manager"),
    fixed("devices.kubevirt.io/*", ["pci-passthrough"], "kubevirt/user-guide:docs/compute/host-devices.md"),
    fixed("sgx.intel.com/*", "none", `${INTEL_PLUGINS}/sgx_plugin`),
    fixed("tdx.intel.com/*", "none", INTEL_PLUGINS),
    fixed("power.intel.com/*", "none", "intel/kubernetes-power-manager:README.md"),
    fixed("cmk.intel.com/*", "none", "intel/CPU-Manager-for-Kubernetes:README.md"),
    fixed("management.workload.openshift.io/*", "none", "openshift/enhancements: management workload partitioning"),
    fixed("vpc.amazonaws.com/pod-eni", "none", "aws/amazon-vpc-resource-controller-k8s:README.md"),
    fixed("vpc.amazonaws.com/PrivateIPv4Address", "none", "aws/amazon-vpc-resource-controller-k8s:README.md"),
    fixed("networking.gke.io.networks/*.IP", "none", "GKE documentation: multi-network support for Pods"),
    fixed("networking.gke.io.networks/*", ["pci-passthrough"], "GKE documentation: multi-network support for Pods"),
    fixed("github.com/fuse", "none", "kuberenetes-learning-group/fuse-device-plugin:README.md"),
    {
        ...fixed("smarter-devices/*", "none", "smarter-project/smarter-device-manager:README.md"),
        deviceNode: true,
    },
    { ...fixed("squat.ai/*", ["unknown"], "squat/generic-device-plugin:README.md"), deviceNode: true },

    // Pools that operators name: the pool's definition says what is in them.
    pool("openshift.io/*", VIRTUAL_FUNCTION, "k8snetworkplumbingwg/sriov-network-operator:hack/env.sh"),
    pool("intel.com/sriov*", VIRTUAL_FUNCTION, "k8snetworkplumbingwg/sriov-network-device-plugin:README.md"),
    pool("intel.com/intel_sriov*", VIRTUAL_FUNCTION, "k8snetworkplumbingwg/sriov-network-device-plugin:README.md"),
    pool("intel.com/*", ANY_POOL, "k8snetworkplumbingwg/sriov-network-device-plugin:README.md"),
    pool("mellanox.com/*", ANY_POOL, "k8snetworkplumbingwg/rdma-cni:README.md"),
    pool("nvidia.com/*", ANY_POOL, "Mellanox/network-operator:example"),
    pool("nokia.k8s.io/*", ANY_POOL, "nokia/danm:example/device_plugin_demo"),
    pool("spidernet.io/*", ANY_POOL, "spidernet-io/spiderpool:docs/usage"),
    pool("afxdp/*", ["pci-passthrough", "sriov", "smartnic"], "intel/afxdp-plugins-for-kubernetes:README.md"),
    pool("cndp/*", ["pci-passthrough", "sriov", "smartnic"], "CloudNativeDataPlane/cndp:containerization"),

    // Accelerators, RDMA among them.
    fixed("rdma/*", ACCELERATOR, "Mellanox/k8s-rdma-shared-dev-plugin:README.md"),
    fixed("vpc.amazonaws.com/efa", ACCELERATOR, "AWS EKS guide: device-management-efa"),
    fixed("aliyun/erdma", ACCELERATOR, "AliyunContainerService/alibabacloud-erdma-controller:README.md"),
    fixed("aliyun.com/*", ACCELERATOR, "AliyunContainerService/gpushare-device-plugin:README.md"),
    fixed("nvidia.com/gpu*", ACCELERATOR, "NVIDIA/k8s-device-plugin:README.md"),
    fixed("nvidia.com/mig-*", ACCELERATOR, "NVIDIA/k8s-device-plugin:README.md"),
    fixed("nvidia.com/vgpu*", ACCELERATOR, HAMI),
    fixed("amd.com/*", ACCELERATOR, "ROCm/k8s-device-plugin:README.md"),
    fixed("gpu.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/gpu_plugin`),
    fixed("npu.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/npu_plugin`),
    fixed("vpu.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/vpu_plugin`),
    fixed("fpga.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/fpga_plugin`),
    fixed("qat.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/qat_plugin`),
    fixed("dsa.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/dsa_plugin`),
    fixed("iaa.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/iaa_plugin`),
    fixed("dlb.intel.com/*", ACCELERATOR, `${INTEL_PLUGINS}/dlb_plugin`),
    fixed("intel.com/intel_fec_*", ACCELERATOR, "smart-edge-open/sriov-fec-operator:README.md"),
    fixed("intel.com/intel_vrb_*", ACCELERATOR, "smart-edge-open/sriov-fec-operator:README.md"),
    fixed("intel.com/qat*", ACCELERATOR, "k8snetworkplumbingwg/sriov-network-device-plugin:docs"),
    fixed("xilinx.com/*", ACCELERATOR, "Xilinx/FPGA_as_a_Service:k8s-device-plugin"),
    fixed("habana.ai/*", ACCELERATOR, "HabanaAI documentation: Kubernetes device plugin"),
    fixed("huawei.com/*", ACCELERATOR, "Ascend/ascend-for-volcano:README.md"),
    fixed("google.com/tpu", ACCELERATOR, "GKE documentation: TPUs"),
    fixed("cloud-tpus.google.com/*", ACCELERATOR, "GKE documentation: TPUs"),
    fixed("aws.amazon.com/neuron*", ACCELERATOR, "AWS Neuron documentation: Kubernetes"),
    fixed("tencent.com/vcuda-*", ACCELERATOR, "tkestack/gpu-manager:README.md"),
    fixed("volcano.sh/vgpu-*", ACCELERATOR, "Project-HAMi/volcano-vgpu-device-plugin:README.md"),
    fixed("volcano.sh/gpu-*", ACCELERATOR, "volcano-sh/devices:README.md"),
    fixed("koordinator.sh/gpu*", ACCELERATOR, "koordinator-sh/koordinator:apis/extension"),
    fixed("koordinator.sh/rdma", ACCELERATOR, "koordinator-sh/koordinator:apis/extension"),
    fixed("koordinator.sh/fpga", ACCELERATOR, "koordinator-sh/koordinator:apis/extension"),
    ...[
        "birentech.com",
        "cambricon.com",
        "enflame.com",
        "hygon.com",
        "iluvatar.ai",
        "kunlunxin.com",
        "metax-tech.com",
        "mthreads.com",
        "vastaitech.com",
        "rebellions.ai",
    ].map((vendor) => fixed(`${vendor}/*`, ACCELERATOR, HAMI)),
    fixed("qualcomm.com/*", ACCELERATOR, "Qualcomm Cloud AI documentation: Kubernetes"),
    fixed("furiosa.ai/*", ACCELERATOR, "FuriosaAI documentation: Kubernetes"),
    fixed("tenstorrent.com/*", ACCELERATOR, "Tenstorrent documentation: Kubernetes"),
];

/** The beginning of resource names by which a pod reaches a DRA device class without a claim; the class's name follows. */
export const DEVICE_CLASS_RESOURCE_PREFIX = "deviceclass.resource.kubernetes.io/";

const exact: ReadonlyMap<string, DeviceResource> = new Map(
    deviceResources.filter((row) => !row.pattern.includes("*")).map((row) => [row.pattern, row]),
);

/** Patterns, the longest first. */
const patterns: readonly { readonly start: string; readonly end: string; readonly row: DeviceResource }[] =
    deviceResources
        .filter((row) => row.pattern.includes("*"))
        .map((row) => {
            const [start = "", end = ""] = row.pattern.split("*");
            return { start, end, row };
        })
        .sort((one, other) => other.row.pattern.length - one.row.pattern.length);

/** The row of a resource name: a whole name before a pattern, a longer pattern before a shorter one. */
export function deviceResource(name: string): DeviceResource | undefined {
    return exact.get(name) ?? patterns.find(({ start, end }) => name.startsWith(start) && name.endsWith(end))?.row;
}
