import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_CONTEXT, type ReadContext } from "../../../techniques/classification";
import { neighbours, neighbourTable } from "../../../techniques/neighbours";
import { StackIndex } from "../../../techniques/stack";
import { guarded, judged, NOT_KNOWN, view } from "../openstack/support";

const VSPHERE = "vsphere:index/virtualMachine:VirtualMachine";
const DOMAIN = "libvirt:index/domain:Domain";
const NETWORK = "libvirt:index/network:Network";
const PROXMOX = "proxmoxve:VM/virtualMachine:VirtualMachine";
const OPEN = "pci-passthrough|sriov|accelerator";

function read(type: string, props: object): { found: string[]; notices: string[]; roles: string[] } {
    const reading = neighbours.read(view(type, "it", guarded(props)), NO_CONTEXT);
    assert.ok(reading !== undefined, type);
    return {
        found: judged(reading.attachments),
        notices: reading.notices.map(({ rule, path }) => `${rule} at ${path}`),
        roles: [...new Set(reading.attachments.map(({ role }) => role))],
    };
}

const found = (type: string, props: object): string[] => read(type, props).found;

describe("Neighbours: every token and Terraform type", () => {
    for (const { tokens, terraform } of neighbourTable) {
        for (const token of [...tokens, `module:tf:${terraform}`]) {
            it(`${token} is read`, () => {
                assert.ok(neighbours.read(view(token, "it", {}), NO_CONTEXT) !== undefined);
            });
        }
    }

    it("other resources are left alone", () => {
        for (const token of [
            "vsphere:index/folder:Folder",
            "libvirt:index/volume:Volume",
            "m:tf:null_resource",
            "",
            "x:y",
        ]) {
            assert.equal(neighbours.read(view(token, "it", {}), NO_CONTEXT), undefined);
        }
    });
});

describe("vSphere machines", () => {
    const nic = (adapterType?: unknown): string[] =>
        found(VSPHERE, { networkInterfaces: [{ networkId: "n", adapterType }] });

    for (const [word, technique] of [
        ["vmxnet3", "vmxnet3"],
        ["E1000", "emulated"],
        ["e1000e", "emulated"],
        [" SRIOV ", "sriov"],
        ["vmxnet3vrdma", "vdpa"],
        ["else", "unknown"],
        [7, "unknown"],
        [NOT_KNOWN, "unknown"],
    ] as const) {
        it(`an adapter ${String(word)} is ${technique}`, () => {
            assert.deepEqual(nic(word), [`${technique} at networkInterfaces[0].adapterType`]);
        });
    }

    it("an adapter without a type is VMXNET3, the provider's default", () => {
        for (const word of [undefined, null, ""]) {
            assert.deepEqual(nic(word), ["vmxnet3 at networkInterfaces[0]"]);
        }
    });

    it("an emulated adapter gets advice", () => {
        const { notices } = read(VSPHERE, { networkInterfaces: [{ adapterType: "e1000" }] });
        assert.deepEqual(notices, ["emulated at networkInterfaces[0].adapterType"]);
    });

    it("each PCI device is one attachment, known or not", () => {
        assert.deepEqual(found(VSPHERE, { pciDeviceIds: ["0000:3b:00.0", NOT_KNOWN] }), [
            `${OPEN} at pciDeviceIds[0]`,
            `${OPEN} at pciDeviceIds[1]`,
        ]);
        assert.deepEqual(
            found("m:tf:vsphere_virtual_machine", {
                pci_device_id: ["x"],
                network_interface: [{ adapter_type: "sriov" }],
            }),
            ["sriov at network_interface[0].adapter_type", `${OPEN} at pci_device_id[0]`],
        );
    });

    it("extra configuration that hands a device over is found, in any case", () => {
        assert.deepEqual(
            found(VSPHERE, {
                extraConfig: {
                    "pciPassthru0.present": "TRUE",
                    "pciPassthru0.id": "x",
                    "PCIPASSTHRU1.vgpu": "grid_v100",
                    "pciPassthru2.present": "FALSE",
                    "pciPassthru2.id": "y",
                    "pciPassthru.use64bitMMIO": "TRUE",
                    "Ethernet1.virtualDev": "sriov",
                    "ethernet2.uptCompatibility": "TRUE",
                    "ethernet3.uptCompatibility": "FALSE",
                    "guestinfo.userdata": NOT_KNOWN,
                },
            }),
            [
                'sriov at extraConfig["Ethernet1.virtualDev"]',
                'vdpa|smartnic at extraConfig["ethernet2.uptCompatibility"]',
                `${OPEN} at extraConfig["pciPassthru0.present"]`,
                'accelerator at extraConfig["PCIPASSTHRU1.vgpu"]',
            ],
        );
        assert.deepEqual(found(VSPHERE, { extraConfig: NOT_KNOWN }), ["unknown at extraConfig"]);
        assert.deepEqual(found(VSPHERE, { extraConfig: {} }), []);
    });

    it("a class with vGPUs offers accelerators", () => {
        assert.deepEqual(read("vsphere:index/virtualMachineClass:VirtualMachineClass", { vgpuDevices: ["a"] }), {
            found: ["accelerator at vgpuDevices[0]"],
            notices: [],
            roles: ["offers"],
        });
    });
});

