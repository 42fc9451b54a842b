import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import { only, refusal, run, Unborn, UNKNOWN_WORD, value } from "./kubernetes-support";

const NETWORKS = "k8s.v1.cni.cncf.io/networks";
const DEFAULT_NETWORK = "v1.multus-cni.io/default-network";

const blue = { network: "blue" } as const;
const fast = {
    network: "fast",
    technique: "sriov",
    exceptionId: "EXC-2026-014",
    resourceName: "openshift.io/fast",
} as const;

/** A template with something in every place that a test may look at. */
function template(): kubernetes.PodTemplate {
    return {
        metadata: {
            labels: { app: "upf" },
            annotations: { owner: "core", [NETWORKS]: "mgmt@n6" },
        },
        spec: {
            nodeSelector: { zone: "a" },
            initContainers: [{ name: "setup", image: "setup:1" }],
            containers: [
                {
                    name: "upf",
                    image: "upf:1",
                    env: [{ name: "MODE", value: "n3" }],
                    resources: {
                        limits: { cpu: "2", "openshift.io/fast": "1" },
                        requests: { cpu: "2", "openshift.io/fast": "1" },
                    },
                },
                { name: "logger", image: "logger:1", resources: { limits: { memory: "64Mi" } } },
            ],
            volumes: [{ name: "config", configMap: { name: "upf" } }],
        },
    };
}

/** The template as a program registers it with its networks. */
async function attached(
    build: (unknown: pulumi.Output<string>) => pulumi.Input<kubernetes.PodTemplate>,
    options?: kubernetes.AttachOptions,
): Promise<Record<string, unknown>> {
    const resources = await run(() => {
        const unknown = new Unborn("unborn").value;
        const result = kubernetes.attachNetworks(build(unknown), [blue, fast], options);
        return new Holder(result);
    });
    return only(resources, "test:index:Holder").inputs["held"] as Record<string, unknown>;
}

/** Registers whatever it holds. */
class Holder extends pulumi.CustomResource {
    constructor(held: unknown) {
        super("test:index:Holder", "holder", { held });
    }
}

/** Every place in a value, as a path; the value itself is the empty one. */
function places(value: unknown): (string | number)[][] {
    if (typeof value !== "object" || value === null) {
        return [[]];
    }
    const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return [[], ...entries.flatMap(([key, item]) => places(item).map((rest) => [key, ...rest]))];
}

/** A copy of a value with another in one place. */
function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
    if (key === undefined) {
        return by;
    }
    const copy: Record<string | number, unknown> = Array.isArray(value)
        ? (value.slice() as unknown as Record<number, unknown>)
        : { ...(value as Record<string, unknown>) };
    copy[key] = replaced(copy[key], rest, by);
    return copy;
}

function startsWith(path: readonly unknown[], start: readonly unknown[]): boolean {
    return start.every((key, index) => path[index] === key);
}

