import assert from "node:assert/strict";
import { interfaceBindings } from "../../../techniques/kubevirt/interface-bindings";
import { interfaceModels } from "../../../techniques/kubevirt/interface-models";
import { machineKinds } from "../../../techniques/kubevirt/machine-kinds";
import {
    config,
    custom,
    joined,
    type Manifest,
    nad,
    NOT_YET,
    policy,
    read,
    rules,
    short,
    techniques,
} from "../kubernetes/objects";

/** What a machine is made of here. */
interface Parts {
    readonly interfaces?: unknown;
    readonly networks?: unknown;
    readonly devices?: Manifest;
    readonly domain?: Manifest;
    readonly spec?: Manifest;
    readonly annotations?: unknown;
    readonly machine?: Manifest;
}

function instance({ interfaces, networks, devices, domain, spec, annotations }: Parts): Manifest {
    return {
        metadata: { annotations },
        spec: { domain: { devices: { interfaces, ...devices }, ...domain }, networks, ...spec },
    };
}

function machine(parts: Parts = {}): Manifest {
    return custom("kubevirt.io/v1", "VirtualMachine", { template: instance(parts), ...parts.machine }, { name: "vm" });
}

const I = "spec.template.spec.domain.devices.interfaces";

/** Every binding and what it is; plugins by name. */
const bindings: readonly (readonly [binding: string, plugin: boolean, technique: string])[] = [
    ["masquerade", false, "virtio"],
    ["bridge", false, "virtio"],
    ["passtBinding", false, "virtio"],
    ["passt", false, "virtio"],
    ["slirp", false, "virtio"],
    ["macvtap", false, "virtio"],
    ["vdpa", false, "vdpa"],
    ["sriov", false, "sriov|vdpa|smartnic"],
    ["vhostUser", false, "virtio"],
    ["passt", true, "virtio"],
    ["slirp", true, "virtio"],
    ["macvtap", true, "virtio"],
    ["l2bridge", true, "virtio"],
    ["vdpa", true, "vdpa"],
];

describe("Interface bindings", () => {
    it("are all told apart by this test", () => {
        assert.deepEqual(
            interfaceBindings.map(({ binding, plugin }) => `${binding} ${plugin}`),
            bindings.map(([binding, plugin]) => `${binding} ${plugin}`),
        );
    });

    for (const [binding, plugin, technique] of bindings) {
        it(`${plugin ? "the plugin " : ""}${binding} is ${technique}`, () => {
            const each = plugin ? { name: "a", binding: { name: binding } } : { name: "a", [binding]: {} };
            const path = plugin ? `${I}[0].binding.name` : `${I}[0].${binding}`;
            assert.deepEqual(short(read(machine({ interfaces: [each] })).attachments), [`asks ${technique} ${path}`]);
        });
    }

    it("left out are software", () => {
        assert.deepEqual(short(read(machine({ interfaces: [{ name: "a" }] })).attachments), [`asks virtio ${I}[0]`]);
    });

    it("of hardware beside others count as hardware", () => {
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", masquerade: {}, sriov: {} }] })), [
            "sriov|vdpa|smartnic",
        ]);
    });

    it("of a plugin that nobody has heard of are unknown, until the stack or config places it", () => {
        const object = machine({ interfaces: [{ name: "a", binding: { name: "acme" } }] });
        const [attachment] = read(object).attachments;
        assert.deepEqual(attachment?.techniques, ["unknown"]);
        assert.equal(attachment?.provisional, true);
        assert.equal(attachment?.evidence, "a binding plugin that this pack does not know");
        assert.equal(attachment?.subject, "acme");
        assert.equal(
            read(object, config({ bindings: { acme: "vdpa" } })).attachments[0]?.evidence,
            "a binding plugin that config classifies as vdpa",
        );
        assert.deepEqual(techniques(object, config({ bindings: { acme: "vdpa" } })), ["vdpa"]);
        assert.deepEqual(techniques(object, config({ bindings: { acme: "virtio" } })), ["virtio"]);
        assert.deepEqual(techniques(object, config({ bindings: { acme: "none" } })), []);
        assert.deepEqual(
            joined(object, []).attachments.map((each) => [each.techniques[0], each.provisional]),
            [["unknown", undefined]],
        );
    });

    it("are not softened by config where our table knows them", () => {
        const object = machine({ interfaces: [{ name: "a", binding: { name: "vdpa" } }] });
        assert.deepEqual(techniques(object, config({ bindings: { vdpa: "virtio" } })), ["vdpa"]);
    });

    it("whose plugin is not known yet are unknown", () => {
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", binding: { name: NOT_YET } }] })), ["unknown"]);
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", binding: NOT_YET }] })), ["unknown"]);
    });

    it("of an interface that is unplugged are nothing", () => {
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", sriov: {}, state: "absent" }] })), []);
    });
});

