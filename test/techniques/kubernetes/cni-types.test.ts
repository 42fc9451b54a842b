import assert from "node:assert/strict";
import { cniTypes, cniTypesFor } from "../../../techniques/kubernetes/cni-types";
import { config, custom, joined, nad, policy, read, techniques } from "./objects";

/** Each plugin type: what it is alone, and what it is with a device of a pool that stands elsewhere. */
const expected: Record<string, readonly [alone: string | undefined, withDevice: string | undefined]> = {
    bridge: ["virtio", "virtio, sriov|vdpa|smartnic"],
    macvlan: ["virtio", "virtio, sriov|vdpa|smartnic"],
    ipvlan: ["virtio", "virtio, sriov|vdpa|smartnic"],
    vlan: ["virtio", "virtio, sriov|vdpa|smartnic"],
    ptp: ["virtio", "virtio, sriov|vdpa|smartnic"],
    tap: ["virtio", "virtio, sriov|vdpa|smartnic"],
    dummy: ["virtio", "virtio, sriov|vdpa|smartnic"],
    loopback: ["virtio", "virtio, sriov|vdpa|smartnic"],
    veth: ["virtio", "virtio, sriov|vdpa|smartnic"],
    "cnv-bridge": ["virtio", "virtio, sriov|vdpa|smartnic"],
    macvtap: ["virtio", "virtio, sriov|vdpa|smartnic"],
    "kubevirt-passt-binding": ["virtio", "virtio, sriov|vdpa|smartnic"],
    userspace: ["virtio", "virtio, sriov|vdpa|smartnic"],
    "ovs-mirror-producer": ["virtio", "virtio, sriov|vdpa|smartnic"],
    "ovs-mirror-consumer": ["virtio", "virtio, sriov|vdpa|smartnic"],
    "tc-redirect-tap": ["virtio", "virtio, sriov|vdpa|smartnic"],
    calico: ["virtio", "virtio, sriov|vdpa|smartnic"],
    "cilium-cni": ["virtio", "virtio, sriov|vdpa|smartnic"],
    "weave-net": ["virtio", "virtio, sriov|vdpa|smartnic"],
    "openshift-sdn": ["virtio", "virtio, sriov|vdpa|smartnic"],
    "aws-ipvlan": ["virtio", "virtio, sriov|vdpa|smartnic"],
    ovs: ["virtio", "smartnic|vdpa"],
    "ovn-k8s-cni-overlay": ["virtio", "smartnic|vdpa"],
    "kube-ovn": ["virtio", "smartnic|vdpa"],
    sriov: ["sriov", "sriov|vdpa|smartnic"],
    "ib-sriov": ["sriov", "sriov|pci-passthrough"],
    "host-device": ["pci-passthrough", "pci-passthrough|sriov|vdpa|smartnic"],
    "accelerated-bridge": ["smartnic", "smartnic"],
    vfioveth: ["sriov", "sriov|vdpa|smartnic"],
    ipoib: ["accelerator", "accelerator"],
    afxdp: ["pci-passthrough|sriov|vdpa|smartnic", "pci-passthrough|sriov|vdpa|smartnic"],
    antrea: ["virtio", "sriov|vdpa|smartnic"],
    bond: ["pci-passthrough", "sriov|pci-passthrough|vdpa|smartnic|accelerator"],
    flannel: ["virtio", "virtio, sriov|vdpa|smartnic"],
    multus: ["unknown", "unknown, sriov|vdpa|smartnic"],
    "multi-nic": ["unknown", "unknown, sriov|vdpa|smartnic"],
    tuning: [undefined, "sriov|vdpa|smartnic"],
    "cnv-tuning": [undefined, "sriov|vdpa|smartnic"],
    vrf: [undefined, "sriov|vdpa|smartnic"],
    sbr: [undefined, "sriov|vdpa|smartnic"],
    bandwidth: [undefined, "sriov|vdpa|smartnic"],
    portmap: [undefined, "sriov|vdpa|smartnic"],
    firewall: [undefined, "sriov|vdpa|smartnic"],
    coordinator: [undefined, "sriov|vdpa|smartnic"],
    "route-override": [undefined, "sriov|vdpa|smartnic"],
    rdma: ["accelerator", "accelerator, sriov|vdpa|smartnic"],
    "host-local": ["unknown", "unknown, sriov|vdpa|smartnic"],
    static: ["unknown", "unknown, sriov|vdpa|smartnic"],
    dhcp: ["unknown", "unknown, sriov|vdpa|smartnic"],
    whereabouts: ["unknown", "unknown, sriov|vdpa|smartnic"],
    "nv-ipam": ["unknown", "unknown, sriov|vdpa|smartnic"],
    spiderpool: ["unknown", "unknown, sriov|vdpa|smartnic"],
    "calico-ipam": ["unknown", "unknown, sriov|vdpa|smartnic"],
};

