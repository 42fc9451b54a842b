import assert from "node:assert/strict";
import fc from "fast-check";
import { readExactJson } from "../../exceptions/register-json";

/** Values as they come back of a text: no key that a JavaScript object would put elsewhere, and no negative zero. */
const value = fc
    .dictionary(
        fc.string().map((key) => `k${key}`),
        fc.jsonValue(),
    )
    .map((drawn) => JSON.parse(JSON.stringify(drawn)) as unknown)
    .filter((drawn) => !/"\d+":/.test(JSON.stringify(drawn)));

describe("a register's text that is JSON", () => {
    it("is read as JSON, however it is spaced", () => {
        fc.assert(
            fc.property(
                value,
                fc.constantFrom(undefined, " ", "\t", "    "),
                fc.boolean(),
                (drawn, indent, windows) => {
                    const text = ` ${JSON.stringify(drawn, undefined, indent)}\n`;
                    assert.deepEqual(readExactJson(windows ? text.replaceAll("\n", "\r\n") : text), drawn);
                },
            ),
        );
        assert.deepEqual(readExactJson('{ "a b\\t" :\r\n\t[ "\\\\" , "x\\"  y" ] }\n\n'), { "a b\t": ["\\", 'x"  y'] });
    });

    it("is left to the reader of YAML where JSON would lose something of it, or where it is none", () => {
        for (const text of [
            '{"a": 1, "a": 2}',
            '{"a": {"b": 1, "c": 2, "b": 1}}',
            '{"a": 1.0}',
            '{"a": 1e2}',
            '{"a": -0}',
            '{"a": 12345678901234567890}',
            '{"2": 1, "1": 2}',
            '{"a": "\\u0041"}',
            '{"__proto__": 1, "a": 1, "__proto__": 1}',
            '["a"]',
            '"a"',
            "a: 1",
            'x {"a": 1}',
            '{"a": 1} x',
            '{"a": 1',
            "",
        ]) {
            assert.equal(readExactJson(text), undefined, text);
        }
    });
});
