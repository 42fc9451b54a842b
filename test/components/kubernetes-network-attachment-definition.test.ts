import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { only, refusal, type Registered, run, Unborn, UNKNOWN_WORD, untyped, value } from "./kubernetes-support";

const NAD = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition";
const Untyped = untyped(kubernetes.NetworkAttachmentDefinition);

/** The NetworkAttachmentDefinition that a program registers. */
async function made(args: kubernetes.NetworkAttachmentDefinitionArgs): Promise<Registered> {
    return only(await run(() => new kubernetes.NetworkAttachmentDefinition("net", args)), NAD);
}

function configOf(resource: Registered): unknown {
    return JSON.parse((resource.inputs["spec"] as { config: string }).config);
}

function annotationsOf(resource: Registered): unknown {
    return (resource.inputs["metadata"] as { annotations?: unknown } | undefined)?.annotations;
}

describe("a NetworkAttachmentDefinition", () => {
    it("is in software by default, and carries no marker", async () => {
        const resource = await made({
            metadata: { namespace: "apps", name: "blue" },
            config: { type: "bridge", bridge: "br1", vlan: 100 },
        });
        assert.deepEqual(resource.inputs, {
            apiVersion: "k8s.cni.cncf.io/v1",
            kind: "NetworkAttachmentDefinition",
            metadata: { namespace: "apps", name: "blue" },
            spec: { config: `{"cniVersion":"1.0.0","type":"bridge","bridge":"br1","vlan":100}` },
        });
    });

    it("carries resource, exception ID and technique in its annotations where it is hardware", async () => {
        const resource = await made({
            metadata: { annotations: { owner: "core" } },
            technique: "sriov",
            exceptionId: "EXC-2026-014",
            resourceName: "openshift.io/fast",
            nodeSelector: "zone=a",
            config: { type: "sriov", vlan: 200, trust: "on" },
        });
        assert.deepEqual(annotationsOf(resource), {
            owner: "core",
            "k8s.v1.cni.cncf.io/resourceName": "openshift.io/fast",
            "k8s.v1.cni.cncf.io/nodeSelector": "zone=a",
            "virtio-first/exception-id": "EXC-2026-014",
            "virtio-first/technique": "sriov",
        });
        assert.deepEqual(configOf(resource), { cniVersion: "1.0.0", type: "sriov", vlan: 200, trust: "on" });
    });

    it("is a list of plugins where others are chained behind, in their order", async () => {
        const resource = await made({
            networkName: "blue-net",
            cniVersion: "0.3.1",
            config: { type: "macvlan", master: "eth1", mode: "bridge" },
            chain: [
                { type: "tuning", sysctl: { "net.core.somaxconn": "512" } },
                { type: "vrf", vrfname: "red", table: 100 },
            ],
        });
        assert.deepEqual(configOf(resource), {
            cniVersion: "0.3.1",
            name: "blue-net",
            plugins: [
                { type: "macvlan", master: "eth1", mode: "bridge" },
                { type: "tuning", sysctl: { "net.core.somaxconn": "512" } },
                { type: "vrf", vrfname: "red", table: 100 },
            ],
        });
    });

    const ipams: kubernetes.Ipam[] = [
        {
            type: "host-local",
            ranges: [[{ subnet: "10.0.0.0/24", rangeStart: "10.0.0.10", rangeEnd: "10.0.0.50", gateway: "10.0.0.1" }]],
            routes: [{ dst: "0.0.0.0/0", gw: "10.0.0.1", priority: 100 }],
        },
        {
            type: "static",
            addresses: [{ address: "10.0.0.5/24", gateway: "10.0.0.1" }],
            dns: { nameservers: ["10.0.0.2"] },
        },
        { type: "dhcp", request: [{ option: "routers", skipDefault: true }] },
        {
            type: "whereabouts",
            range: "10.0.0.10-10.0.0.50/24",
            exclude: ["10.0.0.32/30"],
            enable_overlapping_ranges: false,
        },
        { type: "whereabouts", ipRanges: [{ range: "10.0.0.0/24" }, { range: "fd00::/64" }] },
    ];
    for (const ipam of ipams) {
        it(`takes addresses from ${ipam.type}: ${Object.keys(ipam).join(", ")}`, async () => {
            const resource = await made({ config: { type: "bridge", ipam } });
            assert.deepEqual(configOf(resource), { cniVersion: "1.0.0", type: "bridge", ipam });
        });
    }

    const plugins: kubernetes.SoftwarePlugin[] = [
        { type: "bridge", vlanTrunk: [{ id: 5 }, { minID: 10, maxID: 20 }], macspoofchk: true, portIsolation: true },
        { type: "cnv-bridge", bridge: "br1" },
        { type: "macvlan", mode: "passthru", master: "eth1" },
        { type: "ipvlan", mode: "l3s", mtu: 9000 },
        { type: "vlan", master: "eth1", vlanId: 5 },
        { type: "ptp", ipMasq: true },
        { type: "tap", multiQueue: true, owner: 107, selinuxContext: "system_u:system_r:container_t:s0" },
        { type: "dummy" },
        { type: "macvtap", mtu: 1500 },
        { type: "ovs", bridge: "br-ex", vlan: 100, trunk: [{ minID: 1, maxID: 4 }] },
        { type: "ovn-k8s-cni-overlay", topology: "layer2", subnets: "10.1.0.0/24", netAttachDefName: "apps/net" },
        { type: "kube-ovn", provider: "net.apps.ovn" },
    ];
    for (const plugin of plugins) {
        it(`takes the software plugin ${plugin.type}`, async () => {
            const resource = await made({ config: plugin });
            assert.deepEqual(configOf(resource), { cniVersion: "1.0.0", ...plugin });
            assert.equal(annotationsOf(resource), undefined);
        });
    }

    const grounds = { exceptionId: "EXC-2026-014", resourceName: "openshift.io/fast" } as const;
    const hardware: kubernetes.NetworkAttachmentDefinitionArgs[] = [
        {
            technique: "sriov",
            ...grounds,
            config: { type: "sriov", min_tx_rate: 10, max_tx_rate: 100 },
            chain: [{ type: "rdma" }],
        },
        { technique: "sriov", ...grounds, config: { type: "ib-sriov", pkey: "0x8001" } },
        { technique: "vdpa", ...grounds, config: { type: "sriov" } },
        { technique: "vdpa", ...grounds, config: { type: "ovs", bridge: "br-ex" } },
        { technique: "vdpa", ...grounds, config: { type: "kube-ovn", provider: "net.apps.ovn" } },
        { technique: "smartnic", ...grounds, config: { type: "ovs" } },
        { technique: "smartnic", ...grounds, config: { type: "accelerated-bridge", bridge: "br1" } },
        {
            technique: "smartnic",
            ...grounds,
            config: { type: "ovn-k8s-cni-overlay", topology: "layer3", netAttachDefName: "apps/net" },
        },
        {
            technique: "pci-passthrough",
            exceptionId: "EXC-2026-014",
            config: { type: "host-device", pciBusID: "0000:3b:00.0" },
        },
        {
            technique: "pci-passthrough",
            exceptionId: "EXC-2026-014",
            resourceName: "intel.com/whole",
            config: { type: "host-device" },
        },
        { technique: "unknown", exceptionId: "EXC-2026-014", config: { freeForm: { type: "vendor-cni" } } },
    ];
    for (const args of hardware) {
        const { config, technique } = args;
        it(`takes ${"type" in config ? config.type : "a free form"} for ${technique} under an exception`, async () => {
            const annotations = annotationsOf(await made(args)) as Record<string, string>;
            assert.equal(annotations["virtio-first/exception-id"], "EXC-2026-014");
            assert.equal(annotations["virtio-first/technique"], technique);
        });
    }

    it("takes a software resource of a device plugin without an exception", async () => {
        const resource = await made({ config: { type: "macvtap" }, resourceName: "macvtap.network.kubevirt.io/eth1" });
        assert.deepEqual(annotationsOf(resource), {
            "k8s.v1.cni.cncf.io/resourceName": "macvtap.network.kubevirt.io/eth1",
        });
    });

    it("writes a free form as it stands", async () => {
        const resource = await made({ config: { freeForm: { plugins: [{ type: "vendor-cni", depth: { a: 1 } }] } } });
        assert.deepEqual(configOf(resource), {
            cniVersion: "1.0.0",
            plugins: [{ type: "vendor-cni", depth: { a: 1 } }],
        });
    });

    it("tells OVN-Kubernetes its own name where metadata is plain", async () => {
        const resource = await made({
            metadata: { namespace: "apps", name: "net" },
            config: { type: "ovn-k8s-cni-overlay", topology: "localnet", vlanID: 5 },
        });
        assert.equal((configOf(resource) as { netAttachDefName: string }).netAttachDefName, "apps/net");
    });

    it("keeps a marker written by hand beside its own", async () => {
        const resource = await made({
            metadata: { annotations: { "virtio-first/exception-id": "EXC-2026-001" } },
            technique: "sriov",
            ...grounds,
            config: { type: "sriov" },
        });
        assert.equal(
            (annotationsOf(resource) as Record<string, string>)["virtio-first/exception-id"],
            "EXC-2026-001,EXC-2026-014",
        );
    });

    it("offers what people need next", async () => {
        let net: kubernetes.NetworkAttachmentDefinition | undefined;
        await run(() => {
            net = new kubernetes.NetworkAttachmentDefinition("net", {
                metadata: { namespace: "apps" },
                technique: "sriov",
                ...grounds,
                config: { type: "sriov" },
            });
        });
        assert.ok(net);
        assert.equal(await value(net.name), "net-0a1b2c3d");
        assert.equal(await value(net.namespace), "apps");
        assert.equal(await value(net.selection), "apps/net-0a1b2c3d");
        assert.equal(await value(net.config), `{"cniVersion":"1.0.0","type":"sriov"}`);
        assert.equal(await value(net.resourceName), "openshift.io/fast");
        assert.equal(net.technique, "sriov");
        assert.equal(net.exceptionId, "EXC-2026-014");
        assert.match(
            String(await value(net.resource.urn)),
            /virtio-first:kubernetes:NetworkAttachmentDefinition\$kubernetes:k8s\.cni\.cncf\.io\/v1:NetworkAttachmentDefinition::net$/,
        );
    });

    it("writes its configuration once the addresses are known, and at preview leaves it unknown until then", async () => {
        const resources = await run(() => {
            const range = new Unborn("unborn").value;
            new kubernetes.NetworkAttachmentDefinition("net", {
                config: { type: "bridge", ipam: { type: "whereabouts", range } },
            });
            new kubernetes.NetworkAttachmentDefinition("other", {
                config: { type: "bridge", ipam: { type: "whereabouts", range: pulumi.output("10.0.0.0/24") } },
            });
        });
        const [one, other] = ["net", "other"].map((name) =>
            resources.find((resource) => resource.type === NAD && resource.name === name),
        );
        assert.deepEqual(one?.inputs["spec"], { config: UNKNOWN_WORD });
        assert.deepEqual(other?.inputs["spec"], {
            config: `{"cniVersion":"1.0.0","type":"bridge","ipam":{"type":"whereabouts","range":"10.0.0.0/24"}}`,
        });
    });

    describe("is refused, before anything is registered,", () => {
        const bridge = { type: "bridge" };
        const sriov = { technique: "sriov", ...grounds, config: { type: "sriov" } };
        const cases: [string, unknown, string, RegExp][] = [
            ["without arguments", undefined, "args", /missing/],
            ["without a configuration", {}, "config", /missing/],
            ["with a configuration that is text", { config: `{"type":"bridge"}` }, "config", /plain object/],
            ["with a configuration that is an Output", { config: pulumi.output(bridge) }, "config", /plain object/],
            ["with a plugin that is not typed", { config: { type: "calico" } }, "config.type", /freeForm/],
            ["with a chained plugin in the first place", { config: { type: "tuning" } }, "config.type", /"bridge"/],
            [
                "with an interface plugin in the chain",
                { config: bridge, chain: [{ type: "sriov" }] },
                "chain[0].type",
                /"tuning"/,
            ],
            ["with a chain that is no list", { config: bridge, chain: { type: "tuning" } }, "chain", /list/],
            [
                "with a device plugin's resource and a claim",
                { ...sriov, requestedElsewhere: true },
                "requestedElsewhere",
                /Leave one out/,
            ],
            [
                "with a claim in software",
                { config: bridge, requestedElsewhere: true },
                "requestedElsewhere",
                /software/,
            ],
            [
                "with a claim that is no flag",
                { ...sriov, requestedElsewhere: "yes" },
                "requestedElsewhere",
                /must be true/,
            ],
            ["with a misspelt key", { config: { ...bridge, vlanID: 5 } }, "config", /no key "vlanID"/],
            [
                "with a second type in another case, which Go would obey",
                { config: { ...bridge, TYPE: "sriov" } },
                "config",
                /no key "TYPE"/,
            ],
            [
                "with a device named in a software plugin",
                { config: { type: "ovs", bridge: "br1", deviceID: "0000:3b:00.1" } },
                "config",
                /no key "deviceID"/,
            ],
            [
                "with an Output in a plugin",
                { config: { type: "bridge", bridge: pulumi.output("br1") } },
                "config",
                /Output outside its ipam/,
            ],
            [
                "with an Output in a chained plugin",
                { config: bridge, chain: [{ type: "vrf", vrfname: pulumi.output("a") }] },
                "chain[0]",
                /Output/,
            ],
            [
                "with a VLAN that is none",
                { config: { ...bridge, vlan: 4095 } },
                "config",
                /vlan that must be a whole number from 0 to 4094/,
            ],
            [
                "with half a VLAN range",
                { config: { ...bridge, vlanTrunk: [{ minID: 5 }] } },
                "config",
                /minID and maxID together/,
            ],
            [
                "with a bridge that is promiscuous and hairpin",
                { config: { ...bridge, hairpinMode: true, promiscMode: true } },
                "config",
                /refuses together/,
            ],
            [
                "with a VLAN interface without its parent",
                { config: { type: "vlan", vlanId: 5 } },
                "config",
                /needs master/,
            ],
            [
                "with localnet's VLAN on another topology",
                { config: { type: "ovn-k8s-cni-overlay", topology: "layer2", netAttachDefName: "a/b", vlanID: 5 } },
                "config",
                /localnet/,
            ],
            [
                "for OVN-Kubernetes without its own name",
                { config: { type: "ovn-k8s-cni-overlay", topology: "layer2" } },
                "config.netAttachDefName",
                /missing/,
            ],
            [
                "with VLAN QoS without a VLAN",
                { ...sriov, config: { type: "sriov", vlanQoS: 3 } },
                "config",
                /without vlan/,
            ],
            [
                "with a rate above its limit",
                { ...sriov, config: { type: "sriov", min_tx_rate: 9, max_tx_rate: 5 } },
                "config",
                /min_tx_rate above/,
            ],
            [
                "with an IPAM that is none",
                { config: { ...bridge, ipam: { type: "magic" } } },
                "config",
                /ipam that has a type/,
            ],
            [
                "with host-local without ranges",
                { config: { ...bridge, ipam: { type: "host-local", ranges: [] } } },
                "config",
                /no range/,
            ],
            [
                "with whereabouts without a range",
                { config: { ...bridge, ipam: { type: "whereabouts" } } },
                "config",
                /range or ipRanges/,
            ],
            [
                "with an address without its prefix",
                { config: { ...bridge, ipam: { type: "static", addresses: [{ address: "10.0.0.5" }] } } },
                "config",
                /prefix length/,
            ],
            [
                "with a subnet that is none",
                { config: { ...bridge, ipam: { type: "host-local", ranges: [[{ subnet: "10.0.0.0/33" }]] } } },
                "config",
                /CIDR/,
            ],
            [
                "with a technique that is none",
                { technique: "SRIOV", ...grounds, config: { type: "sriov" } },
                "technique",
                /"SRIOV" is none/,
            ],
            [
                "with a technique that Kubernetes cannot do",
                { technique: "vmxnet3", config: bridge },
                "technique",
                /"vmxnet3" is none/,
            ],
            [
                "with a technique that is an Output",
                { technique: pulumi.output("sriov"), config: bridge },
                "technique",
                /plain string/,
            ],
            [
                "with hardware without an exception ID",
                { ...sriov, exceptionId: undefined },
                "exceptionId",
                /missing.*add exceptionId/,
            ],
            ["with a malformed exception ID", { ...sriov, exceptionId: "EXC 1" }, "exceptionId", /letters and digits/],
            [
                "with an exception ID in software",
                { config: bridge, exceptionId: "EXC-2026-014" },
                "exceptionId",
                /leave it out/,
            ],
            [
                "with a hardware plugin in software",
                { config: { type: "sriov" }, resourceName: "openshift.io/fast" },
                "technique",
                /plugin "sriov".*is "sriov"/,
            ],
            [
                "with a software plugin as hardware",
                { ...sriov, config: bridge },
                "resourceName",
                /plugin "bridge" makes nothing.*sriov/,
            ],
            [
                "with a device for a software switch without a technique",
                { config: { type: "ovs", bridge: "br1" }, resourceName: "openshift.io/fast" },
                "technique",
                /"ovs" with openshift.io\/fast is "smartnic" or "vdpa"/,
            ],
            ["with SR-IOV without its resource", { ...sriov, resourceName: undefined }, "resourceName", /missing/],
            ["with a resource without a domain", { ...sriov, resourceName: "fast" }, "resourceName", /with its domain/],
            [
                "with a resource of another kind",
                { ...sriov, resourceName: "nvidia.com/gpu" },
                "technique",
                /"accelerator"/,
            ],
            [
                "with a host device that names nothing",
                { technique: "pci-passthrough", exceptionId: "EXC-2026-014", config: { type: "host-device" } },
                "config",
                /names no device/,
            ],
            [
                "with a host device named twice",
                {
                    technique: "pci-passthrough",
                    exceptionId: "EXC-2026-014",
                    config: { type: "host-device", device: "eth1", pciBusID: "0000:3b:00.0" },
                },
                "config",
                /more than once/,
            ],
            [
                "with RDMA chained behind software",
                { config: bridge, chain: [{ type: "rdma" }] },
                "chain",
                /moves a device/,
            ],
            [
                "with the resource as an annotation",
                {
                    config: bridge,
                    metadata: { annotations: { "k8s.v1.cni.cncf.io/resourceName": "openshift.io/fast" } },
                },
                "metadata.annotations",
                /give it as resourceName/,
            ],
            ["with a free form that is text", { config: { freeForm: "{}" } }, "config.freeForm", /plain object/],
            [
                "with a free form without a type",
                { config: { freeForm: { plugins: [{}] } } },
                "config.freeForm",
                /needs a type/,
            ],
            [
                "with a free form and a chain",
                { config: { freeForm: { type: "x" } }, chain: [{ type: "tuning" }] },
                "config",
                /chain/,
            ],
            [
                "with a hardware plugin in a free form",
                { config: { freeForm: { type: "sriov" } } },
                "config.freeForm",
                /"sriov".*no such technique/,
            ],
            [
                "with a second type in a free form",
                { config: { freeForm: { type: "bridge", plugins: [{ type: "host-device" }] } } },
                "config.freeForm",
                /"pci-passthrough"/,
            ],
            [
                "with an exception for a free form in software",
                { technique: "sriov", exceptionId: "EXC-2026-014", config: { freeForm: { type: "bridge" } } },
                "config.freeForm",
                /no device/,
            ],
            ["with a version of CNI that is none", { config: bridge, cniVersion: "2" }, "cniVersion", /"1.0.0"/],
        ];
        for (const [what, args, argument, text] of cases) {
            it(what, async () => {
                const error = await refusal(() => new Untyped("net", args));
                assert.equal(error.component, `NetworkAttachmentDefinition "net"`);
                assert.equal(error.argument, argument, error.message);
                assert.match(error.fault, text);
            });
        }
    });
});
