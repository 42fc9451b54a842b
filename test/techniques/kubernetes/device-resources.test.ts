import assert from "node:assert/strict";
import { deviceResources } from "../../../techniques/kubernetes/device-resources";
import { config, pod, read, techniques } from "./objects";

const VF = "sriov|vdpa|smartnic";
const ANY = "sriov|pci-passthrough|vdpa|smartnic|accelerator";
const AF_XDP = "pci-passthrough|sriov|smartnic";

/** A name for each row of the table, and what a pod that requests it asks for; "" for nothing. */
const expected: readonly (readonly [pattern: string, name: string, technique: string])[] = [
    ["cpu", "cpu", ""],
    ["memory", "memory", ""],
    ["ephemeral-storage", "ephemeral-storage", ""],
    ["storage", "storage", ""],
    ["pods", "pods", ""],
    ["hugepages-*", "hugepages-1Gi", ""],
    ["attachable-volumes-*", "attachable-volumes-aws-ebs", ""],
    ["kubernetes.io/batch-*", "kubernetes.io/batch-cpu", ""],
    ["kubernetes.io/mid-*", "kubernetes.io/mid-memory", ""],
    ["alpha.kubernetes.io/nvidia-gpu", "alpha.kubernetes.io/nvidia-gpu", "accelerator"],
    ["macvtap.network.kubevirt.io/*", "macvtap.network.kubevirt.io/eth0", ""],
    ["bridge.network.kubevirt.io/*", "bridge.network.kubevirt.io/br1", ""],
    ["ovs-cni.network.kubevirt.io/*", "ovs-cni.network.kubevirt.io/br1", ""],
    ["devices.kubevirt.io/kvm", "devices.kubevirt.io/kvm", ""],
    ["devices.kubevirt.io/tun", "devices.kubevirt.io/tun", ""],
    ["devices.kubevirt.io/vhost-net", "devices.kubevirt.io/vhost-net", ""],
    ["devices.kubevirt.io/vhost-vsock", "devices.kubevirt.io/vhost-vsock", ""],
    ["devices.kubevirt.io/sev", "devices.kubevirt.io/sev", ""],
    ["devices.kubevirt.io/tdx", "devices.kubevirt.io/tdx", ""],
    ["devices.kubevirt.io/*", "devices.kubevirt.io/iommufd", "pci-passthrough"],
    ["sgx.intel.com/*", "sgx.intel.com/enclave", ""],
    ["tdx.intel.com/*", "tdx.intel.com/keys", ""],
    ["power.intel.com/*", "power.intel.com/performance", ""],
    ["cmk.intel.com/*", "cmk.intel.com/exclusive-cores", ""],
    ["management.workload.openshift.io/*", "management.workload.openshift.io/cores", ""],
    ["vpc.amazonaws.com/pod-eni", "vpc.amazonaws.com/pod-eni", ""],
    ["vpc.amazonaws.com/PrivateIPv4Address", "vpc.amazonaws.com/PrivateIPv4Address", ""],
    ["networking.gke.io.networks/*.IP", "networking.gke.io.networks/blue.IP", ""],
    ["networking.gke.io.networks/*", "networking.gke.io.networks/rdma-0", "pci-passthrough"],
    ["github.com/fuse", "github.com/fuse", ""],
    ["smarter-devices/*", "smarter-devices/vfio", "pci-passthrough"],
    ["squat.ai/*", "squat.ai/dri", "accelerator"],
    ["openshift.io/*", "openshift.io/dpdk_nic_1", VF],
    ["intel.com/sriov*", "intel.com/sriov_net_a", VF],
    ["intel.com/intel_sriov*", "intel.com/intel_sriov_dpdk", VF],
    ["intel.com/*", "intel.com/pool", ANY],
    ["mellanox.com/*", "mellanox.com/cx5_sriov_switchdev", ANY],
    ["nvidia.com/*", "nvidia.com/hostdev", ANY],
    ["nokia.k8s.io/*", "nokia.k8s.io/sriov_ens1f0", ANY],
    ["spidernet.io/*", "spidernet.io/mellanoxrdma", ANY],
    ["afxdp/*", "afxdp/pool", AF_XDP],
    ["cndp/*", "cndp/e2e", AF_XDP],
    ["rdma/*", "rdma/hca_shared_devices_a", "accelerator"],
    ["vpc.amazonaws.com/efa", "vpc.amazonaws.com/efa", "accelerator"],
    ["aliyun/erdma", "aliyun/erdma", "accelerator"],
    ["aliyun.com/*", "aliyun.com/gpu-mem", "accelerator"],
    ["nvidia.com/gpu*", "nvidia.com/gpumem", "accelerator"],
    ["nvidia.com/mig-*", "nvidia.com/mig-1g.5gb", "accelerator"],
    ["nvidia.com/vgpu*", "nvidia.com/vgpu-cores", "accelerator"],
    ["amd.com/*", "amd.com/gpu", "accelerator"],
    ["gpu.intel.com/*", "gpu.intel.com/i915", "accelerator"],
    ["npu.intel.com/*", "npu.intel.com/accel", "accelerator"],
    ["vpu.intel.com/*", "vpu.intel.com/hddl", "accelerator"],
    ["fpga.intel.com/*", "fpga.intel.com/af-d8424dc4", "accelerator"],
    ["qat.intel.com/*", "qat.intel.com/cy", "accelerator"],
    ["dsa.intel.com/*", "dsa.intel.com/wq-user-shared", "accelerator"],
    ["iaa.intel.com/*", "iaa.intel.com/wq-user-dedicated", "accelerator"],
    ["dlb.intel.com/*", "dlb.intel.com/pf", "accelerator"],
    ["intel.com/intel_fec_*", "intel.com/intel_fec_acc100", "accelerator"],
    ["intel.com/intel_vrb_*", "intel.com/intel_vrb_vrb1", "accelerator"],
    ["intel.com/qat*", "intel.com/qat_dh895xcc", "accelerator"],
    ["xilinx.com/*", "xilinx.com/fpga-xilinx_u250-1", "accelerator"],
    ["habana.ai/*", "habana.ai/gaudi", "accelerator"],
    ["huawei.com/*", "huawei.com/Ascend910", "accelerator"],
    ["google.com/tpu", "google.com/tpu", "accelerator"],
    ["cloud-tpus.google.com/*", "cloud-tpus.google.com/v3", "accelerator"],
    ["aws.amazon.com/neuron*", "aws.amazon.com/neuroncore", "accelerator"],
    ["tencent.com/vcuda-*", "tencent.com/vcuda-core", "accelerator"],
    ["volcano.sh/vgpu-*", "volcano.sh/vgpu-number", "accelerator"],
    ["volcano.sh/gpu-*", "volcano.sh/gpu-memory", "accelerator"],
    ["koordinator.sh/gpu*", "koordinator.sh/gpu-core", "accelerator"],
    ["koordinator.sh/rdma", "koordinator.sh/rdma", "accelerator"],
    ["koordinator.sh/fpga", "koordinator.sh/fpga", "accelerator"],
    ["birentech.com/*", "birentech.com/gpu", "accelerator"],
    ["cambricon.com/*", "cambricon.com/mlu", "accelerator"],
    ["enflame.com/*", "enflame.com/vgcu", "accelerator"],
    ["hygon.com/*", "hygon.com/dcunum", "accelerator"],
    ["iluvatar.ai/*", "iluvatar.ai/vgpu", "accelerator"],
    ["kunlunxin.com/*", "kunlunxin.com/xpu", "accelerator"],
    ["metax-tech.com/*", "metax-tech.com/gpu", "accelerator"],
    ["mthreads.com/*", "mthreads.com/vgpu", "accelerator"],
    ["vastaitech.com/*", "vastaitech.com/va", "accelerator"],
    ["rebellions.ai/*", "rebellions.ai/ATOM", "accelerator"],
    ["qualcomm.com/*", "qualcomm.com/qaic", "accelerator"],
    ["furiosa.ai/*", "furiosa.ai/rngd", "accelerator"],
    ["tenstorrent.com/*", "tenstorrent.com/n150", "accelerator"],
];

