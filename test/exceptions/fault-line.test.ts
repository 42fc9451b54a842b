import assert from "node:assert/strict";
import { faultLine } from "../../exceptions/entry";

describe("a fault of the register as a line of text", () => {
    it("leads to the place, as exactly as it is known", () => {
        const fault = { severity: "error", source: "exceptions.yaml", message: "It ends before it begins." } as const;
        assert.equal(faultLine(fault), "exceptions.yaml: error: It ends before it begins.");
        assert.equal(faultLine({ ...fault, line: 12 }), "exceptions.yaml:12: error: It ends before it begins.");
        assert.equal(
            faultLine({ ...fault, line: 12, column: 9, entryId: "EXC-2026-014" }),
            "exceptions.yaml:12:9: error: EXC-2026-014: It ends before it begins.",
        );
    });
});