describe("NIC models", () => {
    const expected: Record<string, string> = {
        virtio: "virtio",
        e1000: "emulated",
        e1000e: "emulated",
        igb: "emulated",
        ne2k_pci: "emulated",
        pcnet: "emulated",
        rtl8139: "emulated",
    };

    it("are all told apart by this test", () => {
        assert.deepEqual({ ...interfaceModels }, expected);
    });

    for (const [model, technique] of Object.entries(expected)) {
        it(`${model} is ${technique}${technique === "emulated" ? ", with advice" : ""}`, () => {
            const object = machine({ interfaces: [{ name: "a", masquerade: {}, model }] });
            assert.deepEqual(short(read(object).attachments), [`asks ${technique} ${I}[0].model`]);
            assert.deepEqual(rules(object), technique === "emulated" ? ["emulated"] : []);
        });
    }

    it("that are none of KubeVirt's are unknown; one not known yet changes nothing", () => {
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", bridge: {}, model: "vfio" }] })), ["unknown"]);
        assert.deepEqual(techniques(machine({ interfaces: [{ name: "a", bridge: {}, model: NOT_YET }] })), ["virtio"]);
    });
});

describe("Kinds that carry a virtual machine", () => {
    const spec = instance({ interfaces: [{ name: "a", sriov: {} }] });
    const around: Record<string, Manifest> = {
        VirtualMachine: custom("kubevirt.io/v1", "VirtualMachine", { template: spec }),
        VirtualMachineInstance: { ...custom("kubevirt.io/v1alpha3", "VirtualMachineInstance", spec["spec"]) },
        VirtualMachineInstanceReplicaSet: custom("kubevirt.io/v1", "VirtualMachineInstanceReplicaSet", {
            template: spec,
        }),
        VirtualMachineInstancePreset: custom("kubevirt.io/v1alpha3", "VirtualMachineInstancePreset", spec["spec"]),
        VirtualMachinePool: custom("pool.kubevirt.io/v1beta1", "VirtualMachinePool", {
            virtualMachineTemplate: { spec: { template: spec } },
        }),
    };

    it("are all told apart by this test", () => {
        assert.deepEqual(machineKinds.map(({ kind }) => kind).sort(), Object.keys(around).sort());
    });

    for (const [kind, object] of Object.entries(around)) {
        it(`${kind} is read`, () => {
            assert.deepEqual(techniques(object), ["sriov|vdpa|smartnic"]);
        });
    }

    it("of others are found by shape", () => {
        const capk = custom("infrastructure.cluster.x-k8s.io/v1alpha1", "KubevirtMachineTemplate", {
            template: { spec: { virtualMachineTemplate: { spec: { template: spec } } } },
        });
        assert.deepEqual(techniques(capk), ["sriov|vdpa|smartnic"]);
        const fork = custom("internal.virtualization.example.io/v1", "InternalMachine", { template: spec });
        assert.deepEqual(techniques(fork), ["sriov|vdpa|smartnic"]);
        const withType = custom("example.com/v1", "Odd", {
            inner: { instancetype: { name: "gn1.large" }, template: instance({}) },
        });
        assert.deepEqual(
            joined(withType, []).attachments.map((each) => each.techniques.join()),
            ["accelerator"],
        );
    });

    it("carry markers on the object and on the template", () => {
        const object = custom(
            "kubevirt.io/v1",
            "VirtualMachine",
            { template: instance({ annotations: { "virtio-first/exception-id": "EXC-2" } }) },
            { annotations: { "virtio-first/exception-id": "EXC-1" } },
        );
        assert.deepEqual(
            read(object).markers.exceptionIds.map(({ value }) => value),
            ["EXC-1", "EXC-2"],
        );
    });

    for (const [words, object, path] of [
        ["the template", custom("kubevirt.io/v1", "VirtualMachine", { template: NOT_YET }), "spec.template"],
        ["the spec", custom("kubevirt.io/v1", "VirtualMachine", { template: { spec: NOT_YET } }), "spec.template.spec"],
        ["the domain", machine({ spec: { domain: NOT_YET } }), "spec.template.spec.domain"],
        ["the devices", machine({ domain: { devices: NOT_YET } }), "spec.template.spec.domain.devices"],
        ["the interfaces", machine({ interfaces: NOT_YET }), I],
        ["an interface", machine({ interfaces: [NOT_YET] }), `${I}[0]`],
        ["the annotations", machine({ annotations: NOT_YET }), "spec.template.metadata.annotations"],
    ] as const) {
        it(`are unknown where ${words} cannot be known yet`, () => {
            assert.deepEqual(short(read(object).attachments), [`asks unknown ${path}`]);
        });
    }
});

