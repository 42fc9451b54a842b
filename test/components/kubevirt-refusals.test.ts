import { strict as assert } from "node:assert";
import * as kubernetes from "../../components/kubernetes";
import * as kubevirt from "../../components/kubevirt";
import { refusal, untyped } from "./kubernetes-support";

const ID = "EXC-2026-014";
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

const fast = { network: { name: "fast" }, binding: "sriov", technique: "sriov", exceptionId: ID } as const;

describe("a VirtualMachine is refused, before anything is registered,", () => {
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
        ["with a binding that is none", nics({ name: "a", binding: "slirp" }), "interfaces[0].binding", /"masquerade"/],
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
                ...nics({ name: "a", network: { claim: "nic", request: "vf" } }, { name: "b", network: { name: "x" } }),
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
        ["with a GPU of nothing", { gpus: [{ name: "gpu" }] }, "gpus[0]", /either deviceName, or claim and request/],
        ["with a GPU without a domain", { gpus: [{ ...gpu, deviceName: "GA102" }] }, "gpus[0]", /example.com\/nvme/],
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
        ["with more sockets than it may have", cpu({ sockets: 3, maxSockets: 2 }), `${at}.cpu.sockets`, /maxSockets/],
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
