import assert from "node:assert/strict";
import { custom, type Manifest, NOT_YET, policy, read, short, techniques } from "./objects";

function configMap(data: unknown, name = "any-name", side = "data"): Manifest {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "kube-system" }, [side]: data };
}

function pluginConfig(value: unknown): Manifest {
    return configMap({ "config.json": JSON.stringify(value) });
}

describe("A SriovNetworkNodePolicy", () => {
    for (const [spec, technique, path] of [
        [{}, "sriov", "spec.resourceName"],
        [{ deviceType: "vfio-pci" }, "sriov", "spec.resourceName"],
        [{ eSwitchMode: "legacy" }, "sriov", "spec.eSwitchMode"],
        [{ eSwitchMode: "switchdev" }, "smartnic", "spec.eSwitchMode"],
        [{ eSwitchMode: "switchdev", vdpaType: "virtio" }, "vdpa", "spec.vdpaType"],
        [{ vdpaType: "vhost" }, "vdpa", "spec.vdpaType"],
        [{ vdpaType: NOT_YET }, "sriov|vdpa", "spec.vdpaType"],
        [{ eSwitchMode: NOT_YET }, "sriov|smartnic", "spec.eSwitchMode"],
        [{ resourceName: NOT_YET }, "sriov", "spec.resourceName"],
    ] as const) {
        it(`with ${JSON.stringify(spec)} offers ${technique}`, () => {
            assert.deepEqual(short(read(policy("a", spec)).attachments), [`offers ${technique} ${path}`]);
        });
    }

    it("that is not known yet offers something", () => {
        assert.equal(techniques({ ...policy("a"), spec: NOT_YET }).length, 1);
    });

    it("as a patch of other things says nothing", () => {
        const type = "kubernetes:sriovnetwork.openshift.io/v1:SriovNetworkNodePolicyPatch";
        const patch = custom("sriovnetwork.openshift.io/v1", "SriovNetworkNodePolicy", { numVfs: 4 });
        assert.deepEqual(techniques(patch, undefined, { type }), []);
        const vdpa = custom("sriovnetwork.openshift.io/v1", "SriovNetworkNodePolicy", { vdpaType: "vhost" });
        assert.deepEqual(techniques(vdpa, undefined, { type }), ["vdpa"]);
    });
});

