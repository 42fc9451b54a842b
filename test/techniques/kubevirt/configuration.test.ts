import assert from "node:assert/strict";
import { custom, joined, type Manifest, nad, NOT_YET, read, short, techniques } from "../kubernetes/objects";

function kubeVirt(configuration: unknown): Manifest {
    return custom("kubevirt.io/v1", "KubeVirt", { configuration }, { name: "kubevirt", namespace: "kubevirt" });
}

function machine(devices: Manifest, machineSpec: Manifest = {}): Manifest {
    return custom(
        "kubevirt.io/v1",
        "VirtualMachine",
        { template: { spec: { domain: { devices } } }, ...machineSpec },
        { name: "vm" },
    );
}

const permittedHostDevices = {
    pciHostDevices: [{ pciVendorSelector: "10DE:1EB8", resourceName: "nvidia.com/TU104GL_Tesla_T4" }],
    mediatedDevices: [{ mdevNameSelector: "GRID T4-1Q", resourceName: "nvidia.com/GRID_T4-1Q" }],
    usb: [{ resourceName: "kubevirt.io/storage", selectors: [{ vendor: "46f4", product: "0001" }] }],
};

describe("The KubeVirt object", () => {
    it("offers the host devices that it permits", () => {
        assert.deepEqual(short(read(kubeVirt({ permittedHostDevices })).attachments), [
            "offers pci-passthrough spec.configuration.permittedHostDevices.pciHostDevices[0]",
            "offers accelerator spec.configuration.permittedHostDevices.mediatedDevices[0]",
            "offers pci-passthrough spec.configuration.permittedHostDevices.usb[0]",
        ]);
    });

    it("is read in the form of HyperConverged too", () => {
        const object = custom("hco.kubevirt.io/v1beta1", "HyperConverged", { permittedHostDevices });
        assert.deepEqual(techniques(object), ["pci-passthrough", "accelerator", "pci-passthrough"]);
    });

    it("that is not known yet is unknown", () => {
        assert.deepEqual(techniques({ ...kubeVirt({}), spec: NOT_YET }), ["unknown"]);
        assert.deepEqual(techniques(kubeVirt(NOT_YET)), ["unknown"]);
        assert.deepEqual(techniques(kubeVirt({ permittedHostDevices: NOT_YET })), ["unknown"]);
        assert.deepEqual(techniques(kubeVirt({ permittedHostDevices: { pciHostDevices: NOT_YET } })), [
            "pci-passthrough",
        ]);
    });

    it("says what a host device of a machine is", () => {
        const vgpu = machine({ hostDevices: [{ name: "a", deviceName: "nvidia.com/GRID_T4-1Q" }] });
        assert.deepEqual(joined(vgpu, [kubeVirt({ permittedHostDevices })]).short, [
            "asks accelerator spec.template.spec.domain.devices.hostDevices[0]",
        ]);
        const gpu = machine({ gpus: [{ name: "a", deviceName: "nvidia.com/TU104GL_Tesla_T4" }] });
        assert.deepEqual(joined(gpu, [kubeVirt({ permittedHostDevices })]).short, [
            "asks accelerator spec.template.spec.domain.devices.gpus[0]",
        ]);
    });

    for (const [registration, technique] of [
        [{ domainAttachmentType: "tap" }, "virtio"],
        [{ domainAttachmentType: "managedTap" }, "virtio"],
        [{ sidecarImage: "x" }, "unknown"],
        [{ sidecarImage: "x", downwardAPI: "device-info" }, "vdpa|sriov|smartnic"],
        [{ domainAttachmentType: "tap", downwardAPI: "device-info" }, "vdpa|sriov|smartnic"],
        [{ domainAttachmentType: NOT_YET }, "unknown"],
    ] as const) {
        it(`says that a binding plugin with ${JSON.stringify(registration).replace(NOT_YET, "?")} is ${technique}`, () => {
            const object = machine({ interfaces: [{ name: "a", binding: { name: "acme" } }] });
            const member = joined(object, [kubeVirt({ network: { binding: { acme: registration } } })]);
            assert.deepEqual(
                member.attachments.map((each) => each.techniques.join("|")),
                [technique],
            );
        });
    }

    it("says when a plugin that is usually software takes a device", () => {
        const object = machine({ interfaces: [{ name: "a", binding: { name: "passt" } }] });
        const passt = (registration: Manifest): string[] =>
            joined(object, [kubeVirt({ network: { binding: { passt: registration } } })]).attachments.map((each) =>
                each.techniques.join("|"),
            );
        assert.deepEqual(passt({ sidecarImage: "x", networkAttachmentDefinition: "default/passt" }), ["virtio"]);
        assert.deepEqual(passt({ sidecarImage: "x", downwardAPI: "device-info" }), ["vdpa|sriov|smartnic"]);
    });

    it("never makes software of a plugin for devices", () => {
        const object = machine({ interfaces: [{ name: "a", binding: { name: "vdpa" } }] });
        const member = joined(object, [kubeVirt({ network: { binding: { vdpa: { domainAttachmentType: "tap" } } } })]);
        assert.deepEqual(
            member.attachments.map((each) => each.techniques.join()),
            ["vdpa"],
        );
    });

    it("offers a plugin that is handed device information", () => {
        assert.deepEqual(
            short(
                read(
                    kubeVirt({
                        network: { binding: { a: { downwardAPI: "device-info" }, b: { domainAttachmentType: "tap" } } },
                    }),
                ).attachments,
            ),
            ["offers vdpa|sriov|smartnic spec.configuration.network.binding.a"],
        );
    });

    it("has pods of its own join the network of live migration", () => {
        const network = nad("migration", { type: "sriov" }, undefined, "kubevirt");
        assert.deepEqual(joined(kubeVirt({ migrations: { network: "migration" } }), [network]).short, [
            "uses sriov spec.configuration.migrations.network",
        ]);
        const hco = custom(
            "hco.kubevirt.io/v1beta1",
            "HyperConverged",
            { liveMigrationConfig: { network: "migration" } },
            { namespace: "kubevirt" },
        );
        assert.deepEqual(joined(hco, [network]).short, ["uses sriov spec.liveMigrationConfig.network"]);
        assert.deepEqual(joined(kubeVirt({ migrations: { network: "" } }), [network]).short, []);
    });
});

