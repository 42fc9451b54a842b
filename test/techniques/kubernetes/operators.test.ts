import assert from "node:assert/strict";
import { simpleKinds } from "../../../techniques/kubernetes/operators/simple-kinds";
import { networkGenerators } from "../../../techniques/kubernetes/sriov-operator";
import { config, custom, joined, type Manifest, NOT_YET, pod, read, rules, short, techniques } from "./objects";

/** An object of each simple kind, and what it comes to. */
const simple: readonly (readonly [group: string, kind: string, spec: Manifest, expected: string])[] = [
    ["sriovfec.intel.com", "SriovFecClusterConfig", {}, "offers accelerator spec"],
    ["sriovvrb.intel.com", "SriovVrbClusterConfig", {}, "offers accelerator spec"],
    ["fpga.intel.com", "AcceleratorFunction", {}, "offers accelerator spec"],
    ["fpga.intel.com", "FpgaRegion", {}, "offers accelerator spec"],
    ["sriovnetwork.k8snetworkplumbingwg.io", "SriovResourcePolicy", {}, "offers sriov spec"],
    ["devices.harvesterhci.io", "PCIDeviceClaim", { address: "0000:01:00.0" }, "offers pci-passthrough spec"],
    ["devices.harvesterhci.io", "USBDeviceClaim", {}, "offers pci-passthrough spec"],
    ["devices.harvesterhci.io", "SRIOVNetworkDevice", { numVFs: 4 }, "offers sriov spec.numVFs"],
    ["devices.harvesterhci.io", "SRIOVNetworkDevice", { numVFs: 0 }, ""],
    ["devices.harvesterhci.io", "SRIOVNetworkDevice", { numVFs: NOT_YET }, "offers sriov spec.numVFs"],
    ["devices.harvesterhci.io", "SRIOVGPUDevice", { enabled: true }, "offers accelerator spec.enabled"],
    ["devices.harvesterhci.io", "SRIOVGPUDevice", { enabled: false }, ""],
    ["devices.harvesterhci.io", "VGPUDevice", { enabled: true }, "offers accelerator spec.enabled"],
    ["devices.harvesterhci.io", "VGPUDevice", {}, ""],
    ["network.deckhouse.io", "UnderlayNetwork", { mode: "Dedicated" }, "offers pci-passthrough spec.mode"],
    [
        "network.deckhouse.io",
        "UnderlayNetwork",
        { mode: "Shared", shared: { sriov: { numVFs: 4 } } },
        "offers sriov spec.mode",
    ],
    ["network.deckhouse.io", "UnderlayNetwork", {}, "offers sriov|pci-passthrough spec.mode"],
    ["networking.gke.io", "Network", { type: "Device" }, "offers pci-passthrough spec.type"],
    ["networking.gke.io", "Network", { type: "L3" }, "offers virtio spec.type"],
    ["networking.gke.io", "Network", { type: "L2" }, "offers virtio spec.type"],
    ["networking.gke.io", "Network", { type: "New" }, "offers pci-passthrough spec.type"],
    ["networking.gke.io", "GKENetworkParamSet", { deviceMode: "NetDevice" }, "offers pci-passthrough spec.deviceMode"],
    ["networking.gke.io", "GKENetworkParamSet", { deviceMode: "DPDK-VFIO" }, "offers pci-passthrough spec.deviceMode"],
    [
        "networking.gke.io",
        "GKENetworkParamSet",
        { deviceMode: "RDMA" },
        "offers accelerator|pci-passthrough spec.deviceMode",
    ],
    ["networking.gke.io", "GKENetworkParamSet", { vpc: "x" }, ""],
];