describe("libvirt domains", () => {
    it("of the old schema: a host NIC passed through is hardware, the rest is virtio", () => {
        assert.deepEqual(
            found(DOMAIN, {
                networkInterfaces: [
                    { networkName: "lan" },
                    { bridge: "br0" },
                    { macvtap: "eth0" },
                    { passthrough: "eth1" },
                    NOT_KNOWN,
                ],
            }),
            [
                "virtio at networkInterfaces[0]",
                "virtio at networkInterfaces[1]",
                "virtio at networkInterfaces[2]",
                "sriov|pci-passthrough at networkInterfaces[3].passthrough",
                "unknown at networkInterfaces[4]",
            ],
        );
    });

    it("with a stylesheet over its XML are unknown", () => {
        assert.deepEqual(found(DOMAIN, { xml: { xslt: "<xsl:stylesheet/>" } }), ["unknown at xml.xslt"]);
        assert.deepEqual(found("m:tf:libvirt_domain", { xml: [{ xslt: NOT_KNOWN }] }), ["unknown at xml[0].xslt"]);
        assert.deepEqual(found(DOMAIN, { xml: NOT_KNOWN }), ["unknown at xml"]);
        assert.deepEqual(found(DOMAIN, { xml: { xslt: "" } }), []);
    });

    it("of the new schema: the source and the model decide", () => {
        const nic = (each: object): string[] => found(DOMAIN, { devices: { interfaces: [each] } });
        const at = "devices.interfaces[0]";
        assert.deepEqual(nic({ source: { hostdev: { pci: {} } } }), [`sriov|pci-passthrough at ${at}.source.hostdev`]);
        assert.deepEqual(nic({ source: { vdpa: { dev: "/dev/vhost-vdpa-0" } } }), [`vdpa at ${at}.source.vdpa`]);
        assert.deepEqual(nic({ source: { direct: { dev: "eth0", mode: "Passthrough" } } }), [
            `sriov|pci-passthrough at ${at}.source.direct.mode`,
        ]);
        assert.deepEqual(nic({ source: { direct: { mode: "bridge" } }, model: { type: "virtio" } }), [
            `virtio at ${at}.model.type`,
        ]);
        assert.deepEqual(nic({ source: { bridge: {} }, model: { type: "e1000e" } }), [`emulated at ${at}.model.type`]);
        assert.deepEqual(nic({ source: { vhostUser: {} } }), [`virtio at ${at}`]);
        assert.deepEqual(nic({ model: { type: "odd" } }), [`unknown at ${at}.model.type`]);
        assert.deepEqual(nic({ source: NOT_KNOWN }), [`unknown at ${at}.source`]);
        assert.deepEqual(found(DOMAIN, { devices: NOT_KNOWN }), ["unknown at devices"]);
    });

    it("of the new schema: host devices by their kind, in both spellings", () => {
        const device = (each: object): string[] => found(DOMAIN, { devices: { hostdevs: [each] } });
        assert.deepEqual(device({ subsysPci: { source: {} }, managed: true }), [`${OPEN} at devices.hostdevs[0]`]);
        assert.deepEqual(device({ subsys_m_dev: {} }), ["accelerator at devices.hostdevs[0]"]);
        assert.deepEqual(device({ subsysMDev: {} }), ["accelerator at devices.hostdevs[0]"]);
        assert.deepEqual(device({ subsysUsb: {} }), []);
        assert.deepEqual(device({ subsysNew: {} }), ["unknown at devices.hostdevs[0]"]);
    });

    it("of a network: a pool of a NIC's functions, whatever its mode", () => {
        const network = (forward: object): string[] => found(NETWORK, { forward });
        for (const mode of ["bridge", "vepa", "private", "Bridge"]) {
            assert.deepEqual(network({ mode, pfs: [{ dev: "ens1f0" }] }), ["sriov at forward.pfs"]);
            assert.deepEqual(network({ mode, pf: { dev: "ens1f0" } }), ["sriov at forward.pf"]);
            assert.deepEqual(network({ mode, interfaces: [{ dev: "ens1f0" }], pfs: [] }), []);
        }
        assert.deepEqual(network({ mode: "hostdev", pfs: [{ dev: "ens1f0" }] }), [
            "sriov|pci-passthrough at forward.mode",
        ]);
    });

    it("use the functions of a network that hands them out", () => {
        const pool = { ...view(NETWORK, "pool", { name: "vf-pool", forward: { mode: "hostdev" } }) };
        const nat = { ...view(NETWORK, "nat", { name: "lan", mode: "nat" }) };
        const vm = view(DOMAIN, "vm", {
            devices: {
                interfaces: ["vf-pool", "lan", "outside"].map((network) => ({ source: { network: { network } } })),
            },
        });
        const members = [pool, nat, vm].map((each) => ({
            view: each,
            reading: neighbours.read(each, NO_CONTEXT) ?? assert.fail(),
            propertyDependencies: {},
        }));
        const join = (context: ReadContext) =>
            neighbours.join(members[2] ?? assert.fail(), new StackIndex(members), context);
        const alone = join(NO_CONTEXT);
        assert.deepEqual(
            alone.attachments.map(({ techniques, role, path, via }) => [techniques.join("|"), role, path, via]),
            [["sriov|pci-passthrough", "uses", "devices.interfaces[0].source.network.network", pool.urn]],
        );
        assert.deepEqual(
            alone.notices.map(({ rule, path }) => [rule, path]),
            [["unverifiable", "devices.interfaces[2].source.network.network"]],
        );
        assert.deepEqual(join({ classification: { networks: { outside: "virtio" } } }).notices, []);
        assert.equal(join({ classification: { networks: { outside: "sriov" } } }).attachments.length, 2);
    });
});