describe("Devices of a machine", () => {
    it("host devices are passed through, GPUs are accelerators", () => {
        const devices = {
            hostDevices: [{ name: "a", deviceName: "intel.com/qat" }],
            gpus: [{ name: "g", deviceName: "nvidia.com/GA102GL_A10" }],
        };
        const { attachments } = read(machine({ devices }));
        assert.deepEqual(short(attachments), [
            "asks pci-passthrough spec.template.spec.domain.devices.hostDevices[0]",
            "asks accelerator spec.template.spec.domain.devices.gpus[0]",
        ]);
        assert.deepEqual(
            attachments.map(({ subject }) => subject),
            ["intel.com/qat", "nvidia.com/GA102GL_A10"],
        );
    });

    it("that are not known yet are devices all the same", () => {
        assert.deepEqual(
            techniques(machine({ devices: { hostDevices: NOT_YET, gpus: [{ name: "g", deviceName: NOT_YET }] } })),
            ["pci-passthrough", "accelerator"],
        );
        assert.deepEqual(techniques(machine({ devices: { gpus: [NOT_YET, {}] } })), ["accelerator", "accelerator"]);
    });

    it("that are requested are what the pool of the stack is", () => {
        const object = machine({ domain: { resources: { limits: { "openshift.io/a": 1 } } } });
        const path = 'spec.template.spec.domain.resources.limits["openshift.io/a"]';
        assert.deepEqual(joined(object, [policy("a", { vdpaType: "vhost" })]).short, [`asks vdpa ${path}`]);
        assert.deepEqual(joined(object, []).short, [`asks sriov|vdpa|smartnic ${path}`]);
        const soft = machine({ domain: { resources: { limits: { "devices.kubevirt.io/kvm": 1 } } } });
        assert.deepEqual(joined(soft, [policy("kvm")]).short, []);
    });

    it("by claim are what the claim is", () => {
        const object = machine({
            devices: { gpus: [{ name: "g", claimName: "c", requestName: "r" }] },
            spec: { resourceClaims: [{ name: "c", resourceClaimTemplateName: "t" }] },
        });
        const template = custom(
            "resource.k8s.io/v1",
            "ResourceClaimTemplate",
            { spec: { devices: { requests: [{ name: "r", exactly: { deviceClassName: "gpu.nvidia.com" } }] } } },
            { name: "t" },
        );
        assert.deepEqual(joined(object, [template]).short, [
            "uses accelerator spec.template.spec.resourceClaims[0].resourceClaimTemplateName",
        ]);
        assert.deepEqual(techniques(object), ["unknown"]);
    });

    it("may be requested as a pod requests them", () => {
        assert.deepEqual(techniques(machine({ domain: { resources: { limits: { "openshift.io/a": 1 } } } })), [
            "sriov|vdpa|smartnic",
        ]);
        assert.deepEqual(techniques(machine({ domain: { resources: { limits: { cpu: 2, memory: "1Gi" } } } })), []);
    });

    it("may be files of the host", () => {
        const disk = (path: string): Manifest => machine({ spec: { volumes: [{ name: "d", hostDisk: { path } }] } });
        assert.deepEqual(techniques(disk("/dev/vfio/1")), ["pci-passthrough"]);
        assert.deepEqual(techniques(disk("/data/disk.img")), []);
        assert.deepEqual(rules(disk("/sys/bus/pci")), ["host-access"]);
    });

    it("may be added by a hook sidecar", () => {
        const hooked = (value: unknown): string[] =>
            techniques(machine({ annotations: { "hooks.kubevirt.io/hookSidecars": value } }));
        assert.deepEqual(hooked('[{"image":"x"}]'), ["unknown"]);
        assert.deepEqual(hooked(NOT_YET), ["unknown"]);
        assert.deepEqual(hooked("[]"), []);
        assert.deepEqual(hooked(""), []);
    });

    it("are given to its pod by annotations too", () => {
        assert.deepEqual(techniques(machine({ annotations: { "cdi.k8s.io/a": "acme.io/nic=1" } })), ["unknown"]);
        const member = joined(machine({ annotations: { "k8s.v1.cni.cncf.io/networks": "fast" } }), [
            nad("fast", { type: "host-device" }),
        ]);
        assert.deepEqual(
            member.attachments.map((each) => `${each.role} ${each.techniques.join()}`),
            ["uses pci-passthrough"],
        );
        const own = custom(
            "kubevirt.io/v1",
            "VirtualMachine",
            { template: instance({}) },
            { annotations: { "k8s.v1.cni.cncf.io/networks": "fast" } },
        );
        assert.deepEqual(rules(own), ["annotation-misplaced"]);
    });
});

