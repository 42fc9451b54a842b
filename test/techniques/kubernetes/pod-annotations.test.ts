import assert from "node:assert/strict";
import { deviceAnnotations } from "../../../techniques/kubernetes/annotations";
import { namedNetworkLists } from "../../../techniques/kubernetes/networks-annotation";
import { deviceVariables } from "../../../techniques/kubernetes/environment";
import { joined, NOT_YET, pod, read, techniques } from "./objects";

const NETWORKS = "k8s.v1.cni.cncf.io/networks";

function networks(value: unknown, key = NETWORKS): string[] {
    return read(pod({ annotations: { [key]: value }, namespace: "apps" })).references.map(
        ({ namespace, value: name }) => `${String(namespace)}/${String(name)}`,
    );
}

describe("The networks annotation", () => {
    for (const [value, expected] of [
        ["a", ["apps/a"]],
        ["a,b", ["apps/a", "apps/b"]],
        [" a , other/b@net1 ", ["apps/a", "other/b"]],
        ["a@eth1", ["apps/a"]],
        ["a,a", ["apps/a", "apps/a"]],
        ['[{"name":"a"}]', ["apps/a"]],
        [
            '[{"name":"a","namespace":"other","interface":"net1","ips":["10.0.0.1/24"]},{"name":"b"}]',
            ["other/a", "apps/b"],
        ],
        ['[{"NAME":"a","NameSpace":"other"}]', ["other/a"]],
        ["[]", []],
        ["", []],
    ] as const) {
        it(`${value || "empty"} names ${expected.join(" and ") || "nothing"}`, () => {
            assert.deepEqual(networks(value), expected);
            assert.deepEqual(techniques(pod({ networks: value })), []);
        });
    }

    it("is read under its old key too", () => {
        assert.deepEqual(networks("a", "kubernetes.v1.cni.cncf.io/networks"), ["apps/a"]);
    });

    it("for the default network leaves the namespace to Multus", () => {
        assert.deepEqual(networks("a", "v1.multus-cni.io/default-network"), ["undefined/a"]);
        assert.deepEqual(networks("kube-system/a", "v1.multus-cni.io/default-network"), ["kube-system/a"]);
    });

    for (const value of [
        "A b",
        "a/b/c",
        "a,,b",
        ",",
        "{}",
        "[1]",
        '[{"name":3}]',
        "[{}]",
        '[{"name":"a"',
        '{"name":"a"}',
        "a;b",
    ]) {
        it(`${value} cannot be read, and is unknown`, () => {
            assert.ok(techniques(pod({ networks: value })).includes("unknown"));
        });
    }

    it("with one name of several that is none is unknown, and names the others", () => {
        const value = '[{"name":"a","NAME":"B b"}]';
        assert.ok(techniques(pod({ networks: value })).includes("unknown"));
        assert.deepEqual(networks(value), ["apps/a"]);
        assert.ok(techniques(pod({ networks: '[{"name":"a","namespace":"B b"}]' })).includes("unknown"));
        assert.ok(techniques(pod({ networks: "B b/a" })).includes("unknown"));
    });

    it("with an empty device names none", () => {
        for (const device of ['""', "null"]) {
            const value = `[{"name":"a","deviceID":${device}}]`;
            assert.deepEqual(joined(pod({ networks: value }), []).attachments, []);
        }
        assert.equal(joined(pod({ networks: '[{"name":"a","deviceID":5}]' }), []).attachments.length, 1);
    });

    it("with a key twice is unknown, and names both", () => {
        const value = '[{"name":"a","Name":"b"}]';
        assert.ok(techniques(pod({ networks: value })).includes("unknown"));
        assert.deepEqual(networks(value), ["apps/a", "apps/b"]);
    });

    it("that is not known yet is left to the stack", () => {
        const [reference] = read(pod({ networks: NOT_YET })).references;
        assert.equal(typeof reference?.value, "symbol");
        assert.equal(reference?.property, "metadata");
    });

    it("prints nothing that is no name", () => {
        assert.doesNotMatch(JSON.stringify(read(pod({ networks: "Hunter2!" }))), /Hunter2/);
    });
});