describe("attaching networks to a pod template", () => {
    it("adds to the annotation and to the first container's requests, and leaves everything else", async () => {
        const result = kubernetes.attachNetworks(template(), [blue, fast, { ...fast, interface: "n3" }]);
        const expected = template() as unknown as Record<string, unknown>;
        const withAnnotation = replaced(expected, ["metadata", "annotations", NETWORKS], "mgmt@n6,blue,fast,fast@n3");
        const resources = { cpu: "2", "openshift.io/fast": "3" };
        assert.deepEqual(
            result,
            replaced(withAnnotation, ["spec", "containers", 0, "resources"], {
                limits: resources,
                requests: resources,
            }),
        );
    });

    it("does not touch the template that it was given", () => {
        const given = template();
        kubernetes.attachNetworks(given, [blue, fast]);
        assert.deepEqual(given, template());
    });

    it("gives the template back as it is where there is nothing to attach", () => {
        const given = template();
        assert.equal(kubernetes.attachNetworks(given, []), given);
    });

    it("works on a template that has nothing yet", () => {
        assert.deepEqual(kubernetes.attachNetworks({ spec: { containers: [{ name: "a" }] } }, [fast]), {
            metadata: { annotations: { [NETWORKS]: "fast" } },
            spec: {
                containers: [
                    {
                        name: "a",
                        resources: { limits: { "openshift.io/fast": "1" }, requests: { "openshift.io/fast": "1" } },
                    },
                ],
            },
        });
    });

    it("merges into an annotation in JSON form", () => {
        const given = { metadata: { annotations: { [NETWORKS]: `[{"name":"mgmt","interface":"n6"}]` } } };
        const result = kubernetes.attachNetworks(given, [{ ...blue, ips: ["10.0.0.5/24"], mac: "02:00:00:00:00:01" }]);
        assert.deepEqual(result.metadata, {
            annotations: {
                [NETWORKS]: JSON.stringify([
                    { name: "mgmt", interface: "n6" },
                    { name: "blue", ips: ["10.0.0.5/24"], mac: "02:00:00:00:00:01" },
                ]),
            },
        });
    });

    it("writes every wish under the annotation's own key", () => {
        const result = kubernetes.attachNetworks({}, [
            {
                network: "blue",
                namespace: "infra",
                interface: "n3",
                ips: ["10.0.0.5/24", "fd00::5/64"],
                mac: "02:00:00:00:00:01",
                infinibandGuid: "02:00:00:00:00:00:00:01",
                portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }],
                bandwidth: { ingressRate: 1000, ingressBurst: 2000 },
                cniArgs: { tenant: "a" },
                defaultRoute: ["10.0.0.1"],
            },
        ]);
        const annotations = (result.metadata as { annotations: Record<string, string> }).annotations;
        assert.deepEqual(JSON.parse(annotations[NETWORKS] ?? ""), [
            {
                name: "blue",
                namespace: "infra",
                interface: "n3",
                ips: ["10.0.0.5/24", "fd00::5/64"],
                mac: "02:00:00:00:00:01",
                "infiniband-guid": "02:00:00:00:00:00:00:01",
                portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }],
                bandwidth: { ingressRate: 1000, ingressBurst: 2000 },
                "cni-args": { tenant: "a" },
                "default-route": ["10.0.0.1"],
            },
        ]);
    });

    it("sets a default network in its own annotation, always with its namespace", () => {
        const result = kubernetes.attachNetworks({}, [{ network: "ovn", defaultNetwork: true }, blue], {
            namespace: "apps",
        });
        assert.deepEqual(result.metadata, { annotations: { [DEFAULT_NETWORK]: "apps/ovn", [NETWORKS]: "blue" } });
    });

    it("asks for the devices in the container that is named, an init container too", () => {
        const sum = (container: string): unknown => {
            const spec = kubernetes.attachNetworks(template(), [fast], { container }).spec;
            return spec;
        };
        const requests = { "openshift.io/fast": "1" };
        const own = template().spec as unknown as Record<string, unknown>;
        assert.deepEqual(
            sum("logger"),
            replaced(own, ["containers", 1, "resources"], { limits: { memory: "64Mi", ...requests }, requests }),
        );
        assert.deepEqual(
            sum("setup"),
            replaced(own, ["initContainers", 0, "resources"], { limits: requests, requests }),
        );
    });

    it("sets the marker on the template only where it is asked for", () => {
        const marker = { "virtio-first/exception-id": "EXC-2026-014", "virtio-first/technique": "sriov" };
        const annotations = (options: kubernetes.AttachOptions): unknown =>
            (
                kubernetes.attachNetworks({ spec: { containers: [{ name: "a" }] } }, [fast], options).metadata as {
                    annotations: unknown;
                }
            ).annotations;
        assert.deepEqual(annotations({}), { [NETWORKS]: "fast" });
        assert.deepEqual(annotations({ markPodTemplate: true }), { [NETWORKS]: "fast", ...marker });
    });

    it("asks for nothing where the device is requested elsewhere", () => {
        const result = kubernetes.attachNetworks(template(), [
            { network: "fast", technique: "sriov", exceptionId: "EXC-2026-014", requestedElsewhere: true },
        ]);
        assert.deepEqual(result.spec, template().spec);
    });

    describe("where values are not known at preview", () => {
        const touched = [
            ["metadata", "annotations", NETWORKS],
            ["spec", "containers", 0, "resources", "limits", "openshift.io/fast"],
            ["spec", "containers", 0, "resources", "requests", "openshift.io/fast"],
        ];
        const elsewhere = places(template()).filter(
            (path) => !touched.some((place) => startsWith(place, path) || startsWith(path, place)),
        );

        it("has many such places to look at", () => {
            assert.ok(elsewhere.length > 25, String(elsewhere.length));
        });

        for (const path of elsewhere) {
            it(`keeps an unknown ${path.join(".")} where it is, and everything else readable`, async () => {
                const expected = await attached(template);
                const actual = await attached(
                    (unknown) => replaced(template(), path, unknown) as kubernetes.PodTemplate,
                );
                assert.deepEqual(actual, replaced(expected, path, UNKNOWN_WORD));
            });
        }

        for (const path of places(template()).filter((place) => touched.some((one) => startsWith(one, place)))) {
            it(`lets only what it has to change become unknown with ${path.join(".") || "the whole template"}`, async () => {
                const expected = await attached(template);
                const actual = await attached(
                    (unknown) => replaced(template(), path, unknown) as kubernetes.PodTemplate,
                );
                const amounts = ["spec", "containers", 0, "resources"];
                const both = ["limits", "requests"].map((key) => [...amounts, key]);
                // Limits and requests of a device are one number, so what is unknown in one is in the other.
                const unknown = both.some((place) => startsWith(path, place))
                    ? both.map((place) => [...place, ...path.slice(place.length)])
                    : [path];
                assert.deepEqual(
                    actual,
                    unknown.reduce<unknown>((result, place) => replaced(result, place, UNKNOWN_WORD), expected),
                );
            });
        }

        it("lets only the annotation become unknown with a network's name", async () => {
            const resources = await run(() => {
                const unknown = new Unborn("unborn").value;
                return new Holder(kubernetes.attachNetworks(template(), [{ network: unknown }, fast]));
            });
            const held = only(resources, "test:index:Holder").inputs["held"];
            const expected = await attached(template);
            assert.deepEqual(held, replaced(expected, ["metadata", "annotations", NETWORKS], UNKNOWN_WORD));
        });

        it("lets only the amounts of the one container become unknown with a resource's name", async () => {
            const resources = await run(() => {
                const unknown = new Unborn("unborn").value;
                return new Holder(kubernetes.attachNetworks(template(), [blue, { ...fast, resourceName: unknown }]));
            });
            const held = only(resources, "test:index:Holder").inputs["held"];
            const amounts = ["spec", "containers", 0, "resources"];
            const expected = ["limits", "requests"].reduce<unknown>(
                (result, key) => replaced(result, [...amounts, key], UNKNOWN_WORD),
                await attached(template),
            );
            assert.deepEqual(held, expected);
        });
    });

    it("waits for what is an Output and known, and merges it", async () => {
        const result = kubernetes.attachNetworks(
            pulumi.output({
                metadata: { annotations: { [NETWORKS]: "mgmt" } },
                spec: { containers: [{ name: "a", resources: { limits: { "openshift.io/fast": "1" } } }] },
            }),
            [
                { network: pulumi.output("blue"), interface: pulumi.output("n3") },
                { ...fast, resourceName: pulumi.output("openshift.io/fast") },
            ],
        );
        const amounts = { "openshift.io/fast": "2" };
        assert.deepEqual(await value(result), {
            metadata: { annotations: { [NETWORKS]: "mgmt,blue@n3,fast" } },
            spec: { containers: [{ name: "a", resources: { limits: amounts, requests: amounts } }] },
        });
    });

    it("finds a container by a name that is known later", async () => {
        const result = kubernetes.attachNetworks(
            { spec: { containers: [{ name: "a" }, { name: pulumi.output("b") }, pulumi.output({ name: "c" })] } },
            [fast],
            { container: "b" },
        );
        const amounts = { "openshift.io/fast": "1" };
        const { containers } = (await value(result.spec)) as { containers: { resources?: unknown }[] };
        assert.deepEqual(containers, [
            { name: "a" },
            { name: "b", resources: { limits: amounts, requests: amounts } },
            { name: "c" },
        ]);
    });

    it("keeps the secrecy of what it merges", async () => {
        const result = kubernetes.attachNetworks({ metadata: { annotations: { [NETWORKS]: pulumi.secret("mgmt") } } }, [
            blue,
        ]);
        const annotations = (result.metadata as { annotations: Record<string, pulumi.Output<string>> }).annotations;
        assert.equal(await pulumi.isSecret(annotations[NETWORKS] as pulumi.Output<string>), true);
        assert.equal(await value(annotations[NETWORKS]), "mgmt,blue");
    });

    describe("refuses, before anything is registered,", () => {
        const cases: [string, (given: kubernetes.PodTemplate) => [unknown, unknown, unknown?], string, RegExp][] = [
            ["attachments that are no list", (t) => [t, { network: "blue" }], "attachments", /plain list/],
            ["an attachment that is text", (t) => [t, ["blue"]], "attachments[0]", /\{ network: "blue" \}/],
            [
                "an attachment without its network",
                (t) => [t, [{ interface: "n3" }]],
                "attachments[0].network",
                /missing/,
            ],
            [
                "a misspelt key",
                (t) => [t, [{ network: "blue", interfaceName: "n3" }]],
                "attachments[0]",
                /no key "interfaceName"/,
            ],
            [
                "a name with a namespace in it",
                (t) => [t, [{ network: "infra/blue" }]],
                "attachments[0].network",
                /namespace: "…"/,
            ],
            [
                "a technique that a pod cannot have",
                (t) => [t, [{ network: "a", technique: "vmxnet3" }]],
                "attachments[0].technique",
                /"vmxnet3" is none/,
            ],
            [
                "a technique that is none",
                (t) => [t, [{ network: "a", technique: "sr-iov", exceptionId: "EXC-1" }]],
                "attachments[0].technique",
                /"sr-iov" is none/,
            ],
            [
                "hardware without an exception ID",
                (t) => [t, [{ ...fast, exceptionId: undefined }]],
                "attachments[0].exceptionId",
                /missing.*add exceptionId/,
            ],
            [
                "a malformed exception ID",
                (t) => [t, [{ ...fast, exceptionId: "nope" }]],
                "attachments[0].exceptionId",
                /at least one digit/,
            ],
            [
                "an exception ID with software",
                (t) => [t, [{ network: "a", exceptionId: "EXC-2026-014" }]],
                "attachments[0].exceptionId",
                /needs no exception/,
            ],
            [
                "a pool network without its resource",
                (t) => [t, [{ ...fast, resourceName: undefined }]],
                "attachments[0].resourceName",
                /missing.*requestedElsewhere/,
            ],
            [
                "a hardware resource in software",
                (t) => [t, [{ network: "a", resourceName: "openshift.io/fast" }]],
                "attachments[0].technique",
                /is "virtio", but openshift.io\/fast is "sriov"/,
            ],
            [
                "a software resource as hardware",
                (t) => [t, [{ ...fast, resourceName: "macvtap.network.kubevirt.io/eth1" }]],
                "attachments[0].technique",
                /no network or accelerator device/,
            ],
            [
                "a resource without a domain",
                (t) => [t, [{ ...fast, resourceName: "fast" }]],
                "attachments[0]",
                /resourceName that must be/,
            ],
            [
                "two attachments with one interface name",
                (t) => [
                    t,
                    [
                        { network: "a", interface: "n3" },
                        { network: "b", interface: "n3" },
                    ],
                ],
                "attachments",
                /"n3" twice.*"a".*"b"/,
            ],
            [
                "an interface name that the template has",
                (t) => [t, [{ network: "a", interface: "n6" }]],
                "attachments",
                /"n6" twice.*"mgmt".*"a"/,
            ],
            [
                "an interface name that is too long",
                (t) => [t, [{ network: "a", interface: "averyveryverylong" }]],
                "attachments[0]",
                /1 to 15 characters/,
            ],
            [
                "an address that is none",
                (t) => [t, [{ network: "a", ips: ["10.0.0.300"] }]],
                "attachments[0]",
                /ips.*IP address/,
            ],
            [
                "a MAC address that is none",
                (t) => [t, [{ network: "a", mac: "02:00" }]],
                "attachments[0]",
                /mac.*MAC address/,
            ],
            [
                "half a bandwidth",
                (t) => [t, [{ network: "a", bandwidth: { ingressRate: 5 } }]],
                "attachments[0]",
                /ingressRate and ingressBurst together/,
            ],
            [
                "two default networks",
                (t) => [
                    t,
                    [
                        { network: "a", namespace: "x", defaultNetwork: true },
                        { network: "b", namespace: "x", defaultNetwork: true },
                    ],
                ],
                "attachments[1].defaultNetwork",
                /a pod has one/,
            ],
            [
                "a default network without a namespace",
                (t) => [t, [{ network: "a", defaultNetwork: true }]],
                "attachments[0].namespace",
                /its own namespace/,
            ],
            [
                "an interface name for the default network",
                (t) => [t, [{ network: "a", namespace: "x", defaultNetwork: true, interface: "n3" }]],
                "attachments[0].interface",
                /eth0/,
            ],
            [
                "a container that is not there",
                (t) => [t, [fast], { container: "smf" }],
                "container",
                /"smf".*"upf", "logger", "setup"/,
            ],
            ["a pod without a spec to ask in", () => [{}, [fast]], "spec", /missing/],
            [
                "a pod without containers to ask in",
                () => [{ spec: { containers: [] } }, [fast]],
                "spec.containers",
                /empty/,
            ],
            [
                "half a device",
                () => [
                    { spec: { containers: [{ name: "a", resources: { limits: { "openshift.io/fast": "500m" } } }] } },
                    [fast],
                ],
                "spec.containers[0].resources",
                /whole numbers/,
            ],
            [
                "requests of a device that differ from its limits",
                () => [
                    {
                        spec: {
                            containers: [
                                {
                                    name: "a",
                                    resources: {
                                        limits: { "openshift.io/fast": "1" },
                                        requests: { "openshift.io/fast": "2" },
                                    },
                                },
                            ],
                        },
                    },
                    [fast],
                ],
                "spec.containers[0].resources",
                /the same number/,
            ],
            [
                "an annotation that Multus would refuse",
                () => [{ metadata: { annotations: { [NETWORKS]: "[{" } } }, [blue]],
                "attachments",
                /no JSON/,
            ],
            [
                "a default network beside one that is there",
                () => [
                    { metadata: { annotations: { [DEFAULT_NETWORK]: "x/y" } } },
                    [{ network: "a", namespace: "x", defaultNetwork: true }],
                ],
                "attachments[0].defaultNetwork",
                /names one already/,
            ],
        ];
        for (const [what, args, argument, text] of cases) {
            it(what, async () => {
                const [given, attachments, options] = args(template());
                const attach = kubernetes.attachNetworks as unknown as (...all: unknown[]) => unknown;
                const error = await refusal(() => attach(given, attachments, options));
                assert.equal(error.component, "attachNetworks");
                assert.equal(error.argument, argument);
                assert.match(error.fault, text);
            });
        }

        it("what turns out wrong only once it is known, as soon as it is", async () => {
            const late = kubernetes.attachNetworks({}, [
                { network: pulumi.output("blue"), ips: [pulumi.output("10.0.0.300")] },
            ]);
            const annotations = (late.metadata as { annotations: Record<string, unknown> }).annotations;
            await assert.rejects(
                value(annotations[NETWORKS]),
                /attachNetworks: attachments\[0\]\.ips: must be an IP address/,
            );
        });
    });
});

describe("marking a workload of one's own", () => {
    it("sets the IDs of all its attachments, beside those written by hand", () => {
        const other = { ...fast, exceptionId: "EXC-2026-015", technique: "vdpa", interface: "n4" } as const;
        assert.deepEqual(
            kubernetes.markWorkload(
                { labels: { a: "b" }, annotations: { "virtio-first/exception-id": "EXC-2026-001" } },
                [blue, fast, other],
            ),
            {
                labels: { a: "b" },
                annotations: {
                    "virtio-first/exception-id": "EXC-2026-001,EXC-2026-014,EXC-2026-015",
                    "virtio-first/technique": "sriov,vdpa",
                },
            },
        );
    });

    it("leaves metadata alone where all is software", () => {
        const metadata = { labels: { a: "b" } };
        assert.equal(kubernetes.markWorkload(metadata, [blue]), metadata);
    });
});