describe("A device plugin's configuration in a ConfigMap of any name", () => {
    for (const [pool, technique] of [
        [{ resourceName: "a", resourcePrefix: "acme.io" }, "sriov"],
        [{ resourceName: "a", rootDevices: ["02:00.0"] }, "sriov"],
        [{ resourceName: 5, selectors: {} }, "sriov"],
        [{ resourceName: "a", selectors: { vendors: ["8086"] } }, "sriov"],
        [{ resourceName: "a", selectors: { vdpaType: "vhost" } }, "vdpa"],
        [{ resourceName: "a", selectors: [{ vendors: ["15b3"] }, { vdpaType: "virtio" }] }, "vdpa"],
        [{ resourceName: "a", deviceType: "accelerator" }, "accelerator"],
        [{ resourceName: "a", deviceType: "auxNetDevice" }, "smartnic"],
        [{ ResourceName: "a", Selectors: { VDPATYPE: "vhost" } }, "vdpa"],
    ] as const) {
        it(`${JSON.stringify(pool)} offers ${technique}`, () => {
            assert.deepEqual(short(read(pluginConfig({ resourceList: [pool] })).attachments), [
                `offers ${technique} data["config.json"].resourceList[0]`,
            ]);
        });
    }

    it("offers pools of shared RDMA devices", () => {
        assert.deepEqual(techniques(pluginConfig({ configList: [{ resourceName: "hca_a", rdmaHcaMax: 9 }] })), [
            "accelerator",
        ]);
        assert.deepEqual(techniques(pluginConfig({ configList: [{ resourceName: "hca_a", selectors: {} }] })), [
            "accelerator",
        ]);
    });

    it("offers pools of AF_XDP", () => {
        const pools = [
            { name: "a", mode: "primary", drivers: [{ name: "i40e" }] },
            { name: "b", mode: "cdq" },
            { name: "c", mode: "Primary", devices: [] },
        ];
        assert.deepEqual(techniques(pluginConfig({ pools })), [
            "pci-passthrough|sriov",
            "smartnic",
            "pci-passthrough|sriov",
        ]);
        const drivers = [{ name: "i40e" }];
        assert.deepEqual(techniques(pluginConfig({ mode: "primary", pools: [{ name: "a", drivers }] })), [
            "pci-passthrough|sriov",
        ]);
    });

    it("under the names that device plugins use is read whatever its pools hold", () => {
        for (const [name, text, technique] of [
            ["sriovdp-config", '{"resourceList":[{"resourceName":"a"}]}', "sriov"],
            ["rdma-devices", '{"configList":[{"resourceName":"a"}]}', "accelerator"],
            ["sriovdp-config", '{"resourceList": [ # pools\n]}', "unknown"],
        ] as const) {
            assert.deepEqual(techniques(configMap({ "config.json": text }, name)), [technique]);
            assert.deepEqual(techniques(configMap({ "config.json": text }, "app-settings")), []);
        }
    });

    it("is read whatever the case of its keys, or how they are escaped", () => {
        for (const key of ["ResourceList", "resource\\u004cist", "re\u017fourceLi\u017ft", "re\\u017fourceList"]) {
            const text = `{"${key}":[{"resourcename":"a","SELECTORS":{}}]}`;
            assert.deepEqual(techniques(configMap({ x: text })), ["sriov"], key);
        }
    });

    it("is read from binary data", () => {
        const data = Buffer.from(JSON.stringify({ resourceList: [{ resourceName: "a", selectors: {} }] })).toString(
            "base64",
        );
        assert.deepEqual(techniques(configMap({ "config.json": data }, "any", "binaryData")), ["sriov"]);
    });

    it("with a key twice is unknown as well", () => {
        const text = '{"resourceList":[{"resourceName":"a","selectors":{"drivers":["x"],"Drivers":["vfio-pci"]}}]}';
        assert.deepEqual(techniques(configMap({ x: text })), ["sriov", "unknown"]);
    });

    it("that is no JSON is unknown", () => {
        for (const text of [
            '{"resourceList": [{"resourceName": "a", "selectors": {}}, # pools\n]}',
            '{"configList": [{"resourceName": "a", "rdmaHcaMax": 9},]}',
            "resourceList:\n- resourceName: a\n  deviceType: accelerator",
        ]) {
            assert.deepEqual(techniques(configMap({ x: text })), ["unknown"], text);
        }
    });

    it("that is not known yet is unknown under the names that device plugins use", () => {
        assert.deepEqual(techniques(configMap({ "config.json": NOT_YET }, "sriovdp-config")), ["unknown"]);
        assert.deepEqual(techniques(configMap(NOT_YET, "rdma-devices")), ["unknown"]);
        assert.deepEqual(techniques(configMap({ "config.json": NOT_YET }, "app-settings")), []);
        assert.deepEqual(techniques(configMap(NOT_YET, "app-settings")), []);
    });

    it("gives no alarm for other data", () => {
        for (const data of [
            { a: "sriov" },
            { a: "resourceList" },
            { a: '{"resourceList": ["cpu"]}' },
            { a: '{"mode": "sriov"}' },
            { a: '{"pools": [{"name": "db"}]}' },
            { a: '{"pools": [{"name": "main", "mode": "transaction"}]}' },
            { a: '{"pools": [{"name": "db", "mode": "primary", "host": "x"}]}' },
            { a: '{"pools": [{"name": "web", "mode": "http", "members": []}]}' },
            { a: '{"resourceList": [{"resourceName": "orders", "path": "/orders"}]}' },
            { a: '{"configList": [{"resourceName": "a"}]}' },
            { "api.yaml": "api:\n  resourceList:\n    - orders\n    - users\n" },
            { "app.js": "const x = { resourceList: [], selectors: {} }" },
            { a: "[1,2,3]" },
            { "cni-conf.json": '{"plugins":[{"type":"flannel"}]}' },
            { a: 3 },
            "text",
            null,
        ]) {
            assert.deepEqual(techniques(configMap(data)), [], JSON.stringify(data));
        }
    });
});

describe("NVIDIA's policies for NICs", () => {
    for (const kind of ["NicClusterPolicy", "NicNodePolicy"]) {
        it(`${kind} offers the pools of the device plugins that it configures`, () => {
            const object = custom("mellanox.com/v1alpha1", kind, {
                sriovDevicePlugin: { config: '{"resourceList":[{"resourceName":"hostdev"}]}' },
                rdmaSharedDevicePlugin: { config: '{"configList":[{"resourceName":"shared"}]}' },
                ofedDriver: { image: "x" },
            });
            assert.deepEqual(techniques(object), ["sriov", "accelerator"]);
        });

        it(`${kind} that installs drivers is nothing, and one that is not known yet is unknown`, () => {
            assert.deepEqual(techniques(custom("mellanox.com/v1alpha1", kind, { ofedDriver: { image: "x" } })), []);
            const hidden = custom("mellanox.com/v1alpha1", kind, { sriovDevicePlugin: { config: NOT_YET } });
            assert.deepEqual(techniques(hidden), ["unknown"]);
        });
    }
});
