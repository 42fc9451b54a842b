import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatted, pages } from "../../docs/generate";

describe("generated documents", () => {
    for (const name of Object.keys(pages)) {
        it(`docs/${name} is what the tables give (npm run docs writes it)`, async () => {
            const written = readFileSync(join(__dirname, "..", "..", "docs", name), "utf8");
            assert.equal(written, await formatted(name));
        });
    }
});
