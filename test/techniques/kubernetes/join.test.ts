import assert from "node:assert/strict";
import { config, custom, joined, type Manifest, nad, NOT_YET, pod, policy, read, short, stack } from "./objects";

const NETWORKS = 'metadata.annotations["k8s.v1.cni.cncf.io/networks"]';
const limit = (name: string): string => `spec.containers[0].resources.limits["${name}"]`;
const sriov = nad("fast", { type: "sriov" }, "openshift.io/a");

describe("A pod that joins networks", () => {
    it("of software stays in software", () => {
        const member = joined(pod({ networks: "soft" }), [nad("soft", { type: "bridge" })]);
        assert.deepEqual(member.short, [`uses virtio ${NETWORKS}`]);
        assert.deepEqual(member.rules, []);
    });

    it("of hardware uses hardware, and needs a marker of its own", () => {
        const member = joined(pod({ networks: "fast" }), [sriov]);
        assert.deepEqual(member.short, [`uses sriov|vdpa|smartnic ${NETWORKS}`]);
        assert.equal(member.attachments[0]?.subject, "openshift.io/a");
        assert.ok(member.attachments[0]?.via?.includes("NetworkAttachmentDefinition"));
        assert.equal(member.attachments[0]?.coveredBy, undefined);
    });

    it("and requests the device of one has one device, not two", () => {
        const member = joined(pod({ networks: "fast", limits: { "openshift.io/a": 1 } }), [sriov, policy("a")]);
        assert.deepEqual(member.short, [`asks sriov ${limit("openshift.io/a")}`]);
        assert.match(member.attachments[0]?.evidence ?? "", /resource openshift.io\/a by network default\/fast/);
    });

    it("and requests a device alone asks for it", () => {
        assert.deepEqual(short(read(pod({ limits: { "openshift.io/a": 1 } })).attachments), [
            `asks sriov|vdpa|smartnic ${limit("openshift.io/a")}`,
        ]);
    });

    it("of different kinds on one pool has a device of each kind", () => {
        const others = [sriov, nad("offload", { type: "ovs" }, "openshift.io/a"), policy("a")];
        const member = joined(pod({ networks: "fast,offload", limits: { "openshift.io/a": 2 } }), others);
        assert.deepEqual(member.short, [
            `asks sriov ${limit("openshift.io/a")}`,
            `asks smartnic ${limit("openshift.io/a")}`,
        ]);
    });

    it("and requests more devices than they take keeps the rest", () => {
        const others = [nad("offload", { type: "accelerated-bridge" }, "openshift.io/a"), policy("a")];
        const member = joined(pod({ networks: "offload", limits: { "openshift.io/a": 2 } }), others);
        assert.deepEqual(member.short, [
            `asks smartnic ${limit("openshift.io/a")}`,
            `asks sriov ${limit("openshift.io/a")}`,
        ]);
    });

    it("names each of several at its place", () => {
        const networks = '[{"name":"soft"},{"name":"fast","namespace":"default"}]';
        assert.deepEqual(joined(pod({ networks }), [sriov, nad("soft", { type: "macvlan" })]).short, [
            `uses virtio ${NETWORKS}[0]`,
            `uses sriov|vdpa|smartnic ${NETWORKS}[1]`,
        ]);
    });

    it("looks for them in its own namespace, or in the one that is named", () => {
        const far = nad("fast", { type: "host-device" }, undefined, "other");
        assert.deepEqual(joined(pod({ networks: "fast" }), [far]).short, []);
        assert.deepEqual(joined(pod({ networks: "other/fast" }), [far]).short, [`uses pci-passthrough ${NETWORKS}`]);
        assert.deepEqual(joined(pod({ networks: "fast", namespace: "other" }), [far]).short, [
            `uses pci-passthrough ${NETWORKS}`,
        ]);
    });

    it("takes a network of no known namespace for its own", () => {
        const open = { ...nad("fast", { type: "host-device" }), metadata: { name: "fast" } };
        const hidden = { ...nad("fast", { type: "host-device" }), metadata: { name: "fast", namespace: NOT_YET } };
        for (const network of [open, hidden]) {
            assert.ok(joined(pod({ networks: "fast" }), [network]).short.includes(`uses pci-passthrough ${NETWORKS}`));
        }
    });

    it("in place of the cluster's own is looked for in any namespace", () => {
        const key = "v1.multus-cni.io/default-network";
        const member = joined(pod({ annotations: { [key]: "fast" } }), [
            nad("fast", { type: "sriov" }, undefined, "kube-system"),
        ]);
        assert.deepEqual(member.short, [`uses sriov metadata.annotations["${key}"]`]);
    });

    it("takes the union of several networks of one name", () => {
        const others = [nad("net", { type: "bridge" }), nad("net", { type: "host-device" })];
        assert.deepEqual(joined(pod({ networks: "net" }), others).short, [
            `uses virtio ${NETWORKS}`,
            `uses pci-passthrough ${NETWORKS}`,
        ]);
    });

    it("is not fooled by a patch that gives a network its device", () => {
        const type = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinitionPatch";
        const member = joined(pod({ networks: "net" }), [
            nad("net", { type: "bridge" }),
            [nad("net", undefined, "openshift.io/a"), { type }],
        ]);
        assert.ok(member.short.includes(`uses sriov|vdpa|smartnic ${NETWORKS}`));
    });

    it("of another cluster only cannot be verified", () => {
        const member = joined([pod({ networks: "fast" }), { provider: "one" }], [[sriov, { provider: "two" }]]);
        assert.deepEqual(member.short, []);
        assert.deepEqual(member.rules, ["unverifiable"]);
    });

    it("of its own cluster and of another takes its own", () => {
        const member = joined(
            [pod({ networks: "net" }), { provider: "one" }],
            [
                [nad("net", { type: "bridge" }), { provider: "one" }],
                [nad("net", { type: "sriov" }), { provider: "two" }],
            ],
        );
        assert.deepEqual(member.short, [`uses virtio ${NETWORKS}`]);
    });

    it("outside the stack is one notice, which names them", () => {
        const member = joined(pod({ networks: "a,other/b" }), []);
        assert.deepEqual(member.rules, ["unverifiable"]);
        assert.match(member.notices[0]?.text ?? "", /network default\/a, network other\/b/);
    });

    it("outside the stack is what config says", () => {
        const context = config({ networks: { "default/a": "vdpa", "other/*": "virtio", "none/x": "none" } });
        const member = joined(pod({ networks: "a,other/b,none/x" }), [], context);
        assert.deepEqual(member.short, [`uses vdpa ${NETWORKS}[0]`, `uses virtio ${NETWORKS}[1]`]);
        assert.deepEqual(member.rules, ["cpu-not-pinned"]);
    });

    it("of which config says one thing and the stack another is what the stack says", () => {
        const context = config({ networks: { "default/fast": "virtio" } });
        assert.deepEqual(joined(pod({ networks: "fast" }), [sriov], context).short, [
            `uses sriov|vdpa|smartnic ${NETWORKS}`,
        ]);
    });

    it("under a name that is not known yet is decided by what it depends on", () => {
        const standing = { propertyDependencies: { metadata: ["1", "2"] } };
        const unknown = pod({ networks: NOT_YET });
        assert.deepEqual(joined([unknown, standing], [nad("a", { type: "bridge" }), nad("b", { type: "ptp" })]).short, [
            `uses virtio ${NETWORKS}`,
            `uses virtio ${NETWORKS}`,
        ]);
        assert.ok(
            joined([unknown, standing], [nad("a", { type: "bridge" }), sriov]).short.includes(
                `uses sriov|vdpa|smartnic ${NETWORKS}`,
            ),
        );
        assert.deepEqual(joined(unknown, [sriov]).short, [`uses unknown ${NETWORKS}`]);
    });

    it("and names a device itself asks for it", () => {
        const networks = '[{"name":"soft","deviceID":"0000:01:00.1"}]';
        assert.deepEqual(joined(pod({ networks }), [nad("soft", { type: "bridge" })]).short, [
            `uses virtio ${NETWORKS}`,
            `asks pci-passthrough|sriov|vdpa|smartnic ${NETWORKS}`,
        ]);
        assert.deepEqual(joined(pod({ networks }), []).short, [`asks pci-passthrough|sriov|vdpa|smartnic ${NETWORKS}`]);
        const hardware = networks.replace("soft", "fast");
        assert.deepEqual(joined(pod({ networks: hardware }), [sriov]).short, [`uses sriov|vdpa|smartnic ${NETWORKS}`]);
    });

    it("in every pod template of the stack is found", () => {
        const { metadata, spec } = pod({ networks: "fast" });
        const deployment = custom("apps/v1", "Deployment", { template: { metadata, spec } });
        assert.deepEqual(joined(deployment, [sriov]).short, [`uses sriov|vdpa|smartnic spec.template.${NETWORKS}`]);
    });

    it("finds it in a list, and leaves its software neighbours alone", () => {
        const list = { apiVersion: "v1", kind: "List", items: [sriov, nad("soft", { type: "bridge" })] };
        assert.deepEqual(joined(pod({ networks: "soft" }), [list]).short, [`uses virtio ${NETWORKS}`]);
        assert.deepEqual(joined(pod({ networks: "fast" }), [list]).short, [`uses sriov|vdpa|smartnic ${NETWORKS}`]);
    });

    it("with an empty definition uses the unknown", () => {
        assert.deepEqual(joined(pod({ networks: "net" }), [nad("net", undefined)]).short, [`uses unknown ${NETWORKS}`]);
    });

    it("that only chain is given nothing by them", () => {
        assert.deepEqual(joined(pod({ networks: "net" }), [nad("net", { type: "tuning" })]).short, []);
    });
});

