import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "../../components/kubernetes";
import * as kubevirt from "../../components/kubevirt";
import { assertGranted, assertSoftware, seen } from "./kubernetes-judged";
import { only, refusal, type Registered, run, Unborn, UNKNOWN_WORD, untyped, value } from "./kubernetes-support";

const ID = "EXC-2026-014";
const VM = "kubevirt.io/v1:VirtualMachine";
const TYPE = `kubernetes:${VM}`;
const INSTANCETYPE = "kubernetes:instancetype.kubevirt.io/v1beta1:VirtualMachineInstancetype";

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

    describe("is refused, before anything is registered,", () => {
        const Untyped = untyped(kubevirt.VirtualMachine);
        const nics = (...interfaces: unknown[]): object => ({ interfaces });
        const domain = (more: object): object => ({
            spec: {
                ...spec,
                template: { spec: { ...spec.template.spec, domain: { ...spec.template.spec.domain, ...more } } },
            },
        });
        const cpu = (more: object): object => domain({ cpu: { cores: 4, ...more } });
        const at = "spec.template.spec.domain";
        const gpu = { name: "gpu", deviceName: "nvidia.com/GA102", technique: "accelerator", exceptionId: ID };
        const cases: [string, object, string, RegExp][] = [
            ["without a spec", { spec: undefined }, "spec", /runStrategy and template/],
            ["with interfaces that are no list", { interfaces: { name: "a" } }, "interfaces", /plain list/],
            ["with an interface without a name", nics({}), "interfaces[0]", /needs name/],
            ["with a name that KubeVirt refuses", nics({ name: "a b" }), "interfaces[0]", /letters, digits/],
            ["with a misspelt key", nics({ name: "a", mac: "02:00:00:00:00:01" }), "interfaces[0]", /no key "mac"/],
            [
                "with a network that is none",
                nics({ name: "a", network: 5 }),
                "interfaces[0].network",
                /"pod", a network component/,
            ],
            [
                "with a binding that is none",
                nics({ name: "a", binding: "slirp" }),
                "interfaces[0].binding",
                /"masquerade"/,
            ],
            [
                "with masquerade on a secondary network",
                nics({ name: "a", network: { name: "b" }, binding: "masquerade" }),
                "interfaces[0].binding",
                /"bridge"/,
            ],
            [
                "with SR-IOV without a technique",
                nics({ name: "a", network: { name: "b" }, binding: "sriov" }),
                "interfaces[0].technique",
                /hands a virtual function/,
            ],
            [
                "with SR-IOV without an exception",
                nics({ ...fast, name: "a", exceptionId: undefined }),
                "interfaces[0].exceptionId",
                /missing/,
            ],
            [
                "with a technique that is not the binding's",
                nics({ ...fast, name: "a", technique: "vdpa" }),
                "interfaces[0].technique",
                /"vdpa" is none/,
            ],
            [
                "with an exception in software",
                nics({ name: "a", exceptionId: ID }),
                "interfaces[0].exceptionId",
                /needs no exception/,
            ],
            [
                "with a vDPA plugin in software",
                nics({ name: "a", binding: { plugin: "vdpa" } }),
                "interfaces[0].binding",
                /"vdpa".*exceptionId/,
            ],
            [
                "with a software plugin as hardware",
                nics({ name: "a", binding: { plugin: "passt" }, technique: "vdpa", exceptionId: ID }),
                "interfaces[0].binding",
                /"virtio"/,
            ],
            [
                "with an emulated NIC that is not asked for as such",
                nics({ name: "a", model: "e1000" }),
                "interfaces[0].model",
                /add technique: "emulated"/,
            ],
            [
                "with virtio as emulated",
                nics({ name: "a", technique: "emulated" }),
                "interfaces[0].model",
                /name the emulated NIC/,
            ],
            [
                "with a NIC model that is none",
                nics({ name: "a", model: "vmxnet3" }),
                "interfaces[0]",
                /model that must be one of/,
            ],
            [
                "with a NIC model on a virtual function",
                nics({ ...fast, name: "a", model: "virtio" }),
                "interfaces[0].model",
                /binding brings the device/,
            ],
            [
                "with the MAC address of KubeVirt's bridge",
                nics({ name: "a", macAddress: "02:00:00:00:00:00" }),
                "interfaces[0].macAddress",
                /kept by KubeVirt/,
            ],
            [
                "with a state that a virtual function does not take",
                nics({ ...fast, name: "a", state: "down" }),
                "interfaces[0].state",
                /virtual function/,
            ],
            [
                "with an absent NIC on the pod network",
                nics({ name: "a", state: "absent" }),
                "interfaces[0].state",
                /only binding "bridge"/,
            ],
            [
                "with two names alike",
                nics({ name: "a" }, { name: "a", network: { name: "b" } }),
                "interfaces[1].name",
                /each interface a name/,
            ],
            [
                "with two NICs on the pod network",
                nics({ name: "a" }, { name: "b" }),
                "interfaces[1].network",
                /second time/,
            ],
            [
                "with two default networks",
                nics(
                    { name: "a", network: { name: "x" }, defaultNetwork: true },
                    { name: "b", network: { name: "y" }, defaultNetwork: true },
                ),
                "interfaces[1].defaultNetwork",
                /a machine has one/,
            ],
            [
                "with a default network beside the pod network",
                nics({ name: "a" }, { name: "b", network: { name: "y" }, defaultNetwork: true }),
                "interfaces[1].defaultNetwork",
                /takes the place/,
            ],
            [
                "with the pod network as a default one",
                nics({ name: "a", defaultNetwork: true }),
                "interfaces[0].defaultNetwork",
                /secondary network/,
            ],
            [
                "with one boot order twice",
                nics({ name: "a", bootOrder: 1 }, { name: "b", network: { name: "x" }, bootOrder: 1 }),
                "interfaces",
                /bootOrder twice/,
            ],
            [
                "with one port name twice",
                nics({
                    name: "a",
                    ports: [
                        { name: "x", port: 1 },
                        { name: "x", port: 2 },
                    ],
                }),
                "interfaces[0].ports",
                /one name twice/,
            ],
            ["with a port that is none", nics({ name: "a", ports: [{ port: 70000 }] }), "interfaces[0]", /1 to 65535/],
            [
                "with a claim that the machine has not",
                nics({ name: "a", network: { claim: "nic", request: "vf" } }),
                "interfaces[0].network.claim",
                /no claim of that name/,
            ],
            [
                "with a claim beside Multus",
                {
                    ...nics(
                        { name: "a", network: { claim: "nic", request: "vf" } },
                        { name: "b", network: { name: "x" } },
                    ),
                    claims: [{ name: "nic", template: "t" }],
                },
                "interfaces[0].network",
                /only one of the two/,
            ],
            [
                "with a technique beside a claim",
                {
                    ...nics({
                        name: "a",
                        network: { claim: "nic", request: "vf" },
                        technique: "sriov",
                        exceptionId: ID,
                    }),
                    claims: [{ name: "nic", template: "t" }],
                },
                "interfaces[0].technique",
                /taken from the claim/,
            ],
            [
                "with a host device without an exception",
                { hostDevices: [{ name: "a", deviceName: "example.com/nvme", technique: "pci-passthrough" }] },
                "hostDevices[0].exceptionId",
                /missing/,
            ],
            [
                "with a host device of another technique",
                { hostDevices: [{ ...gpu, technique: "sriov" }] },
                "hostDevices[0].technique",
                /"pci-passthrough"/,
            ],
            [
                "with a GPU in software",
                { gpus: [{ ...gpu, technique: undefined, exceptionId: undefined }] },
                "gpus[0].technique",
                /"accelerator"/,
            ],
            [
                "with a GPU of nothing",
                { gpus: [{ name: "gpu" }] },
                "gpus[0]",
                /either deviceName, or claim and request/,
            ],
            [
                "with a GPU without a domain",
                { gpus: [{ ...gpu, deviceName: "GA102" }] },
                "gpus[0]",
                /example.com\/nvme/,
            ],
            ["with two GPUs of one name", { gpus: [gpu, gpu] }, "gpus", /"gpu" twice/],
            [
                "with raw interfaces",
                domain({ devices: { interfaces: [{ name: "a", sriov: {} }] } }),
                `${at}.devices.interfaces`,
                /give it as interfaces/,
            ],
            ["with raw GPUs", domain({ devices: { gpus: [] } }), `${at}.devices.gpus`, /give it as gpus/],
            [
                "with raw networks",
                { spec: { ...spec, template: { spec: { ...spec.template.spec, networks: [] } } } },
                "spec.template.spec.networks",
                /give it as interfaces/,
            ],
            ["without a run strategy", { spec: { template: spec.template } }, "spec.runStrategy", /missing/],
            [
                "with a run strategy and running",
                { spec: { ...spec, running: true } },
                "spec.runStrategy",
                /exclude each other/,
            ],
            [
                "with an isolated emulator on shared CPUs",
                cpu({ isolateEmulatorThread: true }),
                `${at}.cpu.isolateEmulatorThread`,
                /dedicatedCpuPlacement/,
            ],
            [
                "with NUMA passthrough on shared CPUs",
                cpu({ numa: { guestMappingPassthrough: {} } }),
                `${at}.cpu.numa.guestMappingPassthrough`,
                /dedicatedCpuPlacement/,
            ],
            [
                "with NUMA passthrough without huge pages",
                cpu({ dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} } }),
                `${at}.cpu.numa.guestMappingPassthrough`,
                /hugepages/,
            ],
            ["with real time on shared CPUs", cpu({ realtime: {} }), `${at}.cpu.realtime`, /dedicatedCpuPlacement/],
            [
                "with real time without NUMA passthrough",
                cpu({ dedicatedCpuPlacement: true, realtime: {} }),
                `${at}.cpu.realtime`,
                /guestMappingPassthrough/,
            ],
            [
                "with more sockets than it may have",
                cpu({ sockets: 3, maxSockets: 2 }),
                `${at}.cpu.sockets`,
                /maxSockets/,
            ],
            [
                "with pinned CPUs without memory",
                domain({ cpu: { cores: 2, dedicatedCpuPlacement: true }, memory: undefined }),
                `${at}.cpu.dedicatedCpuPlacement`,
                /needs memory/,
            ],
            [
                "with pinned CPUs without CPUs",
                domain({ cpu: { dedicatedCpuPlacement: true } }),
                `${at}.cpu.dedicatedCpuPlacement`,
                /needs CPUs/,
            ],
            [
                "with pinned CPUs and many threads",
                cpu({ dedicatedCpuPlacement: true, threads: 4 }),
                `${at}.cpu.threads`,
                /above 2/,
            ],
            [
                "with half a pinned CPU",
                domain({ cpu: { dedicatedCpuPlacement: true }, resources: { requests: { cpu: "1500m" } } }),
                `${at}.resources.requests.cpu`,
                /whole number/,
            ],
            [
                "with pinned CPUs and limits that differ",
                domain({
                    cpu: { dedicatedCpuPlacement: true },
                    resources: { requests: { cpu: "2", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } },
                }),
                `${at}.resources`,
                /memory that differ/,
            ],
            [
                "with pinned CPUs counted twice",
                domain({
                    cpu: { dedicatedCpuPlacement: true, cores: 4 },
                    resources: { requests: { cpu: "2" }, limits: { cpu: "2" } },
                }),
                `${at}.resources`,
                /other CPUs/,
            ],
            [
                "with huge pages of no size",
                domain({ memory: { guest: "8Gi", hugepages: { pageSize: "big" } } }),
                `${at}.memory.hugepages.pageSize`,
                /quantity/,
            ],
            [
                "with memory that is no multiple of its huge pages",
                domain({ memory: { guest: "1536Mi", hugepages: { pageSize: "1Gi" } } }),
                `${at}.memory`,
                /no multiple/,
            ],
            [
                "with CPUs beside an instance type",
                { instancetype: { name: "u1.small" } },
                `${at}.cpu`,
                /instance type sets/,
            ],
            [
                "with an instance type of nothing",
                { instancetype: { kind: "VirtualMachineInstancetype" } },
                "instancetype",
                /exactly one of name/,
            ],
            [
                "with an instance type without its exception",
                { instancetype: { name: "gn1.xlarge", technique: "accelerator" } },
                "instancetype.exceptionId",
                /missing/,
            ],
            [
                "with a disk that has no volume",
                domain({ devices: { disks: [{ name: "data" }] } }),
                `${at}.devices.disks`,
                /no volume has/,
            ],
            [
                "with one disk twice",
                domain({ devices: { disks: [{ name: "root" }, { name: "root" }] } }),
                `${at}.devices.disks`,
                /one name twice/,
            ],
            ["with a marker that is no flag", { markTemplate: "yes" }, "markTemplate", /true or false/],
        ];
        for (const [what, more, argument, text] of cases) {
            it(what, async () => {
                const error = await refusal(() => new Untyped("router", { metadata, spec, ...more }));
                assert.equal(error.component, `VirtualMachine "router"`);
                assert.equal(error.argument, argument, error.message);
                assert.match(error.fault, text);
            });
        }

        it("with a technique beside a hardware network of our own, or a binding that it does not take", async () => {
            const network = () =>
                new kubernetes.NetworkAttachmentDefinition("n", {
                    metadata,
                    technique: "sriov",
                    exceptionId: ID,
                    resourceName: "openshift.io/fast",
                    config: { type: "sriov" },
                });
            const second = await refusal(
                (net) =>
                    new Untyped("router", {
                        metadata,
                        spec,
                        interfaces: [{ name: "a", network: net, technique: "sriov", exceptionId: ID }],
                    }),
                network,
            );
            assert.match(
                second.message,
                /interfaces\[0\]\.technique: is not accepted here: it is taken from the network component/,
            );
            const bridged = await refusal(
                (net) =>
                    new Untyped("router", {
                        metadata,
                        spec,
                        interfaces: [{ name: "a", network: net, binding: "bridge" }],
                    }),
                network,
            );
            assert.match(bridged.message, /interfaces\[0\]\.binding: must be "sriov"/);
        });

        it("with a network of our own in another namespace that is not named so", async () => {
            const error = await refusal(
                (net) => new Untyped("router", { metadata, spec, interfaces: [{ name: "a", network: net }] }),
                () =>
                    new kubernetes.NetworkAttachmentDefinition("n", {
                        metadata: { namespace: "infra" },
                        config: { type: "bridge" },
                    }),
            );
            assert.equal(error.argument, "interfaces[0].network");
            assert.match(error.fault, /in namespace "infra".*namespace isolation/);
        });
    });
});