describe("Operators' kinds that offer devices", () => {
    it("are all told apart by this test", () => {
        for (const { kind } of simpleKinds) {
            assert.ok(
                simple.some(([, each]) => each === kind),
                kind,
            );
        }
    });

    for (const [group, kind, spec, expected] of simple) {
        it(`${kind} with ${JSON.stringify(spec)}: ${expected || "nothing"}`, () => {
            assert.equal(short(read(custom(`${group}/v1`, kind, spec)).attachments).join(), expected);
        });
    }

    it("as a patch of other things say nothing", () => {
        const type = "kubernetes:devices.harvesterhci.io/v1beta1:SRIOVNetworkDevicePatch";
        assert.deepEqual(
            techniques(custom("devices.harvesterhci.io/v1beta1", "SRIOVNetworkDevice", {}), undefined, { type }),
            [],
        );
    });

    it("carry markers as any object does", () => {
        const object = custom(
            "fpga.intel.com/v2",
            "FpgaRegion",
            {},
            { annotations: { "virtio-first/exception-id": "EXC-1" } },
        );
        assert.deepEqual(
            read(object).markers.exceptionIds.map(({ value }) => value),
            ["EXC-1"],
        );
    });
});

describe("Kinds from which networks are made", () => {
    const made: Record<string, readonly [withResource: string, alone: string]> = {
        SriovNetwork: ["offers sriov|vdpa|smartnic spec", "offers sriov spec"],
        SriovIBNetwork: ["offers sriov|pci-passthrough spec", "offers sriov spec"],
        OVSNetwork: ["offers smartnic|vdpa spec", "offers virtio spec"],
        HostDeviceNetwork: ["offers pci-passthrough|sriov|vdpa|smartnic spec", "offers pci-passthrough spec"],
        MacvlanNetwork: ["offers virtio spec", "offers virtio spec"],
        IPoIBNetwork: ["offers accelerator spec", "offers accelerator spec"],
    };

    it("are all told apart by this test", () => {
        assert.deepEqual(networkGenerators.map(({ kind }) => kind).sort(), Object.keys(made).sort());
    });

    for (const { group, kind } of networkGenerators) {
        const [withResource, alone] = made[kind]!;
        it(`${kind} offers what its plugin and resource bring`, () => {
            assert.deepEqual(short(read(custom(`${group}/v1`, kind, { resourceName: "a" })).attachments), [
                withResource,
            ]);
            assert.deepEqual(short(read(custom(`${group}/v1`, kind, {})).attachments), [alone]);
        });
    }

    it("read the plugins that are chained behind", () => {
        const spec = { resourceName: "a", metaPlugins: '{"type":"tuning"},{"type":"host-device","device":"eth1"}' };
        assert.deepEqual(techniques(custom("mellanox.com/v1alpha1", "MacvlanNetwork", spec)), [
            "virtio",
            "pci-passthrough",
        ]);
        assert.ok(
            techniques(custom("mellanox.com/v1alpha1", "MacvlanNetwork", { metaPlugins: "{" })).includes("unknown"),
        );
        assert.ok(
            techniques(custom("mellanox.com/v1alpha1", "MacvlanNetwork", { metaPlugins: NOT_YET })).includes("unknown"),
        );
    });

    it("with a resource name that is not known yet are unknown", () => {
        assert.ok(
            techniques(custom("sriovnetwork.openshift.io/v1", "OVSNetwork", { resourceName: NOT_YET })).includes(
                "unknown",
            ),
        );
    });
});