describe("CNI plugin types", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(cniTypes.map(({ type }) => type).sort(), Object.keys(expected).sort());
    });

    for (const [type, [alone, withDevice]] of Object.entries(expected)) {
        it(`${type} alone is ${alone ?? "nothing of its own"}`, () => {
            assert.equal(techniques(nad("net", { type })).join(", ") || undefined, alone);
        });

        it(`${type} with the device of a pool is ${withDevice ?? "nothing"}`, () => {
            assert.equal(techniques(nad("net", { type }, "openshift.io/pool")).join(", ") || undefined, withDevice);
        });
    }

    for (const type of ["SRIOV", "bridge ", "", "xyz"]) {
        it(`an unheard-of type such as "${type}" is unknown`, () => {
            assert.deepEqual(techniques(nad("net", { type })), ["unknown"]);
        });
    }

    it("an unheard-of type is what config says", () => {
        const context = config({ cniTypes: { xyz: "vdpa", soft: "virtio", "ipam-*": "none" } });
        assert.deepEqual(techniques(nad("net", { type: "xyz" }), context), ["vdpa"]);
        assert.deepEqual(techniques(nad("net", { type: "soft" }), context), ["virtio"]);
        assert.deepEqual(techniques(nad("net", { type: "ipam-x" }), context), []);
    });

    it("config cannot turn a type of ours into software", () => {
        assert.deepEqual(techniques(nad("net", { type: "sriov" }), config({ cniTypes: { sriov: "virtio" } })), [
            "sriov",
        ]);
    });

    it("an unheard-of type is not printed", () => {
        const [attachment] = read(nad("net", { type: "hunter2" })).attachments;
        assert.doesNotMatch(JSON.stringify(attachment), /hunter2/);
    });

    for (const type of ["sriov", "ib-sriov", "accelerated-bridge", "afxdp"]) {
        it(`${type} without a resource name gets the advice to add one`, () => {
            assert.deepEqual(joined(nad("net", { type }), []).rules, ["network-without-resource-name"]);
            assert.deepEqual(joined(nad("net", { type }, "openshift.io/pool"), [policy("pool")]).rules, []);
        });
    }

    it("host-device without a resource name names its device itself, and gets no advice", () => {
        assert.deepEqual(joined(nad("net", { type: "host-device", device: "eth1" }), []).rules, []);
    });

    it("sriov without a resource name gets no advice where a claim runs it on its device", () => {
        const config_ = [
            { opaque: { driver: "sriovnetwork.k8snetworkplumbingwg.io", parameters: { netAttachDefName: "net" } } },
        ];
        const claim = custom("resource.k8s.io/v1", "ResourceClaim", { devices: { requests: [], config: config_ } });
        const deviceClass = custom("resource.k8s.io/v1", "DeviceClass", { config: config_ });
        for (const other of [claim, deviceClass]) {
            assert.deepEqual(joined(nad("net", { type: "sriov" }), [other]).rules, []);
            assert.deepEqual(joined(nad("other", { type: "sriov" }), [other]).rules, ["network-without-resource-name"]);
        }
    });

    it("bond is no device of its own where its links are in the pod already", () => {
        assert.deepEqual(
            techniques(nad("net", { type: "bond", linksInContainer: true, links: [{ name: "net1" }] })),
            [],
        );
        assert.deepEqual(techniques(nad("net", { type: "bond", linksInContainer: false })), ["pci-passthrough"]);
        assert.deepEqual(techniques(nad("net", { type: "bond", linksInContainer: [true] })), ["pci-passthrough"]);
    });

    it("antrea is what its networkType says", () => {
        assert.deepEqual(techniques(nad("net", { type: "antrea", networkType: "vlan" })), ["virtio"]);
        assert.deepEqual(techniques(nad("net", { type: "antrea", networkType: "sriov" })), ["sriov|vdpa|smartnic"]);
        assert.deepEqual(techniques(nad("net", { type: "antrea", networkType: "other" })), ["unknown"]);
    });

    it("afxdp is what its mode says", () => {
        assert.deepEqual(techniques(nad("net", { type: "afxdp", mode: "primary" })), ["pci-passthrough|sriov"]);
        assert.deepEqual(techniques(nad("net", { type: "afxdp", mode: "cdq" })), ["smartnic"]);
    });

    it("rdma behind a virtual function is the same device, behind software one of its own", () => {
        assert.deepEqual(techniques(nad("net", { plugins: [{ type: "sriov" }, { type: "rdma" }] })), ["sriov"]);
        assert.deepEqual(techniques(nad("net", { plugins: [{ type: "macvlan" }, { type: "rdma" }] })), [
            "virtio",
            "accelerator",
        ]);
    });

    it("flannel, multus and multi-nic are what they hand on", () => {
        assert.deepEqual(techniques(nad("net", { type: "flannel", delegate: { type: "sriov" } })), ["sriov"]);
        assert.deepEqual(techniques(nad("net", { type: "flannel", delegate: { isDefaultGateway: true } })), ["virtio"]);
        assert.deepEqual(
            techniques(nad("net", { type: "multus", delegates: [{ type: "bridge" }, { type: "host-device" }] })),
            ["virtio", "pci-passthrough"],
        );
        assert.deepEqual(techniques(nad("net", { type: "multus", delegates: [] })), ["unknown"]);
        assert.deepEqual(techniques(nad("net", { type: "multi-nic", plugin: { type: "ipvlan" } })), ["virtio"]);
    });

    it("are found from the technique too, the usual one first", () => {
        assert.equal(cniTypesFor("virtio")[0]?.type, "bridge");
        assert.deepEqual(
            cniTypesFor("sriov")
                .map(({ type }) => type)
                .slice(0, 2),
            ["sriov", "ib-sriov"],
        );
        assert.equal(cniTypesFor("pci-passthrough")[0]?.type, "host-device");
        assert.equal(cniTypesFor("smartnic")[0]?.type, "accelerated-bridge");
        assert.ok(cniTypesFor("vdpa").some(({ type }) => type === "sriov"));
        assert.ok(cniTypesFor("vdpa").every(({ type }) => type !== "bridge"));
        assert.deepEqual(cniTypesFor("emulated"), []);
    });
});
