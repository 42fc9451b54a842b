import assert from "node:assert/strict";
import { config, custom, joined, type Manifest, nad, NOT_YET, policy } from "../kubernetes/objects";

const ANY = "sriov|vdpa|smartnic";
const BINDING = "spec.template.spec.domain.devices.interfaces[0].sriov";
const machine = custom("kubevirt.io/v1", "VirtualMachine", {
    template: {
        spec: {
            domain: { devices: { interfaces: [{ name: "a", sriov: {} }] } },
            networks: [{ name: "a", multus: { networkName: "fast" } }],
        },
    },
});
const fast = nad("fast", { type: "sriov" }, "openshift.io/a");
const asks = (others: Manifest[], networks = {}): string[] => joined(machine, others, config({ networks })).short;

describe("An interface that is handed a virtual function", () => {
    it("is what its network's pool says of it", () => {
        assert.deepEqual(asks([fast, policy("a")]), [`asks sriov ${BINDING}`]);
        assert.deepEqual(asks([fast, policy("a", { eSwitchMode: "switchdev" })]), [`asks smartnic ${BINDING}`]);
        assert.deepEqual(asks([fast, policy("a", { vdpaType: "vhost" })]), [`asks vdpa ${BINDING}`]);
    });

    it("may be any function where the pool is not told", () => {
        assert.deepEqual(asks([fast]), [`asks ${ANY} ${BINDING}`]);
        assert.deepEqual(asks([]), [`asks ${ANY} ${BINDING}`]);
    });

    it("is an offloaded port, or a whole device, where its network is", () => {
        assert.deepEqual(asks([nad("fast", { type: "accelerated-bridge" }, "openshift.io/a")]), [
            `asks smartnic ${BINDING}`,
        ]);
        assert.deepEqual(asks([nad("fast", { type: "host-device" })]), [`asks pci-passthrough ${BINDING}`]);
    });

    it("is what config says of a network elsewhere", () => {
        assert.deepEqual(asks([], { "default/fast": "smartnic" }), [`asks smartnic ${BINDING}`]);
        assert.deepEqual(asks([], { "default/fast": "virtio" }), [`asks ${ANY} ${BINDING}`]);
        assert.deepEqual(asks([], { "default/fast": "none" }), [`asks ${ANY} ${BINDING}`]);
    });

    it("is never software, nor something unknown, by its network", () => {
        assert.deepEqual(asks([nad("fast", { type: "bridge" })]), [`asks ${ANY} ${BINDING}`]);
        assert.deepEqual(asks([nad("fast", NOT_YET)]), [`asks ${ANY} ${BINDING}`]);
    });

    it("may be any function too where the network may be another than that of the stack", () => {
        const open = { ...fast, metadata: { ...(fast["metadata"] as Manifest), namespace: undefined } };
        assert.deepEqual(asks([open, policy("a", { eSwitchMode: "switchdev" })]), [
            `asks smartnic ${BINDING}`,
            `asks ${ANY} ${BINDING}`,
        ]);
    });

    it("says what it is connected to", () => {
        const [attachment] = joined(machine, [fast, policy("a", { eSwitchMode: "switchdev" })]).attachments;
        assert.equal(attachment?.evidence, "binding sriov on network default/fast");
    });
});