describe("an instance type", () => {
    const shape = {
        cpu: { guest: 8, dedicatedCPUPlacement: true },
        memory: { guest: "16Gi", hugepages: { pageSize: "1Gi" } },
    };
    const gpus = [{ name: "gpu", deviceName: "nvidia.com/GA102", technique: "accelerator", exceptionId: ID }] as const;
    const bare = { runStrategy: "Always", template: { spec: { domain: { devices: {} } } } };

    it("offers its devices under an exception, which a machine of our own takes along", async () => {
        const resources = await run(() => {
            const big = new kubevirt.VirtualMachineInstancetype("big", { metadata, spec: shape, gpus });
            return new kubevirt.VirtualMachine("router", { metadata, spec: bare, instancetype: big });
        });
        const marker = { "virtio-first/exception-id": ID, "virtio-first/technique": "accelerator" };
        assert.deepEqual(only(resources, INSTANCETYPE).inputs, {
            apiVersion: "instancetype.kubevirt.io/v1beta1",
            kind: "VirtualMachineInstancetype",
            metadata: { namespace: "apps", annotations: marker },
            spec: { ...shape, gpus: [{ name: "gpu", deviceName: "nvidia.com/GA102" }] },
        });
        const machine = only(resources, TYPE);
        assert.deepEqual(machine.inputs["metadata"], { namespace: "apps", annotations: marker });
        assert.deepEqual((machine.inputs["spec"] as { instancetype: unknown }).instancetype, {
            name: "big-0a1b2c3d",
            kind: "VirtualMachineInstancetype",
        });
        assertGranted(resources, "accelerator", [ID], [`${INSTANCETYPE}::big`, `${TYPE}::router`]);
    });

    it("needs no exception without devices, for the whole cluster too", async () => {
        const resources = await run(() => {
            const big = new kubevirt.VirtualMachineClusterInstancetype("big", { spec: shape });
            return new kubevirt.VirtualMachine("router", { metadata, spec: bare, instancetype: big });
        });
        assertSoftware(resources);
        const { instancetype } = only(resources, TYPE).inputs["spec"] as { instancetype: { kind: string } };
        assert.equal(instancetype.kind, "VirtualMachineClusterInstancetype");
    });

    const cases: [string, object, string, RegExp][] = [
        ["without a spec", { spec: undefined }, "spec", /cpu and memory/],
        ["without CPUs", { spec: { ...shape, cpu: {} } }, "spec.cpu.guest", /missing/],
        ["without memory", { spec: { ...shape, memory: {} } }, "spec.memory.guest", /missing/],
        [
            "with the machine's spelling of pinned CPUs",
            { spec: { ...shape, cpu: { guest: 2, dedicatedCpuPlacement: true } } },
            "spec.cpu.dedicatedCpuPlacement",
            /dedicatedCPUPlacement/,
        ],
        [
            "with an isolated emulator on shared CPUs",
            { spec: { ...shape, cpu: { guest: 2, isolateEmulatorThread: true } } },
            "spec.cpu.isolateEmulatorThread",
            /needs dedicatedCPUPlacement/,
        ],
        [
            "with NUMA passthrough without huge pages",
            {
                spec: {
                    cpu: { guest: 2, dedicatedCPUPlacement: true, numa: { guestMappingPassthrough: {} } },
                    memory: { guest: "1Gi" },
                },
            },
            "spec.cpu.numa.guestMappingPassthrough",
            /hugepages/,
        ],
        [
            "with real time without NUMA passthrough",
            { spec: { ...shape, cpu: { guest: 2, dedicatedCPUPlacement: true, realtime: {} } } },
            "spec.cpu.realtime",
            /guestMappingPassthrough/,
        ],
        [
            "with overcommitted huge pages",
            { spec: { ...shape, memory: { ...shape.memory, overcommitPercent: 15 } } },
            "spec.memory.overcommitPercent",
            /cannot be overcommitted/,
        ],
        [
            "with memory that is no multiple of its huge pages",
            { spec: { ...shape, memory: { ...shape.memory, guest: "1536Mi" } } },
            "spec.memory.guest",
            /no multiple/,
        ],
        ["with raw GPUs", { spec: { ...shape, gpus: [] } }, "spec.gpus", /beside spec/],
        [
            "with a GPU without an exception",
            { spec: shape, gpus: [{ ...gpus[0], exceptionId: undefined }] },
            "gpus[0].exceptionId",
            /missing/,
        ],
        [
            "with a claim, which only a machine has",
            { spec: shape, gpus: [{ name: "a", claim: "b", request: "c" }] },
            "gpus[0].claim",
            /no claim of that name/,
        ],
    ];
    for (const [what, args, argument, text] of cases) {
        it(`is refused ${what}`, async () => {
            const error = await refusal(() => new (untyped(kubevirt.VirtualMachineInstancetype))("big", args));
            assert.equal(error.component, `VirtualMachineInstancetype "big"`);
            assert.equal(error.argument, argument, error.message);
            assert.match(error.fault, text);
        });
    }
});

