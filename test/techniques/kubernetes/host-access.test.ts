import assert from "node:assert/strict";
import { hostPaths } from "../../../techniques/kubernetes/host-paths";
import { custom, joined, type Manifest, NOT_YET, pod, read, rules, short, techniques } from "./objects";

function withPath(path: unknown): Manifest {
    return pod({ spec: { volumes: [{ name: "v", hostPath: { path } }] } });
}

/** A path for each row of the table, and what it asks for; "" for what can only reach a device. */
const expected: readonly (readonly [pattern: string, path: string, technique: string])[] = [
    ["/dev/vfio*", "/dev/vfio/vfio", "pci-passthrough"],
    ["/dev/iommu", "/dev/iommu", "pci-passthrough"],
    ["/dev/uio*", "/dev/uio0", "pci-passthrough"],
    ["/dev/vhost-vdpa*", "/dev/vhost-vdpa-0", "vdpa"],
    ["/dev/mst", "/dev/mst/mt4123_pciconf0", "pci-passthrough"],
    ["/dev/infiniband*", "/dev/infiniband/uverbs0", "accelerator"],
    ["/dev/hfi1_*", "/dev/hfi1_0", "accelerator"],
    ["/dev/nvidia*", "/dev/nvidiactl", "accelerator"],
    ["/dev/cxi[0-9]*", "/dev/cxi0", "accelerator"],
    ["/dev/onload*", "/dev/onload_epoll", "accelerator"],
    ["/dev/sfc_*", "/dev/sfc_char", "accelerator"],
    ["/dev/nvhost-*", "/dev/nvhost-gpu", "accelerator"],
    ["/dev/nvmap", "/dev/nvmap", "accelerator"],
    ["/dev/mali*", "/dev/mali0", "accelerator"],
    ["/dev/kgsl-*", "/dev/kgsl-3d0", "accelerator"],
    ["/dev/hailo[0-9]*", "/dev/hailo0", "accelerator"],
    ["/dev/dri*", "/dev/dri/renderD128", "accelerator"],
    ["/dev/kfd", "/dev/kfd", "accelerator"],
    ["/dev/dxg", "/dev/dxg", "accelerator"],
    ["/dev/accel*", "/dev/accel/accel0", "accelerator"],
    ["/dev/xdma*", "/dev/xdma0_user", "accelerator"],
    ["/dev/qdma*", "/dev/qdma01000-MM-0", "accelerator"],
    ["/dev/xclmgmt*", "/dev/xclmgmt256", "accelerator"],
    ["/dev/intel-fpga-*", "/dev/intel-fpga-port.0", "accelerator"],
    ["/dev/fpga*", "/dev/fpga0", "accelerator"],
    ["/dev/dfl-*", "/dev/dfl-port.0", "accelerator"],
    ["/dev/qat*", "/dev/qat_adf_ctl", "accelerator"],
    ["/dev/dsa", "/dev/dsa/wq0.0", "accelerator"],
    ["/dev/iax", "/dev/iax/wq1.0", "accelerator"],
    ["/dev/dlb*", "/dev/dlb0", "accelerator"],
    ["/dev/davinci*", "/dev/davinci_manager", "accelerator"],
    ["/dev/hisi_hdc", "/dev/hisi_hdc", "accelerator"],
    ["/dev/hl[0-9]*", "/dev/hl0", "accelerator"],
    ["/dev/neuron*", "/dev/neuron0", "accelerator"],
    ["/dev/apex_*", "/dev/apex_0", "accelerator"],
    ["/dev/cambricon*", "/dev/cambricon_dev0", "accelerator"],
    ["/dev/tenstorrent", "/dev/tenstorrent/0", "accelerator"],
    ["/dev/gcu*", "/dev/gcu0", "accelerator"],
    ["/dev/rngd*", "/dev/rngd/npu0", "accelerator"],
    ["/dev/mxcd", "/dev/mxcd", "accelerator"],
    ["/dev/mkfd", "/dev/mkfd", "accelerator"],
    ["/dev/biren*", "/dev/biren/card_0", "accelerator"],
    ["/dev/mtgpu*", "/dev/mtgpu.0", "accelerator"],
    ["/dev/char/*", "/dev/char/10:196", "unknown"],
    ["/dev/block/*", "/dev/block/259:0", "unknown"],
    ["/", "/", ""],
    ["/dev", "/dev", ""],
    ["/dev/char", "/dev/char", ""],
    ["/dev/mem", "/dev/mem", ""],
    ["/dev/port", "/dev/port", ""],
    ["/proc", "/proc", ""],
    ["/proc/bus/pci", "/proc/bus/pci/00/1f.0", ""],
    ["/proc/*/fd", "/proc/1/fd/3/dev/vfio", ""],
    ["/proc/*/task/*/fd", "/proc/1/task/1/fd/3", ""],
    ["/sys", "/sys", ""],
    ["/sys/bus", "/sys/bus/pci", ""],
    ["/sys/class", "/sys/class/net", ""],
    ["/sys/devices", "/sys/devices", ""],
    ["/sys/module", "/sys/module/vfio", ""],
    ["/var/run/netns", "/var/run/netns", ""],
    ["/run/netns", "/run/netns/x", ""],
    ["/var/run/openvswitch", "/var/run/openvswitch/vhost", ""],
    ["/run/openvswitch", "/run/openvswitch", ""],
    ["/var/run/cdi", "/var/run/cdi", ""],
    ["/run/cdi", "/run/cdi/vendor.json", ""],
    ["/etc/cdi", "/etc/cdi", ""],
    ["/var/lib/kubelet/device-plugins", "/var/lib/kubelet/device-plugins", ""],
];

