import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import type { Technique } from "../../techniques/technique";
import { assertGranted, seen } from "./kubernetes-judged";
import { only, refusal, run, untyped, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

const pools: Readonly<Record<string, kubernetes.DevicePool>> = {
    sriov: {
        technique: "sriov",
        exceptionId: ID,
        resourceName: "functions",
        resourcePrefix: "example.com",
        selectors: { vendors: ["8086"], drivers: ["vfio-pci"], pfNames: ["ens1f0#0-3"] },
    },
    vdpa: {
        technique: "vdpa",
        exceptionId: ID,
        resourceName: "vdpa_mlx",
        selectors: { vendors: ["15b3"], vdpaType: "vhost" },
    },
    smartnic: {
        technique: "smartnic",
        exceptionId: ID,
        resourceName: "subfunctions",
        deviceType: "auxNetDevice",
        selectors: { auxTypes: ["sf"] },
    },
    accelerator: {
        technique: "accelerator",
        exceptionId: ID,
        resourceName: "fec",
        deviceType: "accelerator",
        selectors: { devices: ["0d5d"] },
    },
};

describe("the pools of the SR-IOV device plugin", () => {
    it("are written as the plugin reads them, and rest on all their exceptions", async () => {
        let config: kubernetes.DevicePluginConfig | undefined;
        const resources = await run(() => {
            config = new kubernetes.DevicePluginConfig("sriovdp-config", {
                metadata: { name: "sriovdp-config", namespace: "kube-system" },
                pools: [pools["sriov"], { ...pools["vdpa"], exceptionId: "EXC-2026-015" }] as kubernetes.DevicePool[],
            });
        });
        const { metadata, data } = only(resources, CONFIG_MAP).inputs as Record<string, Record<string, string>>;
        assert.deepEqual(metadata, {
            name: "sriovdp-config",
            namespace: "kube-system",
            annotations: {
                "virtio-first/exception-id": `${ID},EXC-2026-015`,
                "virtio-first/technique": "sriov,vdpa",
            },
        });
        assert.deepEqual(JSON.parse(data?.["config.json"] ?? ""), {
            resourceList: [
                {
                    resourceName: "functions",
                    resourcePrefix: "example.com",
                    selectors: { vendors: ["8086"], drivers: ["vfio-pci"], pfNames: ["ens1f0#0-3"] },
                },
                { resourceName: "vdpa_mlx", selectors: { vendors: ["15b3"], vdpaType: "vhost" } },
            ],
        });
        assert.deepEqual(await value(config?.deviceResources), ["example.com/functions", "intel.com/vdpa_mlx"]);
    });

    for (const [technique, pool] of Object.entries(pools)) {
        it(`pass the policy pack with a pod that uses them: ${technique}`, async () => {
            const resources = await run(() => {
                new kubernetes.DevicePluginConfig("pools", { pools: [pool] });
                const device = {
                    resource: `${pool.resourcePrefix ?? "intel.com"}/${pool.resourceName}`,
                    technique,
                    exceptionId: ID,
                } as kubernetes.PodDevice;
                return new kubernetes.Pod("probe", { spec: { containers: [{ name: "a" }] }, devices: [device] });
            });
            const both = [`${CONFIG_MAP}::pools`, "kubernetes:core/v1:Pod::probe"];
            assertGranted(resources, technique as Technique, [ID], both);
            const unverifiable = seen(resources).flatMap(({ notices }) =>
                notices.filter(({ rule }) => rule === "unverifiable"),
            );
            assert.deepEqual(unverifiable, []);
        });
    }

    describe("are refused, before anything is registered,", () => {
        const Untyped = untyped(kubernetes.DevicePluginConfig);
        const vdpa = pools["vdpa"] as object;
        const cases: [string, unknown, string, RegExp][] = [
            ["without arguments", undefined, "pools", /at least one pool/],
            ["without pools", { pools: [] }, "pools", /at least one pool/],
            [
                "without an exception",
                { pools: [{ ...vdpa, exceptionId: undefined }] },
                "pools[0].exceptionId",
                /missing/,
            ],
            [
                "in software",
                { pools: [{ ...vdpa, technique: "virtio", exceptionId: undefined }] },
                "pools[0].technique",
                /"virtio" is none/,
            ],
            [
                "with the technique of another device",
                { pools: [{ ...vdpa, technique: "sriov" }] },
                "pools[0].technique",
                /"vdpa"/,
            ],
            [
                "with an accelerator as a NIC",
                { pools: [{ ...(pools["accelerator"] as object), technique: "sriov" }] },
                "pools[0].technique",
                /"accelerator"/,
            ],
            [
                "with a name that the plugin refuses",
                { pools: [{ ...vdpa, resourceName: "vdpa-mlx" }] },
                "pools[0]",
                /letters, digits and "_"/,
            ],
            ["with two pools of one name", { pools: [vdpa, vdpa] }, "pools", /intel.com\/vdpa_mlx twice/],
            ["with every device of the node", { pools: [{ ...vdpa, selectors: {} }] }, "pools[0].selectors", /empty/],
            [
                "with vDPA and RDMA",
                { pools: [{ ...vdpa, selectors: { vdpaType: "vhost", isRdma: true } }] },
                "pools[0].selectors.vdpaType",
                /excludes isRdma/,
            ],
            [
                "with a misspelt selector",
                { pools: [{ ...vdpa, selectors: { vendor: "15b3" } }] },
                "pools[0]",
                /no key "vendor"/,
            ],
            ["with an Output", { pools: [{ ...vdpa, resourceName: pulumi.output("vdpa") }] }, "pools[0]", /plain/],
        ];
        for (const [what, args, argument, text] of cases) {
            it(what, async () => {
                const error = await refusal(() => new Untyped("pools", args));
                assert.equal(error.component, `DevicePluginConfig "pools"`);
                assert.equal(error.argument, argument, error.message);
                assert.match(error.fault, text);
            });
        }
    });
});
