import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import * as kubevirt from "../../components/kubevirt";
import { assertGranted, assertSoftware } from "./kubernetes-judged";
import { only, type Registered, run, Unborn, UNKNOWN_WORD, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const VM = "kubevirt.io/v1:VirtualMachine";
const TYPE = `kubernetes:${VM}`;

const metadata = { namespace: "apps" };
const spec = {
    runStrategy: "Always",
    template: {
        metadata: { labels: { app: "router" } },
        spec: {
            domain: {
                cpu: { cores: 4 },
                memory: { guest: "8Gi" },
                devices: { disks: [{ name: "root", disk: { bus: "virtio" } }] },
            },
            volumes: [{ name: "root", containerDisk: { image: "router:1" } }],
        },
    },
};

interface Instance {
    readonly networks?: unknown;
    readonly resourceClaims?: unknown;
    readonly domain: { readonly cpu?: unknown; readonly devices: Readonly<Record<string, unknown>> };
}

function instanceOf(machine: Registered): Instance {
    return (machine.inputs["spec"] as { template: { spec: Instance } }).template.spec;
}

/** The machine that a program registers. */
async function made(args: Omit<kubevirt.VirtualMachineArgs, "spec" | "metadata">): Promise<Registered> {
    return only(await run(() => new kubevirt.VirtualMachine("router", { metadata, spec, ...args })), TYPE);
}

const fast = { network: { name: "fast" }, binding: "sriov", technique: "sriov", exceptionId: ID } as const;

describe("a VirtualMachine", () => {
    it("has one virtio NIC on the cluster's own network by default, and needs no marker", async () => {
        const machine = await made({});
        assert.deepEqual(machine.inputs, {
            apiVersion: "kubevirt.io/v1",
            kind: "VirtualMachine",
            metadata,
            spec: {
                runStrategy: "Always",
                template: {
                    metadata: { labels: { app: "router" } },
                    spec: {
                        ...spec.template.spec,
                        networks: [{ name: "default", pod: {} }],
                        domain: {
                            ...spec.template.spec.domain,
                            devices: {
                                disks: [{ name: "root", disk: { bus: "virtio" } }],
                                interfaces: [{ name: "default", masquerade: {}, model: "virtio" }],
                            },
                        },
                    },
                },
            },
        });
    });

    it("has no NIC at all where the list is empty, whatever the cluster's default", async () => {
        const instance = instanceOf(await made({ interfaces: [] }));
        assert.equal(instance.networks, undefined);
        assert.equal(instance.domain.devices["autoattachPodInterface"], false);
    });

    it("hands on what an interface wishes", async () => {
        const { domain, networks } = instanceOf(
            await made({
                interfaces: [
                    {
                        name: "default",
                        network: { pod: { vmNetworkCIDR: "10.10.0.0/24" } },
                        binding: "passt",
                        macAddress: "02:00:00:00:00:05",
                        bootOrder: 2,
                        pciAddress: "0000:81:01.0",
                        tag: "mgmt",
                        ports: [{ name: "http", port: 80, protocol: "TCP" }],
                        dhcpOptions: { bootFileName: "boot" },
                    },
                    {
                        name: "legacy",
                        network: { name: "old", namespace: "infra" },
                        technique: "emulated",
                        model: "e1000e",
                        state: "down",
                    },
                ],
            }),
        );
        assert.deepEqual(domain.devices["interfaces"], [
            {
                name: "default",
                passtBinding: {},
                model: "virtio",
                macAddress: "02:00:00:00:00:05",
                bootOrder: 2,
                pciAddress: "0000:81:01.0",
                tag: "mgmt",
                ports: [{ name: "http", port: 80, protocol: "TCP" }],
                dhcpOptions: { bootFileName: "boot" },
            },
            { name: "legacy", bridge: {}, model: "e1000e", state: "down" },
        ]);
        assert.deepEqual(networks, [
            { name: "default", pod: { vmNetworkCIDR: "10.10.0.0/24" } },
            { name: "legacy", multus: { networkName: "infra/old" } },
        ]);
    });

    it("takes technique and exception ID from networks of our own, and binds by what they are", async () => {
        const resources = await run(() => {
            const blue = new kubernetes.NetworkAttachmentDefinition("blue", {
                metadata,
                config: { type: "bridge", bridge: "br1" },
            });
            const functions = new kubernetes.NetworkAttachmentDefinition("functions", {
                metadata,
                technique: "sriov",
                exceptionId: ID,
                resourceName: "openshift.io/vfio",
                config: { type: "sriov" },
            });
            return new kubevirt.VirtualMachine("router", {
                metadata,
                spec,
                interfaces: [
                    { name: "blue", network: blue, defaultNetwork: true },
                    { name: "functions", network: functions },
                ],
            });
        });
        const machine = only(resources, TYPE);
        assert.deepEqual(machine.inputs["metadata"], {
            namespace: "apps",
            annotations: { "virtio-first/exception-id": ID, "virtio-first/technique": "sriov" },
        });
        const { domain, networks } = instanceOf(machine);
        assert.deepEqual(domain.devices["interfaces"], [
            { name: "blue", bridge: {}, model: "virtio" },
            { name: "functions", sriov: {} },
        ]);
        assert.deepEqual(networks, [
            { name: "blue", multus: { networkName: "blue-0a1b2c3d", default: true } },
            { name: "functions", multus: { networkName: "functions-0a1b2c3d" } },
        ]);
        const nad = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition::functions";
        assertGranted(resources, "sriov", [ID], [`${TYPE}::router`, nad]);
    });

    it("marks its template where that is asked for", async () => {
        const machine = await made({ interfaces: [{ name: "fast", ...fast }], markTemplate: true });
        const { template } = machine.inputs["spec"] as { template: { metadata: unknown } };
        assert.deepEqual(template.metadata, {
            labels: { app: "router" },
            annotations: { "virtio-first/exception-id": ID, "virtio-first/technique": "sriov" },
        });
    });

    it("offers its name and namespace, and is the parent of what it makes", async () => {
        let machine: kubevirt.VirtualMachine | undefined;
        await run(() => {
            machine = new kubevirt.VirtualMachine("router", { metadata, spec });
        });
        assert.equal(await value(machine?.name), "router-0a1b2c3d");
        assert.equal(await value(machine?.namespace), "apps");
        assert.ok(
            String(await value(machine?.resource.urn)).endsWith(`virtio-first:kubevirt:VirtualMachine$${TYPE}::router`),
        );
    });

    it("keeps what is not known at preview where it is, so that the pack can read the rest", async () => {
        const resources = await run(() => {
            const unknown = new Unborn("unborn").value;
            return new kubevirt.VirtualMachine("router", {
                metadata: { labels: { a: unknown } },
                spec: {
                    runStrategy: unknown,
                    template: {
                        spec: {
                            domain: { cpu: { cores: 2, model: unknown }, memory: { guest: unknown }, devices: {} },
                            volumes: [{ name: "root", containerDisk: { image: unknown } }],
                        },
                    },
                },
                interfaces: [{ name: "fast", ...fast, macAddress: unknown }],
            });
        });
        const machine = only(resources, TYPE);
        assert.deepEqual((machine.inputs["spec"] as { template: unknown }).template, {
            spec: {
                domain: {
                    cpu: { cores: 2, model: UNKNOWN_WORD },
                    memory: { guest: UNKNOWN_WORD },
                    devices: { interfaces: [{ name: "fast", sriov: {}, macAddress: UNKNOWN_WORD }] },
                },
                networks: [{ name: "fast", multus: { networkName: "fast" } }],
                volumes: [{ name: "root", containerDisk: { image: UNKNOWN_WORD } }],
            },
        });
        assertGranted(resources, "sriov", [ID], [`${TYPE}::router`]);
    });

    it("may have a template that is an Output", async () => {
        const resources = await run(
            () =>
                new kubevirt.VirtualMachine("router", {
                    metadata,
                    spec: { ...spec, template: pulumi.output(spec.template) },
                }),
        );
        assert.deepEqual(instanceOf(only(resources, TYPE)).networks, [{ name: "default", pod: {} }]);
    });

    describe("needs no exception in software:", () => {
        const forms: [string, kubevirt.VirtualMachineInterface][] = [
            ["masquerade", { name: "a", binding: "masquerade" }],
            ["passt", { name: "a", binding: "passt" }],
            ["bridge on the pod network", { name: "a", binding: "bridge", network: "pod" }],
            ["bridge on a secondary network", { name: "a", network: { name: "blue" } }],
            ["the passt plugin", { name: "a", binding: { plugin: "passt" } }],
            ["the macvtap plugin", { name: "a", network: { name: "blue" }, binding: { plugin: "macvtap" } }],
            ["an emulated NIC", { name: "a", technique: "emulated", model: "rtl8139" }],
        ];
        for (const [what, one] of forms) {
            it(what, async () => {
                assertSoftware(
                    await run(() => new kubevirt.VirtualMachine("router", { metadata, spec, interfaces: [one] })),
                );
            });
        }
    });

    describe("passes the policy pack under its exception:", () => {
        const forms: [
            string,
            "sriov" | "vdpa" | "pci-passthrough" | "accelerator" | "unknown",
            Partial<kubevirt.VirtualMachineArgs>,
        ][] = [
            ["a virtual function", "sriov", { interfaces: [{ name: "fast", ...fast }] }],
            [
                "the vDPA plugin",
                "vdpa",
                {
                    interfaces: [
                        {
                            name: "a",
                            network: { name: "fast" },
                            binding: { plugin: "vdpa" },
                            technique: "vdpa",
                            exceptionId: ID,
                        },
                    ],
                },
            ],
            [
                "a plugin that nobody knows",
                "unknown",
                {
                    interfaces: [
                        {
                            name: "a",
                            network: { name: "fast" },
                            binding: { plugin: "acme" },
                            technique: "unknown",
                            exceptionId: ID,
                        },
                    ],
                },
            ],
            [
                "a host device",
                "pci-passthrough",
                {
                    hostDevices: [
                        { name: "disk", deviceName: "example.com/nvme", technique: "pci-passthrough", exceptionId: ID },
                    ],
                },
            ],
            [
                "a GPU",
                "accelerator",
                { gpus: [{ name: "gpu", deviceName: "nvidia.com/GA102", technique: "accelerator", exceptionId: ID }] },
            ],
            [
                "an instance type by its name",
                "accelerator",
                { instancetype: { name: "gn1.xlarge", technique: "accelerator", exceptionId: ID } },
            ],
        ];
        for (const [what, technique, more] of forms) {
            it(`${what} as ${technique}`, async () => {
                const own =
                    more.instancetype === undefined
                        ? spec
                        : { ...spec, template: { spec: { domain: { devices: {} } } } };
                const resources = await run(
                    () => new kubevirt.VirtualMachine("router", { metadata, spec: own, ...more }),
                );
                assertGranted(resources, technique, [ID], [`${TYPE}::router`]);
            });
        }

        it("a network device of a claim", async () => {
            const resources = await run(() => {
                const template = new kubernetes.ResourceClaimTemplate("functions", {
                    metadata,
                    requests: [
                        {
                            name: "vf",
                            deviceClass: new kubernetes.DeviceClass("functions", {
                                technique: "sriov",
                                exceptionId: ID,
                                driver: "sriovnetwork.k8snetworkplumbingwg.io",
                            }),
                        },
                    ],
                });
                return new kubevirt.VirtualMachine("router", {
                    metadata,
                    spec,
                    interfaces: [{ name: "fast", network: { claim: "nic", request: "vf" } }],
                    claims: [{ name: "nic", template }],
                });
            });
            const dra = "kubernetes:resource.k8s.io/v1";
            assertGranted(
                resources,
                "sriov",
                [ID],
                [`${TYPE}::router`, `${dra}:DeviceClass::functions`, `${dra}:ResourceClaimTemplate::functions`],
            );
        });

        it("a device that the operator approves for everybody, without one", async () => {
            const gpus: kubevirt.Gpu[] = [
                { name: "gpu", deviceName: "nvidia.com/GA102", technique: "accelerator", approved: true },
            ];
            const resources = await run(() => new kubevirt.VirtualMachine("router", { metadata, spec, gpus }));
            const context = { classification: {}, approvedAccelerators: ["nvidia.com/*"] };
            assertGranted(resources, "accelerator", [ID], [`${TYPE}::router`], context);
        });
    });

    it("gives claims to the machine, and their requests to interfaces, host devices and GPUs", async () => {
        const machine = await made({
            interfaces: [{ name: "fast", network: { claim: "nic", request: "vf" } }],
            hostDevices: [{ name: "disk", claim: "nvme", request: "disk" }],
            gpus: [{ name: "gpu", claim: "gpu", request: "card", virtualGPUOptions: { display: { enabled: false } } }],
            claims: [
                { name: "nic", template: "functions", technique: "sriov", exceptionId: ID },
                { name: "nvme", claim: "disks", technique: "pci-passthrough", exceptionId: "EXC-2026-015" },
                { name: "gpu", template: "gpus", technique: "accelerator", exceptionId: "EXC-2026-016" },
            ],
        });
        const { domain, networks, resourceClaims } = instanceOf(machine);
        assert.deepEqual(networks, [{ name: "fast", resourceClaim: { claimName: "nic", requestName: "vf" } }]);
        assert.deepEqual(resourceClaims, [
            { name: "nic", resourceClaimTemplateName: "functions" },
            { name: "nvme", resourceClaimName: "disks" },
            { name: "gpu", resourceClaimTemplateName: "gpus" },
        ]);
        assert.deepEqual(domain.devices["interfaces"], [{ name: "fast", sriov: {} }]);
        assert.deepEqual(domain.devices["hostDevices"], [{ name: "disk", claimName: "nvme", requestName: "disk" }]);
        assert.deepEqual(domain.devices["gpus"], [
            { name: "gpu", claimName: "gpu", requestName: "card", virtualGPUOptions: { display: { enabled: false } } },
        ]);
        const { annotations } = machine.inputs["metadata"] as { annotations: Record<string, string> };
        assert.equal(annotations["virtio-first/exception-id"], `${ID},EXC-2026-015,EXC-2026-016`);
    });
});