describe("A resource and its pool", () => {
    for (const [spec, technique] of [
        [{}, "sriov"],
        [{ vdpaType: "vhost" }, "vdpa"],
        [{ eSwitchMode: "switchdev" }, "smartnic"],
    ] as const) {
        it(`a network and a pod on a pool with ${JSON.stringify(spec)} are ${technique}`, () => {
            const [network, user] = stack([sriov, pod({ limits: { "openshift.io/a": 1 } }), policy("a", spec)]);
            assert.deepEqual(network?.short, [`asks ${technique} spec.config.type`]);
            assert.deepEqual(user?.short, [`asks ${technique} ${limit("openshift.io/a")}`]);
        });
    }

    for (const [type, technique] of [
        ["ovs", "vdpa"],
        ["ovn-k8s-cni-overlay", "vdpa"],
        ["kube-ovn", "vdpa"],
        ["host-device", "vdpa"],
    ] as const) {
        it(`a network of type ${type} on a vDPA pool is ${technique}`, () => {
            const [network] = stack([nad("net", { type }, "openshift.io/a"), policy("a", { vdpaType: "vhost" })]);
            assert.deepEqual(network?.short, [`asks ${technique} spec.config.type`]);
        });
    }

    it("an offloaded port stays one on a pool of plain virtual functions", () => {
        const [network] = stack([nad("net", { type: "ovs" }, "openshift.io/a"), policy("a")]);
        assert.deepEqual(network?.short, ["asks smartnic spec.config.type"]);
    });

    it("is found under the prefix with which the operator was deployed", () => {
        for (const name of ["openshift.io/a", "acme.io/a", "intel.com/a"]) {
            const member = joined(pod({ limits: { [name]: 1 } }), [policy("a", { vdpaType: "virtio" })]);
            assert.deepEqual(member.short, [`asks vdpa ${limit(name)}`]);
        }
    });

    it("is not found behind a vendor's own prefix", () => {
        const member = joined(pod({ limits: { "nvidia.com/gpu": 1 } }), [policy("gpu")]);
        assert.deepEqual(member.short, [`asks accelerator ${limit("nvidia.com/gpu")}`]);
    });

    it("is found in the device plugin's ConfigMap", () => {
        const plugin = (pool: Manifest): Manifest => ({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "c", namespace: "kube-system" },
            data: { "config.json": JSON.stringify({ resourceList: [pool] }) },
        });
        const vdpa = { resourceName: "a", selectors: { vdpaType: "vhost" } };
        const asks = (name: string, pool: Manifest): string[] =>
            joined(pod({ limits: { [name]: 1 } }), [plugin(pool)]).short;
        assert.deepEqual(asks("intel.com/a", vdpa), [`asks vdpa ${limit("intel.com/a")}`]);
        assert.deepEqual(asks("acme.io/a", { ...vdpa, resourcePrefix: "acme.io" }), [
            `asks vdpa ${limit("acme.io/a")}`,
        ]);
        assert.deepEqual(asks("other.io/a", { ...vdpa, resourcePrefix: "acme.io" }), [
            `asks unknown ${limit("other.io/a")}`,
        ]);
    });

    it("of several pools of one name is each of them", () => {
        const member = joined(pod({ limits: { "openshift.io/a": 1 } }), [
            policy("a"),
            policy("a", { vdpaType: "vhost" }),
        ]);
        assert.deepEqual(member.short, [
            `asks sriov ${limit("openshift.io/a")}`,
            `asks vdpa ${limit("openshift.io/a")}`,
        ]);
    });

    it("that nobody knows gets its final form all the same", () => {
        const [attachment] = joined(pod({ limits: { "acme.io/x": 1 } }), []).attachments;
        assert.deepEqual(attachment?.techniques, ["unknown"]);
        assert.equal(attachment?.provisional, undefined);
    });

    it("of another cluster says nothing", () => {
        const member = joined(
            [pod({ limits: { "openshift.io/a": 1 } }), { provider: "one" }],
            [[policy("a", { vdpaType: "vhost" }), { provider: "two" }]],
        );
        assert.deepEqual(member.short, [`asks sriov|vdpa|smartnic ${limit("openshift.io/a")}`]);
    });
});

