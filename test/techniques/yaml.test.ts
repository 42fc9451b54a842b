import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { parseManifest } from "../../preview/kubernetes-yaml";
import { documentsOf } from "../../report/sources/documents";
import { isShallow, kubernetesTags, loadYaml, yamlTokens } from "../../techniques/yaml";

/** Plain words of YAML, and what Kubernetes' own parser makes of them. */
const WORDS: readonly (readonly [word: string, value: unknown])[] = [
    ["e1000", "e1000"],
    ["E10", "E10"],
    [".", "."],
    ["._", "._"],
    ["1e3", 1000],
    ["1.5", 1.5],
    [".5", 0.5],
    ["-3", -3],
    ["0x1F", 31],
    ["010", 8],
    ["12:30", "12:30"],
    ["0000:02:00.1", "0000:02:00.1"],
    ["2001-01-01", "2001-01-01"],
    ["yes", true],
    ["off", false],
    ["~", null],
];

describe("plain words of YAML", () => {
    for (const [word, value] of WORDS) {
        it(`${word} is ${JSON.stringify(value)} in an audit and in a preview, as in Kubernetes`, () => {
            const text = `apiVersion: v1\nkind: ConfigMap\nword: ${word}\n`;
            const read = parseDocument(text, { version: "1.1", customTags: kubernetesTags }).toJS() as object;
            const expected = { apiVersion: "v1", kind: "ConfigMap", word: value };
            assert.deepEqual(read, expected);
            assert.deepEqual(documentsOf(text).documents[0]?.value, expected);
            assert.deepEqual(parseManifest(text), [expected]);
        });
    }
});

describe("the depth of a text in YAML", () => {
    const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

    it("is checked before anything is composed", () => {
        const yaml = loadYaml();
        // The document is a level of the parser's own.
        assert.deepEqual(
            [1, 8, 9, 10].map((depth) => isShallow(yaml, nested(depth), 10)),
            [true, true, true, false],
        );
        assert.ok(isShallow(yaml, nested(99)));
        assert.ok(!isShallow(yaml, nested(100)));
        assert.equal(yamlTokens(yaml, nested(10), 10), undefined);
    });

    it("leaves all tokens of a text, and where its lines begin", () => {
        const lines: number[] = [];
        const tokens = yamlTokens(loadYaml(), "a: 1\nb: [2]\n", 10, (offset) => lines.push(offset)) ?? [];
        assert.deepEqual(
            tokens.map(({ type }) => type),
            ["document"],
        );
        assert.deepEqual(lines, [0, 5, 12]);
    });
});