/** Each annotation that gives a device: a value that asks, what for, and a value that asks for nothing. */
const giving: readonly (readonly [key: string, value: string, technique: string, nothing?: string])[] = [
    ["gpu-fraction", "0.5", "accelerator"],
    ["gpu-memory", "2000", "accelerator"],
    ["cni.spidernet.io/rdma-resource-inject", "rdma", "sriov|accelerator"],
    ["cni.spidernet.io/network-resource-inject", "multi", "sriov|accelerator"],
    ["networkservicemesh.io", "kernel://ns/nsm-1?sriovToken=worker.domain/10G", "sriov", "kernel://ns/nsm-1"],
    [
        "network.deckhouse.io/networks-spec",
        '[{"type":"UnderlayNetwork","name":"a"}]',
        "sriov|pci-passthrough",
        '[{"type":"Network"}]',
    ],
    ["hooks.kubevirt.io/hookSidecars", '[{"image":"x"}]', "unknown", "[ ]"],
    ["cdi.k8s.io/net", "vendor.com/nic=eth0", "unknown"],
    ["nvidia.cdi.k8s.io/container.c", "management.nvidia.com/gpu=all", "unknown"],
    ["cdi.nri.io/pod", "nvidia.com/gpu=0", "accelerator"],
    ["cdi-devices.nri.io/container.c", "- vendor.com/nic=eth0", "unknown"],
    ["cdi-devices.noderesource.dev/pod", "- nvidia.com/gpu=0", "accelerator"],
    ["devices.nri.io/container.c", "- path: /dev/vfio/12", "pci-passthrough", "- path: /dev/fuse"],
    ["devices.noderesource.dev/pod", "- path: /dev/anything\n  major: 10\n  minor: 196", "unknown"],
    ["devices.gke.io/container.c", "- path: /dev/nvidia0", "accelerator"],
    ["mounts.nri.io/pod", "- source: /dev/vfio\n  destination: /d", "pci-passthrough", "- source: /data\n  type: bind"],
    ["mounts.noderesource.dev/pod", "- source: /dev/infiniband", "accelerator", "- source: /dev/shm"],
    ["netdevices.nri.io/pod", "- name: eth1", "pci-passthrough"],
    ["netdevices.nri.containerd.io/pod", "- name: eth1", "pci-passthrough"],
    ["netdevice.noderesource.dev/pod", "- name: eth1", "pci-passthrough"],
    ["io.kubernetes.cri-o.Devices", "/dev/fuse,/dev/vhost-vdpa-0:/dev/vdpa:rw", "vdpa", "/dev/fuse,/dev/net/tun"],
    ["devices.crio.io/c", "/dev/dri/card0", "accelerator"],
];

describe("Annotations that give a device", () => {
    it("are all told apart by this test", () => {
        for (const { key } of deviceAnnotations) {
            assert.ok(
                giving.some(([each]) => each.startsWith(key)),
                key,
            );
        }
        assert.equal(giving.length, deviceAnnotations.length);
    });

    for (const [key, value, technique, nothing] of giving) {
        it(`${key} asks for ${technique}`, () => {
            assert.deepEqual(techniques(pod({ annotations: { [key]: value } })), [technique]);
        });

        it(`${key} with a value that is not known yet asks for something`, () => {
            assert.equal(techniques(pod({ annotations: { [key]: NOT_YET } })).length, 1);
        });

        it(`${key} left empty asks for nothing`, () => {
            assert.deepEqual(techniques(pod({ annotations: { [key]: "" } })), []);
        });

        if (nothing !== undefined) {
            it(`${key}: ${nothing} asks for nothing`, () => {
                assert.deepEqual(techniques(pod({ annotations: { [key]: nothing } })), []);
            });
        }
    }

    it("of the Container Device Interface are what our table knows of all their devices", () => {
        assert.deepEqual(techniques(pod({ annotations: { "cdi.k8s.io/a": "nvidia.com/gpu=all" } })), ["accelerator"]);
        assert.deepEqual(techniques(pod({ annotations: { "cdi.k8s.io/a": "nvidia.com/gpu=0,acme.io/nic=1" } })), [
            "unknown",
        ]);
        assert.deepEqual(
            techniques(pod({ annotations: { "cdi.k8s.io/a": '["nvidia.com/gpu=0", "nvidia.com/gpu=1"]' } })),
            ["accelerator"],
        );
        assert.deepEqual(techniques(pod({ annotations: { "cdi.k8s.io/a": "nvidia.com/gpu" } })), ["unknown"]);
    });

    it("of device nodes are believed only where path and number are those of a device in software", () => {
        const node = (lines: string): string[] => techniques(pod({ annotations: { "devices.nri.io/pod": lines } }));
        assert.deepEqual(node("- path: /dev/null\n  type: c\n  major: 1\n  minor: 3\n  file_mode: 438\n"), []);
        assert.deepEqual(node('[{"path": "/dev/net/tun", "type": "c", "major": 10, "minor": 200}]'), []);
        assert.deepEqual(node("- path: /dev/null\n"), []);
        assert.deepEqual(node("[]"), []);
        for (const lines of [
            "- path: /dev/null\n  type: c\n  major: 195\n  minor: 0\n",
            "- path: /dev/null\n  type: c\n  Major: 195\n  Minor: 0\n",
            "- path: /dev/null\n  type: c\n  major: 195\n",
            "- path: /dev/null\n  type: c\n  minor: 0\n",
            "- path: /x/y\n  type: c\n  major: 195\n  minor: 0\n",
            '- path: "/\\x64ev/foo"\n  type: c\n  major: 195\n  minor: 0\n',
            "- type: c\n  major: 195\n  minor: 0\n",
            "path: /dev/null",
            "- /dev/null",
            "- path: [",
            "/dev/null",
        ]) {
            assert.deepEqual(node(lines), ["unknown"], lines);
        }
        assert.deepEqual(node("- path: /dev/vfio/1\n  major: 1\n  minor: 3\n- path: /x\n"), [
            "pci-passthrough",
            "unknown",
        ]);
    });

    it("are read in one pass, however long they are", () => {
        for (const word of ["a".repeat(2_000_000), "a=".repeat(1_000_000), "- ".repeat(1_000_000)]) {
            assert.deepEqual(techniques(pod({ annotations: { "cdi.k8s.io/a": word } })), ["unknown"]);
        }
    });
});

