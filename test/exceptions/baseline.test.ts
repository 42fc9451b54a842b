import assert from "node:assert/strict";
import fc from "fast-check";
import { baselineFromEntries, baselineFromText, baselineText, type BaselineEntry } from "../../exceptions/baseline";
import { TECHNIQUES } from "../../techniques/technique";

const PORT = "urn:pulumi:prod::core::openstack:networking/port:Port::fast";

const faultOf = (read: ReturnType<typeof baselineFromEntries>): string => ("fault" in read ? read.fault : "none");

function baseline(...entries: BaselineEntry[]) {
    const read = baselineFromEntries(entries);
    assert.ok("baseline" in read);
    return read.baseline;
}

describe("a baseline", () => {
    it("lets be what it holds, by resource and technique, and nothing else", () => {
        const held = baseline({ resource: PORT, technique: "sriov" }, { resource: PORT, technique: "vdpa" });
        assert.equal(held.holds(PORT, ["sriov"]), true);
        assert.equal(held.holds(PORT, ["vdpa"]), true);
        assert.equal(held.holds(PORT, ["pci-passthrough"]), false);
        assert.equal(held.holds(`${PORT}-2`, ["sriov"]), false);
    });

    it("lets an attachment with open alternatives be only where it holds all of them", () => {
        const held = baseline({ resource: PORT, technique: "sriov" }, { resource: PORT, technique: "vdpa" });
        assert.equal(held.holds(PORT, ["sriov", "vdpa"]), true);
        assert.equal(held.holds(PORT, ["sriov", "vdpa", "smartnic"]), false);
        assert.equal(held.holds(PORT, []), false);
    });

    it("is written in the order of resources and, within one, of techniques", () => {
        const text = baselineText([
            { resource: "b", technique: "sriov" },
            { resource: "a", technique: "vdpa" },
            { resource: "a", technique: "sriov" },
        ]);
        assert.deepEqual(
            [...text.matchAll(/"resource":"(.)","technique":"(\w+)"/g)].map(([, resource, technique]) => [
                resource,
                technique,
            ]),
            [
                ["a", "sriov"],
                ["a", "vdpa"],
                ["b", "sriov"],
            ],
        );
    });

    it("is written sorted, each violation once, and read back as it was", () => {
        const entries = fc.array(
            fc.record({ resource: fc.string({ minLength: 1 }), technique: fc.constantFrom(...TECHNIQUES) }),
        );
        fc.assert(
            fc.property(entries, (given) => {
                const text = baselineText(given);
                const read = baselineFromText(text);
                assert.ok("baseline" in read);
                const keys = (list: readonly BaselineEntry[]): string[] =>
                    [...new Set(list.map((one) => JSON.stringify([one.resource, one.technique])))].sort();
                assert.deepEqual(keys(read.baseline.entries), keys(given));
                assert.equal(baselineText([...given].reverse()), text);
            }),
        );
    });

    for (const [what, text, fault] of [
        ["no JSON", "violations:", /is no JSON; write it with/],
        ["another version", '{"version":2,"violations":[]}', /is no baseline of version 1/],
        ["null", "null", /is no baseline of version 1/],
        ["no list", '{"version":1,"violations":{}}', /must be a list of violations/],
        ["an entry that is none", '{"version":1,"violations":[null]}', /entry 1: needs resource/],
        ["a resource without a name", '{"version":1,"violations":[{"resource":"","technique":"sriov"}]}', /entry 1/],
    ] as const) {
        it(`is refused with its fault where its file holds ${what}`, () => {
            assert.match(faultOf(baselineFromText(text)), fault);
        });
    }

    it("repeats nothing of a faulty entry, which may hold anything", () => {
        const fault = faultOf(baselineFromEntries([{ resource: PORT, technique: "hunter2" }]));
        assert.match(fault, /entry 1/);
        assert.doesNotMatch(fault, /hunter2/);
    });
});
