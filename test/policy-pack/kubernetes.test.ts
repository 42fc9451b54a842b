import assert from "node:assert/strict";
import { type Given, judge, refused, unknown } from "./harness";
import { entry } from "./support";

const marker = { "virtio-first/exception-id": "EXC-2026-014" };

const nad = (
    name: string,
    config: unknown,
    metadata: Record<string, unknown> = {},
    more: Partial<Given> = {},
): Given => ({
    type: "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition",
    name,
    props: {
        apiVersion: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: { name, namespace: "default", ...metadata },
        spec: { config: typeof config === "string" ? config : JSON.stringify(config) },
    },
    ...more,
});

const container = (resources?: Record<string, unknown>) => ({
    name: "c",
    image: "registry.example/c",
    ...(resources && { resources }),
});

const pod = (name: string, annotations: Record<string, unknown>, resources?: Record<string, unknown>): Given => ({
    type: "kubernetes:core/v1:Pod",
    name,
    props: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default", annotations },
        spec: { containers: [container(resources)] },
    },
});

const template = (annotations: Record<string, unknown>, resources?: Record<string, unknown>) => ({
    metadata: { annotations },
    spec: { containers: [container(resources)] },
});

const workloads: readonly (readonly [string, string, (podTemplate: unknown) => unknown])[] = [
    ["apps/v1", "Deployment", (podTemplate) => ({ template: podTemplate })],
    ["apps/v1", "StatefulSet", (podTemplate) => ({ template: podTemplate })],
    ["apps/v1", "DaemonSet", (podTemplate) => ({ template: podTemplate })],
    ["apps/v1", "ReplicaSet", (podTemplate) => ({ template: podTemplate })],
    ["v1", "ReplicationController", (podTemplate) => ({ template: podTemplate })],
    ["batch/v1", "Job", (podTemplate) => ({ template: podTemplate })],
    ["batch/v1", "CronJob", (podTemplate) => ({ jobTemplate: { spec: { template: podTemplate } } })],
];

const fast = nad(
    "fast",
    { cniVersion: "0.3.1", type: "sriov" },
    { annotations: { ...marker, "k8s.v1.cni.cncf.io/resourceName": "intel.com/fast" } },
);
const rules = (said: readonly { rule: string }[]): string[] => said.map(({ rule }) => rule);