describe("A network that an operator makes", () => {
    const made = (kind: string, spec: Manifest, apiVersion = "sriovnetwork.openshift.io/v1"): Manifest =>
        custom(apiVersion, kind, spec, { name: "fast", namespace: "operator" });

    it("is found in the namespace for which it is made", () => {
        const network = made("SriovNetwork", { networkNamespace: "default", resourceName: "a" });
        assert.deepEqual(joined(pod({ networks: "fast" }), [network]).short, [`uses sriov|vdpa|smartnic ${NETWORKS}`]);
        assert.deepEqual(joined(pod({ networks: "fast", namespace: "operator" }), [network]).short, []);
        const own = made("SriovNetwork", { resourceName: "a" });
        assert.deepEqual(joined(pod({ networks: "fast", namespace: "operator" }), [own]).short, [
            `uses sriov|vdpa|smartnic ${NETWORKS}`,
        ]);
    });

    it("is one device with the request of its resource, whatever the operator's prefix", () => {
        const network = made("SriovNetwork", { networkNamespace: "default", resourceName: "a" });
        for (const name of ["openshift.io/a", "acme.io/a"]) {
            const member = joined(pod({ networks: "fast", limits: { [name]: 1 } }), [network, policy("a")]);
            assert.deepEqual(member.short, [`asks sriov ${limit(name)}`]);
        }
    });

    it("takes its technique from its pool", () => {
        const [network] = stack([made("SriovNetwork", { resourceName: "a" }), policy("a", { vdpaType: "vhost" })]);
        assert.deepEqual(network?.short, ["offers vdpa spec"]);
    });
});

