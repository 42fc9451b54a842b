import assert from "node:assert/strict";
import { quantity } from "../../../techniques/kubernetes/quantity";
import { UNKNOWN } from "../../../techniques/value";
import { NOT_YET } from "./objects";

describe("A quantity of Kubernetes", () => {
    it("is a number with or without a suffix", () => {
        for (const [word, amount] of [
            ["1", 1],
            [2, 2],
            ["0", 0],
            ["-0", -0],
            ["-1", -1],
            ["+3", 3],
            ["1.5", 1.5],
            [".5", 0.5],
            ["5.", 5],
            ["1e3", 1000],
            ["1E3", 1000],
            ["2e-1", 0.2],
            ["1e+2", 100],
            [" 7 ", 7],
            ["1n", 1e-9],
            ["1u", 1e-6],
            ["1500m", 1.5],
            ["1k", 1e3],
            ["1M", 1e6],
            ["1G", 1e9],
            ["1T", 1e12],
            ["1P", 1e15],
            ["1E", 1e18],
            ["1Ki", 1024],
            ["1Mi", 1024 ** 2],
            ["1Gi", 1024 ** 3],
            ["1Ti", 1024 ** 4],
            ["1Pi", 1024 ** 5],
            ["1Ei", 1024 ** 6],
            ["10Gi", 10 * 1024 ** 3],
            ["000", 0],
            ["0e5", 0],
            [`${"0".repeat(63)}1`, 1],
        ] as const) {
            assert.equal(quantity(word), amount, String(word));
        }
    });

    it("is none where it is no such word", () => {
        for (const word of [
            "",
            " ",
            "x",
            "1x",
            "1K",
            "1mi",
            "1 Gi",
            "--1",
            "1e",
            "1.2.3",
            "Gi",
            ".",
            "1constructor",
            true,
            [],
            {},
        ]) {
            assert.equal(quantity(word), undefined, JSON.stringify(word));
        }
    });

    it("is nothing where it is absent, and open where it is not known or too long to be read", () => {
        assert.deepEqual([quantity(undefined), quantity(null)], [0, 0]);
        assert.equal(quantity(NOT_YET), UNKNOWN);
        assert.equal(quantity(UNKNOWN), UNKNOWN);
        assert.equal(quantity("1".repeat(65)), UNKNOWN);
        assert.equal(quantity("x".repeat(65)), UNKNOWN);
    });

    it("is more than nothing where it is too small for a number, but not where it is zero", () => {
        const tiny = quantity("1e-400");
        assert.ok(typeof tiny === "number" && tiny > 0);
        assert.ok(Number(quantity("0.01e-400")) > 0);
        assert.equal(quantity("0.00e-400"), 0);
    });
});