describe("A SpiderMultusConfig", () => {
    const spider = (spec: unknown): string[] =>
        techniques(custom("spiderpool.spidernet.io/v2beta1", "SpiderMultusConfig", spec));
    for (const [spec, expected] of [
        [{ cniType: "macvlan", macvlan: { master: ["eth0"] } }, ["virtio"]],
        [{ cniType: "ipvlan", ipvlan: {} }, ["virtio"]],
        [{ cniType: "vlan", vlan: {} }, ["virtio"]],
        [{ cniType: "ovs", ovs: {} }, ["virtio"]],
        [{ cniType: "ovs", ovs: { resourceName: "spidernet.io/a" } }, ["smartnic|vdpa"]],
        [{ cniType: "sriov", sriov: { resourceName: "spidernet.io/a" } }, ["sriov|vdpa|smartnic"]],
        [{ cniType: "ib-sriov", ibsriov: { resourceName: "spidernet.io/a" } }, ["sriov|pci-passthrough"]],
        [{ cniType: "ipoib", ipoib: {} }, ["accelerator"]],
        [
            { cniType: "macvlan", macvlan: { rdmaResourceName: "spidernet.io/rdma" } },
            ["virtio", "sriov|pci-passthrough|vdpa|smartnic|accelerator"],
        ],
        [{ cniType: "custom", customCNI: '{"Type":"host-device"}' }, ["pci-passthrough"]],
        [{ customCNI: '{"type":"bridge"}' }, ["virtio"]],
        [{ cniType: "custom", customCNI: "{" }, ["unknown"]],
        [{ cniType: "macvlan", chainCNIJsonData: ['{"type":"host-device"}'] }, ["virtio", "pci-passthrough"]],
        [{ cniType: "new" }, ["unknown"]],
        [{ cniType: NOT_YET }, ["unknown"]],
        [NOT_YET, ["unknown"]],
    ] as const) {
        it(`${JSON.stringify(spec).replaceAll(NOT_YET, "?")} is ${expected.join(" and ")}`, () => {
            assert.deepEqual(spider(spec), expected);
        });
    }

    it("is found by the pods that join it", () => {
        const object = custom("spiderpool.spidernet.io/v2beta1", "SpiderMultusConfig", {
            cniType: "sriov",
            sriov: { resourceName: "spidernet.io/a" },
        });
        assert.deepEqual(
            joined(pod({ networks: "one" }), [object]).attachments.map((each) => each.role),
            ["uses"],
        );
    });
});