describe("A request and the networks of its pod", () => {
    const offload = nad("offload", { type: "accelerated-bridge" }, "openshift.io/a");

    it("that nobody knows is what its network makes of it", () => {
        const network = nad("fast", { type: "sriov" }, "acme.io/x");
        assert.deepEqual(joined(pod({ networks: "fast", limits: { "acme.io/x": 1 } }), [network]).short, [
            `asks sriov|vdpa|smartnic ${limit("acme.io/x")}`,
        ]);
    });

    it("for a pool of any kind is what its network leaves of it", () => {
        const network = nad("fast", { type: "ovs" }, "intel.com/pool");
        assert.deepEqual(joined(pod({ networks: "fast", limits: { "intel.com/pool": 1 } }), [network]).short, [
            `asks smartnic|vdpa ${limit("intel.com/pool")}`,
        ]);
    });

    it("of the same number are the devices of the networks, and no more", () => {
        for (const count of [1, NOT_YET]) {
            const member = joined(pod({ networks: "offload", limits: { "openshift.io/a": count } }), [
                offload,
                policy("a"),
            ]);
            assert.deepEqual(member.short, [`asks smartnic ${limit("openshift.io/a")}`]);
        }
    });

    it("for another prefix are two devices", () => {
        const member = joined(pod({ networks: "offload", limits: { "acme.io/a": 1 } }), [offload]);
        assert.deepEqual(member.short, [`uses smartnic ${NETWORKS}`, `asks unknown ${limit("acme.io/a")}`]);
    });

    it("for a resource that its software networks do not hand on are two things", () => {
        const soft = nad("soft", { type: "bridge" }, "bridge.network.kubevirt.io/br1");
        const member = joined(
            pod({ networks: "soft", limits: { "bridge.network.kubevirt.io/br1": 1, "openshift.io/a": 1 } }),
            [soft],
        );
        assert.deepEqual(member.short.sort(), [
            `asks sriov|vdpa|smartnic ${limit("openshift.io/a")}`,
            `uses virtio ${NETWORKS}`,
        ]);
    });
});

