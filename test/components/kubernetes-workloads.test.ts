import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { only, refusal, type Registered, run, Unborn, untyped, value } from "./kubernetes-support";

const NETWORKS = "k8s.v1.cni.cncf.io/networks";
const MARKER = { "virtio-first/exception-id": "EXC-2026-014", "virtio-first/technique": "sriov" };

const labels = { app: "upf" };
const pod = { containers: [{ name: "upf", image: "upf:1" }] };
const template = { metadata: { labels }, spec: pod };
const selector = { matchLabels: labels };
const metadata = { namespace: "apps" };

interface Kind {
    readonly type: string;
    /** Makes the workload. */
    readonly make: (networks: kubernetes.WorkloadAdditions) => {
        readonly networks: pulumi.Output<string | undefined>;
        readonly resource: pulumi.Resource;
    };
    /** The pod template in what was registered. */
    readonly template: (resource: Registered) => unknown;
}

function path(...keys: string[]): (resource: Registered) => unknown {
    return (resource) => keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], resource.inputs);
}

const kinds: Readonly<Record<string, Kind>> = {
    Deployment: {
        type: "kubernetes:apps/v1:Deployment",
        make: (networks) => new kubernetes.Deployment("upf", { metadata, spec: { selector, template }, ...networks }),
        template: path("spec", "template"),
    },
    StatefulSet: {
        type: "kubernetes:apps/v1:StatefulSet",
        make: (networks) =>
            new kubernetes.StatefulSet("upf", {
                metadata,
                spec: { selector, serviceName: "upf", template },
                ...networks,
            }),
        template: path("spec", "template"),
    },
    DaemonSet: {
        type: "kubernetes:apps/v1:DaemonSet",
        make: (networks) => new kubernetes.DaemonSet("upf", { metadata, spec: { selector, template }, ...networks }),
        template: path("spec", "template"),
    },
    ReplicaSet: {
        type: "kubernetes:apps/v1:ReplicaSet",
        make: (networks) => new kubernetes.ReplicaSet("upf", { metadata, spec: { selector, template }, ...networks }),
        template: path("spec", "template"),
    },
    Job: {
        type: "kubernetes:batch/v1:Job",
        make: (networks) => new kubernetes.Job("upf", { metadata, spec: { template }, ...networks }),
        template: path("spec", "template"),
    },
    CronJob: {
        type: "kubernetes:batch/v1:CronJob",
        make: (networks) =>
            new kubernetes.CronJob("upf", {
                metadata,
                spec: { schedule: "0 1 * * *", jobTemplate: { spec: { template } } },
                ...networks,
            }),
        template: path("spec", "jobTemplate", "spec", "template"),
    },
};

/** A software and a hardware network of our own. */
function networks(namespace: pulumi.Input<string> | null = "apps"): kubernetes.NetworkAttachmentDefinition[] {
    return [
        new kubernetes.NetworkAttachmentDefinition("blue", {
            metadata: namespace === null ? {} : { namespace },
            config: { type: "bridge", capabilities: { ips: true }, ipam: { type: "static" } },
        }),
        new kubernetes.NetworkAttachmentDefinition("fast", {
            metadata: namespace === null ? {} : { namespace },
            technique: "sriov",
            exceptionId: "EXC-2026-014",
            resourceName: "openshift.io/fast",
            config: { type: "sriov" },
        }),
    ];
}

for (const [kind, { type, make, template: templateOf }] of Object.entries(kinds)) {
    describe(`a ${kind}`, () => {
        it("is registered as it is written where nothing is attached", async () => {
            const resource = only(await run(() => make({})), type);
            assert.deepEqual(templateOf(resource), template);
            assert.deepEqual(resource.inputs["metadata"], metadata);
        });

        it("takes technique and exception ID from networks of our own, and is marked itself", async () => {
            const resource = only(await run(() => make({ attachments: networks() })), type);
            const amounts = { "openshift.io/fast": "1" };
            assert.deepEqual(resource.inputs["metadata"], { ...metadata, annotations: MARKER });
            assert.deepEqual(templateOf(resource), {
                metadata: { labels, annotations: { [NETWORKS]: "blue-0a1b2c3d,fast-0a1b2c3d" } },
                spec: {
                    containers: [{ name: "upf", image: "upf:1", resources: { limits: amounts, requests: amounts } }],
                },
            });
        });

        it("marks its pod template where that is asked for", async () => {
            const resource = only(
                await run(() => make({ attachments: networks().slice(1), markPodTemplate: true })),
                type,
            );
            assert.deepEqual((templateOf(resource) as { metadata: unknown }).metadata, {
                labels,
                annotations: { [NETWORKS]: "fast-0a1b2c3d", ...MARKER },
            });
        });

        it("needs no marker with software alone", async () => {
            const resource = only(await run(() => make({ attachments: [{ network: "blue" }] })), type);
            assert.deepEqual(resource.inputs["metadata"], metadata);
        });

        it("offers the annotation, and is the parent of what it makes", async () => {
            let made: ReturnType<Kind["make"]> | undefined;
            await run(() => {
                made = make({ attachments: [{ network: "blue", interface: "n3" }] });
            });
            assert.equal(await value(made?.networks), "blue@n3");
            assert.ok(String(await value(made?.resource.urn)).endsWith(`virtio-first:kubernetes:${kind}$${type}::upf`));
        });

        it("is refused without a spec", async () => {
            const Untyped = untyped((kubernetes as unknown as Record<string, unknown>)[kind]);
            const error = await refusal(() => new Untyped("upf", { attachments: [{ network: "blue" }] }));
            assert.equal(error.component, `${kind} "upf"`);
            assert.equal(error.argument, "spec");
        });
    });
}

