// Coverage counts this process alone: a child loads the same files compiled in another way, and the two do not add up.
// The variable stays set, since the compiler of the tests keeps its source maps by it; children write elsewhere.
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

if (process.env.NODE_V8_COVERAGE) {
    const elsewhere = mkdtempSync(join(tmpdir(), "coverage-"));
    process.env.NODE_V8_COVERAGE = elsewhere;
    process.on("exit", () => rmSync(elsewhere, { recursive: true, force: true }));
}
