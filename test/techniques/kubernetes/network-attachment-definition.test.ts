import assert from "node:assert/strict";
import { config, custom, type Manifest, nad, NOT_YET, read, short, techniques } from "./objects";

const RESOURCE = "k8s.v1.cni.cncf.io/resourceName";

function annotated(object: Manifest, annotations: unknown): Manifest {
    return { ...object, metadata: { name: "net", namespace: "default", annotations } };
}

describe("A network attachment definition", () => {
    it("with one plugin names the path of its type", () => {
        const reading = read(nad("net", { cniVersion: "0.3.1", type: "sriov", vlan: 100 }, "openshift.io/a"));
        assert.deepEqual(short(reading.attachments), ["asks sriov|vdpa|smartnic spec.config.type"]);
        assert.equal(reading.attachments[0]?.subject, "openshift.io/a");
        assert.equal(reading.attachments[0]?.evidence, "CNI plugin sriov with resource openshift.io/a");
        assert.equal(reading.namespace, "default");
    });

    it("with a list of plugins is every plugin of the list", () => {
        const plugins = [{ type: "bridge" }, { type: "tuning" }, { type: "host-device", pciBusID: "0000:01:00.0" }];
        assert.deepEqual(short(read(nad("net", { plugins })).attachments), [
            "asks virtio spec.config.plugins[0].type",
            "asks pci-passthrough|sriov|vdpa|smartnic spec.config.plugins[2].type",
        ]);
    });

    it("hands the device of its resource to every plugin that takes one", () => {
        const plugins = [{ type: "ovs" }, { type: "host-device" }];
        assert.deepEqual(techniques(nad("net", { plugins }, "mellanox.com/a")), [
            "smartnic|vdpa",
            "pci-passthrough|sriov|vdpa|smartnic",
        ]);
    });

    it("whose plugins take no device still brings that of its resource", () => {
        assert.deepEqual(short(read(nad("net", { type: "bridge" }, "nvidia.com/gpu")).attachments), [
            "asks virtio spec.config.type",
            `asks accelerator metadata.annotations["${RESOURCE}"]`,
        ]);
    });

    for (const name of [
        "macvtap.network.kubevirt.io/eth0",
        "bridge.network.kubevirt.io/br1",
        "ovs-cni.network.kubevirt.io/br1",
    ]) {
        it(`with the software resource ${name} is software`, () => {
            assert.deepEqual(techniques(nad("net", { type: "ovs" }, name)), ["virtio"]);
        });
    }

    it("with a resource that nobody has heard of is unknown until the stack places it", () => {
        const found = read(nad("net", { type: "bridge" }, "acme.io/fast")).attachments[1];
        assert.deepEqual(found?.techniques, ["unknown"]);
        assert.equal(found?.provisional, true);
        const context = config({ resources: { "acme.io/fast": "vdpa", "acme.io/none": "none" } });
        assert.deepEqual(techniques(nad("net", { type: "bridge" }, "acme.io/fast"), context), ["virtio", "vdpa"]);
        assert.deepEqual(techniques(nad("net", { type: "bridge" }, "acme.io/none"), context), ["virtio"]);
    });

    it("with a device in the configuration of ovs is offloaded", () => {
        assert.deepEqual(techniques(nad("net", { type: "ovs", deviceID: "0000:01:00.1" })), ["smartnic|vdpa"]);
        assert.deepEqual(techniques(nad("net", { type: "ovs", deviceID: "" })), ["virtio"]);
    });

    for (const [words, spec] of [
        ["no spec", undefined],
        ["an empty spec", {}],
        ["an empty configuration", { config: "" }],
        ["a blank configuration", { config: "  \n" }],
    ] as const) {
        it(`with ${words} stands for a file on the node: unknown, or what config says of its name`, () => {
            const object = { ...nad("net", undefined), ...(spec === undefined ? {} : { spec }) };
            assert.deepEqual(techniques(object), ["unknown"]);
            assert.deepEqual(techniques(object, config({ networks: { "default/net": "virtio" } })), ["virtio"]);
            assert.deepEqual(techniques(object, config({ networks: { "*/net": "none" } })), []);
            const far = { ...object, metadata: { name: "net", namespace: "apps" } };
            assert.deepEqual(techniques(far, config({ networks: { "apps/net": "vdpa" } })), ["vdpa"]);
            assert.deepEqual(techniques(far, config({ networks: { "default/net": "vdpa" } })), ["unknown"]);
            const nowhere = { ...object, metadata: { name: "net" } };
            assert.deepEqual(techniques(nowhere, config({ networks: { "default/net": "vdpa" } })), ["vdpa"]);
        });
    }

    for (const [words, text] of [
        ["a comment", '{"type": "bridge" # here\n}'],
        ["a trailing comma", '{"type": "bridge",}'],
        ["a placeholder", '{"type": {{ .Values.type }}}'],
        ["a second value", '{"type": "bridge"} {}'],
        ["nothing but a word", "bridge"],
        ["a list", '[{"type": "bridge"}]'],
        ["a number as its type", '{"type": 3}'],
        ["neither type nor plugins", '{"cniVersion": "1.0.0"}'],
        ["an empty list of plugins", '{"plugins": []}'],
        ["plugins that are no list", '{"plugins": {"type": "bridge"}}'],
        ["a plugin without a type", '{"plugins": [{"type": "bridge"}, {}]}'],
    ] as const) {
        it(`whose configuration holds ${words} is unknown`, () => {
            assert.ok(techniques(nad("net", text)).includes("unknown"));
        });
    }

    it("says what does not parse, and prints none of it", () => {
        const [attachment] = read(nad("net", '{"type": "bridge",\n "password": hunter2}')).attachments;
        assert.match(attachment?.evidence ?? "", /no JSON .*line 2, column/);
        assert.doesNotMatch(attachment?.evidence ?? "", /hunter2/);
    });

    for (const text of [
        '{"Type":"sriov"}',
        '{"TYPE":"sriov"}',
        '{"PLUGINS":[{"tYpE":"sriov"}]}',
        '{"pluginſ":[{"type":"sriov"}]}',
    ]) {
        it(`reads keys in any case, as Go does: ${text}`, () => {
            assert.deepEqual(techniques(nad("net", text)), ["sriov"]);
        });
    }

    for (const text of ['{"type":"bridge","TYPE":"sriov"}', '{"type":"sriov","type":"bridge"}']) {
        it(`with one key twice is both, and unknown: ${text}`, () => {
            const found = techniques(nad("net", text));
            assert.ok(found.includes("sriov"));
            assert.ok(found.includes("unknown"));
        });
    }

    it("does not take the type of its IPAM for its own", () => {
        assert.deepEqual(techniques(nad("net", { type: "bridge", ipam: { type: "host-local" }, name: "sriov" })), [
            "virtio",
        ]);
    });

    it("whose configuration is not known yet is unknown", () => {
        assert.deepEqual(short(read(nad("net", NOT_YET)).attachments), ["asks unknown spec.config"]);
        assert.deepEqual(short(read({ ...nad("net", {}), spec: NOT_YET }).attachments), ["asks unknown spec"]);
    });

    it("whose resource name is not known yet is unknown", () => {
        assert.ok(techniques(annotated(nad("net", { type: "bridge" }), { [RESOURCE]: NOT_YET })).includes("unknown"));
        assert.ok(techniques(annotated(nad("net", { type: "bridge" }), NOT_YET)).includes("unknown"));
        assert.ok(techniques({ ...nad("net", { type: "bridge" }), metadata: NOT_YET }).includes("unknown"));
    });

    it("carries its exception on the object", () => {
        const object = annotated(nad("net", { type: "sriov" }), {
            "virtio-first/exception-id": "EXC-2026-014, EXC-2",
            "virtio-first/technique": "sriov",
        });
        const { markers } = read(object);
        assert.deepEqual(
            markers.exceptionIds.map(({ value }) => value),
            ["EXC-2026-014", "EXC-2"],
        );
        assert.equal(markers.place?.path, "metadata.annotations");
    });

    it("lets its marker choose among the alternatives", () => {
        const object = annotated(nad("net", { type: "sriov" }), {
            [RESOURCE]: "openshift.io/a",
            "virtio-first/technique": "vdpa",
        });
        assert.deepEqual(techniques(object), ["vdpa"]);
    });

    it("is known under any token, and as the Network of the first Multus", () => {
        for (const type of [
            "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
            "kubernetes:k8s.cni.cncf.io/v1:Anything",
            "kubernetes:other/v1:Thing",
        ]) {
            assert.deepEqual(techniques(nad("net", { type: "sriov" }), undefined, { type }), ["sriov"]);
        }
        const old = custom("kubernetes.cni.cncf.io/v1", "Network", { config: '{"type":"sriov"}' });
        assert.deepEqual(techniques(old), ["sriov"]);
    });

    it("as a patch says only what it holds", () => {
        const type = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinitionPatch";
        assert.deepEqual(techniques(nad("net", undefined), undefined, { type }), []);
        assert.deepEqual(techniques(nad("net", undefined, "intel.com/sriov_a"), undefined, { type }), [
            "sriov|vdpa|smartnic",
        ]);
        assert.deepEqual(techniques(nad("net", { type: "host-device" }), undefined, { type }), ["pci-passthrough"]);
    });

    it("survives a configuration that is nested without end", () => {
        const deep = `${'{"type":"flannel","delegate":'.repeat(50_000)}1`;
        assert.deepEqual(techniques(nad("net", deep)), ["unknown"]);
        assert.deepEqual(techniques(nad("net", `{"type":"bridge","x":${"[".repeat(100_000)}`)), ["unknown"]);
    });
});
