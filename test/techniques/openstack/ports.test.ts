import assert from "node:assert/strict";
import { nicModels } from "../../../techniques/openstack/nic-model";
import { profileKeys } from "../../../techniques/openstack/port-keys";
import { VNIC_TYPES, type VnicType, vnicTypes } from "../../../techniques/openstack/vnic-type";
import { judged, NOT_KNOWN, read, TOKENS } from "./support";

const expected: Record<VnicType, string[]> = {
    normal: ["virtio"],
    macvtap: ["sriov"],
    direct: ["sriov"],
    "direct-physical": ["pci-passthrough"],
    "virtio-forwarder": ["vdpa"],
    vdpa: ["vdpa"],
    baremetal: [],
    "smart-nic": ["smartnic"],
    "remote-managed": ["smartnic"],
    "accelerator-direct": ["accelerator"],
    "accelerator-direct-physical": ["accelerator"],
};

function port(props: object): { techniques: string[]; judged: string[]; evidence: string[]; notices: string[] } {
    const { attachments, notices } = read(TOKENS.port, props);
    return {
        techniques: attachments.map(({ techniques }) => techniques.join("|")),
        judged: judged(attachments),
        evidence: attachments.map(({ evidence }) => evidence),
        notices: notices.map(({ rule, path }) => `${rule} at ${path}`),
    };
}

describe("OpenStack ports: the vnic_type", () => {
    for (const type of VNIC_TYPES) {
        it(`${type} is read from binding.vnicType`, () => {
            const { techniques, notices } = port({ binding: { vnicType: type } });
            assert.deepEqual(techniques, expected[type]);
            assert.deepEqual(notices, type === "baremetal" ? ["baremetal at binding.vnicType"] : []);
        });

        it(`${type} is read from valueSpecs`, () => {
            const { techniques } = port({ valueSpecs: { "binding:vnic_type": type } });
            assert.deepEqual(techniques, expected[type]);
        });

        it(`${type} is read in any case and with white space around`, () => {
            for (const word of [
                type.toUpperCase(),
                ` ${type}\n`,
                type.replace(/^./, (letter) => letter.toUpperCase()),
            ]) {
                assert.deepEqual(
                    port({ binding: { vnicType: word } }).techniques,
                    expected[type],
                    JSON.stringify(word),
                );
            }
        });

        it(`${type} says what the provider takes, in one way or the other`, () => {
            const { inProviderEnum } = vnicTypes[type];
            assert.equal(
                inProviderEnum.v3,
                ["normal", "direct", "direct-physical", "macvtap", "baremetal", "virtio-forwarder"].includes(type),
            );
            assert.equal(inProviderEnum.v5, inProviderEnum.v3 || type === "remote-managed");
        });
    }

    it("names the path and the word that decided", () => {
        assert.deepEqual(port({ valueSpecs: { "binding:vnic_type": "vdpa" } }), {
            techniques: ["vdpa"],
            judged: ['vdpa at valueSpecs["binding:vnic_type"]'],
            evidence: ["vnic_type vdpa"],
            notices: [],
        });
    });

    it("is normal where nothing is said, in every way of saying nothing", () => {
        for (const props of [
            {},
            { binding: {} },
            { binding: null },
            { binding: { vnicType: null } },
            { binding: { vnicType: "" } },
            { binding: { profile: "" } },
            { binding: { profile: "{}" } },
            { valueSpecs: {} },
            { valueSpecs: null },
            { valueSpecs: { "binding:vnic_type": "" } },
            { valueSpecs: { description: "direct" } },
        ]) {
            assert.deepEqual(port(props).techniques, ["virtio"], JSON.stringify(props));
        }
    });

    it("is unknown where nobody has heard of it, or where it cannot be read", () => {
        for (const vnicType of [
            "nonsense",
            "dіrect",
            "direct,normal",
            "normal direct",
            7,
            true,
            ["direct"],
            { a: 1 },
        ]) {
            assert.deepEqual(port({ binding: { vnicType } }).techniques, ["unknown"], JSON.stringify(vnicType));
            assert.deepEqual(port({ valueSpecs: { "binding:vnic_type": vnicType } }).techniques, ["unknown"]);
        }
    });

    it("is unknown where it is not known yet, at the path of what is not known", () => {
        assert.deepEqual(port({ binding: { vnicType: NOT_KNOWN } }).judged, ["unknown at binding.vnicType"]);
        assert.deepEqual(port({ binding: NOT_KNOWN }).judged, ["unknown at binding"]);
        assert.deepEqual(port({ valueSpecs: NOT_KNOWN }).judged, ["unknown at valueSpecs"]);
        assert.deepEqual(port({ valueSpecs: { "binding:vnic_type": NOT_KNOWN } }).judged, [
            'unknown at valueSpecs["binding:vnic_type"]',
        ]);
    });

    it("minds no unknown that decides nothing", () => {
        assert.deepEqual(
            port({
                networkId: NOT_KNOWN,
                fixedIps: [{ subnetId: NOT_KNOWN }],
                description: NOT_KNOWN,
                binding: { vnicType: "normal", hostId: NOT_KNOWN },
                valueSpecs: { description: NOT_KNOWN },
            }).techniques,
            ["virtio"],
        );
    });

    it("never prints a value that is no word of the tables", () => {
        const secret = "s3cr3t-value";
        const { attachments } = read(TOKENS.port, {
            binding: { vnicType: secret, profile: JSON.stringify({ [secret]: secret }) },
            valueSpecs: { hardware_offload_type: secret, "binding:vnic_type": secret },
        });
        assert.ok(attachments.length > 0);
        assert.ok(!JSON.stringify(attachments.map(({ evidence }) => evidence)).includes(secret));
    });
});