describe("Host paths", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(hostPaths.map(({ pattern }) => pattern).sort(), expected.map(([pattern]) => pattern).sort());
    });

    for (const [pattern, path, technique] of expected) {
        it(`${path} (${pattern}) ${technique === "" ? "could reach a device" : `asks for ${technique}`}`, () => {
            const reading = read(withPath(path));
            assert.deepEqual(
                reading.attachments.map((attachment) => attachment.techniques.join("|")),
                technique === "" ? [] : [technique],
            );
            assert.deepEqual(
                reading.notices.map(({ rule }) => rule),
                technique === "" ? ["host-access"] : [],
            );
        });
    }

    for (const path of [
        "//dev//vfio/",
        "/dev/../dev/vfio",
        "/dev/./vfio/12",
        "dev/vfio",
        "/proc/1/root/dev/vfio",
        "/proc/self/root/dev/vfio",
        "/proc/1/cwd/dev/vfio",
        "/proc/self/cwd/dev/vfio",
        "/proc/1/task/1/root/dev/vfio",
        "/proc/thread-self/cwd/../dev/vfio",
        "/proc/self/root/proc/1/task/7/cwd/dev/vfio",
    ]) {
        it(`${path} is taken as the kernel takes it`, () => {
            assert.deepEqual(techniques(withPath(path)), ["pci-passthrough"]);
        });
    }

    for (const path of [
        "/dev/net/tun",
        "/dev/vhost-net",
        "/dev/kvm",
        "/dev/hugepages",
        "/dev/shm",
        "/dev/sda",
        "/dev/fuse",
        "/dev/snd",
        "/sys/fs/cgroup",
        "/sys/kernel/mm/hugepages",
        "/dev/block",
        "/proc/1/stat",
        "/var/lib/kubelet/pods",
        "/etc/cni/net.d",
        "/opt/cni/bin",
        "/var/log",
        "/var/dev/vfio",
        "/data/sriov",
        "/dev/hlt",
    ]) {
        it(`${path} is nothing`, () => {
            const reading = read(withPath(path));
            assert.deepEqual([...reading.attachments, ...reading.notices], []);
        });
    }

    it("that a mount narrows to a device ask for it", () => {
        const object = pod({
            container: { volumeMounts: [{ name: "v", mountPath: "/x", subPath: "vfio" }] },
            spec: { volumes: [{ name: "v", hostPath: { path: "/dev" } }] },
        });
        assert.deepEqual(techniques(object), ["pci-passthrough"]);
    });

    it("of an init container count", () => {
        const object = pod({
            spec: {
                initContainers: [{ name: "i", volumeMounts: [{ name: "v", mountPath: "/x", subPath: "dev/nvidia0" }] }],
                volumes: [{ name: "v", hostPath: { path: "/" } }],
            },
        });
        assert.deepEqual(techniques(object), ["accelerator"]);
    });
});

