import assert from "node:assert/strict";
import { EXCEPTION_ID_PATTERN, exceptionIdFault } from "../../exceptions/exception-id";

describe("an exception ID", () => {
    it("is an operator's number or Anuket's own", () => {
        for (const id of [
            "EXC-2026-014",
            "CHG0012345",
            "ra2.exc.tec.001",
            "rm.exc.001",
            "A_1b",
            `E1${"x".repeat(32)}`,
        ]) {
            assert.equal(exceptionIdFault(id), undefined, id);
            assert.match(id, new RegExp(EXCEPTION_ID_PATTERN));
        }
    });

    it("is refused in any other form, with what is wrong", () => {
        const cases: [unknown, RegExp][] = [
            [undefined, /plain string/],
            [2026014, /plain string/],
            ["", /not be empty/],
            ["E-1", /at least 4 characters, and has 3/],
            [`E1${"x".repeat(33)}`, /at most 34 characters, and has 35/],
            ["2026-EXC", /starting with a letter/],
            ["EXC--014", /groups joined by/],
            ["EXC-014-", /groups joined by/],
            ["EXC 014", /groups joined by/],
            ["EXC-014\n", /groups joined by/],
            ["EXC/014", /groups joined by/],
            ["exception", /at least one digit/],
        ];
        for (const [id, expected] of cases) {
            assert.match(exceptionIdFault(id) ?? "", expected, String(id));
        }
    });

    it("takes the operator's own form, within the length that a tag can hold", () => {
        assert.equal(exceptionIdFault("waiver", /^[a-z]+$/), undefined);
        assert.match(exceptionIdFault("EXC-014", /^[a-z]+$/) ?? "", /must match the operator's pattern \^\[a-z\]\+\$/);
        assert.match(exceptionIdFault("x".repeat(35), /^[a-z]+$/) ?? "", /at most 34/);
    });
});