describe("OpenStack ports: two routes at once", () => {
    it("counts the stricter: hardware in valueSpecs behind a normal binding", () => {
        assert.deepEqual(
            port({ binding: { vnicType: "normal" }, valueSpecs: { "binding:vnic_type": "direct" } }).judged,
            ['sriov at valueSpecs["binding:vnic_type"]'],
        );
    });

    it("counts the stricter: hardware in the binding before normal valueSpecs", () => {
        assert.deepEqual(
            port({ binding: { vnicType: "direct" }, valueSpecs: { "binding:vnic_type": "normal" } }).judged,
            ["sriov at binding.vnicType"],
        );
    });

    it("judges each where they differ, and one where they agree", () => {
        assert.deepEqual(
            port({ binding: { vnicType: "direct" }, valueSpecs: { "binding:vnic_type": "vdpa" } }).techniques,
            ["sriov", "vdpa"],
        );
        assert.deepEqual(
            port({ binding: { vnicType: "direct" }, valueSpecs: { "binding:vnic_type": "macvtap" } }).techniques,
            ["sriov"],
        );
    });

    it("lets no unknown route hide behind a known one", () => {
        assert.deepEqual(port({ binding: { vnicType: "normal" }, valueSpecs: NOT_KNOWN }).techniques, ["unknown"]);
        assert.deepEqual(port({ binding: { vnicType: "normal", profile: NOT_KNOWN } }).techniques, ["unknown"]);
        assert.deepEqual(port({ binding: { vnicType: "direct" }, valueSpecs: NOT_KNOWN }).techniques, [
            "sriov",
            "unknown",
        ]);
    });
});