describe("Names that sound like software", () => {
    const plugin = (pool: Manifest): Manifest => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", namespace: "kube-system" },
        data: { "config.json": JSON.stringify({ resourceList: [pool] }) },
    });
    const disguised = plugin({ resourceName: "x", resourcePrefix: "macvtap.network.kubevirt.io" });
    const name = "macvtap.network.kubevirt.io/x";

    it("prove nothing where the stack has a pool of devices under them", () => {
        assert.deepEqual(joined(pod({ limits: { [name]: 1 } }), [disguised]).short, [`asks sriov ${limit(name)}`]);
        assert.deepEqual(joined(pod({ limits: { [name]: 1 } }), []).short, []);
    });

    it("prove nothing for a network and its users either", () => {
        const network = nad("net", { type: "bridge" }, name);
        const [own, user] = stack([network, pod({ networks: "net" }), disguised]);
        assert.deepEqual(own?.short, [
            "asks virtio spec.config.type",
            'asks sriov metadata.annotations["k8s.v1.cni.cncf.io/resourceName"]',
        ]);
        assert.deepEqual(user?.short, [`uses virtio ${NETWORKS}`, `uses sriov ${NETWORKS}`]);
    });

    it("prove nothing for a device class", () => {
        const claim = custom("resource.k8s.io/v1", "ResourceClaim", {
            devices: { requests: [{ name: "r", exactly: { deviceClassName: "dra.cpu" } }] },
        });
        const disguisedClass = custom(
            "resource.k8s.io/v1",
            "DeviceClass",
            {
                selectors: [{ cel: { expression: "device.driver == 'sriovnetwork.k8snetworkplumbingwg.io'" } }],
            },
            { name: "dra.cpu" },
        );
        const path = "spec.devices.requests[0].exactly.deviceClassName";
        assert.deepEqual(joined(claim, [disguisedClass]).short, [`asks sriov ${path}`]);
        assert.deepEqual(joined(claim, []).short, []);
        const user = pod({ spec: { resourceClaims: [{ name: "c", resourceClaimName: "one" }] } });
        assert.deepEqual(
            joined(user, [claim, disguisedClass]).attachments.map((each) => each.techniques.join()),
            ["sriov"],
        );
    });

    it("stay unknown for a network, though a class of the stack serves CPUs under the name of its resource", () => {
        const cpus = custom(
            "resource.k8s.io/v1",
            "DeviceClass",
            {
                selectors: [{ cel: { expression: "device.driver == 'dra.cpu'" } }],
                extendedResourceName: "example.com/cpu",
            },
            { name: "cpu" },
        );
        assert.deepEqual(joined(nad("net", { type: "bridge" }, "example.com/cpu"), [cpus]).short, [
            "asks virtio spec.config.type",
            'asks unknown metadata.annotations["k8s.v1.cni.cncf.io/resourceName"]',
        ]);
        const reserved = nad("net", { type: "bridge" }, "deviceclass.resource.kubernetes.io/cpu");
        assert.deepEqual(joined(reserved, [cpus]).short, ["asks virtio spec.config.type"]);
    });

    it("and classes that claim to be software, do not soften what a table knows as hardware", () => {
        const claim = custom("resource.k8s.io/v1", "ResourceClaim", {
            devices: { requests: [{ name: "r", exactly: { deviceClassName: "gpu.nvidia.com" } }] },
        });
        const softened = custom(
            "resource.k8s.io/v1",
            "DeviceClass",
            {
                selectors: [{ cel: { expression: "device.driver == 'dra.cpu'" } }],
            },
            { name: "gpu.nvidia.com" },
        );
        assert.deepEqual(
            joined(claim, [softened]).attachments.map((each) => each.techniques.join()),
            ["accelerator"],
        );
    });
});

