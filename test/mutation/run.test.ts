import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { changedLines, scoreOf, testsOf } from "./run";

function foldersOf(dir: string): string[] {
    return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [`techniques/${entry.name}`] : [],
    );
}

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

    it("is seen by the tests of the room, and of its room's part where that has some of its own", () => {
        assert.deepEqual(testsOf(["exceptions/verdict.ts:1-9"]), ["test/exceptions/*.test.ts"]);
        assert.ok(testsOf(["techniques/kubernetes/pods.ts"]).every((glob) => !glob.includes("openstack")));
        const both = testsOf(["techniques/openstack/port.ts", "exceptions/dates.ts", "techniques/openstack/join.ts"]);
        assert.deepEqual(both, [...new Set(both)]);
        assert.ok(both.includes("test/exceptions/*.test.ts") && both.some((glob) => glob.includes("openstack/*")));
        const root = join(__dirname, "..", "..");
        for (const room of ["exceptions", "policy-pack", "techniques", ...foldersOf(join(root, "techniques"))]) {
            assert.ok(testsOf([`${room}/any.ts`]).length > 0, room);
        }
        assert.ok(testsOf(["techniques/**/*.ts"]).some((glob) => glob.includes("test/techniques/**")));
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