describe("Proxmox VE machines", () => {
    it("have NICs by their model, virtio by default", () => {
        assert.deepEqual(
            found(PROXMOX, {
                networkDevices: [{ bridge: "vmbr0" }, { model: "e1000" }, { model: "vmxnet3" }, { model: "odd" }],
            }),
            [
                "virtio at networkDevices[0]",
                "emulated at networkDevices[1].model",
                "vmxnet3 at networkDevices[2].model",
                "unknown at networkDevices[3].model",
            ],
        );
        assert.deepEqual(
            found("proxmoxve:cloned/vm:Vm", { network: { net0: { model: "virtio" }, net1: { model: "e1000" } } }),
            ["virtio at network.net0.model", "emulated at network.net1.model"],
        );
    });

    it("have host devices, mediated ones as accelerators", () => {
        assert.deepEqual(
            found(PROXMOX, {
                hostpcis: [
                    { device: "hostpci0", mapping: "x" },
                    { device: "hostpci1", mdev: "nvidia-1" },
                ],
            }),
            [`${OPEN} at hostpcis[0]`, "accelerator at hostpcis[1]"],
        );
        assert.deepEqual(found("m:tf:proxmox_virtual_environment_vm", { hostpci: [{ id: "0000:01:00" }, NOT_KNOWN] }), [
            `${OPEN} at hostpci[0]`,
            "unknown at hostpci[1]",
        ]);
    });

    it("arguments of QEMU are read for devices, and unknown where they may hold one", () => {
        const args = (kvmArguments: unknown): string[] => found(PROXMOX, { kvmArguments });
        assert.deepEqual(args("-device vfio-pci,host=01:00.0"), [`${OPEN} at kvmArguments`]);
        assert.deepEqual(args("-netdev vhost-vdpa,vhostdev=/dev/vhost-vdpa-0,id=v"), ["vdpa at kvmArguments"]);
        assert.deepEqual(args("-device usb-ehci"), ["unknown at kvmArguments"]);
        assert.deepEqual(args(NOT_KNOWN), ["unknown at kvmArguments"]);
        assert.deepEqual(args("-cpu host"), []);
        assert.deepEqual(args(""), []);
    });

    it("cloned from a template that nobody declares are not verifiable; from one of the stack they have its devices", () => {
        const template = view(PROXMOX, "template", { vmId: 100, hostpcis: [{ device: "hostpci0", id: "1" }] });
        const members = [
            template,
            view(PROXMOX, "copy", { clone: { vmId: 100 } }),
            view(PROXMOX, "odd", { clone: { vmId: 7 } }),
        ].map((each) => ({
            view: each,
            reading: neighbours.read(each, NO_CONTEXT) ?? assert.fail(),
            propertyDependencies: {},
        }));
        const index = new StackIndex(members);
        const [, copy, odd] = members.map((member) => neighbours.join(member, index, NO_CONTEXT));
        assert.deepEqual(judged(copy?.attachments ?? []), [`${OPEN} at clone.vmId`]);
        assert.deepEqual(
            odd?.notices.map(({ rule }) => rule),
            ["unverifiable"],
        );
    });

    it("containers get what their device nodes are", () => {
        const CONTAINER = "proxmoxve:CT/container:Container";
        assert.deepEqual(
            found(CONTAINER, {
                networkInterfaces: [{ name: "eth0" }],
                devicePassthroughs: [{ path: "/dev/dri/renderD128" }, { path: "/dev/net/tun" }, { path: NOT_KNOWN }],
            }),
            [
                "virtio at networkInterfaces[0]",
                "accelerator at devicePassthroughs[0].path",
                "unknown at devicePassthroughs[2].path",
            ],
        );
        assert.deepEqual(read(CONTAINER, { devicePassthroughs: [{ path: "/dev/mem" }] }).notices, [
            "host-access at devicePassthroughs[0].path",
        ]);
    });

    it("mappings offer what they map", () => {
        const MAPPING = "m:tf:proxmox_hardware_mapping_pci";
        assert.deepEqual(read(MAPPING, { name: "gpu", map: [{ id: "8086:5916" }], mediated_devices: true }), {
            found: ["accelerator at map"],
            notices: [],
            roles: ["offers"],
        });
        assert.deepEqual(found(MAPPING, { map: [{ id: "8086:5916" }] }), [`${OPEN} at map`]);
    });
});