describe("What could reach a device though none is asked for", () => {
    it("is the host's network, a privileged container, and places of the host: one notice", () => {
        const object = pod({
            container: { securityContext: { privileged: true } },
            spec: { hostNetwork: true, volumes: [{ name: "v", hostPath: { path: "/sys" } }] },
        });
        const { notices, attachments } = read(object);
        assert.deepEqual(attachments, []);
        assert.deepEqual(
            notices.map(({ rule }) => rule),
            ["host-access"],
        );
        assert.match(notices[0]?.text ?? "", /host's network.*host path \/sys.*privileged/);
    });

    for (const [words, object] of [
        ["a container that is not privileged", pod({ container: { securityContext: { privileged: false } } })],
        ["capabilities", pod({ container: { securityContext: { capabilities: { add: ["NET_ADMIN", "IPC_LOCK"] } } } })],
        ["the host's processes", pod({ spec: { hostPID: true, hostIPC: true } })],
        ["a runtime class of other kinds", pod({ spec: { runtimeClassName: "gvisor" } })],
        ["a runtime class that is not known yet", pod({ spec: { runtimeClassName: NOT_YET } })],
        [
            "a mount of anything else",
            pod({ container: { volumeMounts: [{ name: "v", mountPath: "/var/run/nvidia-container-devices-x" }] } }),
        ],
    ] as const) {
        it(`is not ${words}`, () => {
            assert.deepEqual(rules(object), []);
        });
    }
});

describe("What makes a container runtime hand out devices", () => {
    for (const [words, object] of [
        ["the runtime class of a vendor", pod({ spec: { runtimeClassName: "nvidia" } })],
        ["a runtime class of virtual machines with GPUs", pod({ spec: { runtimeClassName: "kata-qemu-nvidia-gpu" } })],
        [
            "a list of devices by mounts",
            pod({ container: { volumeMounts: [{ name: "v", mountPath: "/var/run/nvidia-container-devices/all" }] } }),
        ],
        ["a list of variables that is not known yet", pod({ container: { env: NOT_YET } })],
        ["a variable that is not known yet", pod({ container: { env: [NOT_YET] } })],
        ["a variable whose name is not known yet", pod({ container: { env: [{ name: NOT_YET, value: "x" }] } })],
    ] as const) {
        it(`is advice where it is ${words}`, () => {
            const reading = read(object);
            assert.deepEqual([...reading.attachments, ...reading.notices.map(({ rule }) => rule)], ["host-access"]);
        });
    }

    it("is not the value of an ordinary variable", () => {
        const env = [
            { name: "DATABASE", value: NOT_YET },
            { name: "HOST", valueFrom: NOT_YET },
        ];
        const reading = read(pod({ container: { env } }));
        assert.deepEqual([...reading.attachments, ...reading.notices], []);
    });
});

describe("Volumes of a pod", () => {
    it("are unknown as long as they cannot be read", () => {
        assert.deepEqual(short(read(pod({ spec: { volumes: NOT_YET } })).attachments), ["asks unknown spec.volumes"]);
        assert.deepEqual(techniques(pod({ spec: { volumes: [NOT_YET] } })), ["unknown"]);
        assert.deepEqual(techniques({ ...pod({}), spec: NOT_YET }), ["unknown"]);
    });

    it("are nothing where only what they hold is not known yet", () => {
        const volumes = [
            { name: "a", configMap: { name: NOT_YET } },
            { name: "b", emptyDir: NOT_YET },
            { name: NOT_YET, secret: NOT_YET },
        ];
        assert.deepEqual(techniques(pod({ spec: { volumes } })), []);
    });

    it("of which one container mounts many parts are read in one pass", () => {
        const volumeMounts = Array.from({ length: 150_000 }, (_, index) => ({ name: "v", subPath: `p${index}` }));
        const object = pod({
            container: { volumeMounts },
            spec: { volumes: [{ name: "v", hostPath: { path: "/dev" } }] },
        });
        assert.deepEqual(techniques(object), []);
    });
});

describe("Volumes", () => {
    const volume = (spec: object, name = "pv"): Manifest =>
        custom("v1", "PersistentVolume", spec, { name, namespace: undefined });
    const claim = (spec: object): Manifest => custom("v1", "PersistentVolumeClaim", spec, { name: "data" });
    const user = pod({ spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] } });

    for (const source of ["hostPath", "local"]) {
        it(`of ${source} with a device node offer the device`, () => {
            assert.deepEqual(short(read(volume({ [source]: { path: "/dev/vfio" } })).attachments), [
                `offers pci-passthrough spec.${source}.path`,
            ]);
            assert.deepEqual(rules(volume({ [source]: { path: "/sys" } })), ["host-access"]);
            assert.deepEqual(techniques(volume({ [source]: { path: NOT_YET } })), ["unknown"]);
        });
    }

    it("on a disk are nothing", () => {
        const disk = read(volume({ volumeMode: "Block", local: { path: "/dev/nvme0n1" } }));
        assert.deepEqual([...disk.attachments, ...disk.notices], []);
    });

    it("are found from the pod over the claim", () => {
        const device = volume({ local: { path: "/dev/vfio/12" } });
        for (const others of [
            [claim({ volumeName: "pv" }), device],
            [volume({ local: { path: "/dev/vfio/12" }, claimRef: { name: "data", namespace: "default" } })],
        ]) {
            assert.deepEqual(joined(user, others).short, [
                "uses pci-passthrough spec.volumes[0].persistentVolumeClaim.claimName",
            ]);
        }
    });

    it("of other claims, and claims of elsewhere, are nothing to the pod", () => {
        const device = volume({ local: { path: "/dev/vfio/12" }, claimRef: { name: "data", namespace: "other" } });
        assert.deepEqual(joined(user, [device]).short, []);
        assert.deepEqual(joined(user, [claim({ volumeName: "other" })]).short, []);
        assert.deepEqual(joined(user, []).notices, []);
    });

    it("that are block devices of a pod are found the same way", () => {
        const block = pod({
            container: { volumeDevices: [{ name: "v", devicePath: "/dev/xvda" }] },
            spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] },
        });
        const others = [claim({ volumeName: "pv" }), volume({ volumeMode: "Block", local: { path: "/dev/nvidia0" } })];
        assert.deepEqual(joined(block, others).short, [
            "uses accelerator spec.volumes[0].persistentVolumeClaim.claimName",
        ]);
    });
});
