import assert from "node:assert/strict";
import fc from "fast-check";
import { dump } from "js-yaml";
import { stringify } from "yaml";
import { carefulDocuments, DEEPEST } from "../../report/sources/careful-yaml";
import { quickDocuments } from "../../report/sources/quick-yaml";

/** Pieces that YAML is made of, the doubtful ones among them. */
const PIECES = [
    ...Array.from("-_=<@`#{}[]:\\'\"~ \n\t"),
    ...["a", "a b", "b: ", "- ", ", ", ": ", "? ", "<<: ", "# c\n", "---\n", "...\n", "\n  ", "\n    ", "\r\n"],
    ...["|\n", "|-\n", ">\n", ">+\n", "&x ", "*x", "!t ", "!!str ", "%YAML 1.1\n", "é", "\u2028", "\ufeff", "''", '""'],
    ...["1", "-0", "0x1F", "0b1", "010", "1_000", "1e3", "e1000", ".5", ".", "+.inf", ".nan", "12:30", "0000:02:00.1"],
    ...["yes", "off", "null", "2001-01-01"],
];

/** How often the quick way read a text at all. */
let read = 0;

/** What the quick way reads, and the careful one without a fault, is the same. */
function assertAlike(text: string): void {
    const quick = quickDocuments(text, DEEPEST);
    const { documents, faults } = carefulDocuments(text);
    if (quick !== undefined && faults.length === 0) {
        read++;
        const values = quick.map(({ value }) => value).filter((value) => value !== null);
        assert.deepEqual(
            values,
            documents.map(({ value }) => value),
        );
    }
}

describe("reading YAML the quick way", () => {
    beforeEach(() => (read = 0));

    for (const [what, before] of [
        ["as a whole text", ""],
        ["as a value", "a: "],
        ["in a list", "a:\n  b:\n    - "],
        ["after a block of text", "a: |\n  x\n"],
    ]) {
        it(`gives what the careful way gives: any pieces ${what}`, () => {
            const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 });
            fc.assert(
                fc.property(pieces, (some) => assertAlike(`${before}${some.join("")}`)),
                { numRuns: 3000 },
            );
            assert.ok(read > 50, `only ${read} texts were read`);
        });
    }

    it("gives what the careful way gives: any JSON as tools print it in YAML", () => {
        const value = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
        fc.assert(
            fc.property(value, (one) => {
                assertAlike(stringify(one));
                assertAlike(dump(one));
            }),
            { numRuns: 500 },
        );
        assert.ok(read > 500, `only ${read} texts were read`);
    });

    for (const [what, text] of [
        ["a fault", "a: [b"],
        ["aliases", "a: &x 1\nb: *x"],
        ["merged maps", "a: { <<: { b: 1 } }"],
        ["tags", "a: !Ref b"],
        ["a map as a key", "? { a: 1 }\n: b"],
        ["no word as a key", "~: b"],
        ["nesting without end", "a: ".padEnd(100_000, "[")],
        ["a mere word", "word"],
    ]) {
        it(`leaves ${what} to the careful way`, () => assert.equal(quickDocuments(text ?? "", DEEPEST), undefined));
    }

    it("knows where each document begins", () => {
        const text = "# a comment\na: 1\n---\n\nb: 2\n---\n- c\n";
        const offsets = quickDocuments(text, DEEPEST)?.map(({ offset }) => text.slice(offset, offset + 3));
        assert.deepEqual(offsets, ["a: ", "b: ", "- c"]);
    });
});
