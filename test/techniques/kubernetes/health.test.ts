import assert from "node:assert/strict";
import { config, custom, joined, type Manifest, nad, NOT_YET, pod, policy } from "./objects";

const sriov = nad("fast", { type: "sriov" }, "openshift.io/a");
const pinnedResources = { cpu: 2, memory: "1Gi", "openshift.io/a": 1 };

function rulesOf(object: Manifest, others: readonly Manifest[]): string[] {
    return joined(object, others).rules;
}

describe("Advice on networks and requests", () => {
    it("annotation-without-request: a network hands on a device, and no container requests it", () => {
        assert.ok(rulesOf(pod({ networks: "fast" }), [sriov, policy("a")]).includes("annotation-without-request"));
        const requesting = pod({ networks: "fast", limits: { "openshift.io/a": 1 } });
        assert.ok(!rulesOf(requesting, [sriov, policy("a")]).includes("annotation-without-request"));
        assert.ok(
            !rulesOf(pod({ networks: "soft" }), [nad("soft", { type: "bridge" })]).includes(
                "annotation-without-request",
            ),
        );
    });

    it("annotation-without-request: not where a claim may bring the device", () => {
        const claiming = pod({ networks: "fast", spec: { resourceClaims: [{ name: "c", resourceClaimName: "x" }] } });
        assert.ok(!rulesOf(claiming, [sriov]).includes("annotation-without-request"));
    });

    it("request-without-annotation: a network device that no network configures", () => {
        const requesting = pod({ limits: { "openshift.io/a": 1 } });
        assert.ok(rulesOf(requesting, [policy("a")]).includes("request-without-annotation"));
        assert.ok(
            !rulesOf(pod({ networks: "fast", limits: { "openshift.io/a": 1 } }), [sriov]).includes(
                "request-without-annotation",
            ),
        );
    });

    it("request-without-annotation: not for devices that a workload drives itself, nor for accelerators", () => {
        const requesting = pod({ limits: { "openshift.io/a": 1 } });
        assert.ok(
            !rulesOf(requesting, [policy("a", { deviceType: "vfio-pci" })]).includes("request-without-annotation"),
        );
        assert.ok(!rulesOf(pod({ limits: { "nvidia.com/gpu": 1 } }), []).includes("request-without-annotation"));
    });

    it("request-without-annotation: not where a network of elsewhere may configure it", () => {
        const requesting = pod({ networks: "elsewhere", limits: { "openshift.io/a": 1 } });
        assert.ok(!rulesOf(requesting, [policy("a")]).includes("request-without-annotation"));
    });

    it("request-without-annotation: not where one of its pools may be driven by the workload itself", () => {
        const requesting = pod({ limits: { "openshift.io/a": 1 } });
        const pools = [policy("a"), policy("a", { deviceType: "vfio-pci" })];
        assert.ok(!rulesOf(requesting, pools).includes("request-without-annotation"));
    });

    it("request-without-annotation: a network that config knows as software configures nothing", () => {
        const requesting = pod({ networks: "soft", limits: { "openshift.io/a": 1 } });
        const { rules } = joined(requesting, [policy("a")], config({ networks: { "default/soft": "virtio" } }));
        assert.ok(rules.includes("request-without-annotation"));
    });

    it("request-without-annotation: a network that is not known yet may configure it", () => {
        const requesting = pod({ networks: NOT_YET, limits: { "openshift.io/a": 1 } });
        assert.ok(!rulesOf(requesting, [policy("a")]).includes("request-without-annotation"));
    });

    for (const [networks, count, differs] of [
        ["fast", 2, true],
        ["fast,fast", 1, true],
        ["fast,fast", 2, false],
        ["fast", 1, false],
        ["fast", NOT_YET, false],
    ] as const) {
        it(`request-count-differs: ${networks} with ${count === NOT_YET ? "a number not known yet" : count} of the resource ${differs ? "differ" : "fit"}`, () => {
            const object = pod({ networks, limits: { "openshift.io/a": count } });
            assert.equal(rulesOf(object, [sriov]).includes("request-count-differs"), differs);
        });
    }

    it("pool-not-in-stack: a named pool that the stack does not have, once", () => {
        assert.deepEqual(joined(sriov, []).rules, ["pool-not-in-stack"]);
        assert.deepEqual(joined(nad("net", { type: "sriov" }, "acme.io/x"), []).rules, ["pool-not-in-stack"]);
        assert.deepEqual(joined(nad("net", { type: "bridge" }, "nvidia.com/gpu"), []).rules, []);
        assert.deepEqual(joined(sriov, [policy("a")]).rules, []);
        assert.deepEqual(joined(sriov, [], config({ resources: { "openshift.io/a": "sriov" } })).rules, []);
        assert.ok(rulesOf(pod({ limits: { "openshift.io/a": 1 } }), []).includes("pool-not-in-stack"));
        assert.ok(
            !rulesOf(pod({ networks: "fast", limits: { "openshift.io/a": 1 } }), [sriov]).includes("pool-not-in-stack"),
        );
        assert.ok(!rulesOf(pod({ limits: { "nvidia.com/gpu": 1 } }), []).includes("pool-not-in-stack"));
        assert.ok(!rulesOf(pod({ limits: { "openshift.io/a": 1 } }), [policy("a")]).includes("pool-not-in-stack"));
        assert.ok(!rulesOf(pod({ networks: "x", limits: { "openshift.io/a": 1 } }), []).includes("pool-not-in-stack"));
    });
});

