import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { assertGranted, seen } from "./kubernetes-judged";
import { only, refusal, run, Unborn, untyped, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const GROUP = "kubernetes:sriovnetwork.openshift.io/v1";
const POLICY = `${GROUP}:SriovNetworkNodePolicy`;
const operator = { namespace: "sriov-network-operator" };
const MARKER = { "virtio-first/exception-id": ID };

const base = {
    resourceName: "fast",
    nodeSelector: { "feature.node.kubernetes.io/network-sriov.capable": "true" },
    numVfs: 8,
    nicSelector: { vendor: "15b3", pfNames: ["ens1f0#0-3", "ens1f0#4-7", "ens2f0"] },
} as const;
const selector = { ...base.nicSelector, pfNames: [...base.nicSelector.pfNames] };
const common = { ...base, nicSelector: selector };

const pools: Readonly<Record<string, kubernetes.SriovNetworkNodePolicyArgs>> = {
    sriov: { technique: "sriov", exceptionId: ID, metadata: operator, spec: { ...common, deviceType: "vfio-pci" } },
    vdpa: {
        technique: "vdpa",
        exceptionId: ID,
        metadata: operator,
        spec: { ...common, eSwitchMode: "switchdev", vdpaType: "vhost" },
    },
    smartnic: {
        technique: "smartnic",
        exceptionId: ID,
        metadata: operator,
        spec: {
            ...common,
            eSwitchMode: "switchdev",
            isRdma: true,
            bridge: { ovs: { bridge: { failMode: "secure" } } },
        },
    },
};

describe("a SriovNetworkNodePolicy", () => {
    for (const [technique, args] of Object.entries(pools)) {
        it(`is registered as it is written, with its marker: ${technique}`, async () => {
            const resource = only(await run(() => new kubernetes.SriovNetworkNodePolicy("pool", args)), POLICY);
            assert.deepEqual(resource.inputs, {
                apiVersion: "sriovnetwork.openshift.io/v1",
                kind: "SriovNetworkNodePolicy",
                metadata: { ...operator, annotations: { ...MARKER, "virtio-first/technique": technique } },
                spec: args.spec,
            });
        });
    }

    it("offers the resource that pods ask for, under the operator's prefix or another", async () => {
        const made: kubernetes.SriovNetworkNodePolicy[] = [];
        await run(() => {
            made.push(
                new kubernetes.SriovNetworkNodePolicy("a", pools["sriov"] as kubernetes.SriovNetworkNodePolicyArgs),
            );
            made.push(
                new kubernetes.SriovNetworkNodePolicy("b", {
                    ...(pools["sriov"] as kubernetes.SriovNetworkNodePolicyArgs),
                    resourcePrefix: "example.com",
                }),
            );
        });
        assert.deepEqual(await Promise.all(made.map((pool) => value(pool.deviceResource))), [
            "openshift.io/fast",
            "example.com/fast",
        ]);
        assert.equal(await value(made[0]?.resourceName), "fast");
        assert.equal(await value(made[0]?.name), "a-0a1b2c3d");
    });

    it("leaves what is not known yet where it is, and to the operator", async () => {
        const resources = await run(() => {
            const unknown = new Unborn("unborn").value;
            return new kubernetes.SriovNetworkNodePolicy("pool", {
                technique: "sriov",
                exceptionId: ID,
                spec: { ...common, nicSelector: { vendor: unknown, netFilter: undefined }, mtu: pulumi.output(9000) },
            });
        });
        const { nicSelector } = only(resources, POLICY).inputs["spec"] as { nicSelector: { vendor: string } };
        assert.match(nicSelector.vendor, /^04da6b54/);
    });

    describe("is refused, before anything is registered,", () => {
        const Untyped = untyped(kubernetes.SriovNetworkNodePolicy);
        const plain = { technique: "sriov", exceptionId: ID, spec: common };
        const vdpa = { ...plain, technique: "vdpa", spec: { ...common, eSwitchMode: "switchdev", vdpaType: "virtio" } };
        const withSpec = (args: { spec: object }, more: object): unknown => ({
            ...args,
            spec: { ...args.spec, ...more },
        });
        const withNics = (nicSelector: object): unknown => withSpec(plain, { nicSelector });
        const cases: [string, unknown, string, RegExp][] = [
            ["without arguments", undefined, "args", /missing/],
            ["in software", { spec: common }, "technique", /"virtio" is none/],
            ["without an exception ID", { ...plain, exceptionId: undefined }, "exceptionId", /missing/],
            ["without a spec", { ...plain, spec: undefined }, "spec", /plain object/],
            ["with a misspelt key", withSpec(plain, { numVFs: 3 }), "spec", /no key "numVFs"/],
            ["without nodes", withSpec(plain, { nodeSelector: undefined }), "spec", /needs nodeSelector/],
            [
                "with a prefix in the pool's name",
                withSpec(plain, { resourceName: "openshift.io/fast" }),
                "spec",
                /without a prefix/,
            ],
            [
                "with no functions",
                withSpec(plain, { numVfs: 0 }),
                "spec",
                /numVfs that must be a whole number of at least 1/,
            ],
            ["with a priority out of range", withSpec(plain, { priority: 100 }), "spec", /0 to 99/],
            [
                "with an eSwitchMode that is not known",
                withSpec(plain, { eSwitchMode: pulumi.output("legacy") }),
                "spec.eSwitchMode",
                /plain/,
            ],
            [
                "with RDMA on vfio-pci",
                withSpec(plain, { deviceType: "vfio-pci", isRdma: true }),
                "spec.deviceType",
                /excludes isRdma/,
            ],
            ["with switchdev on InfiniBand", withSpec(vdpa, { linkType: "IB" }), "spec.eSwitchMode", /Ethernet/],
            [
                "with vDPA on vfio-pci",
                withSpec(vdpa, { deviceType: "vfio-pci" }),
                "spec.vdpaType",
                /excludes deviceType/,
            ],
            [
                "with vDPA without switchdev",
                withSpec(vdpa, { eSwitchMode: "legacy" }),
                "spec.vdpaType",
                /needs eSwitchMode/,
            ],
            ["with vDPA and RDMA", withSpec(vdpa, { isRdma: true }), "spec.vdpaType", /excludes isRdma/],
            [
                "with vDPA on another vendor's NICs",
                withSpec(vdpa, { nicSelector: { vendor: "8086" } }),
                "spec.nicSelector.vendor",
                /"15b3"/,
            ],
            [
                "with a bridge without switchdev",
                withSpec(plain, { bridge: { ovs: {} } }),
                "spec.bridge",
                /needs eSwitchMode/,
            ],
            [
                "with a bridge of NICs that others manage",
                withSpec(vdpa, { bridge: { ovs: {} }, externallyManaged: true }),
                "spec.bridge",
                /excludes externallyManaged/,
            ],
            ["with a selector that selects nothing", withNics({}), "spec.nicSelector", /selects nothing/],
            [
                "with a network filter beside another selector",
                withNics({ netFilter: "aws/NetworkID:a", vendor: "8086" }),
                "spec.nicSelector.netFilter",
                /stands alone/,
            ],
            [
                "with a network filter and an eSwitchMode",
                withSpec(plain, { nicSelector: { netFilter: "aws/NetworkID:a" }, eSwitchMode: "legacy" }),
                "spec.nicSelector.netFilter",
                /excludes eSwitchMode/,
            ],
            ["with a network filter that is none", withNics({ netFilter: "vlan:5" }), "spec", /netFilter that must be/],
            ["with a vendor that is none", withNics({ vendor: "Intel" }), "spec", /four hexadecimal digits/],
            ["with a PCI address that is none", withNics({ rootDevices: ["3b:00.0"] }), "spec", /PCI address/],
            [
                "with a range that is none",
                withNics({ pfNames: ["ens1f0#3"] }),
                "spec.nicSelector.pfNames",
                /range is none/,
            ],
            [
                "with a range that ends before it starts",
                withNics({ pfNames: ["ens1f0#5-3"] }),
                "spec.nicSelector.pfNames",
                /range is none/,
            ],
            [
                "with a range beyond the functions",
                withNics({ pfNames: ["ens1f0#0-8"] }),
                "spec.nicSelector.pfNames",
                /the last function is 7/,
            ],
            [
                "with ranges that overlap",
                withNics({ pfNames: ["ens1f0#0-3", "ens1f0#3-5"] }),
                "spec.nicSelector.pfNames",
                /twice/,
            ],
            [
                "with a whole NIC beside a range of it",
                withNics({ pfNames: ["ens1f0", "ens1f0#3-5"] }),
                "spec.nicSelector.pfNames",
                /twice/,
            ],
            ["as SR-IOV with a vdpaType", { ...vdpa, technique: "sriov" }, "technique", /do not agree/],
            ["as vDPA without a vdpaType", { ...plain, technique: "vdpa" }, "technique", /do not agree/],
            [
                "as SmartNIC without switchdev",
                { ...plain, technique: "smartnic" },
                "technique",
                /needs spec.eSwitchMode/,
            ],
            ["as SR-IOV with switchdev", withSpec(plain, { eSwitchMode: "switchdev" }), "technique", /is "smartnic"/],
            ["with a prefix that is none", { ...plain, resourcePrefix: "a/b" }, "resourcePrefix", /domain/],
        ];
        for (const [what, args, argument, text] of cases) {
            it(what, async () => {
                const error = await refusal(() => new Untyped("pool", args));
                assert.equal(error.component, `SriovNetworkNodePolicy "pool"`);
                assert.equal(error.argument, argument, error.message);
                assert.match(error.fault, text);
            });
        }
    });
});

describe("a network of an operator", () => {
    const grounds = { exceptionId: ID, metadata: operator } as const;

    it("is written as the SR-IOV operator takes it: addresses, capabilities and chained plugins as text", async () => {
        const resources = await run(
            () =>
                new kubernetes.SriovNetwork("fast", {
                    technique: "sriov",
                    ...grounds,
                    spec: {
                        networkNamespace: "apps",
                        resourceName: "fast",
                        vlan: 200,
                        vlanQoS: 3,
                        spoofChk: "off",
                        capabilities: { mac: true, ips: true },
                        ipam: { type: "static", addresses: [{ address: "10.0.0.5/24" }] },
                        metaPlugins: [{ type: "rdma" }, { type: "vrf", vrfname: "red" }],
                    },
                }),
        );
        assert.deepEqual(only(resources, `${GROUP}:SriovNetwork`).inputs, {
            apiVersion: "sriovnetwork.openshift.io/v1",
            kind: "SriovNetwork",
            metadata: { ...operator, annotations: { ...MARKER, "virtio-first/technique": "sriov" } },
            spec: {
                networkNamespace: "apps",
                resourceName: "fast",
                vlan: 200,
                vlanQoS: 3,
                spoofChk: "off",
                capabilities: `{"mac":true,"ips":true}`,
                ipam: `{"type":"static","addresses":[{"address":"10.0.0.5/24"}]}`,
                metaPlugins: `{"type":"rdma"},{"type":"vrf","vrfname":"red"}`,
            },
        });
    });

    it("comes as InfiniBand, as Open vSwitch and as whole devices too", async () => {
        const resources = await run(() => {
            new kubernetes.SriovIBNetwork("ib", {
                technique: "sriov",
                ...grounds,
                spec: { resourceName: "ib", linkState: "enable" },
            });
            new kubernetes.OVSNetwork("ovs", {
                technique: "smartnic",
                ...grounds,
                spec: { resourceName: "ovs", bridge: "br-ex", trunk: [{ id: 5 }], mtu: 9000 },
            });
            new kubernetes.HostDeviceNetwork("whole", {
                technique: "pci-passthrough",
                exceptionId: ID,
                spec: { resourceName: "hostdev", networkNamespace: "apps" },
            });
        });
        assert.deepEqual(only(resources, `${GROUP}:SriovIBNetwork`).inputs["spec"], {
            resourceName: "ib",
            linkState: "enable",
        });
        assert.deepEqual(only(resources, `${GROUP}:OVSNetwork`).inputs["spec"], {
            resourceName: "ovs",
            bridge: "br-ex",
            trunk: [{ id: 5 }],
            mtu: 9000,
        });
        const whole = only(resources, "kubernetes:mellanox.com/v1alpha1:HostDeviceNetwork").inputs;
        assert.deepEqual(whole["spec"], { resourceName: "hostdev", networkNamespace: "apps" });
    });

    it("takes a pod along: its namespace, its resource, its technique and its exception", async () => {
        const resources = await run(() => {
            const net = new kubernetes.SriovNetwork("fast", {
                technique: "sriov",
                ...grounds,
                spec: { networkNamespace: "apps", resourceName: "fast", capabilities: { ips: true } },
            });
            return new kubernetes.Pod("probe", {
                metadata: { namespace: "apps" },
                spec: { containers: [{ name: "a" }] },
                attachments: [{ network: net, ips: ["10.0.0.5/24"] }],
            });
        });
        const amounts = { "openshift.io/fast": "1" };
        assert.deepEqual(only(resources, "kubernetes:core/v1:Pod").inputs, {
            apiVersion: "v1",
            kind: "Pod",
            metadata: {
                namespace: "apps",
                annotations: {
                    "k8s.v1.cni.cncf.io/networks": `[{"name":"fast-0a1b2c3d","ips":["10.0.0.5/24"]}]`,
                    ...MARKER,
                    "virtio-first/technique": "sriov",
                },
            },
            spec: { containers: [{ name: "a", resources: { limits: amounts, requests: amounts } }] },
        });
    });

    describe("passes the policy pack together with its pool", () => {
        type Make = (pool: kubernetes.SriovNetworkNodePolicy) => kubernetes.AttachableNetwork;
        const spec = (pool: kubernetes.SriovNetworkNodePolicy) => ({
            networkNamespace: "apps",
            resourceName: pool.resourceName,
        });
        const forms: [string, "sriov" | "vdpa" | "smartnic", Make][] = [
            [
                "sriov",
                "sriov",
                (pool) => new kubernetes.SriovNetwork("net", { technique: "sriov", ...grounds, spec: spec(pool) }),
            ],
            [
                "vdpa",
                "vdpa",
                (pool) => new kubernetes.SriovNetwork("net", { technique: "vdpa", ...grounds, spec: spec(pool) }),
            ],
            [
                "vdpa",
                "vdpa",
                (pool) => new kubernetes.OVSNetwork("net", { technique: "vdpa", ...grounds, spec: spec(pool) }),
            ],
            [
                "smartnic",
                "smartnic",
                (pool) => new kubernetes.OVSNetwork("net", { technique: "smartnic", ...grounds, spec: spec(pool) }),
            ],
        ];
        for (const [pool, technique, make] of forms) {
            it(`as ${technique}, ${make.toString().includes("OVS") ? "by Open vSwitch" : "by functions"}`, async () => {
                const resources = await run(() => {
                    const made = new kubernetes.SriovNetworkNodePolicy(
                        "pool",
                        pools[pool] as kubernetes.SriovNetworkNodePolicyArgs,
                    );
                    const net = make(made);
                    return new kubernetes.Pod("probe", {
                        metadata: { namespace: "apps" },
                        spec: { containers: [{ name: "a" }] },
                        attachments: [net],
                    });
                });
                const kinds = resources.filter(({ custom }) => custom).map(({ type, name }) => `${type}::${name}`);
                assertGranted(resources, technique, [ID], kinds);
                assert.deepEqual(
                    seen(resources).flatMap(({ notices }) => notices.filter(({ rule }) => rule === "unverifiable")),
                    [],
                );
            });
        }
    });

    describe("is refused, before anything is registered,", () => {
        const Untyped = untyped(kubernetes.SriovNetwork);
        const plain = { technique: "sriov", exceptionId: ID, spec: { resourceName: "fast" } };
        const withSpec = (more: object): unknown => ({ ...plain, spec: { ...plain.spec, ...more } });
        const cases: [string, unknown, string, RegExp][] = [
            ["in software", { spec: plain.spec }, "technique", /"virtio" is none/],
            ["without an exception ID", { ...plain, exceptionId: undefined }, "exceptionId", /missing/],
            ["without its pool", { ...plain, spec: {} }, "spec", /needs resourceName/],
            ["with a misspelt key", withSpec({ vlanID: 5 }), "spec", /no key "vlanID"/],
            ["with VLAN QoS without a VLAN", withSpec({ vlanQoS: 3 }), "spec", /vlan above 0/],
            ["with a rate above its limit", withSpec({ minTxRate: 9, maxTxRate: 5 }), "spec", /minTxRate above/],
            ["with addresses as text", withSpec({ ipam: "{}" }), "spec", /ipam that must be an object/],
            [
                "with a chained plugin that is none",
                withSpec({ metaPlugins: [{ type: "sriov" }] }),
                "spec.metaPlugins[0].type",
                /must be one of/,
            ],
            ["with a capability that is none", withSpec({ capabilities: { dns: true } }), "spec", /no key "dns"/],
        ];
        for (const [what, args, argument, text] of cases) {
            it(what, async () => {
                const error = await refusal(() => new Untyped("net", args));
                assert.equal(error.component, `SriovNetwork "net"`);
                assert.equal(error.argument, argument, error.message);
                assert.match(error.fault, text);
            });
        }
    });
});
