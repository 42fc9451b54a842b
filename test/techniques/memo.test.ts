import assert from "node:assert/strict";
import { remembered } from "../../techniques/memo";

describe("what is remembered of a word", () => {
    it("is made once, be it nothing", () => {
        for (const made of ["x", undefined]) {
            let times = 0;
            const known = remembered(() => {
                times++;
                return made;
            });
            assert.deepEqual([known("a"), known("a"), known("b"), known("a")], [made, made, made, made]);
            assert.equal(times, 2);
        }
    });

    it("is not kept of words that are long, nor of very many", () => {
        let times = 0;
        const known = remembered((word) => {
            times++;
            return word.length;
        });
        const long = "x".repeat(1001);
        assert.deepEqual([known(long), known(long), times], [1001, 1001, 2]);
        const longest = "x".repeat(1000);
        assert.deepEqual([known(longest), known(longest), times], [1000, 1000, 3]);
        for (let index = 0; index < 9_999; index++) {
            known(`w${index}`);
        }
        assert.deepEqual([known("w0"), times], [2, 10_002]);
        known("one more than are kept");
        assert.deepEqual([known("w0"), times], [2, 10_004]);
    });
});
