import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, virtioFirst } from "../cli/support";
import { estateOfJson } from "../report/schemas";

const folder = join(root, "examples", "estate");
const readme = readFileSync(join(folder, "README.md"), "utf8");

/** The command of the readme, as it stands there. */
function command(): string[] {
    const [, block = ""] = /```sh\n([\s\S]+?)```/.exec(readme) ?? [];
    return block
        .replace(/\\\n/g, " ")
        .split("\n")
        .flatMap((line) => /^npx virtio-first (.+)$/.exec(line)?.[1]?.split(/ +/) ?? []);
}

describe("the example of an estate", () => {
    const home = process.cwd();
    before(() => process.chdir(folder));
    after(() => process.chdir(home));
    const audit = (...more: string[]): ReturnType<typeof virtioFirst> =>
        virtioFirst(...command(), "--workers", "1", ...more);

    it("says what its readme shows, but for the forecast, which begins today", async () => {
        const { out, code } = await audit();
        assert.equal(code, 1);
        const [shown = ""] = readme.match(/```\nSources:[\s\S]+?```/) ?? [];
        const sections = out.trimEnd().split("\n\n");
        assert.ok(sections.length >= 6);
        for (const section of sections.filter((one) => !one.startsWith("Exceptions alive"))) {
            assert.ok(shown.includes(section), `the readme lacks:\n${section}`);
        }
    });

    it("holds every verdict, of each kind of source", async () => {
        const { out } = await audit("--json");
        const estate = estateOfJson(out);
        const states = estate.sources.flatMap(({ attachments }) => attachments.map(({ verdict }) => verdict.state));
        assert.deepEqual([...new Set(states)].sort(), ["granted", "refused", "tolerated"]);
        assert.ok((estate.totals.techniques.virtio ?? 0) > 0);
        assert.ok(estate.totals.unverified > 0);
        assert.deepEqual([...new Set(estate.sources.map(({ source }) => source.kind))].sort(), [
            "heat",
            "manifests",
            "openstack",
            "state",
        ]);
        assert.deepEqual(
            estate.unused.map(({ id }) => id),
            ["EXC-2026-022"],
        );
        assert.equal(estate.baseline?.gone.length, 1);
        assert.doesNotMatch(out, /djE6bm90/, "what is encrypted is shown nowhere");
    });

    it("tells months in which nothing happens together, and each in which something does by itself", async () => {
        const { out } = await audit();
        const forecast = out.split("\n\n").find((section) => section.startsWith("Exceptions alive")) ?? "";
        assert.match(forecast, /to 2030-02 +█+ 2 \(6 attachments\)\n/);
        assert.match(forecast, /\n +2030-03 +█+ 2 \(6 attachments\) {2}due: EXC-2026-014 vhost-user in the lab\n/);
        assert.match(forecast, /\n +2030-12 +█+ +1 \(4 attachments\) {2}ends: EXC-2026-031\n/);
    });
});