describe("A machine and its networks", () => {
    const network = (source: object): Manifest => ({ name: "a", ...source });
    const on = (binding: string, source: object = { multus: { networkName: "fast" } }, more: Parts = {}): Manifest =>
        machine({ interfaces: [{ name: "a", [binding]: {} }], networks: [network(source)], ...more });
    const sriov = nad("fast", { type: "sriov" }, "openshift.io/a");
    const N = "spec.template.spec.networks[0].multus.networkName";

    it("bound with sriov is one device, not two", () => {
        assert.deepEqual(joined(on("sriov"), [sriov, policy("a", { deviceType: "vfio-pci" })]).short, [
            `asks sriov ${I}[0].sriov`,
        ]);
    });

    it("bound in software to a software network stays in software", () => {
        const member = joined(on("bridge"), [nad("fast", { type: "cnv-bridge" })]);
        assert.deepEqual(member.short, [`asks virtio ${I}[0].bridge`]);
        assert.deepEqual(member.rules, []);
    });

    it("bound in software to a hardware network uses it, with advice", () => {
        const member = joined(on("bridge"), [sriov, policy("a")]);
        assert.deepEqual(member.short, [`asks virtio ${I}[0].bridge`, `uses sriov ${N}`]);
        assert.deepEqual(member.rules, ["binding-mismatch", "cpu-not-pinned"]);
        assert.ok(member.attachments[1]?.via?.includes("NetworkAttachmentDefinition"));
    });

    it("bound with sriov to a software network gets advice", () => {
        assert.ok(joined(on("sriov"), [nad("fast", { type: "bridge" })]).rules.includes("binding-mismatch"));
    });

    for (const [spec, mismatch] of [
        [{}, true],
        [{ deviceType: "netdevice" }, true],
        [{ deviceType: "vfio-pci" }, false],
        [{ deviceType: NOT_YET }, false],
    ] as const) {
        it(`bound with sriov to a pool with ${JSON.stringify(spec).replace(NOT_YET, "?")}: ${mismatch ? "pool-driver-mismatch" : "no advice"}`, () => {
            assert.equal(
                joined(on("sriov"), [sriov, policy("a", spec)]).rules.includes("pool-driver-mismatch"),
                mismatch,
            );
        });
    }

    it("is looked for in its namespace, or in the one that is named", () => {
        const far = nad("fast", { type: "host-device" }, undefined, "other");
        assert.deepEqual(joined(on("bridge", { multus: { networkName: "other/fast" } }), [far]).short, [
            `asks virtio ${I}[0].bridge`,
            `uses pci-passthrough ${N}`,
        ]);
        assert.deepEqual(joined(on("bridge"), [far]).short, [`asks virtio ${I}[0].bridge`]);
    });

    it("outside the stack is one notice, unless config says what it is", () => {
        assert.deepEqual(joined(on("bridge"), []).rules, ["unverifiable"]);
        const context = config({ networks: { "default/fast": "vdpa" } });
        assert.deepEqual(joined(on("bridge"), [], context).short, [`asks virtio ${I}[0].bridge`, `uses vdpa ${N}`]);
        assert.deepEqual(joined(on("bridge"), [], config({ networks: { "default/fast": "virtio" } })).rules, []);
    });

    it("whose name is not known yet is unknown, unless the interface is for a device anyway", () => {
        const hidden = { multus: { networkName: NOT_YET } };
        assert.deepEqual(joined(on("bridge", hidden), []).short, [`asks virtio ${I}[0].bridge`, `uses unknown ${N}`]);
        assert.deepEqual(joined(on("sriov", hidden), []).short, [`asks sriov|vdpa|smartnic ${I}[0].sriov`]);
    });

    it("with several interfaces joins each to the network of its name", () => {
        const object = machine({
            interfaces: [
                { name: "a", bridge: {} },
                { name: "b", bridge: {} },
                { name: "c", bridge: {} },
            ],
            networks: [
                { name: "b", multus: { networkName: "fast" } },
                { name: "a", multus: { networkName: "soft" } },
            ],
        });
        const others = [nad("fast", { type: "host-device" }), nad("soft", { type: "bridge" })];
        assert.deepEqual(joined(object, others).short.slice(3), [`uses pci-passthrough ${N}`]);
    });

    it("with a network whose name is not known yet may be joined to it", () => {
        const networks = [{ name: NOT_YET, multus: { networkName: "fast" } }];
        const object = machine({ interfaces: [{ name: "a", bridge: {} }], networks });
        assert.deepEqual(
            joined(object, [nad("fast", { type: "host-device" })]).short.at(-1),
            `uses pci-passthrough ${N}`,
        );
        const hidden = machine({ interfaces: [{ name: "a", bridge: {} }], networks: [NOT_YET] });
        assert.deepEqual(joined(hidden, []).short.at(-1), `uses unknown ${N}`);
    });

    it("of which config says that it is no device is nothing", () => {
        const member = joined(on("bridge"), [], config({ networks: { "default/fast": "none" } }));
        assert.deepEqual(member.short, [`asks virtio ${I}[0].bridge`]);
        assert.deepEqual(member.notices, []);
    });

    it("bound with sriov to pools of which one is bound to vfio gets no advice on drivers", () => {
        const pools = [policy("a"), policy("a", { deviceType: "vfio-pci" })];
        assert.ok(!joined(on("sriov"), [sriov, ...pools]).rules.includes("pool-driver-mismatch"));
        assert.ok(!joined(on("sriov"), [sriov]).rules.includes("pool-driver-mismatch"));
    });

    it("as a preset says nothing of the CPUs of those that it is merged into", () => {
        const preset = custom("kubevirt.io/v1", "VirtualMachineInstancePreset", {
            domain: { devices: { interfaces: [{ name: "a", sriov: {} }] } },
        });
        assert.deepEqual(joined(preset, []).rules, []);
    });

    it("whose networks are not known yet are unknown", () => {
        const member = joined(on("bridge", {}, { networks: NOT_YET, interfaces: [{ name: "a", bridge: {} }] }), []);
        assert.deepEqual(member.short, [`asks virtio ${I}[0].bridge`, "uses unknown spec.template.spec.networks"]);
    });

    it("on the pod network is software", () => {
        const member = joined(on("masquerade", { pod: {} }), []);
        assert.deepEqual(member.short, [`asks virtio ${I}[0].masquerade`]);
        assert.deepEqual(member.notices, []);
    });

    it("of the old source genie cannot be verified", () => {
        assert.deepEqual(joined(on("bridge", { genie: { networkName: "flannel" } }), []).rules, ["unverifiable"]);
    });

    it("with a device and no CPUs of its own gets advice", () => {
        const others = [sriov, policy("a", { deviceType: "vfio-pci" })];
        const dedicated = { domain: { cpu: { dedicatedCpuPlacement: true } } };
        assert.deepEqual(joined(on("sriov"), others).rules, ["cpu-not-pinned"]);
        assert.deepEqual(joined(on("sriov", undefined, dedicated), others).rules, []);
        assert.deepEqual(
            joined(on("sriov", undefined, { machine: { instancetype: { name: "cx1.large" } } }), others).rules,
            [],
        );
    });
});