describe("A Plugin of KubeVirt", () => {
    const plugin = (spec: Manifest): string[] =>
        short(read(custom("plugin.kubevirt.io/v1alpha1", "Plugin", spec)).attachments);
    it("with domain hooks may give any machine any device", () => {
        assert.deepEqual(plugin({ domainHooks: [{ cel: { expression: "Domain{}" } }] }), [
            "offers unknown spec.domainHooks",
        ]);
        assert.deepEqual(plugin({ domainHooks: NOT_YET }), ["offers unknown spec.domainHooks"]);
    });
    it("with other hooks is nothing", () => {
        assert.deepEqual(plugin({ nodeHooks: [{ socket: "/x" }] }), []);
        assert.deepEqual(plugin({ domainHooks: [] }), []);
    });
});

describe("Instance types and preferences", () => {
    const gpuType = (kind = "VirtualMachineClusterInstancetype"): Manifest =>
        custom(
            "instancetype.kubevirt.io/v1beta1",
            kind,
            { cpu: { guest: 2 }, gpus: [{ name: "g", deviceName: "nvidia.com/A400" }] },
            { name: "gpu" },
        );
    const plain = { interfaces: [{ name: "a", masquerade: {} }] };

    it("offer the devices that they hold", () => {
        assert.deepEqual(short(read(gpuType()).attachments), ["offers accelerator spec.gpus[0]"]);
        const host = custom("instancetype.kubevirt.io/v1beta1", "VirtualMachineInstancetype", {
            hostDevices: [{ name: "h", deviceName: "intel.com/x" }],
        });
        assert.deepEqual(techniques(host), ["pci-passthrough"]);
        assert.deepEqual(
            techniques(custom("instancetype.kubevirt.io/v1beta1", "VirtualMachineInstancetype", NOT_YET)),
            ["unknown"],
        );
        const hooks = { annotations: { "cdi.k8s.io/a": "acme.io/nic=1" } };
        assert.deepEqual(techniques(custom("instancetype.kubevirt.io/v1beta1", "VirtualMachineInstancetype", hooks)), [
            "unknown",
        ]);
    });

    for (const [words, instancetype, kind] of [
        ["of the cluster, by default", { name: "gpu" }, "VirtualMachineClusterInstancetype"],
        [
            "of the cluster",
            { name: "gpu", kind: "VirtualMachineClusterInstancetype" },
            "VirtualMachineClusterInstancetype",
        ],
        ["of the namespace", { name: "gpu", kind: "VirtualMachineInstancetype" }, "VirtualMachineInstancetype"],
        [
            "of the namespace, in another case",
            { name: "gpu", kind: "virtualmachineinstancetype" },
            "VirtualMachineInstancetype",
        ],
    ] as const) {
        it(`${words} bring their devices to the machine, which needs a marker of its own`, () => {
            const member = joined(machine(plain, { instancetype }), [gpuType(kind)]);
            assert.deepEqual(member.short, [
                "asks virtio spec.template.spec.domain.devices.interfaces[0].masquerade",
                "uses accelerator spec.instancetype.name",
            ]);
            assert.equal(member.attachments[1]?.subject, "nvidia.com/A400");
            assert.ok(member.attachments[1]?.via?.includes("nstancetype"));
        });
    }

    it("of another kind or namespace are not taken for them", () => {
        const member = joined(machine(plain, { instancetype: { name: "gpu", kind: "VirtualMachineInstancetype" } }), [
            gpuType(),
        ]);
        assert.deepEqual(member.rules, ["unverifiable"]);
    });

    it("outside the stack are one notice, but for the stock ones", () => {
        assert.deepEqual(joined(machine(plain, { instancetype: { name: "mine" } }), []).rules, ["unverifiable"]);
        assert.deepEqual(joined(machine(plain, { instancetype: { inferFromVolume: "root" } }), []).rules, [
            "unverifiable",
        ]);
        for (const name of [
            "u1.medium",
            "cx1.2xlarge1gi",
            "n1.large",
            "o1.nano",
            "m1.large",
            "rt1.micro",
            "d1.xlarge",
        ]) {
            assert.deepEqual(joined(machine(plain, { instancetype: { name } }), []).rules, [], name);
            const own = { name, kind: "VirtualMachineInstancetype" };
            assert.deepEqual(joined(machine(plain, { instancetype: own }), []).rules, ["unverifiable"], name);
        }
        assert.deepEqual(
            joined(machine(plain, { instancetype: { name: "gn1.xlarge" } }), []).short.at(-1),
            "uses accelerator spec.instancetype.name",
        );
    });

    it("whose name is not known yet are one notice, and a preference of that kind is none", () => {
        for (const instancetype of [NOT_YET, { name: NOT_YET }]) {
            assert.deepEqual(joined(machine(plain, { instancetype }), []).rules, ["unverifiable"]);
        }
        assert.deepEqual(joined(machine(plain, { preference: { name: NOT_YET } }), []).rules, []);
        assert.deepEqual(joined(machine(plain, { instancetype: { name: "" } }), []).rules, []);
        assert.deepEqual(joined(machine(plain, { instancetype: {} }), []).rules, []);
    });

    it("in a pool of machines are found too", () => {
        const pool = custom("pool.kubevirt.io/v1beta1", "VirtualMachinePool", {
            virtualMachineTemplate: {
                spec: { instancetype: { name: "gpu" }, template: { spec: { domain: { devices: {} } } } },
            },
        });
        assert.deepEqual(joined(pool, [gpuType()]).short, [
            "uses accelerator spec.virtualMachineTemplate.spec.instancetype.name",
        ]);
    });

    it("that prefer an emulated NIC get advice, and so do the machines that leave their model to them", () => {
        const preference = custom(
            "instancetype.kubevirt.io/v1beta1",
            "VirtualMachineClusterPreference",
            { devices: { preferredInterfaceModel: "e1000" } },
            { name: "old" },
        );
        assert.deepEqual(short(read(preference).attachments), ["offers emulated spec.devices.preferredInterfaceModel"]);
        const member = joined(machine(plain, { preference: { name: "old" } }), [preference]);
        assert.deepEqual(member.rules, ["emulated"]);
        assert.deepEqual(member.short.at(-1), "uses emulated spec.preference.name");
        const mixed = {
            interfaces: [
                { name: "a", masquerade: {}, model: "virtio" },
                { name: "b", masquerade: {} },
            ],
        };
        assert.deepEqual(joined(machine(mixed, { preference: { name: "old" } }), [preference]).rules, ["emulated"]);
        const own = { interfaces: [{ name: "a", masquerade: {}, model: "virtio" }] };
        assert.deepEqual(joined(machine(own, { preference: { name: "old" } }), [preference]).rules, []);
    });

    for (const [word, kind] of [
        ["instancetype", "VirtualMachineClusterInstancetype"],
        ["instancetype", "VirtualMachineInstancetype"],
        ["preference", "VirtualMachineClusterPreference"],
        ["preference", "VirtualMachinePreference"],
    ] as const) {
        const annotated = (annotations: unknown): Manifest =>
            custom("instancetype.kubevirt.io/v1beta1", kind, { annotations }, { name: "shape" });
        const user = machine({}, { [word]: { name: "shape", kind } });

        it(`${kind}: sidecars that its annotations name may rewrite each machine that takes it`, () => {
            const hooks = annotated({ "hooks.kubevirt.io/hookSidecars": '[{"image":"x"}]' });
            assert.deepEqual(techniques(hooks), ["unknown"]);
            assert.deepEqual(joined(user, [hooks]).short, [`uses unknown spec.${word}.name`]);
        });

        it(`${kind}: networks that its annotations name are joined by each machine that takes it`, () => {
            const networks = annotated({ "k8s.v1.cni.cncf.io/networks": "fast" });
            assert.deepEqual(joined(user, [networks, nad("fast", { type: "sriov" })]).short, [
                `uses sriov spec.${word}.name`,
            ]);
            assert.deepEqual(joined(user, [networks, nad("fast", { type: "bridge" })]).short, [
                `uses virtio spec.${word}.name`,
            ]);
            assert.ok(joined(user, [networks]).rules.includes("unverifiable"));
        });

        it(`${kind}: annotations that cannot be known may hold anything, others nothing`, () => {
            assert.deepEqual(techniques(annotated(NOT_YET)), ["unknown"]);
            assert.deepEqual(joined(user, [annotated(NOT_YET)]).short, [`uses unknown spec.${word}.name`]);
            assert.deepEqual(techniques(annotated({ "vm.kubevirt.io/os": "linux" })), []);
            assert.deepEqual(techniques(custom("instancetype.kubevirt.io/v1beta1", kind, NOT_YET)), ["unknown"]);
        });
    }

    it("that prefer virtio, or stand elsewhere, are nothing", () => {
        const preference = custom("instancetype.kubevirt.io/v1beta1", "VirtualMachinePreference", {
            devices: { preferredInterfaceModel: "virtio" },
        });
        assert.deepEqual(read(preference).attachments, []);
        assert.deepEqual(joined(machine(plain, { preference: { name: "fedora" } }), []).rules, []);
    });
});