describe("a Pod", () => {
    it("carries the marker in its own metadata", async () => {
        const resources = await run(
            () => new kubernetes.Pod("probe", { metadata, spec: pod, attachments: networks() }),
        );
        const amounts = { "openshift.io/fast": "1" };
        assert.deepEqual(only(resources, "kubernetes:core/v1:Pod").inputs, {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { ...metadata, annotations: { [NETWORKS]: "blue-0a1b2c3d,fast-0a1b2c3d", ...MARKER } },
            spec: { containers: [{ name: "upf", image: "upf:1", resources: { limits: amounts, requests: amounts } }] },
        });
    });

    it("joins IDs and techniques where its attachments rest on different exceptions", async () => {
        const resources = await run(() => {
            const [, fast] = networks();
            const attachments: kubernetes.PodAttachment[] = [
                fast as kubernetes.NetworkAttachmentDefinition,
                { network: "other", technique: "vdpa", exceptionId: "EXC-2026-015", resourceName: "openshift.io/vdpa" },
                { network: "third", technique: "vdpa", exceptionId: "EXC-2026-014", resourceName: "openshift.io/vdpa" },
            ];
            return new kubernetes.Pod("probe", { metadata, spec: pod, attachments });
        });
        const { annotations } = only(resources, "kubernetes:core/v1:Pod").inputs["metadata"] as {
            annotations: Record<string, string>;
        };
        assert.equal(annotations["virtio-first/exception-id"], "EXC-2026-014,EXC-2026-015");
        assert.equal(annotations["virtio-first/technique"], "sriov,vdpa");
    });

    it("offers its annotation although something else of it is not known", async () => {
        let probe: kubernetes.Pod | undefined;
        await run(() => {
            const image = new Unborn("unborn").value;
            probe = new kubernetes.Pod("probe", {
                metadata: { labels: { version: image } },
                spec: { containers: [{ name: "a", image }] },
                attachments: [{ network: "blue" }],
            });
        });
        assert.equal(await value(probe?.networks), "blue");
    });

    it("hands its options down to the pod", async () => {
        const transformed: Record<string, pulumi.ResourceOptions> = {};
        await run(() => {
            pulumi.runtime.registerStackTransformation(({ type, opts }) => {
                transformed[type] = opts;
                return undefined;
            });
            const other = new Unborn("unborn");
            return new kubernetes.Pod(
                "probe",
                { spec: pod },
                { dependsOn: other, ignoreChanges: ["spec"], customTimeouts: { create: "5m" } },
            );
        });
        const opts = transformed["kubernetes:core/v1:Pod"];
        assert.deepEqual(opts?.ignoreChanges, ["spec"]);
        assert.deepEqual(opts?.customTimeouts, { create: "5m" });
        assert.ok([opts?.dependsOn].flat()[0] instanceof Unborn);
    });

    it("is refused a marker for a template that it does not have", async () => {
        const Untyped = untyped(kubernetes.Pod);
        const error = await refusal(() => new Untyped("probe", { spec: pod, markPodTemplate: true }));
        assert.equal(error.argument, "markPodTemplate");
    });

    it("is refused without arguments", async () => {
        const error = await refusal(() => new (untyped(kubernetes.Pod))("probe"));
        assert.equal(error.component, `Pod "probe"`);
        assert.equal(error.argument, "args");
    });

    it("is refused hardware without an exception ID, from JavaScript too", async () => {
        const Untyped = untyped(kubernetes.Pod);
        const error = await refusal(
            () =>
                new Untyped("probe", {
                    spec: pod,
                    attachments: [{ network: "fast", technique: "sriov", resourceName: "openshift.io/fast" }],
                }),
        );
        assert.equal(
            error.message,
            `Pod "probe": attachments[0].exceptionId: is missing. Technique "sriov" (SR-IOV virtual function) is allowed only ` +
                `under an exception of the transition plan: add exceptionId: "<ID>", or leave technique out for virtio.`,
        );
    });
});

