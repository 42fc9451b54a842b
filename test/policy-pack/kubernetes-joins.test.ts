import assert from "node:assert/strict";
import { type Given, judge, refused } from "./harness";
import { entry } from "./support";

// The whole pack over stacks whose authors declare decoys: objects under the right name that say nothing, or say too
// little. A join can only add hardware, never prove software.

const marker = { "virtio-first/exception-id": "EXC-2026-014" };
const NETWORKS = "k8s.v1.cni.cncf.io/networks";

function object(
    apiVersion: string,
    kind: string,
    name: string,
    metadata: Record<string, unknown>,
    body: Record<string, unknown> = {},
): Given {
    const token = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    return {
        type: `kubernetes:${token}:${kind}`,
        name,
        props: { apiVersion, kind: kind.replace(/Patch$/, ""), metadata: { name, ...metadata }, ...body },
    };
}

const pod = (metadata: Record<string, unknown>, spec: Record<string, unknown> = {}): Given =>
    object("v1", "Pod", "user", metadata, {
        spec: { containers: [{ name: "c", image: "registry.example/c" }], ...spec },
    });

const claim = (name: string, deviceClassName: string, metadata: Record<string, unknown>): Given =>
    object("resource.k8s.io/v1", "ResourceClaim", name, metadata, {
        spec: { devices: { requests: [{ name: "r", exactly: { deviceClassName } }] } },
    });

const nad = (name: string, config: unknown, metadata: Record<string, unknown>): Given =>
    object("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", name, metadata, {
        spec: { config: JSON.stringify(config) },
    });

const of = (said: readonly { resource: string; rule: string }[], resource: string): string[] => [
    ...new Set(said.filter((one) => one.resource === resource).map(({ rule }) => rule)),
];

describe("decoys under the names of others", () => {
    it("a labelled device class settles neither a claim nor its user", async () => {
        const said = await refused([
            object("resource.k8s.io/v1", "DeviceClassPatch", "mystery", { labels: {} }),
            claim("own", "mystery", { namespace: "default" }),
            pod({ namespace: "default" }, { resourceClaims: [{ name: "a", resourceClaimName: "own" }] }),
        ]);
        assert.equal(of(said, "own").length, 1);
        assert.equal(of(said, "user").length, 1);
    });

    for (const [kind, key] of [
        ["ResourceClaimPatch", "resourceClaimName"],
        ["ResourceClaimTemplatePatch", "resourceClaimTemplateName"],
    ] as const) {
        it(`a labelled ${kind} settles no user`, async () => {
            const said = await refused([
                object("resource.k8s.io/v1", kind, "gpu", { namespace: "default", labels: {} }),
                pod({ namespace: "default" }, { resourceClaims: [{ name: "a", [key]: "gpu" }] }),
            ]);
            assert.equal(of(said, "user").length, 1);
        });
    }

    it("a claim without a namespace settles no pod of another", async () => {
        const spec = { resourceClaims: [{ name: "a", resourceClaimName: "gpu" }] };
        assert.equal(
            of(await refused([claim("gpu", "dra.cpu", {}), pod({ namespace: "prod" }, spec)]), "user").length,
            1,
        );
        const stated = [claim("gpu", "dra.cpu", { namespace: "prod" }), pod({ namespace: "prod" }, spec)];
        assert.deepEqual(await refused(stated), []);
    });

    it("a labelled network is not found: it cannot be verified, and config still says that it is hardware", async () => {
        const stack = [
            object("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinitionPatch", "net-a", {
                namespace: "prod",
                labels: {},
            }),
            pod({ namespace: "prod", annotations: { [NETWORKS]: "net-a" } }),
        ];
        assert.deepEqual(of(await judge(stack), "user"), ["unverifiable"]);
        const config = { networks: { "prod/net-a": "sriov" } };
        assert.equal(of(await refused(stack, { config }), "user").length, 1);
        const bridge = [nad("net-a", { type: "bridge" }, { namespace: "prod" }), stack[1]!];
        assert.equal(of(await refused(bridge, { config }), "user").length, 1);
        assert.deepEqual(await judge(bridge), []);
    });

    it("a class in software does not soften the device of a network for who joins it", async () => {
        const said = await refused([
            object(
                "resource.k8s.io/v1",
                "DeviceClass",
                "dummy",
                { annotations: marker },
                {
                    spec: {
                        selectors: [{ cel: { expression: 'device.attributes["dra.net"].type == "dummy"' } }],
                        extendedResourceName: "openshift.io/sriov_a",
                    },
                },
            ),
            nad(
                "fast",
                { type: "sriov" },
                {
                    namespace: "default",
                    annotations: { ...marker, "k8s.v1.cni.cncf.io/resourceName": "openshift.io/sriov_a" },
                },
            ),
            pod({ namespace: "default", annotations: { [NETWORKS]: "fast" } }),
        ]);
        assert.deepEqual(of(said, "fast"), []);
        assert.equal(of(said, "user").length, 1);
    });

    it("a class for CPUs does not settle a resource that a device plugin may serve too", async () => {
        const resources = { limits: { "unlisted.io/nic": "1" } };
        const said = await refused([
            object(
                "resource.k8s.io/v1",
                "DeviceClass",
                "cpus",
                { annotations: marker },
                {
                    spec: {
                        selectors: [{ cel: { expression: 'device.driver == "dra.cpu"' } }],
                        extendedResourceName: "unlisted.io/nic",
                    },
                },
            ),
            pod({ namespace: "default" }, { containers: [{ name: "c", image: "registry.example/c", resources }] }),
        ]);
        assert.equal(of(said, "user").length, 1);
    });
});

describe("markers and refinements across the pack", () => {
    const gpu = { name: "c", image: "registry.example/c", resources: { limits: { "nvidia.com/gpu": "1" } } };
    const jobSet = (metadata: Record<string, unknown>): Given =>
        object("jobset.x-k8s.io/v1alpha2", "JobSet", "jobs", metadata, {
            spec: {
                replicatedJobs: [{ annotations: marker }, {}].map((own) => ({
                    template: { spec: { template: { metadata: own, spec: { containers: [gpu] } } } },
                })),
            },
        });

    it("a marker on one template of a job set does not cover the other", async () => {
        assert.equal((await refused([jobSet({ namespace: "default" })])).length > 0, true);
        assert.deepEqual(await refused([jobSet({ namespace: "default", annotations: marker })]), []);
    });

    it("a machine on a switchdev pool is granted as a SmartNIC, and not as SR-IOV", async () => {
        const stack = [
            object(
                "sriovnetwork.openshift.io/v1",
                "SriovNetworkNodePolicy",
                "pool",
                { annotations: marker },
                {
                    spec: { resourceName: "a", numVfs: 8, eSwitchMode: "switchdev" },
                },
            ),
            nad(
                "fast",
                { type: "sriov" },
                {
                    namespace: "default",
                    annotations: { ...marker, "k8s.v1.cni.cncf.io/resourceName": "openshift.io/a" },
                },
            ),
            object(
                "kubevirt.io/v1",
                "VirtualMachineInstance",
                "machine",
                { namespace: "default", annotations: marker },
                {
                    spec: {
                        domain: { devices: { interfaces: [{ name: "n", sriov: {} }] } },
                        networks: [{ name: "n", multus: { networkName: "fast" } }],
                    },
                },
            ),
        ];
        const granting = (...techniques: string[]) => ({ config: { exceptions: [{ ...entry(), techniques }] } });
        assert.deepEqual(await refused(stack, granting("smartnic")), []);
        assert.equal(of(await refused(stack, granting("sriov")), "machine").length, 1);
    });
});
