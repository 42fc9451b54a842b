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
    ["/dev/infiniband*", "/dev/infiniband/uverbs0", "accelerator"],
    ["/dev/nvidia*", "/dev/nvidiactl", "accelerator"],
    ["/dev/dri*", "/dev/dri/renderD128", "accelerator"],
    ["/dev/kfd", "/dev/kfd", "accelerator"],
    ["/dev/dxg", "/dev/dxg", "accelerator"],
    ["/dev/accel*", "/dev/accel/accel0", "accelerator"],
    ["/dev/xdma*", "/dev/xdma0_user", "accelerator"],
    ["/dev/xclmgmt*", "/dev/xclmgmt256", "accelerator"],
    ["/dev/intel-fpga-*", "/dev/intel-fpga-port.0", "accelerator"],
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
    ["/dev/mxcd", "/dev/mxcd", "accelerator"],
    ["/dev/mtgpu*", "/dev/mtgpu.0", "accelerator"],
    ["/", "/", ""],
    ["/dev", "/dev", ""],
    ["/dev/char", "/dev/char/10:196", ""],
    ["/dev/mem", "/dev/mem", ""],
    ["/dev/port", "/dev/port", ""],
    ["/proc", "/proc", ""],
    ["/sys", "/sys", ""],
    ["/sys/bus", "/sys/bus/pci", ""],
    ["/sys/class", "/sys/class/net", ""],
    ["/sys/devices", "/sys/devices", ""],
    ["/sys/module", "/sys/module/vfio", ""],
    ["/var/run/netns", "/var/run/netns", ""],
    ["/run/netns", "/run/netns/x", ""],
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
        "/var/lib/kubelet/device-plugins",
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
        ["a runtime class", pod({ spec: { runtimeClassName: "nvidia" } })],
    ] as const) {
        it(`is not ${words}`, () => {
            assert.deepEqual(rules(object), []);
        });
    }
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