describe("OpenStack ports: attributes copied by valueSpecs", () => {
    it("hardware offload makes a SmartNIC of a normal port and of a VF", () => {
        assert.deepEqual(port({ valueSpecs: { hardware_offload_type: "switchdev" } }).judged, [
            "smartnic at valueSpecs.hardware_offload_type",
        ]);
        assert.deepEqual(
            port({ binding: { vnicType: "direct" }, valueSpecs: { hardware_offload_type: " SwitchDev " } }).judged,
            ["smartnic at binding.vnicType"],
        );
    });

    it("hardware offload that cannot be read is unknown", () => {
        for (const value of ["else", NOT_KNOWN, { a: 1 }]) {
            assert.deepEqual(port({ valueSpecs: { hardware_offload_type: value } }).techniques, ["unknown"]);
        }
    });

    it("vDPA and a whole function stay what they are beside switchdev", () => {
        const valueSpecs = { hardware_offload_type: "switchdev" };
        assert.deepEqual(port({ binding: { vnicType: "vdpa" }, valueSpecs }).techniques, ["vdpa"]);
        assert.deepEqual(port({ binding: { vnicType: "direct-physical" }, valueSpecs }).techniques, [
            "pci-passthrough",
        ]);
    });

    it("a device profile is an accelerator, under the profile's name", () => {
        const { attachments } = read(TOKENS.port, {
            valueSpecs: { "binding:vnic_type": "accelerator-direct", device_profile: " fpga-n3000 " },
        });
        assert.deepEqual(
            attachments.map(({ techniques, subject }) => [techniques, subject]),
            [[["accelerator"], "fpga-n3000"]],
        );
        assert.deepEqual(port({ valueSpecs: { device_profile: "fpga" } }).techniques, ["accelerator"]);
        assert.deepEqual(port({ valueSpecs: { device_profile: NOT_KNOWN } }).techniques, ["accelerator"]);
    });

    it("an approved device profile hides no VF beside it", () => {
        assert.deepEqual(
            port({ binding: { vnicType: "direct" }, valueSpecs: { device_profile: "approved" } }).techniques,
            ["sriov", "accelerator"],
        );
    });

    it("a binding attribute that nobody has heard of is unknown, the host is none", () => {
        assert.deepEqual(port({ valueSpecs: { "binding:vif_type": "hw_veb" } }).judged, [
            'unknown at valueSpecs["binding:vif_type"]',
        ]);
        assert.deepEqual(port({ valueSpecs: { "Binding:Anything": "x" } }).techniques, ["unknown"]);
        assert.deepEqual(port({ valueSpecs: { "binding:host_id": "node-1", trusted: "true" } }).techniques, ["virtio"]);
    });

    it("keys in another case, a list of entries and a list of one map are read too", () => {
        assert.deepEqual(port({ valueSpecs: { " Binding:VNIC_type ": "direct" } }).techniques, ["sriov"]);
        assert.deepEqual(port({ valueSpecs: [{ name: "a", key: "binding:vnic_type", value: "vdpa" }] }).judged, [
            "vdpa at valueSpecs[0].value",
        ]);
        assert.deepEqual(port({ valueSpecs: [{ "binding:vnic_type": "vdpa" }] }).techniques, ["vdpa"]);
    });

    it("value specs that are no map are unknown", () => {
        for (const valueSpecs of [
            "binding:vnic_type=direct",
            7,
            [NOT_KNOWN],
            ["x"],
            [{ key: NOT_KNOWN, value: "x" }],
        ]) {
            assert.deepEqual(port({ valueSpecs }).techniques, ["unknown"], JSON.stringify(valueSpecs));
        }
    });
});

