import assert from "node:assert/strict";
import { deviceClasses, plainClasses } from "../../../techniques/openstack/extra-spec";
import { nicModels } from "../../../techniques/openstack/nic-model";
import { judged, NOT_KNOWN, read, TOKENS } from "./support";

function flavor(extraSpecs: unknown, classification = {}): string[] {
    const { attachments } = read(TOKENS.flavor, { name: "f", extraSpecs }, { classification });
    assert.ok(attachments.every(({ role }) => role === "offers"));
    return attachments.map(({ techniques, subject }) => `${techniques.join("|")} ${subject ?? "-"}`);
}

const OPEN = "pci-passthrough|sriov|accelerator";

describe("OpenStack flavors: PCI aliases", () => {
    it("bring one device for each alias, open among the techniques that an alias can be", () => {
        assert.deepEqual(flavor({ "pci_passthrough:alias": "gpu:1" }), [`${OPEN} gpu`]);
        assert.deepEqual(flavor({ "pci_passthrough:alias": " gpu : 1 , nic:2 " }), [`${OPEN} gpu`, `${OPEN} nic`]);
    });

    it("bring nothing at a count of zero", () => {
        assert.deepEqual(flavor({ "pci_passthrough:alias": "gpu:0" }), []);
        assert.deepEqual(flavor({ "pci_passthrough:alias": "gpu:0,nic:1" }), [`${OPEN} nic`]);
    });

    it("are unknown where malformed or not known yet", () => {
        for (const alias of ["gpu", "", "gpu:", ":1", "gpu:-1", "gpu:x", "gpu:1:2", "gpu:1,", NOT_KNOWN, ["gpu:1"]]) {
            const found = flavor({ "pci_passthrough:alias": alias });
            assert.ok(found.includes("unknown -"), `${JSON.stringify(alias)} gave ${found.join()}`);
        }
        assert.deepEqual(flavor(NOT_KNOWN), ["unknown -"]);
        assert.deepEqual(flavor("pci_passthrough:alias=gpu:1"), ["unknown -"]);
    });

    it("are what config calls them", () => {
        const spec = { "pci_passthrough:alias": "gpu:1,nic-x:1,nvme:1" };
        const pciAliases = { gpu: "accelerator", "nic-*": "sriov", nvme: "none" };
        assert.deepEqual(flavor(spec, { pciAliases }), ["accelerator gpu", "sriov nic-x"]);
    });

    it("count by their exact key, as Nova reads it", () => {
        assert.deepEqual(flavor({ "PCI_PASSTHROUGH:alias": "gpu:1", " pci_passthrough:alias": "gpu:1" }), []);
        assert.deepEqual(flavor({ "pci_passthrough:other": "gpu:1" }), ["unknown -"]);
    });
});

describe("OpenStack flavors: resource classes and Cyborg", () => {
    for (const [name, techniques] of Object.entries(deviceClasses)) {
        it(`${name} brings a device`, () => {
            assert.deepEqual(flavor({ [`resources:${name}`]: "1" }), [`${techniques.join("|")} ${name}`]);
            assert.deepEqual(flavor({ [`resources_group1:${name}`]: 2 }), [`${techniques.join("|")} ${name}`]);
            assert.deepEqual(flavor({ [`resources:${name}`]: " 0 " }), []);
        });
    }

    for (const name of plainClasses) {
        it(`${name} brings none`, () => {
            assert.deepEqual(flavor({ [`resources:${name}`]: "4" }), []);
        });
    }

    it("classes of one's own are accelerators, those of PCI in placement open", () => {
        assert.deepEqual(flavor({ "resources:CUSTOM_FPGA_X": "1" }), ["accelerator CUSTOM_FPGA_X"]);
        assert.deepEqual(flavor({ "resources2:CUSTOM_PCI_8086_1533": "1" }), [`${OPEN} CUSTOM_PCI_8086_1533`]);
    });

    it("config says what a class is", () => {
        const resources = { "CUSTOM_BAREMETAL*": "none", CUSTOM_NIC: "sriov" };
        assert.deepEqual(flavor({ "resources:CUSTOM_BAREMETAL_GOLD": 1, "resources:CUSTOM_NIC": 1 }, { resources }), [
            "sriov CUSTOM_NIC",
        ]);
    });

    it("counts that are negative or cannot be read are unknown, and so is a class that nobody has heard of", () => {
        for (const count of ["-1", "one", "1.5", "", NOT_KNOWN, {}]) {
            assert.deepEqual(flavor({ "resources:VGPU": count }), ["unknown VGPU"], JSON.stringify(count));
        }
        assert.deepEqual(flavor({ "resources:NEW_CLASS": "1" }), ["unknown NEW_CLASS"]);
        assert.deepEqual(flavor({ "resources:vgpu": "1" }), []);
    });

    it("Cyborg's keys bring an accelerator", () => {
        assert.deepEqual(flavor({ "accel:device_profile": "fpga-1" }), ["accelerator fpga-1"]);
        assert.deepEqual(flavor({ "accel:device_profile": NOT_KNOWN }), ["accelerator -"]);
        assert.deepEqual(flavor({ "accel:other": "x" }), ["accelerator x"]);
    });

    it("traits, CPU, memory and the marker bring nothing", () => {
        assert.deepEqual(
            flavor({
                "trait:HW_NIC_SRIOV": "required",
                "hw:cpu_policy": "dedicated",
                "hw:mem_page_size": "1GB",
                "hw:pci_numa_affinity_policy": "required",
                "virtio-first:exception-id": "EXC-2026-014",
                "quota:vif_limit": NOT_KNOWN,
            }),
            [],
        );
    });
});

