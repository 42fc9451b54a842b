import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { output, RunningProvider } from "./support";

const INSTANCE = "openstack:compute/instance:Instance";
const PORT = "openstack:networking/port:Port";
const machine = { flavorName: "m1.large", imageName: "debian-12" };

describe("the provider for other languages", function () {
    this.timeout(60_000);
    let provider: RunningProvider;
    before(async () => (provider = await RunningProvider.start()));
    after(() => provider.stop());

    const inputsOf = (resource: string): Readonly<Record<string, unknown>> => {
        const state = provider.registered.get(resource);
        assert.ok(state, `${resource} is not registered`);
        return state.inputs;
    };

    /** Asks for a component and holds that it is refused, with nothing registered on the way. */
    const refused = async (component: string, name: string, inputs: never, message: RegExp): Promise<void> => {
        const before = provider.registered.size;
        await assert.rejects(provider.construct(component, name, inputs), message);
        assert.equal(provider.registered.size, before);
    };

    it("tells the schema that is written beside its manifest, and its version", async () => {
        const written = readFileSync(join(__dirname, "..", "..", "provider", "schema.json"), "utf8");
        assert.deepEqual(await provider.schema(), JSON.parse(written));
        assert.equal(await provider.version(), (JSON.parse(written) as { version: string }).version);
    });

    it("has the version of the package", () => {
        const versionIn = (...path: string[]): string =>
            (JSON.parse(readFileSync(join(__dirname, "..", "..", ...path), "utf8")) as { version: string }).version;
        assert.equal(versionIn("provider", "package.json"), versionIn("package.json"));
    });

    it("makes a machine with a virtio NIC and an SR-IOV NIC under an exception", async () => {
        const made = await provider.construct("OpenstackVirtualMachine", "gateway", {
            ...machine,
            attachments: [
                { name: "oam", networkId: "net-1" },
                { name: "fast", networkId: "net-2", technique: "sriov", exceptionId: "EXC-2026-014" },
            ],
        });
        assert.match(made.urn, /::virtio-first:index:OpenstackVirtualMachine::gateway$/);
        assert.equal(inputsOf(`${PORT}::gateway-oam`)["tags"], undefined);
        const fast = inputsOf(`${PORT}::gateway-fast`);
        assert.deepEqual(fast["tags"], ["virtio-first:exception-id=EXC-2026-014"]);
        assert.deepEqual(fast["binding"], { vnicType: "direct" });
        assert.equal((inputsOf(`${INSTANCE}::gateway`)["networks"] as unknown[]).length, 2);
        assert.deepEqual(Object.keys(made.state).sort(), [
            "accessIpV4",
            "accessIpV6",
            "instanceId",
            "instanceName",
            "portIds",
        ]);
    });

    it("refuses a hardware NIC without an exception ID and says what to add", async () => {
        await refused(
            "OpenstackVirtualMachine",
            "plain",
            { ...machine, attachments: [{ name: "fast", networkId: "net", technique: "sriov" }] } as never,
            /"plain", attachments\[0\] "fast": exceptionId: is missing\. Technique "sriov".*add exceptionId/s,
        );
    });

    it("refuses an exception ID without need, an unknown technique and a technique that is not known yet", async () => {
        const attachment = "OpenstackNetworkAttachment";
        await refused(attachment, "a", { networkId: "n", exceptionId: "EXC-2026-014" } as never, /needs no exception/);
        await refused(attachment, "b", { networkId: "n", technique: "sr-iov" } as never, /is none that this component/);
        await refused(attachment, "c", { networkId: "n", technique: output(undefined) } as never, /plain string/);
    });

    it("takes a network that is not known at preview, and lists that hold it stay lists", async () => {
        await provider.construct("OpenstackVirtualMachine", "later", {
            ...machine,
            attachments: [{ name: "oam", networkId: output(undefined) }],
        });
        assert.ok(provider.registered.has(`${PORT}::later-oam`));
        assert.ok(provider.registered.has(`${INSTANCE}::later`));
    });

    it("keeps secrets secret", async () => {
        await provider.construct("OpenstackVirtualMachine", "kept", {
            ...machine,
            adminPass: output("correct horse", true),
            attachments: [{ name: "oam", networkId: "net" }],
        });
        const password = inputsOf(`${INSTANCE}::kept`)["adminPass"];
        assert.notEqual(password, "correct horse");
        assert.match(JSON.stringify(password), /1b47061264138c4ac30d75fd1eb44270/);
        const component = inputsOf("virtio-first:index:OpenstackVirtualMachine::kept");
        assert.doesNotMatch(JSON.stringify(component), /correct horse/);
    });

    it("makes a flavor that offers a device, and an image for VMware", async () => {
        await provider.construct("OpenstackFlavor", "gpu", {
            vcpus: 4,
            ram: 8192,
            disk: 20,
            devices: [{ pciAlias: "a100", technique: "accelerator", exceptionId: "EXC-2026-020" }],
        });
        const specs = inputsOf("openstack:compute/flavor:Flavor::gpu")["extraSpecs"] as Record<string, string>;
        assert.equal(specs["pci_passthrough:alias"], "a100:1");
        assert.equal(specs["virtio-first:exception-id"], "EXC-2026-020");
        const image = { containerFormat: "bare", diskFormat: "vmdk", imageSourceUrl: "https://images.example/a" };
        await provider.construct("OpenstackImage", "appliance", { ...image, technique: "vmxnet3" });
        assert.deepEqual(inputsOf("openstack:images/image:Image::appliance")["properties"], {
            hw_vif_model: "vmxnet3",
        });
        await refused("OpenstackImage", "vf", { ...image, technique: "sriov" } as never, /exceptionId: is missing/);
    });

    it("makes networks, and workloads that name them", async () => {
        const metadata = { namespace: "apps" };
        const sriov = { technique: "sriov", exceptionId: "EXC-2026-014", resourceName: "openshift.io/fast" };
        await provider.construct("KubernetesNetworkAttachmentDefinition", "fast", {
            metadata: { ...metadata, name: "fast" },
            config: { type: "sriov", vlan: 200 },
            ...sriov,
        });
        const spec = { containers: [{ name: "probe", image: "probe" }] };
        const attachments = [{ network: "blue" }, { network: "fast", ...sriov }];
        await provider.construct("KubernetesPod", "probe", { metadata, spec, attachments });
        const pod = JSON.stringify(inputsOf("kubernetes:core/v1:Pod::probe"));
        assert.match(pod, /"virtio-first\/exception-id":"EXC-2026-014"/);
        assert.match(pod, /"openshift.io\/fast":"?1"?/);
        const labels = { app: "upf" };
        const workload = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
        for (const [kind, more] of [
            ["Deployment", {}],
            ["StatefulSet", { serviceName: "upf" }],
            ["DaemonSet", {}],
        ] as const) {
            const inputs = { metadata, spec: { ...workload, ...more }, attachments };
            await provider.construct(`Kubernetes${kind}`, "upf", inputs);
            assert.match(
                JSON.stringify(inputsOf(`kubernetes:apps/v1:${kind}::upf`)["metadata"]),
                /"virtio-first\/exception-id":"EXC-2026-014"/,
            );
            const bare = { metadata, spec: workload, attachments: [{ network: "fast", technique: "sriov" }] };
            await refused(`Kubernetes${kind}`, "bare", bare as never, /exceptionId: is missing/);
        }
    });

    it("makes a trunk of a NIC that has VLANs, and the machine is on its parent", async () => {
        const oam = { name: "oam", networkId: "net-1" };
        const vlan = { name: "media", networkId: "net-2", segmentationId: 101 };
        const attachments = [
            { ...oam, subPorts: [vlan] },
            { name: "plain", networkId: "net-3" },
        ];
        await provider.construct("OpenstackVirtualMachine", "sbc", {
            ...machine,
            attachments,
            accessAttachment: "oam",
        });
        const trunk = inputsOf("openstack:networking/trunk:Trunk::sbc-oam");
        assert.equal((trunk["subPorts"] as { segmentationId: number }[])[0]?.segmentationId, 101);
        assert.equal(inputsOf(`${PORT}::sbc-oam-parent`)["networkId"], "net-1");
        assert.equal(inputsOf(`${PORT}::sbc-oam-media`)["networkId"], "net-2");
        const networks = inputsOf(`${INSTANCE}::sbc`)["networks"] as { accessNetwork?: boolean }[];
        assert.deepEqual(
            networks.map(({ accessNetwork }) => accessNetwork),
            [true, undefined],
        );
        const withNics = (nic: object): never => ({ ...machine, attachments: [nic] }) as never;
        const sriov = { technique: "sriov", exceptionId: "EXC-2026-014" };
        for (const [nic, message] of [
            [{ ...oam, ...sriov, subPorts: [vlan] }, /attachments\[0\] "oam".*past the virtual switch/s],
            [{ ...oam, subPorts: [{ ...vlan, ...sriov }] }, /subPorts\[0\].*no device of its own/s],
            [{ ...oam, subPorts: [{ ...vlan, segmentationId: 5000 }] }, /segmentationId/],
            [{ ...oam, subPorts: [vlan, { ...vlan, name: "b" }] }, /each VLAN has its own ID/],
            [{ ...oam, subPorts: "101" }, /must be a plain list/],
            [{ ...oam, subPorts: ["101"] }, /is no sub-port/],
        ] as const) {
            await refused("OpenstackVirtualMachine", "wrong", withNics(nic), message);
        }
    });

    it("makes jobs and cron jobs", async () => {
        const metadata = { namespace: "apps" };
        const sriov = { technique: "sriov", exceptionId: "EXC-2026-014", resourceName: "openshift.io/fast" };
        const attachments = [{ network: "fast", ...sriov }];
        const template = { spec: { containers: [{ name: "probe", image: "probe" }], restartPolicy: "Never" } };
        const job = { template };
        const cronJob = { schedule: "0 1 * * *", jobTemplate: { spec: job } };
        for (const [kind, spec] of [
            ["Job", job],
            ["CronJob", cronJob],
        ] as const) {
            await provider.construct(`Kubernetes${kind}`, "probe", { metadata, spec, attachments });
            const object = JSON.stringify(inputsOf(`kubernetes:batch/v1:${kind}::probe`));
            assert.match(object, /"virtio-first\/exception-id":"EXC-2026-014"/);
            assert.match(object, /"openshift.io\/fast":"?1"?/);
            const bare = { metadata, spec, attachments: [{ network: "fast", technique: "sriov" }] };
            await refused(`Kubernetes${kind}`, "bare", bare as never, /exceptionId: is missing/);
        }
    });

    it("makes a device class, a claim template that names it, and a pod that uses the claim", async () => {
        const metadata = { namespace: "apps" };
        const sriov = { technique: "sriov", exceptionId: "EXC-2026-014" };
        const classArgs = { driver: "sriovnetwork.k8snetworkplumbingwg.io" };
        await provider.construct("KubernetesDeviceClass", "functions", { ...sriov, ...classArgs });
        const request = { name: "vf", deviceClass: "functions" };
        await provider.construct("KubernetesResourceClaimTemplate", "fast", {
            metadata,
            requests: [{ ...request, ...sriov, count: 2 }],
        });
        const spec = { containers: [{ name: "probe", image: "probe" }] };
        const claims = [{ name: "fast", template: "fast", ...sriov }];
        await provider.construct("KubernetesPod", "claiming", { metadata, spec, claims });
        for (const object of [
            "resource.k8s.io/v1:DeviceClass::functions",
            "resource.k8s.io/v1:ResourceClaimTemplate::fast",
            "core/v1:Pod::claiming",
        ]) {
            assert.match(
                JSON.stringify(inputsOf(`kubernetes:${object}`)["metadata"]),
                /"virtio-first\/exception-id":"EXC-2026-014"/,
                object,
            );
        }
        assert.match(
            JSON.stringify(inputsOf("kubernetes:core/v1:Pod::claiming")),
            /"resourceClaimTemplateName":"fast"/,
        );
        const bare = { technique: "sriov" };
        await refused("KubernetesDeviceClass", "bare", { ...bare, ...classArgs } as never, /exceptionId: is missing/);
        await refused(
            "KubernetesResourceClaimTemplate",
            "bare",
            { requests: [{ ...request, ...bare }] } as never,
            /exceptionId: is missing/,
        );
        await refused(
            "KubernetesPod",
            "bare",
            { metadata, spec, claims: [{ name: "fast", template: "fast", ...bare }] } as never,
            /exceptionId: is missing/,
        );
    });

    it("makes an instance type with a device, and a machine that takes it under its own exception", async () => {
        const metadata = { namespace: "apps" };
        const ground = { technique: "pci-passthrough", exceptionId: "EXC-2026-030" };
        const size = { cpu: { guest: 4 }, memory: { guest: "8Gi" } };
        const device = { name: "card", deviceName: "example.com/nvme" };
        for (const kind of ["VirtualMachineInstancetype", "VirtualMachineClusterInstancetype"]) {
            const inputs = { ...(kind.includes("Cluster") ? {} : { metadata }), spec: size };
            const hostDevices = [{ ...device, ...ground }];
            await provider.construct(`Kubevirt${kind}`, "cards", { ...inputs, hostDevices });
            const object = JSON.stringify(inputsOf(`kubernetes:instancetype.kubevirt.io/v1beta1:${kind}::cards`));
            assert.match(object, /"virtio-first\/exception-id":"EXC-2026-030"/);
            const bare = [{ ...device, technique: "pci-passthrough" }];
            await refused(
                `Kubevirt${kind}`,
                "bare",
                { ...inputs, hostDevices: bare } as never,
                /exceptionId: is missing/,
            );
        }
        const spec = { runStrategy: "Always", template: { spec: { domain: { devices: {} } } } };
        const named = { name: "cards", kind: "VirtualMachineInstancetype", technique: ground.technique };
        const instancetype = { ...named, ...ground };
        await provider.construct("KubevirtVirtualMachine", "store", { metadata, spec, instancetype });
        const object = JSON.stringify(inputsOf("kubernetes:kubevirt.io/v1:VirtualMachine::store"));
        assert.match(object, /"instancetype":\{[^}]*"name":"cards"/);
        assert.match(object, /"virtio-first\/exception-id":"EXC-2026-030"/);
        await refused(
            "KubevirtVirtualMachine",
            "bare",
            { spec, instancetype: named } as never,
            /exceptionId: is missing/,
        );
    });

    it("makes a pool and a network of the SR-IOV operator", async () => {
        const metadata = { namespace: "sriov-network-operator" };
        const choice = { technique: "sriov", exceptionId: "EXC-2026-021" };
        const policy = {
            resourceName: "fast",
            nodeSelector: { "feature.node.kubernetes.io/network-sriov.capable": "true" },
            numVfs: 8,
            nicSelector: { vendor: "15b3", pfNames: ["ens1f0"] },
        };
        await provider.construct("KubernetesSriovNetworkNodePolicy", "fast", { metadata, ...choice, spec: policy });
        const network = { resourceName: "fast", networkNamespace: "apps", ipam: { type: "dhcp" } };
        await provider.construct("KubernetesSriovNetwork", "fast", { metadata, ...choice, spec: network });
        for (const kind of ["SriovNetworkNodePolicy", "SriovNetwork"]) {
            const object = inputsOf(`kubernetes:sriovnetwork.openshift.io/v1:${kind}::fast`);
            assert.match(JSON.stringify(object["metadata"]), /"virtio-first\/exception-id":"EXC-2026-021"/);
            await refused(
                `Kubernetes${kind}`,
                "bare",
                { metadata, technique: "sriov", spec: kind === "SriovNetwork" ? network : policy } as never,
                /exceptionId: is missing/,
            );
        }
    });

    it("makes a machine of KubeVirt, on virtio and on SR-IOV under an exception", async () => {
        const spec = {
            runStrategy: "Always",
            template: { spec: { domain: { memory: { guest: "2Gi" }, devices: {} } } },
        };
        const fast = { name: "fast", network: "fast", binding: "sriov", technique: "sriov" };
        const interfaces = [{ name: "default" }, { ...fast, exceptionId: "EXC-2026-025" }];
        await provider.construct("KubevirtVirtualMachine", "router", {
            metadata: { namespace: "apps" },
            spec,
            interfaces,
        });
        const object = JSON.stringify(inputsOf("kubernetes:kubevirt.io/v1:VirtualMachine::router"));
        assert.match(object, /"virtio-first\/exception-id":"EXC-2026-025"/);
        assert.match(object, /"networkName":"fast"/);
        await refused("KubevirtVirtualMachine", "bare", { spec, interfaces: [fast] } as never, /exceptionId/);
    });

    it("refuses a type that it has not, and tells which it has", async () => {
        await refused("virtio-first:index:Nothing", "n", {} as never, /is no component of virtio-first; it has/);
    });
});
