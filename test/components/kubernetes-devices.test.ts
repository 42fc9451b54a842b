import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import type { Technique } from "../../techniques/technique";
import { assertGranted, assertSoftware } from "./kubernetes-judged";
import { only, refusal, run, Unborn, UNKNOWN_WORD, untyped, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const POD = "kubernetes:core/v1:Pod";
const CLASS = "kubernetes:resource.k8s.io/v1:DeviceClass";
const TEMPLATE = "kubernetes:resource.k8s.io/v1:ResourceClaimTemplate";
const CLAIM = "kubernetes:resource.k8s.io/v1:ResourceClaim";

const metadata = { namespace: "apps" };
const spec = { containers: [{ name: "upf", image: "upf:1" }, { name: "logger" }] };
const gpu = { resource: "nvidia.com/gpu", technique: "accelerator", exceptionId: ID } as const;

describe("devices of a pod", () => {
    it("are asked for in the containers that want them, and counted together with those of networks", () => {
        const { spec: changed } = kubernetes.attachDevices(
            kubernetes.attachNetworks({ spec }, [
                { network: "fast", technique: "sriov", exceptionId: ID, resourceName: "openshift.io/fast" },
            ]),
            {
                devices: [
                    { resource: "openshift.io/fast", count: 2, technique: "sriov", exceptionId: ID },
                    { ...gpu, container: "logger" },
                ],
            },
        );
        const functions = { "openshift.io/fast": "3" };
        const gpus = { "nvidia.com/gpu": "1" };
        assert.deepEqual(changed, {
            containers: [
                { name: "upf", image: "upf:1", resources: { limits: functions, requests: functions } },
                { name: "logger", resources: { limits: gpus, requests: gpus } },
            ],
        });
    });

    const forms: [Technique, kubernetes.PodDevice][] = [
        ["accelerator", gpu],
        ["accelerator", { resource: "fpga.intel.com/arria10", technique: "accelerator", exceptionId: ID }],
        ["accelerator", { resource: "intel.com/custom", technique: "accelerator", exceptionId: ID }],
        ["sriov", { resource: "openshift.io/fast", technique: "sriov", exceptionId: ID }],
        ["vdpa", { resource: "openshift.io/fast", technique: "vdpa", exceptionId: ID }],
        ["smartnic", { resource: "mellanox.com/ports", technique: "smartnic", exceptionId: ID }],
        ["pci-passthrough", { resource: "devices.kubevirt.io/nvme", technique: "pci-passthrough", exceptionId: ID }],
        ["unknown", { resource: "acme.example/thing", technique: "unknown", exceptionId: ID }],
    ];
    for (const [technique, device] of forms) {
        it(`pass the policy pack under their exception: ${JSON.stringify(device.resource)} as ${technique}`, async () => {
            const resources = await run(() => new kubernetes.Pod("probe", { metadata, spec, devices: [device] }));
            assertGranted(resources, technique, [ID], [`${POD}::probe`]);
        });
    }

    it("pass the policy pack without an exception where the operator approves the accelerator for everybody", async () => {
        const device = { resource: "nvidia.com/gpu", technique: "accelerator", approved: true } as const;
        const resources = await run(() => new kubernetes.Pod("probe", { metadata, spec, devices: [device] }));
        const context = { classification: {}, approvedAccelerators: ["nvidia.com/*"] };
        assertGranted(resources, "accelerator", [ID], [`${POD}::probe`], context);
        assert.throws(() => assertGranted(resources, "accelerator", [ID], [`${POD}::probe`]), /no-id/);
        const { annotations } = only(resources, POD).inputs["metadata"] as { annotations: unknown };
        assert.deepEqual(annotations, { "virtio-first/technique": "accelerator" });
    });

    it("need no exception where they are software", async () => {
        const resources = await run(
            () => new kubernetes.Pod("probe", { metadata, spec, devices: [{ resource: "devices.kubevirt.io/kvm" }] }),
        );
        assertSoftware(resources);
    });

    it("mark the workload with all their exceptions", async () => {
        const other = { resource: "openshift.io/fast", technique: "sriov", exceptionId: "EXC-2026-015" } as const;
        assert.deepEqual(kubernetes.markWorkload(undefined, [], { devices: [gpu, other] }), {
            annotations: {
                "virtio-first/exception-id": `${ID},EXC-2026-015`,
                "virtio-first/technique": "accelerator,sriov",
            },
        });
    });

    it("may have a resource that is known later, and is checked then", async () => {
        const late = kubernetes.attachDevices(
            { spec },
            { devices: [{ ...gpu, resource: pulumi.output("openshift.io/fast") }] },
        );
        await assert.rejects(
            value(late.spec),
            /devices\[0\]\.technique: is "accelerator", but openshift\.io\/fast is "sriov"/,
        );
    });
});

describe("claims of Dynamic Resource Allocation", () => {
    const driver = "sriovnetwork.k8snetworkplumbingwg.io";

    it("are made of classes, and used by the containers that are named", async () => {
        const resources = await run(() => {
            const functions = new kubernetes.DeviceClass("functions", {
                metadata: { name: "functions" },
                technique: "sriov",
                exceptionId: ID,
                driver,
                selectors: [`device.attributes["${driver}"].vendor == "8086"`],
                config: [{ driver, parameters: { driver: "vfio-pci" } }],
                extendedResourceName: "example.com/vf",
            });
            const fast = new kubernetes.ResourceClaimTemplate("fast", {
                metadata: { ...metadata, name: "fast" },
                requests: [{ name: "vf", deviceClass: functions, count: 2, selectors: [`true`] }],
                constraints: [{ requests: ["vf"], matchAttribute: "resource.kubernetes.io/pcieRoot" }],
            });
            return new kubernetes.Pod("probe", {
                metadata,
                spec,
                claims: [{ name: "fast", template: fast, request: "vf", containers: ["upf", "logger"] }],
            });
        });
        const annotations = { "virtio-first/exception-id": ID, "virtio-first/technique": "sriov" };
        assert.deepEqual(only(resources, CLASS).inputs, {
            apiVersion: "resource.k8s.io/v1",
            kind: "DeviceClass",
            metadata: { name: "functions", annotations },
            spec: {
                selectors: [
                    { cel: { expression: `device.driver == "${driver}"` } },
                    { cel: { expression: `device.attributes["${driver}"].vendor == "8086"` } },
                ],
                config: [{ opaque: { driver, parameters: { driver: "vfio-pci" } } }],
                extendedResourceName: "example.com/vf",
            },
        });
        assert.deepEqual(only(resources, TEMPLATE).inputs, {
            apiVersion: "resource.k8s.io/v1",
            kind: "ResourceClaimTemplate",
            metadata: { namespace: "apps", name: "fast", annotations },
            spec: {
                spec: {
                    devices: {
                        requests: [
                            {
                                name: "vf",
                                exactly: {
                                    deviceClassName: "functions",
                                    count: 2,
                                    selectors: [{ cel: { expression: "true" } }],
                                },
                            },
                        ],
                        constraints: [{ requests: ["vf"], matchAttribute: "resource.kubernetes.io/pcieRoot" }],
                    },
                },
            },
        });
        const uses = { resources: { claims: [{ name: "fast", request: "vf" }] } };
        assert.deepEqual(only(resources, POD).inputs, {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { namespace: "apps", annotations },
            spec: {
                containers: [
                    { name: "upf", image: "upf:1", ...uses },
                    { name: "logger", ...uses },
                ],
                resourceClaims: [{ name: "fast", resourceClaimTemplateName: "fast" }],
            },
        });
    });

    it("are added to those that the pod has, which stay as they are", async () => {
        const resources = await run(() => {
            const unknown = new Unborn("unborn").value;
            const shared = new kubernetes.ResourceClaim("shared", {
                metadata: { name: "shared" },
                requests: [{ name: "gpu", deviceClass: "gpu.nvidia.com", technique: "accelerator", exceptionId: ID }],
            });
            return new kubernetes.Pod("probe", {
                spec: {
                    containers: [{ name: "a", resources: { claims: [{ name: "old" }], limits: { cpu: unknown } } }],
                    resourceClaims: [{ name: "old", resourceClaimName: unknown }],
                },
                claims: [{ name: "shared", claim: shared }],
            });
        });
        assert.deepEqual(only(resources, POD).inputs["spec"], {
            containers: [
                {
                    name: "a",
                    resources: { claims: [{ name: "old" }, { name: "shared" }], limits: { cpu: UNKNOWN_WORD } },
                },
            ],
            resourceClaims: [
                { name: "old", resourceClaimName: UNKNOWN_WORD },
                { name: "shared", resourceClaimName: "shared" },
            ],
        });
    });

    const choices: [Technique, kubernetes.DeviceClassArgs][] = [
        ["sriov", { technique: "sriov", exceptionId: ID, driver }],
        [
            "smartnic",
            {
                technique: "smartnic",
                exceptionId: ID,
                driver,
                selectors: [`device.attributes["${driver}"].EswitchMode == "switchdev"`],
            },
        ],
        ["pci-passthrough", { technique: "pci-passthrough", exceptionId: ID, driver: "dra.net" }],
        ["accelerator", { technique: "accelerator", exceptionId: ID, driver: "gpu.nvidia.com" }],
        ["unknown", { technique: "unknown", exceptionId: ID, driver: "acme.example" }],
    ];
    for (const [technique, args] of choices) {
        it(`pass the policy pack as ${technique}, class, template, claim and pod`, async () => {
            const resources = await run(() => {
                const deviceClass = new kubernetes.DeviceClass("devices", args);
                const requests = [{ name: "one", deviceClass }];
                const template = new kubernetes.ResourceClaimTemplate("template", { metadata, requests });
                const claim = new kubernetes.ResourceClaim("claim", { metadata, requests });
                return new kubernetes.Pod("probe", {
                    metadata,
                    spec,
                    claims: [
                        { name: "one", template },
                        { name: "two", claim },
                    ],
                });
            });
            const all = [`${CLASS}::devices`, `${TEMPLATE}::template`, `${CLAIM}::claim`, `${POD}::probe`];
            assertGranted(resources, technique, [ID], all);
        });
    }

    it("rest on the grounds of each alternative that the scheduler may take", async () => {
        const resources = await run(
            () =>
                new kubernetes.ResourceClaimTemplate("any", {
                    requests: [
                        {
                            name: "card",
                            firstAvailable: [
                                {
                                    name: "big",
                                    deviceClass: "gpu.nvidia.com",
                                    technique: "accelerator",
                                    exceptionId: ID,
                                },
                                {
                                    name: "small",
                                    deviceClass: "gpu.intel.com",
                                    technique: "accelerator",
                                    exceptionId: "EXC-2026-015",
                                },
                            ],
                        },
                    ],
                }),
        );
        const { metadata: marked, spec: made } = only(resources, TEMPLATE).inputs as Record<
            string,
            Record<string, unknown>
        >;
        assert.equal(
            (marked?.["annotations"] as Record<string, string>)["virtio-first/exception-id"],
            `${ID},EXC-2026-015`,
        );
        assert.deepEqual(made, {
            spec: {
                devices: {
                    requests: [
                        {
                            name: "card",
                            firstAvailable: [
                                { name: "big", deviceClassName: "gpu.nvidia.com" },
                                { name: "small", deviceClassName: "gpu.intel.com" },
                            ],
                        },
                    ],
                },
            },
        });
    });

    it("need no exception for what is no network or accelerator device", async () => {
        const resources = await run(() => {
            const cpus = new kubernetes.DeviceClass("cpus", { driver: "dra.cpu" });
            const template = new kubernetes.ResourceClaimTemplate("cpus", {
                metadata,
                requests: [{ name: "cpus", deviceClass: cpus }],
            });
            return new kubernetes.Pod("probe", { metadata, spec, claims: [{ name: "cpus", template }] });
        });
        assertSoftware(resources);
        assert.deepEqual(only(resources, POD).inputs["metadata"], metadata);
    });
});

describe("a pod with devices is refused, before anything is registered,", () => {
    const Pod = untyped(kubernetes.Pod);
    const cases: [string, object, string, RegExp][] = [
        ["with devices that are no list", { devices: gpu }, "devices", /plain list/],
        [
            "with a device without its resource",
            { devices: [{ technique: "accelerator", exceptionId: ID }] },
            "devices[0]",
            /needs resource/,
        ],
        ["with half a device", { devices: [{ ...gpu, count: 0.5 }] }, "devices[0]", /whole number/],
        [
            "with a device without an exception",
            { devices: [{ ...gpu, exceptionId: undefined }] },
            "devices[0].exceptionId",
            /missing/,
        ],
        [
            "with an approval of something else",
            { devices: [{ resource: "openshift.io/fast", technique: "sriov", approved: true }] },
            "devices[0].approved",
            /only for technique "accelerator"/,
        ],
        [
            "with a device said to be software",
            { devices: [{ resource: "nvidia.com/gpu" }] },
            "devices[0].technique",
            /is "accelerator"/,
        ],
        [
            "with software said to be a device",
            { devices: [{ ...gpu, resource: "devices.kubevirt.io/kvm" }] },
            "devices[0].technique",
            /no network or accelerator device/,
        ],
        [
            "with a device of another technique",
            { devices: [{ ...gpu, technique: "sriov" }] },
            "devices[0].technique",
            /nvidia.com\/gpu is "accelerator"/,
        ],
        [
            "with a device in a container that is not there",
            { devices: [{ ...gpu, container: "smf" }] },
            "container",
            /"smf"/,
        ],
        ["with a claim without a name", { claims: [{ template: "fast" }] }, "claims[0]", /needs name/],
        ["with a claim of nothing", { claims: [{ name: "a" }] }, "claims[0]", /exactly one of template and claim/],
        [
            "with a claim of two things",
            { claims: [{ name: "a", template: "b", claim: "c" }] },
            "claims[0]",
            /exactly one/,
        ],
        [
            "with a claim by name without an exception",
            { claims: [{ name: "a", template: "b", technique: "sriov" }] },
            "claims[0].exceptionId",
            /missing/,
        ],
        [
            "with two claims of one name",
            {
                claims: [
                    { name: "a", template: "b" },
                    { name: "a", template: "c" },
                ],
            },
            "claims",
            /"a" twice/,
        ],
    ];
    for (const [what, more, argument, text] of cases) {
        it(what, async () => {
            const error = await refusal(() => new Pod("probe", { metadata, spec, ...more }));
            assert.equal(error.component, `Pod "probe"`);
            assert.equal(error.argument, argument, error.message);
            assert.match(error.fault, text);
        });
    }
});

describe("a class or claim is refused, before anything is registered,", () => {
    const cases: [string, string, unknown, string, RegExp][] = [
        ["without arguments", "DeviceClass", undefined, "args", /missing/],
        [
            "with hardware without an exception",
            "DeviceClass",
            { technique: "sriov", driver: "dra.net" },
            "exceptionId",
            /missing/,
        ],
        [
            "with a driver of another technique",
            "DeviceClass",
            { technique: "sriov", exceptionId: ID, driver: "gpu.nvidia.com" },
            "driver",
            /"accelerator"/,
        ],
        ["with hardware said to be software", "DeviceClass", { driver: "gpu.nvidia.com" }, "driver", /"accelerator"/],
        [
            "with an exception for CPUs",
            "DeviceClass",
            { technique: "accelerator", exceptionId: ID, driver: "dra.cpu" },
            "driver",
            /no device/,
        ],
        [
            "with a driver that is not known",
            "DeviceClass",
            { technique: "sriov", exceptionId: ID, driver: pulumi.output("dra.net") },
            "args",
            /plain/,
        ],
        [
            "with a misspelt key",
            "DeviceClass",
            { technique: "sriov", exceptionId: ID, drivers: "dra.net" },
            "args",
            /no key "drivers"/,
        ],
        ["without requests", "ResourceClaimTemplate", { metadata }, "args", /needs requests/],
        ["with no request", "ResourceClaimTemplate", { requests: [] }, "requests", /empty/],
        [
            "with a request without a class",
            "ResourceClaimTemplate",
            { requests: [{ name: "a" }] },
            "requests[0]",
            /needs deviceClass/,
        ],
        [
            "with a request without an exception",
            "ResourceClaimTemplate",
            { requests: [{ name: "a", deviceClass: "b", technique: "sriov" }] },
            "requests[0].exceptionId",
            /missing/,
        ],
        [
            "with a class said to be software",
            "ResourceClaimTemplate",
            { requests: [{ name: "a", deviceClass: "gpu.nvidia.com" }] },
            "requests",
            /"accelerator"/,
        ],
        [
            "with two requests of one name",
            "ResourceClaim",
            {
                requests: [
                    { name: "a", deviceClass: "b" },
                    { name: "a", deviceClass: "c" },
                ],
            },
            "requests",
            /"a" twice/,
        ],
        [
            "with all and a count",
            "ResourceClaim",
            { requests: [{ name: "a", deviceClass: "b", all: true, count: 2 }] },
            "requests[0].count",
            /not accepted with all/,
        ],
        [
            "with alternatives beside a class",
            "ResourceClaim",
            { requests: [{ name: "a", deviceClass: "b", firstAvailable: [] }] },
            "requests[0]",
            /no key "deviceClass"/,
        ],
        [
            "with an alternative without an exception",
            "ResourceClaim",
            { requests: [{ name: "a", firstAvailable: [{ name: "b", deviceClass: "c", technique: "vdpa" }] }] },
            "requests[0].firstAvailable[0].exceptionId",
            /missing/,
        ],
    ];
    for (const [what, kind, args, argument, text] of cases) {
        it(`${what} (${kind})`, async () => {
            const Untyped = untyped((kubernetes as unknown as Record<string, unknown>)[kind]);
            const error = await refusal(() => new Untyped("it", args));
            assert.equal(error.component, `${kind} "it"`);
            assert.equal(error.argument, argument, error.message);
            assert.match(error.fault, text);
        });
    }

    it("with a choice beside a class of our own", async () => {
        const error = await refusal(
            (deviceClass) =>
                new (untyped(kubernetes.ResourceClaim))("it", {
                    requests: [{ name: "a", deviceClass, technique: "sriov", exceptionId: ID }],
                }),
            () => new kubernetes.DeviceClass("c", { driver: "dra.cpu" }),
        );
        assert.equal(error.argument, "requests[0].technique");
        assert.match(error.fault, /taken from the device class/);
    });
});