describe("Neighbours, whatever they are given", () => {
    it("never throw", () => {
        const words = fc.constantFrom(
            "networkInterfaces",
            "adapterType",
            "pciDeviceIds",
            "extraConfig",
            "devices",
            "interfaces",
            "source",
            "hostdevs",
            "xml",
            "xslt",
            "networkDevices",
            "hostpcis",
            "clone",
            "vmId",
            "kvmArguments",
            "qemuCommandline",
            "args",
            "value",
            "model",
            "type",
            "path",
            "forward",
            "mode",
            "pciPassthru0.present",
            "devicePassthroughs",
            "map",
            "direct",
            "network",
            "__proto__",
        );
        const leaf = fc.oneof(
            fc.constantFrom(NOT_KNOWN, "sriov", "", "passthrough"),
            fc.string(),
            fc.integer(),
            fc.constant(null),
        );
        const { value } = fc.letrec((tie) => ({
            value: fc.oneof(
                { depthSize: "small" },
                leaf,
                fc.array(tie("value"), { maxLength: 3 }),
                fc.dictionary(words, tie("value"), { maxKeys: 4 }),
            ),
        }));
        const token = fc.constantFrom(...neighbourTable.map(({ terraform }) => `m:tf:${terraform}`));
        fc.assert(
            fc.property(token, fc.dictionary(words, value, { maxKeys: 6 }), (type, props) => {
                const own = view(type, "it", guarded(props));
                const reading = neighbours.read(own, NO_CONTEXT);
                assert.ok(reading !== undefined);
                const member = { view: own, reading, propertyDependencies: { clone: [own.urn] } };
                const joined = neighbours.join(member, new StackIndex([member]), NO_CONTEXT);
                for (const { techniques, path } of [...reading.attachments, ...joined.attachments]) {
                    assert.ok(techniques.length > 0 && path !== "");
                }
            }),
            { numRuns: 300 },
        );
    });
});