describe("a preference", () => {
    it("prefers virtio, and is named by machines of our own", async () => {
        const resources = await run(() => {
            const preference = new kubevirt.VirtualMachinePreference("linux", {
                metadata,
                spec: { devices: { preferredDiskBus: "virtio" } },
            });
            return new kubevirt.VirtualMachine("router", { metadata, spec, preference });
        });
        const made = only(resources, "kubernetes:instancetype.kubevirt.io/v1beta1:VirtualMachinePreference");
        assert.deepEqual(made.inputs["spec"], {
            devices: { preferredDiskBus: "virtio", preferredInterfaceModel: "virtio" },
        });
        assert.deepEqual((only(resources, TYPE).inputs["spec"] as { preference: unknown }).preference, {
            name: "linux-0a1b2c3d",
            kind: "VirtualMachinePreference",
        });
        assertSoftware(resources);
    });

    it("may prefer an emulated NIC by name, and changes no NIC of our own machines", async () => {
        const resources = await run(() => {
            const preference = new kubevirt.VirtualMachineClusterPreference("old", {
                technique: "emulated",
                preferredInterfaceModel: "e1000e",
            });
            return new kubevirt.VirtualMachine("router", { metadata, spec, preference });
        });
        const machine = seen(resources).find(({ type }) => type === TYPE);
        assert.deepEqual(
            machine?.attachments.map(({ techniques }) => techniques),
            [["virtio"]],
        );
    });

    for (const [what, args, text] of [
        [
            "an emulated NIC that is not asked for as such",
            { preferredInterfaceModel: "e1000" },
            /add technique: "emulated"/,
        ],
        ["virtio as emulated", { technique: "emulated" }, /name the emulated NIC/],
        ["a NIC model that is none", { preferredInterfaceModel: "vmxnet3" }, /one of KubeVirt's NIC models/],
        ["an exception", { exceptionId: ID }, /needs no exception/],
        ["a model in its spec", { spec: { devices: { preferredInterfaceModel: "e1000" } } }, /beside spec/],
    ] as const) {
        it(`is refused ${what}`, async () => {
            const error = await refusal(() => new (untyped(kubevirt.VirtualMachinePreference))("p", args));
            assert.match(error.message, text);
        });
    }
});