describe("Other kinds that make networks", () => {
    const openshift = (...additionalNetworks: Manifest[]): Manifest =>
        custom("operator.openshift.io/v1", "Network", { additionalNetworks });

    it("OpenShift's additional networks are read one by one, and found by their namespace", () => {
        const object = openshift(
            { name: "soft", namespace: "apps", type: "SimpleMacvlan", simpleMacvlanConfig: {} },
            { name: "fast", namespace: "apps", type: "Raw", rawCNIConfig: '{"type":"host-device","device":"eth1"}' },
        );
        assert.deepEqual(short(read(object).attachments), [
            "offers virtio spec.additionalNetworks[0].type",
            "offers pci-passthrough spec.additionalNetworks[1].rawCNIConfig.type",
        ]);
        assert.equal(
            joined(pod({ networks: "fast", namespace: "apps" }), [object]).attachments[0]?.techniques[0],
            "pci-passthrough",
        );
        assert.deepEqual(
            joined(pod({ networks: "soft", namespace: "apps" }), [object]).attachments.map(
                (each) => each.techniques[0],
            ),
            ["virtio"],
        );
        assert.deepEqual(techniques(openshift({ name: "x", type: "Raw" })), ["unknown"]);
        assert.deepEqual(techniques(openshift({ name: "x", type: "Raw", rawCNIConfig: NOT_YET })), ["unknown"]);
        assert.deepEqual(techniques(custom("operator.openshift.io/v1", "Network", { additionalNetworks: NOT_YET })), [
            "unknown",
        ]);
        assert.deepEqual(techniques(custom("operator.openshift.io/v1", "Network", { defaultNetwork: {} })), []);
    });

    it("OVN's user-defined networks are software", () => {
        for (const kind of ["UserDefinedNetwork", "ClusterUserDefinedNetwork"]) {
            assert.deepEqual(techniques(custom("k8s.ovn.org/v1", kind, { topology: "Layer2" })), ["virtio"]);
        }
    });

    for (const group of ["danm.io", "danm.k8s.io"]) {
        it(`networks of ${group} are what their type and pool say`, () => {
            const danm = (kind: string, spec: Manifest): string[] => techniques(custom(`${group}/v1`, kind, spec));
            const fast = { NetworkType: "sriov", Options: { device_pool: "nokia.k8s.io/sriov_ens1f0" } };
            for (const kind of ["DanmNet", "TenantNetwork", "ClusterNetwork"]) {
                assert.deepEqual(danm(kind, fast), ["sriov|vdpa|smartnic"]);
                assert.deepEqual(danm(kind, { NetworkType: "macvlan" }), ["virtio"]);
                assert.deepEqual(danm(kind, { NetworkID: "x" }), ["virtio"]);
                assert.deepEqual(danm(kind, { networktype: "SRIOV" }), ["sriov"]);
                assert.deepEqual(danm(kind, { NetworkType: "other" }), ["unknown"]);
            }
        });
    }

    it("a DANM network is found by the pods that join it", () => {
        const network = custom("danm.io/v1", "ClusterNetwork", { NetworkType: "sriov" }, { namespace: undefined });
        const object = pod({ annotations: { "danm.io/interfaces": '[{"clusterNetwork":"one"}]' } });
        assert.deepEqual(
            joined(object, [network]).attachments.map((each) => each.techniques[0]),
            ["sriov"],
        );
    });

    it("a TenantConfig of DANM offers its device pools", () => {
        const object = {
            apiVersion: "danm.io/v1",
            kind: "TenantConfig",
            metadata: { name: "t" },
            hostDevices: [{ name: "ens4" }, { name: "nokia.k8s.io/sriov_ens1f0" }],
        };
        assert.deepEqual(short(read(object).attachments), ["offers sriov|pci-passthrough hostDevices[1]"]);
        const hidden = { ...object, hostDevices: NOT_YET };
        assert.deepEqual(short(read(hidden).attachments), ["offers unknown hostDevices"]);
    });

    it("an Interface of Nephio is what its type says", () => {
        for (const [cniType, expected] of [
            ["sriov", ["sriov"]],
            ["ipvlan", ["virtio"]],
            ["macvlan", ["virtio"]],
            ["x", ["unknown"]],
            [undefined, []],
        ] as const) {
            assert.deepEqual(techniques(custom("req.nephio.org/v1alpha1", "Interface", { cniType })), expected);
        }
    });

    it("a MultiNicNetwork is what its plugin says", () => {
        for (const [type, expected] of [
            ["ipvlan", ["virtio"]],
            ["host-device", ["pci-passthrough"]],
        ] as const) {
            assert.deepEqual(
                techniques(custom("multinic.fms.io/v1", "MultiNicNetwork", { plugin: { type } })),
                expected,
            );
        }
    });

    it("a network of GKE is found by the pods that join it", () => {
        const network = custom(
            "networking.gke.io/v1",
            "Network",
            { type: "Device" },
            { name: "rdma-0", namespace: undefined },
        );
        const object = pod({
            annotations: { "networking.gke.io/interfaces": '[{"interfaceName":"eth1","network":"rdma-0"}]' },
        });
        assert.deepEqual(
            joined(object, [network]).attachments.map((each) => each.techniques[0]),
            ["pci-passthrough"],
        );
    });

    it("a CephCluster joins the networks of its selectors", () => {
        const object = custom("ceph.rook.io/v1", "CephCluster", {
            network: { provider: "multus", selectors: { public: "other/net" } },
        });
        assert.deepEqual(
            joined(object, [
                custom(
                    "k8s.cni.cncf.io/v1",
                    "NetworkAttachmentDefinition",
                    { config: '{"type":"sriov"}' },
                    { name: "net", namespace: "other" },
                ),
            ]).short,
            ["uses sriov spec.network.selectors.public"],
        );
        assert.deepEqual(
            read(custom("ceph.rook.io/v1", "CephCluster", { network: { provider: "host" } })).references,
            [],
        );
    });
});