describe("OpenStack images: the NIC model", () => {
    const expected: Record<keyof typeof nicModels, string> = {
        virtio: "virtio",
        netfront: "virtio",
        "spapr-vlan": "virtio",
        vmxnet3: "vmxnet3",
        vmxnet: "vmxnet3",
        e1000: "emulated",
        e1000e: "emulated",
        igb: "emulated",
        rtl8139: "emulated",
        ne2k_pci: "emulated",
        pcnet: "emulated",
        lan9118: "emulated",
        sriov: "sriov",
    };
    for (const [model, { aliases }] of Object.entries(nicModels)) {
        for (const word of [model, ...aliases]) {
            it(`${word} is ${expected[model as keyof typeof nicModels]}`, () => {
                for (const spelled of [word, word.toUpperCase(), ` ${word} `]) {
                    const { attachments, notices } = read(TOKENS.image, { properties: { hw_vif_model: spelled } });
                    assert.deepEqual(judged(attachments), [
                        `${expected[model as keyof typeof nicModels]} at properties.hw_vif_model`,
                    ]);
                    assert.deepEqual(
                        notices.map(({ rule }) => rule),
                        expected[model as keyof typeof nicModels] === "emulated" ? ["emulated"] : [],
                    );
                }
            });
        }
    }

    it("is unknown where it names no model, or is not known yet", () => {
        for (const properties of [
            { hw_vif_model: "nonsense" },
            { hw_vif_model: "" },
            { hw_vif_model: NOT_KNOWN },
            NOT_KNOWN,
        ]) {
            const { attachments } = read(TOKENS.image, { properties });
            assert.deepEqual(
                attachments.map(({ techniques }) => techniques),
                [["unknown"]],
                JSON.stringify(properties),
            );
        }
    });

    it("is not said where the image says nothing of it", () => {
        for (const properties of [
            undefined,
            {},
            { hw_disk_bus: "virtio", vmware_adaptertype: "paraVirtual" },
            { HW_VIF_MODEL: "sriov" },
        ]) {
            assert.deepEqual(read(TOKENS.image, { properties }).attachments, []);
        }
    });
});

describe("OpenStack load balancers, clusters: what their own arguments offer", () => {
    const profile = (flavorData: unknown): string[] =>
        judged(read(TOKENS.flavorProfile, { name: "p", flavorData }).attachments);

    it("an amphora profile with SR-IOV offers it", () => {
        assert.deepEqual(profile(JSON.stringify({ sriov_vip: true })), ["sriov at flavorData"]);
        assert.deepEqual(profile(JSON.stringify({ allow_member_sriov: "True" })), ["sriov at flavorData"]);
        assert.deepEqual(profile(JSON.stringify({ sriov_vip: false, loadbalancer_topology: "SINGLE" })), []);
    });

    it("a profile that cannot be read is unknown", () => {
        for (const data of ["{", "[]", NOT_KNOWN, JSON.stringify({ sriov_vip: "maybe" })]) {
            assert.deepEqual(profile(data), ["unknown at flavorData"], data);
        }
    });

    it("a workflow that can make anything gets advice", () => {
        const { notices } = read("openstack:index/workflowWorkflowV2:WorkflowWorkflowV2", { definition: "x" });
        assert.deepEqual(
            notices.map(({ rule }) => rule),
            ["opaque-executor"],
        );
    });

    it("bare-metal servers of a cluster template get advice", () => {
        const { notices } = read(TOKENS.clusterTemplate, { serverType: "BM" });
        assert.deepEqual(
            notices.map(({ rule }) => rule),
            ["baremetal"],
        );
        assert.deepEqual(read(TOKENS.clusterTemplate, { serverType: "vm" }).notices, []);
    });
});