describe("Annotations that only prepare for a device", () => {
    for (const key of [
        "cold_plug_vfio",
        "hot_plug_vfio",
        "hotplug_vfio_on_root_bus",
        "enable_iommu",
        "pcie_root_port",
    ]) {
        it(`of Kata, such as ${key}, are advice`, () => {
            const reading = read(pod({ annotations: { [`io.katacontainers.config.hypervisor.${key}`]: "true" } }));
            assert.deepEqual(reading.attachments, []);
            assert.deepEqual(
                reading.notices.map(({ rule }) => rule),
                ["host-access"],
            );
        });
    }

    it("of Kata for other things are nothing", () => {
        const reading = read(pod({ annotations: { "io.katacontainers.config.hypervisor.default_vcpus": "2" } }));
        assert.deepEqual([...reading.attachments, ...reading.notices], []);
    });
});

describe("Networks of other plugins", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(
            namedNetworkLists.map(({ key }) => key),
            ["danm.io/interfaces", "danm.k8s.io/interfaces", "networking.gke.io/interfaces"],
        );
    });

    for (const key of ["danm.io/interfaces", "danm.k8s.io/interfaces"]) {
        it(`${key} names networks of the namespace, of the tenant and of the cluster`, () => {
            const value = '[{"network":"a","ip":"none"},{"tenantNetwork":"b"},{"clusterNetwork":"c"}]';
            assert.deepEqual(networks(value, key), ["apps/a", "apps/b", "undefined/c"]);
            assert.deepEqual(techniques(pod({ annotations: { [key]: "no json" } })), ["unknown"]);
        });
    }

    it("networking.gke.io/interfaces names networks of the cluster, beside its own", () => {
        const value = '[{"interfaceName":"eth0","network":"default"},{"interfaceName":"eth1","network":"rdma-0"}]';
        assert.deepEqual(networks(value, "networking.gke.io/interfaces"), ["undefined/rdma-0"]);
    });
});

describe("Environment variables that hand out devices", () => {
    it("NVIDIA_MOFED asks for the RDMA devices where it is enabled", () => {
        const ask = (value: unknown): string[] =>
            techniques(pod({ container: { env: [{ name: "NVIDIA_MOFED", value }] } }));
        assert.deepEqual(ask("enabled"), ["accelerator"]);
        assert.deepEqual(ask("disabled"), []);
        assert.deepEqual(ask(NOT_YET), ["unknown"]);
    });

    it("are all told apart by this test", () => {
        assert.deepEqual([...deviceVariables.keys()].sort(), [
            "AMD_VISIBLE_DEVICES",
            "ASCEND_VISIBLE_DEVICES",
            "HABANA_VISIBLE_DEVICES",
            "MTHREADS_VISIBLE_DEVICES",
            "NSM_NETWORK_SERVICES",
            "NVIDIA_IMEX_CHANNELS",
            "NVIDIA_MOFED",
            "NVIDIA_VISIBLE_DEVICES",
        ]);
    });

    for (const name of [
        "NVIDIA_VISIBLE_DEVICES",
        "AMD_VISIBLE_DEVICES",
        "ASCEND_VISIBLE_DEVICES",
        "HABANA_VISIBLE_DEVICES",
        "MTHREADS_VISIBLE_DEVICES",
        "NVIDIA_IMEX_CHANNELS",
    ]) {
        it(`${name} asks for an accelerator, unless it says none`, () => {
            const ask = (entry: object): string[] => techniques(pod({ container: { env: [{ name, ...entry }] } }));
            assert.deepEqual(ask({ value: "all" }), ["accelerator"]);
            assert.deepEqual(ask({ value: NOT_YET }), ["accelerator"]);
            assert.deepEqual(ask({ valueFrom: { configMapKeyRef: { name: "x", key: "y" } } }), ["accelerator"]);
            assert.deepEqual(ask({ value: "none" }), []);
            assert.deepEqual(ask({ value: "void" }), []);
            assert.deepEqual(ask({}), []);
        });
    }

    it("NSM_NETWORK_SERVICES asks for a virtual function by its token or mechanism", () => {
        const ask = (value: string): string[] =>
            techniques(pod({ container: { env: [{ name: "NSM_NETWORK_SERVICES", value }] } }));
        assert.deepEqual(ask("kernel://a/nsm-1?sriovToken=worker.domain/10G"), ["sriov"]);
        assert.deepEqual(ask("kernel://a,vfio://b"), ["sriov"]);
        assert.deepEqual(ask("kernel://a/nsm-1"), []);
        assert.deepEqual(ask(NOT_YET), ["unknown"]);
        const valueFrom = { configMapKeyRef: { name: "x", key: "y" } };
        const env = [{ name: "NSM_NETWORK_SERVICES", valueFrom }];
        assert.deepEqual(techniques(pod({ container: { env } })), ["unknown"]);
    });
});
