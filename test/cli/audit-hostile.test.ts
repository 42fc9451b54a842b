import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeFiles } from "../../cli/audit/judge-files";
import { prepared } from "../../cli/audit/prepared";
import type { EstateReport } from "../../report/estate/model";
import { build, root } from "./support";

const MILLION = 1_000_000;
const NOBODY = 65_534;
const main = join(root, "bin", "cli", "main.js");

/** A state of as many ports, each with a long description. */
function state(ports: number): string {
    const type = "openstack:networking/port:Port";
    const resources = Array.from({ length: ports }, (_, index) => ({
        urn: `urn:pulumi:prod::core::${type}::p${index}`,
        type,
        custom: true,
        inputs: { binding: { vnicType: "normal" }, description: "x".repeat(400) },
        outputs: {},
    }));
    return JSON.stringify({ version: 3, deployment: { resources } });
}

describe("an audit of sources that give trouble", function () {
    this.timeout(120_000);
    let folder = "";
    const write = (name: string, content: string): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
    };
    /** Runs the installed command. */
    const audit = (
        args: readonly string[],
        options: { readonly node?: readonly string[]; readonly uid?: number } = {},
    ): { readonly estate: EstateReport; readonly code: number | null } => {
        const { stdout, stderr, status } = spawnSync(
            process.execPath,
            [...(options.node ?? []), main, "audit", ...args, "--json"],
            { encoding: "utf8", ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }) },
        );
        assert.ok(stdout.startsWith("{"), stderr);
        return { estate: JSON.parse(stdout) as EstateReport, code: status };
    };
    const gapsIn = ({ problems }: EstateReport): string[] =>
        problems
            .filter(({ kind }) => kind === "gap")
            .map(({ place, message }) => `${place.slice(folder.length + 1)}: ${message}`);

    before(build);
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-hostile-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("reads a manifest of a million lines", () => {
        const lines = Array.from({ length: MILLION }, (_, index) => `    line ${index}`);
        const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: big }\ndata:\n  log: |\n";
        const { estate, code } = audit([write("big.yaml", head + lines.join("\n"))]);
        assert.deepEqual([estate.totals.resources, estate.problems, code], [1, [], 0]);
    });

    it("finds nothing in a million lines of something else, and says so", () => {
        const lines = Array.from({ length: MILLION }, (_, index) => `  { "line": ${index} }`);
        const { estate, code } = audit([write("log.json", `[\n${lines.join(",\n")}\n]`)]);
        assert.equal(code, 3);
        assert.match(gapsIn(estate).join(), /^log\.json: It holds nothing that is known here\./);
    });

    it("says which source was taken away while others were read", async () => {
        const there = write("there.json", state(1));
        const job = {
            source: { path: folder, name: "folder", project: "", stack: "" },
            files: [join(folder, "gone.json"), there],
            judge: "states",
            named: false,
        } as const;
        const now = new Date();
        const { sources, problems } = await judgeFiles(job, prepared({ raw: {}, packFolder: folder }, now), now);
        assert.equal(sources.length, 1);
        assert.deepEqual(problems, [
            {
                kind: "gap",
                place: join(folder, "gone.json"),
                message: "It is not there, or was taken away meanwhile; correct the path.",
            },
        ]);
    });

    it("says which file and which folder it has no rights to read", function () {
        const isRoot = process.getuid?.() === 0;
        const secret = write("secret.json", state(1));
        const open = write("open.json", state(1));
        chmodSync(folder, 0o755);
        chmodSync(secret, 0o000);
        const { estate, code } = audit([secret, open], isRoot ? { uid: NOBODY } : {});
        assert.equal(code, 3);
        assert.deepEqual(gapsIn(estate), ["secret.json: There are no rights to read it; give them."]);
        assert.equal(estate.sources.length, 1);
        chmodSync(folder, 0o700);
        if (isRoot) {
            assert.match(audit([folder], { uid: NOBODY }).estate.problems[0]?.message ?? "", /no rights to read it/);
        }
    });

    it("goes on where one source takes all the memory of its thread", () => {
        const big = write("big.json", state(100_000));
        const small = write("small.json", state(3));
        const { estate, code } = audit([big, small, "--workers", "2"], { node: ["--max-old-space-size=80"] });
        assert.equal(code, 3);
        assert.deepEqual(gapsIn(estate), [
            "big.json: It could not be judged: its thread ended before it was done, perhaps for want of memory.",
        ]);
        assert.equal(estate.totals.resources, 3);
    });

    it("ends with a finding where the only source takes all memory, rather than in a crash", () => {
        const { estate, code } = audit([write("big.json", state(140_000))], { node: ["--max-old-space-size=80"] });
        assert.equal(code, 3);
        assert.match(gapsIn(estate).join(), /^big\.json: .*for want of memory/);
    });
});