describe("An interface whose network cannot be told by name", () => {
    const soft = nad("soft", { type: "bridge" });
    const fast = nad("fast", { type: "sriov" });
    const on = (name: unknown, networks: unknown, more: Manifest = { bridge: {} }): string[] =>
        joined(machine({ interfaces: [{ name, ...more }], networks }), [soft, fast])
            .attachments.map((each) => `${each.role} ${each.techniques.join("|")}`)
            .sort();

    it("may be on any network whose name is not known yet, beside its own", () => {
        const hidden = { name: NOT_YET, pod: {} };
        const own = { name: "b", multus: { networkName: "fast" } };
        assert.deepEqual(on("b", [hidden, own]), ["asks virtio", "uses sriov"]);
        assert.deepEqual(on("b", [own, hidden]), ["asks virtio", "uses sriov"]);
        const other = { name: NOT_YET, multus: { networkName: "soft" } };
        assert.deepEqual(on("b", [other, own]), ["asks virtio", "uses sriov"]);
        assert.deepEqual(
            on("b", [
                { name: "b", pod: {} },
                { ...own, name: NOT_YET },
            ]),
            ["asks virtio", "uses sriov"],
        );
        assert.deepEqual(on("b", [hidden, own], { binding: { name: "passt" } }), ["asks virtio", "uses sriov"]);
    });

    it("may be on any network if its own name is not known yet", () => {
        const networks = [
            { name: "a", pod: {} },
            { name: "b", multus: { networkName: "fast" } },
        ];
        assert.deepEqual(on(NOT_YET, networks), ["asks virtio", "uses sriov"]);
    });

    it("is on its own network alone where all names are known", () => {
        const networks = [
            { name: "a", multus: { networkName: "soft" } },
            { name: "b", multus: { networkName: "fast" } },
        ];
        assert.deepEqual(on("a", networks), ["asks virtio"]);
    });

    it("is bound to a device though a plugin in software is named beside it", () => {
        const both = { sriov: {}, binding: { name: "passt" } };
        assert.match(techniques(machine({ interfaces: [{ name: "a", ...both }] })).join(), /^sriov/);
    });

    it("is one device where it is bound to one", () => {
        const networks = [
            { name: NOT_YET, pod: {} },
            { name: "b", multus: { networkName: "fast" } },
        ];
        assert.deepEqual(
            on("b", networks, { sriov: {} }).filter((each) => each !== "asks sriov"),
            [],
        );
    });
});

describe("A VirtualMachine of Virtink", () => {
    const virtink = (instanceSpec: unknown, networks: unknown = []): Manifest =>
        custom("virt.virtink.smartx.com/v1alpha1", "VirtualMachine", { instance: instanceSpec, networks });

    it("is what its bindings and GPUs are", () => {
        const interfaces = [
            { name: "p" },
            { name: "s", sriov: {} },
            { name: "v", vdpa: { numQueues: 2 } },
            { name: "u", vhostUser: {} },
        ];
        assert.deepEqual(techniques(virtink({ interfaces, gpus: [{ name: "g", resourceName: "nvidia.com/x" }] })), [
            "virtio",
            "sriov|vdpa|smartnic",
            "vdpa",
            "virtio",
            "accelerator",
        ]);
        assert.deepEqual(techniques(virtink(NOT_YET)), ["unknown"]);
    });

    it("joins its networks", () => {
        const object = virtink({ interfaces: [{ name: "a", bridge: {} }] }, [
            { name: "a", multus: { networkName: "fast" } },
        ]);
        assert.deepEqual(
            joined(object, [nad("fast", { type: "host-device" })]).attachments.map((each) => each.techniques.join()),
            ["virtio", "pci-passthrough"],
        );
    });
});
