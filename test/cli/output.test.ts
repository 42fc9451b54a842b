import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { virtioFirst } from "./support";

const state = JSON.stringify({
    version: 3,
    deployment: {
        resources: [
            {
                urn: "urn:pulumi:dev::core::pulumi:pulumi:Stack::core-dev",
                type: "pulumi:pulumi:Stack",
                inputs: {},
                outputs: {},
            },
        ],
    },
});

describe("--output", () => {
    let folder: string;
    let from: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "virtio-first-output-"));
        from = join(folder, "state.json");
        writeFileSync(from, state);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const report = (...outputs: string[]) =>
        virtioFirst("report", "--from", from, ...outputs.flatMap((output) => ["-o", output]));

    it("writes several formats at once, and the page for the terminal beside them", async () => {
        const file = (name: string): string => join(folder, name);
        const { out, code } = await report(`json=${file("a.json")}`, `junit=${file("a.xml")}`);
        assert.equal(code, 0);
        assert.match(out, /Conformance: Fully Conformant/);
        assert.equal((JSON.parse(readFileSync(file("a.json"), "utf8")) as { version: number }).version, 1);
        assert.match(readFileSync(file("a.xml"), "utf8"), /^<\?xml/);
    });

    it("takes - and /dev/stdout for standard output, where one format alone may go", async () => {
        for (const place of ["-", "/dev/stdout"]) {
            const { out } = await report(`json=${place}`);
            assert.equal((JSON.parse(out) as { stack: string }).stack, "dev");
        }
        for (const [first, second] of [
            ["-o", "json=/dev/stdout"],
            ["-o", "junit"],
            ["--json", "--no-color"],
        ] as const) {
            const { code, err, out } = await virtioFirst("report", "--from", from, "-o", "sarif", first, second);
            assert.deepEqual([code, out], [2, ""]);
            assert.match(err, /only one format can go to standard output, not sarif, (json|junit)/);
        }
    });

    it("writes into a named pipe, and does not replace it by a file", async function () {
        if (process.platform === "win32") {
            this.skip(); // No named pipes in the file system there.
        }
        const pipe = join(folder, "pipe");
        execFileSync("mkfifo", [pipe]);
        // Opened for reading in a thread of its own: writing waits for a reader.
        const reading = readFile(pipe, "utf8");
        await report(`json=${pipe}`);
        assert.equal((JSON.parse(await reading) as { stack: string }).stack, "dev");
        assert.ok(lstatSync(pipe).isFIFO());
    });

    it("names a file that cannot be written, and a format that there is not", async () => {
        const unwritable = await report(`json=${join(folder, "no-such-folder", "a.json")}`);
        assert.equal(unwritable.code, 2);
        assert.match(unwritable.err, /a\.json cannot be written \(ENOENT\); name another file, or make its folder/);
        const unknown = await report("yaml");
        assert.equal(unknown.code, 2);
        assert.match(unknown.err, /the formats are text, markdown, html/);
    });
});
