import assert from "node:assert/strict";
import { completed } from "../../policy-pack/member";
import { type Attachment, EMPTY_READING, type Reading, type Reference } from "../../techniques/reading";
import { UNKNOWN } from "../../techniques/value";

function attachment(over: Partial<Attachment> = {}): Attachment {
    return { techniques: ["sriov"], role: "asks", path: "a", evidence: "e", ...over };
}

function reading(...attachments: Attachment[]): Reading {
    return { ...EMPTY_READING, attachments };
}

function shown(own: Reading, outputs: Reading): string[] {
    return completed(own, outputs).attachments.map(
        ({ techniques, role, path }) => `${role} ${path} ${techniques.join("|")}`,
    );
}

describe("what the outputs of a resource add to its inputs", () => {
    it("is nothing where they show the same, in whatever order", () => {
        const both = [attachment(), attachment({ path: "b", techniques: ["vdpa"] })];
        const all = ["asks a sriov", "asks b vdpa"];
        assert.deepEqual(shown(reading(...both), reading(...both)), all);
        assert.deepEqual(shown(reading(...both), reading(...[...both].reverse())), all);
        assert.deepEqual(shown(reading(...both), EMPTY_READING), all);
        const open = attachment({ techniques: ["sriov", "vdpa"] });
        assert.deepEqual(shown(reading(open), reading({ ...open })), ["asks a sriov|vdpa"]);
    });

    it("is each attachment at another place, in another role, or of another technique", () => {
        for (const other of [
            attachment({ path: "b" }),
            attachment({ role: "offers" }),
            attachment({ techniques: ["vdpa"] }),
            attachment({ techniques: ["sriov", "vdpa"] }),
        ]) {
            const { techniques, role, path } = other;
            assert.deepEqual(shown(reading(attachment()), reading(other)), [
                "asks a sriov",
                `${role} ${path} ${techniques.join("|")}`,
            ]);
            assert.equal(shown(reading(other), reading(attachment())).length, 2);
        }
        assert.deepEqual(shown(EMPTY_READING, reading(attachment())), ["asks a sriov"]);
        assert.deepEqual(shown(reading(), reading(attachment())), ["asks a sriov"]);
    });

    it("is nothing that cannot be told: the inputs decide then", () => {
        assert.deepEqual(shown(reading(attachment()), reading(attachment({ techniques: ["unknown"] }))), [
            "asks a sriov",
        ]);
    });

    it("is the name of what the inputs leave open, at the same place", () => {
        const reference = (path: string, value: Reference["value"]): Reference =>
            ({ kind: "network", path, value }) as Reference;
        const named = (own: Reference[], outputs: Reference[]): string[] =>
            completed({ ...EMPTY_READING, references: own }, { ...EMPTY_READING, references: outputs }).references.map(
                ({ path, value }) => `${path} ${String(value)}`,
            );
        assert.deepEqual(
            named([reference("a", UNKNOWN), reference("b", "n")], [reference("a", "m"), reference("b", "o")]),
            ["a m", "b n"],
        );
        assert.deepEqual(named([reference("a", UNKNOWN)], [reference("a", UNKNOWN), reference("b", "m")]), [
            `a ${String(UNKNOWN)}`,
        ]);
        assert.deepEqual(named([reference("a", "n")], [reference("a", "m")]), ["a n"]);
    });

    it("is what only they define", () => {
        const definition = { kind: "network", name: "n" } as never;
        const all = completed(
            { ...EMPTY_READING, definitions: [definition] },
            { ...EMPTY_READING, definitions: [definition] },
        );
        assert.equal(all.definitions.length, 2);
        assert.equal(completed(EMPTY_READING, EMPTY_READING), EMPTY_READING);
    });
});