describe("a network of our own", () => {
    const attach = (attachment: (nets: kubernetes.NetworkAttachmentDefinition[]) => unknown, ofNetworks?: string) =>
        refusal(
            (nets: kubernetes.NetworkAttachmentDefinition[]) =>
                new (untyped(kubernetes.Pod))("probe", { metadata, spec: pod, attachments: [attachment(nets)] }),
            () => networks(ofNetworks),
        );

    for (const key of ["technique", "exceptionId", "approved", "resourceName"]) {
        it(`brings its own ${key}, so none is accepted beside it`, async () => {
            const error = await attach(([blue]) => ({ network: blue, [key]: "x" }));
            assert.equal(error.argument, `attachments[0].${key}`);
            assert.match(error.fault, /taken from the network component/);
        });
    }

    it("is refused a wish that its plugins would drop", async () => {
        const error = await attach(([, fast]) => ({ network: fast, ips: ["10.0.0.5/24"] }));
        assert.equal(error.argument, "attachments[0].ips");
        assert.match(error.fault, /capabilities: \{ ips: true \}/);
    });

    it("grants a wish that its plugins declare", async () => {
        const resources = await run(() => {
            const [blue] = networks();
            const attachments = [{ network: blue as kubernetes.NetworkAttachmentDefinition, ips: ["10.0.0.5/24"] }];
            return new kubernetes.Pod("probe", { metadata, spec: pod, attachments });
        });
        const given = only(resources, "kubernetes:core/v1:Pod").inputs["metadata"] as {
            annotations: Record<string, string>;
        };
        assert.equal(given.annotations[NETWORKS], `[{"name":"blue-0a1b2c3d","ips":["10.0.0.5/24"]}]`);
    });

    /** The pod's annotation, where network and pod are in the given namespaces. */
    async function across(
        networkNamespace: pulumi.Input<string> | null,
        podNamespace: pulumi.Input<string> | undefined,
        named?: string,
    ): Promise<unknown> {
        let late: unknown;
        await run(() => {
            const [blue] = networks(networkNamespace) as [kubernetes.NetworkAttachmentDefinition];
            const attachment = named === undefined ? blue : { network: blue, namespace: named };
            const result = kubernetes.attachNetworks({}, [attachment], { namespace: podNamespace });
            late = (result.metadata as { annotations: Record<string, unknown> }).annotations[NETWORKS];
        });
        return value(late);
    }

    it("is selected by its name alone in the pod's own namespace, told or not", async () => {
        assert.equal(await across("apps", "apps"), "blue-0a1b2c3d");
        assert.equal(await across(pulumi.output("apps"), "apps"), "blue-0a1b2c3d");
        assert.equal(await across(null, undefined), "blue-0a1b2c3d");
    });

    it("is selected in another namespace only where that is named, and refused before anything is registered", async () => {
        assert.equal(await across("infra", "apps", "infra"), "infra/blue-0a1b2c3d");
        const error = await attach(([blue]) => blue, "infra");
        assert.equal(error.argument, "attachments[0].network");
        assert.match(error.fault, /in namespace "infra", and the pod in namespace "apps": Multus.*namespace: "infra"/);
        const misnamed = await attach(([blue]) => ({ network: blue, namespace: "other" }), "infra");
        assert.match(misnamed.fault, /is "other", but the network is in "infra"/);
        await assert.rejects(across("infra", undefined), /the pod in the provider's default namespace/);
    });

    it("is refused as soon as its namespace turns out to be another", async () => {
        await assert.rejects(
            across(pulumi.output("infra"), "apps"),
            /is in namespace "infra", and the pod in namespace "apps"/,
        );
    });

    it("is refused an interface name that is taken, before anything is registered", async () => {
        const error = await refusal(
            ([blue, fast]: kubernetes.NetworkAttachmentDefinition[]) =>
                new (untyped(kubernetes.Pod))("probe", {
                    metadata: { ...metadata, annotations: { [NETWORKS]: "mgmt@n6" } },
                    spec: pod,
                    attachments: [blue, { network: fast, interface: "n6" }],
                }),
            () => networks(),
        );
        assert.equal(error.argument, "attachments");
        assert.match(error.fault, /"n6" twice, to network "mgmt" and to attachments\[1\]/);
    });
});