describe("Device-plugin resources", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(
            deviceResources.map(({ pattern }) => pattern).sort(),
            expected.map(([pattern]) => pattern).sort(),
        );
    });

    for (const [pattern, name, technique] of expected) {
        it(`a request for ${name} (${pattern}) is ${technique || "nothing"}`, () => {
            assert.equal(techniques(pod({ limits: { [name]: 1 } })).join(), technique);
        });
    }

    for (const name of ["acme.io/device", "intel_sriov_netdevice", "numa_optimized_vfs", "hugepages", "toString"]) {
        it(`an unheard-of resource such as ${name} is unknown`, () => {
            assert.deepEqual(techniques(pod({ limits: { [name]: 1 } })), ["unknown"]);
        });
    }

    it("of generic device plugins are the files of /dev that they hand out", () => {
        assert.deepEqual(techniques(pod({ limits: { "smarter-devices/snd": 1, "smarter-devices/fuse": 1 } })), []);
        assert.deepEqual(techniques(pod({ limits: { "squat.ai/anything": 1 } })), ["unknown"]);
        const inFolders = ["dsa_wq0.0", "mst_mt4119_pciconf0", "tenstorrent_0"].map((file) =>
            techniques(pod({ limits: { [`smarter-devices/${file}`]: 1 } })).join(),
        );
        assert.deepEqual(inFolders, ["accelerator", "pci-passthrough", "accelerator"]);
        assert.deepEqual(techniques(pod({ limits: { "smarter-devices/char_195:0": 1 } })), ["unknown"]);
        assert.deepEqual(techniques(pod({ limits: { "smarter-devices/net_tun": 1 } })), []);
    });

    it("config says what the table does not know, or leaves to pools", () => {
        const context = config({
            resources: { "acme.io/*": "accelerator", "acme.io/none": "none", "openshift.io/a": "vdpa" },
        });
        assert.deepEqual(techniques(pod({ limits: { "acme.io/x": 1 } }), context), ["accelerator"]);
        assert.deepEqual(techniques(pod({ limits: { "acme.io/none": 1 } }), context), []);
        assert.deepEqual(techniques(pod({ limits: { "openshift.io/a": 1 } }), context), ["vdpa"]);
    });

    it("config never turns hardware of the table into software", () => {
        for (const word of ["virtio", "none"] as const) {
            const context = config({ resources: { "nvidia.com/gpu": word, "openshift.io/a": word } });
            assert.deepEqual(techniques(pod({ limits: { "nvidia.com/gpu": 1 } }), context), ["accelerator"]);
            assert.deepEqual(techniques(pod({ limits: { "openshift.io/a": 1 } }), context), [VF]);
        }
    });

    it("name the resource as the subject, for approvals", () => {
        const [attachment] = read(pod({ limits: { "nvidia.com/gpu": "2" } })).attachments;
        assert.equal(attachment?.subject, "nvidia.com/gpu");
        assert.equal(attachment?.evidence, "resource nvidia.com/gpu (2 of them)");
    });

    it("print no name that is no name", () => {
        const [attachment] = read(pod({ limits: { "pass word=hunter2": 1 } })).attachments;
        assert.doesNotMatch(attachment?.evidence ?? "", /hunter2/);
    });
});