describe("What a join puts in place of what was read", () => {
    it("leaves what else stands at the same place", () => {
        const network = nad("net", '{"type":"sriov","TYPE":"bridge"}', "openshift.io/a");
        const [own] = stack([network, policy("a", { vdpaType: "vhost" })]);
        assert.deepEqual([...(own?.short ?? [])].sort(), [
            "asks unknown spec.config",
            "asks vdpa spec.config.type",
            "asks virtio spec.config.type",
        ]);
        const networks = '[{"name":"soft","deviceID":"0000:01:00.1","DEVICEID":"x"}]';
        const user = joined(pod({ networks }), [nad("soft", { type: "bridge" })]);
        assert.deepEqual([...user.short].sort(), [
            `asks pci-passthrough|sriov|vdpa|smartnic ${NETWORKS}`,
            `asks unknown ${NETWORKS}`,
            `uses virtio ${NETWORKS}`,
        ]);
    });

    it("gives a request of an impossible number its final form too", () => {
        const [attachment] = joined(pod({ limits: { "acme.io/x": -1 } }), []).attachments;
        assert.deepEqual([attachment?.techniques, attachment?.provisional], [["unknown"], undefined]);
    });

    it("keeps an unheard-of plugin unknown, whatever its pool is", () => {
        const [own] = stack([nad("net", { type: "xyz" }, "openshift.io/a"), policy("a")]);
        assert.deepEqual(own?.short, [
            "asks unknown spec.config.type",
            'asks sriov metadata.annotations["k8s.v1.cni.cncf.io/resourceName"]',
        ]);
    });
});

describe("Networks that pods are given without asking", () => {
    const configMap = (value: unknown): Manifest => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", namespace: "kube-system" },
        data: { "config.json": typeof value === "string" ? value : JSON.stringify(value) },
    });
    const P = 'data["config.json"]';

    it("by the resources injector count for what gives them", () => {
        const value = {
            "user-defined-injections": {
                "feature.pod.kubernetes.io_fast": {
                    op: "add",
                    path: "/metadata/annotations",
                    value: { "k8s.v1.cni.cncf.io/networks": "fast" },
                },
            },
        };
        assert.deepEqual(joined(configMap(value), [nad("fast", { type: "host-device" }, undefined, "apps")]).short, [
            `uses pci-passthrough ${P}.user-defined-injections["feature.pod.kubernetes.io_fast"]`,
        ]);
    });

    it("by Multus count too", () => {
        const value = {
            clusterNetwork: "/etc/cni/net.d/10-flannel.conf",
            defaultNetworks: ["soft", "fast"],
            multusNamespace: "kube-system",
        };
        const networks = [nad("fast", { type: "sriov" }), nad("soft", { type: "macvlan" })];
        assert.deepEqual(joined(configMap(value), networks).short, [
            `uses virtio ${P}.defaultNetworks[0]`,
            `uses sriov ${P}.defaultNetworks[1]`,
        ]);
        assert.deepEqual(joined(configMap({ clusterNetwork: "fast" }), networks).short, [
            `uses sriov ${P}.clusterNetwork`,
        ]);
    });

    it("that cannot be read are unknown", () => {
        assert.deepEqual(
            joined(configMap({ clusterNetwork: "Not A Name" }), []).attachments.map((each) => each.techniques[0]),
            ["unknown"],
        );
    });

    it("are nothing where the words mean something else", () => {
        for (const value of [
            { defaultNetworks: ["fast"] },
            { clusterNetwork: [{ cidr: "10.0.0.0/8" }], defaultNetworks: ["a b", "fast"] },
            { clusterNetwork: "10.0.0.0/8", defaultNetworks: ["fast"] },
            { clusterNetwork: "fd00::/48", defaultNetworks: ["fast"] },
            { features: { enableHugePageDownApi: false } },
            "clusterNetwork",
            "defaultNetworks: [fast]",
        ]) {
            const member = joined(configMap(value), [nad("fast", { type: "sriov" })]);
            assert.deepEqual([...member.attachments, ...member.notices], []);
        }
    });
});
