import assert from "node:assert/strict";
import { MAX_JSON_LENGTH } from "../../../techniques/kubernetes/go-json";
import { looksLikeManifests, MAX_YAML_LENGTH, readYaml } from "../../../techniques/kubernetes/manifest-text";

/** Aliases of aliases: nine to the power of eight values in a few hundred letters. */
const BOMB = "bcdefghi"
    .split("")
    .reduce(
        (text, letter, index) => `${text}${letter}: &${letter} [${`*${"abcdefgh".charAt(index)},`.repeat(9)}]\n`,
        "a: &a x\n",
    );

describe("The values of a text that holds manifests", () => {
    for (const [text, values] of [
        ["a: 1", [{ a: 1 }]],
        ["a: 1\n---\nb: 2\n", [{ a: 1 }, { b: 2 }]],
        ["a: 1\n---\n---\nnull\n---\n~\n---\nfalse", [{ a: 1 }, false]],
        ['{"a": 1}', [{ a: 1 }]],
        ['\n\t {"a": [1, null]}', [{ a: [1, null] }]],
        ["[1, 2]", [[1, 2]]],
        ["{a: 1}", [{ a: 1 }]],
        ['{"a": 1}\n---\n{"b": 2}', [{ a: 1 }, { b: 2 }]],
        ["a: 1\na: 2", [{ a: 2 }]],
        ["a: &x {b: 1}\nc: *x", [{ a: { b: 1 }, c: { b: 1 } }]],
        ["", []],
        ["# nothing", []],
        ["a: [", []],
        ['{"a": 1', []],
        ["a: 1\n---\nb: [", [{ a: 1 }]],
        ["a: *gone", []],
        ["word", ["word"]],
        [BOMB, []],
        ["[".repeat(5000), []],
        [`${"- ".repeat(3000)}x`, []],
    ] as const) {
        it(JSON.stringify(text).slice(0, 80), () => assert.deepEqual(readYaml(text), values));
    }

    it("are read up to a length, and JSON, which is read faster, up to a longer one", () => {
        const yaml = (length: number): string => `a: 1 #${"x".repeat(length - 6)}`;
        assert.deepEqual(readYaml(yaml(MAX_YAML_LENGTH)), [{ a: 1 }]);
        assert.deepEqual(readYaml(yaml(MAX_YAML_LENGTH + 1)), []);
        const json = (length: number): string => `["${"x".repeat(length - 4)}"]`;
        assert.equal(readYaml(json(MAX_JSON_LENGTH)).length, 1);
        assert.deepEqual(readYaml(json(MAX_JSON_LENGTH + 1)), []);
        assert.equal(readYaml(`${"[".repeat(500)}${"]".repeat(500)}`).length, 1);
    });

    it("are looked for where the words of a manifest stand, as words", () => {
        assert.ok(looksLikeManifests("apiVersion: v1\nkind: Pod"));
        assert.ok(looksLikeManifests('{"kind":"Pod","apiVersion":"v1"}'));
        for (const text of [
            "apiVersion: v1",
            "kind: Pod",
            "apiVersions: v1\nkind: Pod",
            "apiVersion: v1\nmankind: x",
            "",
        ]) {
            assert.ok(!looksLikeManifests(text), text);
        }
    });
});
