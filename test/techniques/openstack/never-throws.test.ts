import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReadContext } from "../../../techniques/classification";
import { openstack } from "../../../techniques/openstack";
import { resourceTable } from "../../../techniques/openstack/resource-table";
import { StackIndex, type StackMember } from "../../../techniques/stack";
import { needsException } from "../../../techniques/technique";
import { guarded, NOT_KNOWN, read, TOKENS, view } from "./support";

const WORDS = [
    "binding",
    "vnicType",
    "vnic_type",
    "profile",
    "valueSpecs",
    "value_specs",
    "binding:vnic_type",
    "binding:profile",
    "device_profile",
    "hardware_offload_type",
    "extraSpecs",
    "pci_passthrough:alias",
    "resources:VGPU",
    "networks",
    "port",
    "flavorId",
    "imageId",
    "properties",
    "hw_vif_model",
    "templateOpts",
    "Bin",
    "URL",
    "Files",
    "environmentOpts",
    "parameters",
    "portId",
    "subPorts",
    "blockDevices",
    "uuid",
    "tags",
    "metadata",
    "id",
    "name",
    "flavorData",
    "__proto__",
    "constructor",
    "region",
    "allFixedIps",
    "toString",
];
const LEAVES = [
    "direct",
    "normal",
    "vdpa",
    "nonsense",
    "",
    " ",
    NOT_KNOWN,
    "gpu:1",
    "a,b:1",
    "{",
    "[]",
    "{}",
    '{"capabilities":["switchdev"]}',
    "resources: {n: {type: OS::Neutron::Port, properties: {'binding:vnic_type': {get_param: x}}}}",
    "p-1",
    "sriov",
    "%index%",
];

const leaf = fc.oneof(
    fc.constantFrom(...LEAVES),
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
);
const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.constantFrom(...WORDS), fc.string()), tie("value"), { maxKeys: 6 }),
    ),
}));
const props = fc.dictionary(fc.constantFrom(...WORDS), value, { maxKeys: 8 });
const tokens = fc.constantFrom(
    ...resourceTable.flatMap(({ pulumi, terraform }) => [
        ...pulumi.map((token) => `openstack:${token}`),
        `m:tf:openstack_${terraform}`,
    ]),
);
const context: ReadContext = {
    classification: { flavors: { "*": "none" }, ports: { "p-*": "sriov" }, pciAliases: { gpu: "accelerator" } },
};

describe("OpenStack readers and joins, whatever they are given", () => {
    it("never throw, behind the policy's proxy or not, and give attachments that can be judged", () => {
        fc.assert(
            fc.property(fc.array(fc.record({ token: tokens, props }), { minLength: 1, maxLength: 5 }), (resources) => {
                const members = resources.map((resource, index): StackMember => {
                    const own = view(resource.token, `r${index}`, guarded(resource.props));
                    const reading = openstack.read(own, context);
                    assert.ok(reading !== undefined);
                    const plain = openstack.read(view(resource.token, `r${index}`, resource.props), context);
                    assert.deepEqual(plain, reading);
                    return {
                        view: own,
                        reading,
                        propertyDependencies: {
                            networks: ["r0", own.urn],
                            portId: [own.urn, "?"],
                            flavorId: [own.urn],
                        },
                    };
                });
                const index = new StackIndex(members);
                for (const member of members) {
                    const joined = openstack.join(member, index, context);
                    for (const { techniques, path, evidence } of [
                        ...member.reading.attachments,
                        ...joined.attachments,
                    ]) {
                        assert.ok(techniques.length > 0 && path !== "" && evidence !== "");
                    }
                }
            }),
            { numRuns: 400 },
        );
    });

    it("never throw on objects that throw when they are looked at", () => {
        const trap = new Proxy(
            {},
            {
                get: () => {
                    throw new Error("no");
                },
                ownKeys: () => {
                    throw new Error("no");
                },
                getOwnPropertyDescriptor: () => {
                    throw new Error("no");
                },
            },
        );
        for (const { terraform } of resourceTable) {
            assert.ok(openstack.read(view(`m:tf:openstack_${terraform}`, "trap", trap), context) !== undefined);
        }
    });

    it("no way of writing a hardware vnic_type in either route comes out as software", () => {
        const white = fc.constantFrom("", " ", "\t", "\n", "  ");
        fc.assert(
            fc.property(
                fc.constantFrom(
                    "direct",
                    "macvtap",
                    "direct-physical",
                    "vdpa",
                    "remote-managed",
                    "virtio-forwarder",
                    "smart-nic",
                ),
                fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
                white,
                white,
                fc.boolean(),
                fc.boolean(),
                (word, upper, before, after, bySpecs, normalBeside) => {
                    const spelled = word
                        .split("")
                        .map((letter, index) => (upper[index] ? letter.toUpperCase() : letter))
                        .join("");
                    const given = before + spelled + after;
                    const resource = bySpecs
                        ? {
                              valueSpecs: { "binding:vnic_type": given },
                              ...(normalBeside ? { binding: { vnicType: "normal" } } : {}),
                          }
                        : {
                              binding: { vnicType: given },
                              ...(normalBeside ? { valueSpecs: { "binding:vnic_type": "normal" } } : {}),
                          };
                    const { attachments } = read(TOKENS.port, resource);
                    assert.ok(attachments.length > 0);
                    assert.ok(attachments.every(({ techniques }) => techniques.every(needsException)));
                },
            ),
        );
    });

    it("a count of a device class is either no device, a device, or unknown: never lost", () => {
        fc.assert(
            fc.property(fc.oneof(fc.integer(), fc.integer().map(String), fc.string()), (count) => {
                const { attachments } = read(TOKENS.flavor, { extraSpecs: { "resources:VGPU": count } });
                const zero = /^[+-]?0+$/.test(String(count).trim());
                assert.equal(attachments.length, zero ? 0 : 1);
            }),
        );
    });
});