describe("Advice on CPUs and huge pages", () => {
    const whole = { ...pinnedResources };
    for (const [words, parts, pinned] of [
        ["equal limits and requests of whole CPUs", { limits: whole, requests: whole }, true],
        ["limits alone, of whole CPUs", { limits: whole }, true],
        ["a CPU in thousandths that are whole", { limits: { ...whole, cpu: "2000m" } }, true],
        ["no limits", { requests: whole }, false],
        ["a fraction of a CPU", { limits: { ...whole, cpu: "1500m" } }, false],
        ["smaller requests", { limits: whole, requests: { cpu: 1 } }, false],
        ["no memory", { limits: { cpu: 2, "openshift.io/a": 1 } }, false],
        [
            "limits of the whole pod",
            { limits: { "openshift.io/a": 1 }, spec: { resources: { limits: { cpu: 2, memory: "1Gi" } } } },
            true,
        ],
        ["a CPU that is not known yet", { limits: { ...whole, cpu: NOT_YET } }, true],
    ] as const) {
        it(`cpu-not-pinned: ${words}: ${pinned ? "no advice" : "advice"}`, () => {
            const object = pod({ networks: "fast", ...parts });
            assert.equal(rulesOf(object, [sriov, policy("a")]).includes("cpu-not-pinned"), !pinned);
        });
    }

    it("cpu-not-pinned: every container counts", () => {
        const { spec, ...rest } = pod({ networks: "fast", limits: whole });
        const containers = [...(spec as { containers: Manifest[] }).containers, { name: "b", resources: {} }];
        const object = { ...rest, spec: { containers } };
        assert.ok(rulesOf(object, [sriov, policy("a")]).includes("cpu-not-pinned"));
    });

    it("cpu-not-pinned: not for accelerators, nor for software, nor for a patch", () => {
        assert.deepEqual(rulesOf(pod({ limits: { "nvidia.com/gpu": 1 } }), []), []);
        assert.deepEqual(rulesOf(pod({ networks: "soft" }), [nad("soft", { type: "bridge" })]), []);
        const { metadata } = pod({ networks: "fast" });
        const patch = custom("apps/v1", "Deployment", { template: { metadata } });
        const { rules } = joined([patch, { type: "kubernetes:apps/v1:DeploymentPatch" }], [sriov, policy("a")]);
        assert.deepEqual(rules, []);
    });

    for (const [words, spec, limits, missing] of [
        ["vfio without huge pages", { deviceType: "vfio-pci" }, {}, true],
        ["vhost without huge pages", { vdpaType: "vhost" }, {}, true],
        ["vfio with huge pages", { deviceType: "vfio-pci" }, { "hugepages-1Gi": "2Gi" }, false],
        ["the kernel's driver without huge pages", {}, {}, false],
    ] as const) {
        it(`huge-pages-missing: ${words}: ${missing ? "advice" : "no advice"}`, () => {
            const object = pod({ networks: "fast", limits: { ...whole, ...limits } });
            assert.deepEqual(rulesOf(object, [sriov, policy("a", spec)]), missing ? ["huge-pages-missing"] : []);
        });
    }

    for (const [words, selectors, vfio, vhost] of [
        ["vfio", { drivers: ["vfio-pci"] }, true, false],
        ["vfio among others", { drivers: ["iavf", "vfio-pci"] }, true, false],
        ["UIO", { drivers: ["igb_uio"] }, true, false],
        ["the kernel's driver", { drivers: ["iavf"] }, false, false],
        ["no driver named", {}, false, false],
        ["a vhost device", { drivers: ["vhost_vdpa"], vdpaType: "vhost" }, false, true],
        ["a virtio device", { drivers: ["virtio_vdpa"], vdpaType: "virtio" }, false, false],
        ["vhost-net beside it", { drivers: ["iavf"], needVhostNet: true }, false, true],
        ["vhost-net beside one of several", [{ drivers: ["iavf"] }, { needVhostNet: true }], false, true],
    ] as const) {
        it(`huge-pages-missing: a device plugin's pool with ${words}: ${vfio || vhost ? "advice" : "no advice"}`, () => {
            const plugin = {
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: "c" },
                data: {
                    "config.json": JSON.stringify({
                        resourceList: [{ resourceName: "a", resourcePrefix: "", selectors }],
                    }),
                },
            };
            const object = pod({ limits: { cpu: 2, memory: "1Gi", "intel.com/a": 1 } });
            assert.equal(rulesOf(object, [plugin]).includes("huge-pages-missing"), vfio || vhost);
        });
    }

    it("each is said once of one place", () => {
        const twice = pod({ networks: "fast,fast", limits: { "openshift.io/a": 1 } });
        const rules = rulesOf(twice, [sriov, policy("a"), policy("a", { vdpaType: "vhost" })]);
        assert.equal(new Set(rules).size, rules.length);
        const several = pod({ networks: '[{"name":"fast"},{"name":"fast"}]' });
        assert.equal(
            rulesOf(several, [sriov, policy("a")]).filter((rule) => rule === "annotation-without-request").length,
            2,
        );
    });

    it("a workload in order gets no advice at all", () => {
        const object = pod({ networks: "fast", limits: { ...whole, "hugepages-1Gi": "1Gi" } });
        assert.deepEqual(rulesOf(object, [sriov, policy("a", { deviceType: "vfio-pci" })]), []);
    });
});

describe("Advice", () => {
    it("prints no value of a resource", () => {
        const object = pod({
            networks: "fast",
            limits: { "openshift.io/a": 3 },
            container: { env: [{ name: "P", value: "hunter2" }] },
        });
        assert.doesNotMatch(JSON.stringify(joined(object, [sriov]).notices), /hunter2/);
    });
});