describe("the pack on raw Kubernetes resources", () => {
    it("refuses a network of CNI type sriov", async () => {
        const said = await refused([nad("fast", { cniVersion: "0.3.1", type: "sriov" })]);
        assert.deepEqual(rules(said), ["missing-exception-id"]);
        assert.match(said[0]!.message, /annotation virtio-first\/exception-id: <ID>/);
    });

    it("refuses a hardware plugin anywhere in a plugin list", async () => {
        const said = await refused([
            nad("list", {
                cniVersion: "0.4.0",
                plugins: [{ type: "bridge" }, { type: "host-device", device: "ens1" }],
            }),
        ]);
        assert.equal(said.length, 1);
        assert.match(said[0]!.message, /pci-passthrough/);
    });

    for (const type of ["bridge", "macvlan", "ipvlan", "tap", "ovs"]) {
        it(`lets a software network of type ${type} pass without a word`, async () => {
            assert.deepEqual(await judge([nad("soft", { cniVersion: "0.3.1", type, master: "eth0" })]), []);
        });
    }

    it("refuses a network whose configuration is not known at preview, malformed, or of an unheard-of type", async () => {
        for (const config of [unknown, "{ type: sriov", JSON.stringify({ type: "s3cr3t" })]) {
            const said = await refused([nad("n", config)]);
            assert.deepEqual(rules(said), ["undecidable"]);
            assert.ok(!said[0]!.message.includes("s3cr3t"));
        }
    });

    it("reads the keys of a CNI configuration as the runtime does, in any case", async () => {
        assert.equal((await refused([nad("n", '{"Type":"sriov"}')])).length, 1);
        assert.ok((await refused([nad("n", '{"type":"bridge","TYPE":"sriov"}')])).length >= 1);
    });

    for (const [form, value] of [
        ["comma", "default/slow, fast@net2"],
        ["JSON", JSON.stringify([{ name: "slow" }, { name: "fast", namespace: "default" }])],
    ] as const) {
        it(`refuses a pod that joins a hardware network through the ${form} form of the annotation`, async () => {
            const said = await refused([
                nad("slow", { type: "bridge" }),
                fast,
                pod("p", { "k8s.v1.cni.cncf.io/networks": value }),
            ]);
            assert.deepEqual(
                said.map(({ resource, rule }) => [resource, rule]),
                [["p", "missing-exception-id"]],
            );
        });
    }

    it("lets the network's marker never cover the pods that join it", async () => {
        const said = await refused([fast, pod("p", { "k8s.v1.cni.cncf.io/networks": "fast" })]);
        assert.deepEqual(
            said.map(({ resource }) => resource),
            ["p"],
        );
        const marked = await refused([fast, pod("p", { ...marker, "k8s.v1.cni.cncf.io/networks": "fast" })]);
        assert.deepEqual(marked, []);
    });

    it("joins no network of another namespace", async () => {
        const other = nad("fast", { type: "sriov" }, { namespace: "other", annotations: marker });
        const said = await judge([other, pod("p", { "k8s.v1.cni.cncf.io/networks": "fast" })]);
        assert.ok(said.some(({ resource, rule }) => resource === "p" && rule === "unverifiable"));
    });

    for (const [apiVersion, kind, wrap] of workloads) {
        it(`refuses a ${kind} whose pods request a virtual function`, async () => {
            const given: Given = {
                type: `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`,
                name: "w",
                props: {
                    apiVersion,
                    kind,
                    metadata: { name: "w", namespace: "default" },
                    spec: wrap(template({}, { limits: { "intel.com/sriov_a": "1" } })),
                },
            };
            const said = await refused([given]);
            assert.deepEqual(rules(said), ["missing-exception-id"]);
            assert.match(said[0]!.message, /intel\.com\/sriov_a/);
        });

        it(`accepts the marker of a ${kind} on the object and on its pod template`, async () => {
            const spec = (annotations: Record<string, unknown>) =>
                wrap(template(annotations, { limits: { "intel.com/sriov_a": "1" } }));
            const type = `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
            const onObject = {
                apiVersion,
                kind,
                metadata: { name: "w", namespace: "default", annotations: marker },
                spec: spec({}),
            };
            const onTemplate = { apiVersion, kind, metadata: { name: "w", namespace: "default" }, spec: spec(marker) };
            for (const props of [onObject, onTemplate]) {
                assert.deepEqual(await refused([{ type, name: "w", props }]), []);
            }
        });
    }

    it("refuses a pod under any token, if its apiVersion and kind say that it is one", async () => {
        const { props } = pod("p", {}, { limits: { "intel.com/sriov_a": "1" } });
        assert.equal((await refused([{ type: "kubernetes:v1:Pod", name: "p", props }])).length, 1);
    });

    it("reads what it needs of a pod whose image, environment and node are not known", async () => {
        const given = pod("p", { "k8s.v1.cni.cncf.io/networks": "soft", other: unknown });
        const spec = {
            nodeName: unknown,
            containers: [{ name: unknown, image: unknown, env: [{ name: "A", value: unknown }] }],
        };
        const props = { ...given.props, spec };
        assert.deepEqual(await judge([nad("soft", { type: "bridge" }), { ...given, props }]), []);
    });

    it("refuses a pod whose spec, annotation or requests are not known", async () => {
        const whole = {
            ...pod("a", {}),
            props: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: unknown },
        };
        const annotation = pod("b", { "k8s.v1.cni.cncf.io/networks": unknown });
        const requests = pod("c", {}, { limits: unknown });
        for (const given of [whole, annotation, requests]) {
            const said = await refused([given]);
            assert.deepEqual(rules(said), ["undecidable"], given.name);
        }
    });

    it("takes a request of zero, software devices and huge pages for nothing", async () => {
        const limits = {
            "intel.com/sriov_a": "0",
            "devices.kubevirt.io/kvm": "1",
            "hugepages-1Gi": "2Gi",
            cpu: "2",
            memory: "4Gi",
        };
        assert.deepEqual(await judge([pod("p", {}, { limits, requests: limits })]), []);
    });

    it("approves an accelerator that config lists, and no other", async () => {
        const config = { approvedAccelerators: ["nvidia.com/gpu"] };
        assert.deepEqual(await refused([pod("p", {}, { limits: { "nvidia.com/gpu": "1" } })], { config }), []);
        assert.equal((await refused([pod("p", {}, { limits: { "amd.com/gpu": "1" } })], { config })).length, 1);
    });

    it("narrows a network by the pool that this stack declares", async () => {
        const pool: Given = {
            type: "kubernetes:sriovnetwork.openshift.io/v1:SriovNetworkNodePolicy",
            name: "pool",
            props: {
                apiVersion: "sriovnetwork.openshift.io/v1",
                kind: "SriovNetworkNodePolicy",
                metadata: {
                    name: "pool",
                    namespace: "sriov-network-operator",
                    annotations: { "virtio-first/exception-id": "EXC-2026-020" },
                },
                spec: {
                    resourceName: "fast",
                    numVfs: 8,
                    eSwitchMode: "switchdev",
                    vdpaType: "vhost",
                    nicSelector: { pfNames: ["ens1f0"] },
                    nodeSelector: { a: "b" },
                },
            },
        };
        const network = nad(
            "fast",
            { type: "sriov" },
            { annotations: { ...marker, "k8s.v1.cni.cncf.io/resourceName": "openshift.io/fast" } },
        );
        const register = (techniques: string[]) => ({
            exceptions: [entry({ techniques }), entry({ id: "EXC-2026-020", techniques: ["vdpa"] })],
        });
        const forSriov = await refused([pool, network], { config: register(["sriov"]) });
        assert.deepEqual(
            forSriov.map(({ resource, rule }) => [resource, rule]),
            [["fast", "exception-for-other-technique"]],
        );
        assert.deepEqual(await refused([pool, network], { config: register(["vdpa"]) }), []);
    });

    it("lets the technique marker choose among the alternatives, and never name software", async () => {
        const network = (technique: string) =>
            nad(
                "fast",
                { type: "sriov" },
                {
                    annotations: {
                        ...marker,
                        "virtio-first/technique": technique,
                        "k8s.v1.cni.cncf.io/resourceName": "intel.com/fast",
                    },
                },
            );
        const config = { exceptions: [entry({ techniques: ["vdpa"] })] };
        assert.deepEqual(await refused([network("vdpa")], { config }), []);
        assert.equal((await refused([network("sriov")], { config })).length, 1);
        assert.equal(
            (
                await refused([
                    {
                        ...network("virtio"),
                        props: {
                            ...nad("fast", { type: "sriov" }, { annotations: { "virtio-first/technique": "virtio" } })
                                .props,
                        },
                    },
                ])
            ).length,
            1,
        );
    });
});
