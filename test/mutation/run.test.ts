import assert from "node:assert/strict";
import { changedLines, scoreOf } from "./run";

describe("Mutation testing of what was changed", () => {
    it("takes the added and changed lines of the rooms that decide", () => {
        const diff = [
            "diff --git a/techniques/read.ts b/techniques/read.ts",
            "--- a/techniques/read.ts",
            "+++ b/techniques/read.ts",
            "@@ -3 +3,2 @@ import",
            "-one",
            "+two",
            "+three",
            "@@ -20,4 +21,0 @@ gone",
            "@@ -30 +27 @@",
            "--- a/report/build.ts",
            "+++ b/report/build.ts",
            "@@ -1 +1 @@",
            "--- a/policy-pack/rule-examples.ts",
            "+++ b/policy-pack/rule-examples.ts",
            "@@ -1 +1 @@",
        ].join("\n");
        assert.deepEqual(changedLines(diff), ["techniques/read.ts:3-4", "techniques/read.ts:27-27"]);
    });

    it("passes over a file that was deleted", () => {
        const diff = "--- a/techniques/old.ts\n+++ /dev/null\n@@ -1,9 +0,0 @@\n";
        assert.deepEqual(changedLines(diff), []);
    });

    it("counts what a test noticed, among what it could have noticed", () => {
        const mutant = (status: string) => ({
            status,
            mutatorName: "any",
            location: { start: { line: 1, column: 1 } },
        });
        const mutants = ["Killed", "Timeout", "Survived", "NoCoverage", "CompileError", "Ignored"].map(mutant);
        assert.equal(scoreOf(mutants), 50);
        assert.equal(scoreOf([]), 100);
    });
});
