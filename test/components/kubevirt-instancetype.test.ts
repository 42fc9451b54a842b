import { strict as assert } from "node:assert";
import * as kubevirt from "../../components/kubevirt";
import { assertGranted, assertSoftware, seen } from "./kubernetes-judged";
import { only, refusal, run, untyped } from "./kubernetes-support";

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