describe("A ComputeDomain", () => {
    it("asks for channels between GPUs, and makes the claim template that pods name", () => {
        const domain = custom("resource.nvidia.com/v1beta1", "ComputeDomain", {
            channel: { resourceClaimTemplate: { name: "channel" } },
        });
        assert.deepEqual(techniques(domain), ["accelerator"]);
        const user = pod({ spec: { resourceClaims: [{ name: "c", resourceClaimTemplateName: "channel" }] } });
        assert.deepEqual(joined(user, [domain]).short, [
            "uses accelerator spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
    });
});

describe("Machines of Cluster API", () => {
    const API = "infrastructure.cluster.x-k8s.io/v1beta1";
    const wraps: readonly (readonly [kind: string, wrap: (machine: unknown) => Manifest])[] = [
        ["OpenStackMachine", (machine) => machine as Manifest],
        ["OpenStackServer", (machine) => machine as Manifest],
        ["OpenStackMachineTemplate", (machine) => ({ template: { spec: machine } })],
        ["OpenStackCluster", (machine) => ({ bastion: { spec: machine } })],
        ["OpenStackCluster", (machine) => ({ bastion: { instance: machine } })],
        ["OpenStackClusterTemplate", (machine) => ({ template: { spec: { bastion: { spec: machine } } } })],
    ];

    for (const [kind, wrap] of wraps) {
        for (const [port, technique] of [
            [{}, "virtio"],
            [{ vnicType: "normal" }, "virtio"],
            [{ vnicType: "direct" }, "sriov"],
            [{ vnicType: "DIRECT-PHYSICAL" }, "pci-passthrough"],
            [{ vnicType: "direct", profile: { ovsHWOffload: true } }, "smartnic"],
            [{ vnicType: "vdpa" }, "vdpa"],
            [{ vnicType: "new" }, "unknown"],
            [{ vnicType: NOT_YET }, "unknown"],
            [{ valueSpecs: [{ name: "a", key: "binding:vnic_type", value: "direct" }] }, "sriov"],
        ] as const) {
            it(`${kind} with the port ${JSON.stringify(port).replace(NOT_YET, "?")} is ${technique}`, () => {
                assert.deepEqual(techniques(custom(API, kind, wrap({ ports: [port] }))), [technique]);
            });
        }
    }

    it("name the path of the port", () => {
        const object = custom(API, "OpenStackMachineTemplate", {
            template: { spec: { ports: [{}, { vnicType: "direct" }] } },
        });
        assert.equal(read(object).attachments[1]?.path, "spec.template.spec.ports[1].vnicType");
    });

    it("name a flavor that only config can classify", () => {
        const object = custom(API, "OpenStackMachine", { flavor: "gpu.large" });
        assert.deepEqual(rules(object), ["unverifiable"]);
        const context = config({ flavors: { "gpu.*": "accelerator", "m1.*": "none" } });
        assert.deepEqual(short(read(object, context).attachments), ["uses accelerator spec.flavor"]);
        assert.deepEqual(read(custom(API, "OpenStackMachine", { flavor: "m1.x" }), context).notices, []);
    });

    it("whose ports are not known yet are unknown", () => {
        assert.deepEqual(techniques(custom(API, "OpenStackMachine", { ports: NOT_YET })), ["unknown"]);
        assert.deepEqual(techniques(custom(API, "OpenStackMachine", NOT_YET)), ["unknown"]);
    });

    for (const [kind, wrap] of [
        ["VSphereMachine", (machine: unknown) => machine],
        ["VSphereVM", (machine: unknown) => machine],
        ["VSphereMachineTemplate", (machine: unknown) => ({ template: { spec: machine } })],
    ] as const) {
        it(`${kind} is what its PCI devices and NICs are`, () => {
            const machine = {
                network: { devices: [{ networkName: "n" }] },
                pciDevices: [{ deviceId: 7864, vendorId: 4318 }, { vGPUProfile: "grid_t4-8q" }],
            };
            assert.deepEqual(techniques(custom(API, kind, wrap(machine))), [
                "pci-passthrough",
                "accelerator",
                "vmxnet3",
            ]);
            assert.deepEqual(techniques(custom(API, kind, wrap({ pciDevices: NOT_YET }))), ["unknown"]);
        });
    }
});