describe("OpenStack ports: the binding profile", () => {
    const withProfile = (profile: unknown, vnicType?: string): string[] =>
        port({ binding: { ...(vnicType === undefined ? {} : { vnicType }), profile } }).techniques;

    it("switchdev among the capabilities makes a SmartNIC", () => {
        for (const capabilities of [["switchdev"], ["rx", " SWITCHDEV"], "switchdev"]) {
            assert.deepEqual(withProfile(JSON.stringify({ capabilities }), "direct"), ["smartnic"]);
            assert.deepEqual(withProfile(JSON.stringify({ capabilities })), ["smartnic"]);
        }
        assert.deepEqual(withProfile({ capabilities: ["switchdev"] }), ["smartnic"]);
        assert.deepEqual(withProfile(JSON.stringify({ capabilities: ["rx", "tx"] }), "direct"), ["sriov"]);
    });

    it("the flag of Cluster API is read as switchdev", () => {
        assert.deepEqual(withProfile({ ovsHWOffload: true, trustedVF: true }), ["smartnic"]);
        assert.deepEqual(withProfile({ ovsHWOffload: false }), ["virtio"]);
    });

    for (const [key, facts] of Object.entries(profileKeys).filter(([, { shows }]) => shows === "device")) {
        it(`${key} given by a user is a device`, () => {
            assert.deepEqual(withProfile(JSON.stringify({ [key]: "1" })), [facts.techniques?.join("|")]);
        });
    }

    it("a key that Cyborg's binding writes is an accelerator", () => {
        assert.deepEqual(withProfile(JSON.stringify({ arq_uuid: "0" })), ["accelerator"]);
    });

    for (const [key] of Object.entries(profileKeys).filter(([, { shows }]) => shows === "none")) {
        it(`${key} is no device`, () => {
            assert.deepEqual(withProfile(JSON.stringify({ [key]: "x" })), ["virtio"]);
        });
    }

    it("keys of one device make one attachment, the most exact", () => {
        const profile = JSON.stringify({ pci_slot: "0000:03:00.1", pci_vendor_info: "8086:10ed", vf_num: 3 });
        assert.deepEqual(withProfile(profile), ["sriov"]);
        assert.deepEqual(withProfile(profile, "direct-physical"), ["pci-passthrough"]);
    });

    it("a profile that is no JSON object, or has a key that nobody knows, is unknown", () => {
        for (const profile of ["{", "[]", '"direct"', "7", JSON.stringify({ mystery: 1 }), 7, ["x"]]) {
            assert.deepEqual(withProfile(profile), ["unknown"], JSON.stringify(profile));
        }
    });

    it("no device where a key says zero or nothing", () => {
        assert.deepEqual(withProfile(JSON.stringify({ vnic_required_vfs: 0, pci_slot: "", vf_num: null })), ["virtio"]);
    });

    it("what Nova wrote into a port that is only read is no evidence; its vnic_type is", () => {
        const profile = JSON.stringify({ os_vif_delegation: true, pci_slot: "0000:03:00.1", mystery: 1 });
        const readBack = (vnicType: string, given: unknown): string[] =>
            port({ allFixedIps: [], id: "1", binding: { vnicType, profile: given } }).techniques;
        assert.deepEqual(readBack("normal", profile), ["virtio"]);
        assert.deepEqual(readBack("normal", NOT_KNOWN), ["virtio"]);
        assert.deepEqual(readBack("direct", profile), ["sriov"]);
        assert.deepEqual(readBack("direct", JSON.stringify({ capabilities: ["switchdev"] })), ["smartnic"]);
        assert.deepEqual(readBack("normal", JSON.stringify({ capabilities: ["switchdev"] })), ["smartnic"]);
    });
});

describe("OpenStack ports: advice", () => {
    it("security groups on a device are said to have no effect", () => {
        const { notices } = port({ binding: { vnicType: "direct" }, securityGroupIds: ["web"] });
        assert.deepEqual(notices, ["security-group-without-effect at securityGroupIds"]);
        assert.deepEqual(port({ binding: { vnicType: "direct" }, securityGroupIds: [NOT_KNOWN] }).notices, notices);
        assert.deepEqual(port({ binding: { vnicType: "direct" }, securityGroupIds: [] }).notices, []);
        assert.deepEqual(port({ securityGroupIds: ["web"] }).notices, []);
    });
});

describe("OpenStack tables", () => {
    it("hold every NIC model once, whatever its case", () => {
        const words = Object.entries(nicModels).flatMap(([model, { aliases }]) => [model, ...aliases]);
        assert.equal(new Set(words.map((word) => word.toLowerCase())).size, words.length);
    });
});
