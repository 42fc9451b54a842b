import assert from "node:assert/strict";
import { yamlEntry, yamlRegister } from "../sample";
import { Folder, runExceptions } from "./run";

const REGISTER = yamlRegister(
    yamlEntry({ id: "EXC-0001", owner: "upf-team", expires: "2026-12-31" }),
    yamlEntry({ id: "EXC-0002", owner: "smf-team", techniques: "[vdpa, smartnic]", expires: "2026-07-01" }),
    yamlEntry({ id: "EXC-0003", owner: "smf-team", expires: "2026-06-14", transition: "{ target: vdpa }" }),
    yamlEntry({ id: "EXC-0004", owner: "amf-team", validFrom: "2026-06-16" }),
);

describe("virtio-first exceptions", () => {
    let folder: Folder;
    beforeEach(() => (folder = new Folder()));
    afterEach(() => folder.remove());

    describe("list", () => {
        const ids = async (...args: string[]): Promise<string[]> => {
            const { out, exit } = await runExceptions(folder.path, ["list", "--json", ...args]);
            assert.equal(exit, 0);
            return (JSON.parse(out) as { id: string }[]).map(({ id }) => id);
        };

        beforeEach(() => folder.write("exceptions.yaml", REGISTER));

        it("shows a table, the first to end first", async () => {
            const { out, err, exit } = await runExceptions(folder.path, ["list"]);
            assert.deepEqual([err, exit], ["", 0]);
            assert.deepEqual(
                out.split("\n").map((line) => line.split(/ {2,}/)),
                [
                    ["ID", "STATUS", "ENDS", "DAYS LEFT", "TECHNIQUES", "OWNER", "SCOPE", "MOVES TO"],
                    ["EXC-0003", "expired", "2026-06-14", "-", "sriov", "smf-team", "stacks: prod", "vdpa"],
                    ["EXC-0002", "active", "2026-07-01", "17", "vdpa, smartnic", "smf-team", "stacks: prod", "no plan"],
                    ["EXC-0001", "active", "2026-12-31", "200", "sriov", "upf-team", "stacks: prod", "no plan"],
                    ["EXC-0004", "pending", "2026-12-31", "200", "sriov", "amf-team", "stacks: prod", "no plan"],
                ],
            );
            const columns = out
                .split("\n")
                .map((line) => line.indexOf(line.includes("sriov") ? "sriov" : (/TECH|vdpa/.exec(line)?.[0] ?? "?")));
            assert.equal(new Set(columns).size, 1, "the columns are aligned");
        });

        it("filters by ID, owner, technique, status and end", async () => {
            assert.deepEqual(await ids("--id", "EXC-000?"), ["EXC-0003", "EXC-0002", "EXC-0001", "EXC-0004"]);
            assert.deepEqual(await ids("--id", "*4"), ["EXC-0004"]);
            assert.deepEqual(await ids("--owner", "smf*"), ["EXC-0003", "EXC-0002"]);
            assert.deepEqual(await ids("--technique", "smartnic"), ["EXC-0002"]);
            assert.deepEqual(await ids("--status", "expired"), ["EXC-0003"]);
            assert.deepEqual(await ids("--status", "pending"), ["EXC-0004"]);
            assert.deepEqual(await ids("--expiring", "17"), ["EXC-0002"]);
            assert.deepEqual(await ids("--expiring", "16"), []);
            assert.deepEqual(await ids("--owner", "smf*", "--status", "active"), ["EXC-0002"]);
        });

        it("shows the register as of another day", async () => {
            assert.deepEqual(await ids("--on", "2027-01-01", "--status", "active"), []);
            assert.deepEqual(await ids("--on", "2026-06-14", "--status", "active"), [
                "EXC-0003",
                "EXC-0002",
                "EXC-0001",
            ]);
        });

        it("says so where nothing fits and where nothing is there", async () => {
            assert.equal((await runExceptions(folder.path, ["list", "--owner", "nobody"])).out, "No exception fits.");
            folder.write("exceptions.yaml", "exceptions: []");
            assert.equal((await runExceptions(folder.path, ["list"])).out, "The register has no exceptions.");
        });

        it("refuses options with values that are none", async () => {
            for (const args of [
                ["--technique", "virtio"],
                ["--status", "gone"],
                ["--expiring", "soon"],
                ["--on", "2026-02-30"],
                ["--colour"],
            ]) {
                const { exit, err } = await runExceptions(folder.path, ["list", ...args]);
                assert.equal(exit, 2, args.join(" "));
                assert.match(err, /error: (option|unknown option)/);
            }
        });

        it("lists nothing of a faulty register, and names its faults", async () => {
            folder.write("exceptions.yaml", yamlRegister(yamlEntry({ owner: undefined })));
            const { out, err, exit } = await runExceptions(folder.path, ["list"]);
            assert.deepEqual([out, exit], ["", 1]);
            assert.match(err, /exceptions\.yaml:2:5: error: EXC-2026-014: exceptions\[0\]\.owner is missing/);
        });
    });

    describe("check", () => {
        it("passes a sound register", async () => {
            folder.write("exceptions.yaml", REGISTER);
            const { out, err, exit } = await runExceptions(folder.path, ["check"]);
            assert.match(out, /exceptions\.yaml: 4 exceptions$/);
            assert.deepEqual([err, exit], ["", 0]);
        });

        it("passes one with warnings, but for --strict", async () => {
            folder.write("own.yaml", yamlRegister(yamlEntry({ approvedBy: "upf-team" })));
            const relaxed = await runExceptions(folder.path, ["check", "--register", "own.yaml"]);
            assert.equal(relaxed.exit, 0);
            assert.match(relaxed.out, /own\.yaml: 1 exception, 1 warning$/);
            assert.match(relaxed.err, /warning: EXC-2026-014: .*approvedBy is the owner/);
            assert.equal((await runExceptions(folder.path, ["check", "--strict", "-r", "own.yaml"])).exit, 1);
        });

        it("refuses one with faults, in text and in JSON", async () => {
            folder.write("exceptions.yaml", yamlRegister(yamlEntry({ expires: "2026-02-30" })));
            const text = await runExceptions(folder.path, ["check"]);
            assert.equal(text.exit, 1);
            assert.match(text.err, /:9:14: error: EXC-2026-014: .*expires must be a day/);
            const json = await runExceptions(folder.path, ["check", "--json"]);
            assert.equal(json.exit, 1);
            const report = JSON.parse(json.out) as { valid: boolean; faults: { line: number; entryId: string }[] };
            assert.equal(report.valid, false);
            assert.deepEqual([report.faults[0]?.line, report.faults[0]?.entryId], [9, "EXC-2026-014"]);
        });

        it("refuses an empty file", async () => {
            folder.write("exceptions.yaml", "");
            assert.equal((await runExceptions(folder.path, ["check"])).exit, 1);
        });

        it("is called wrongly without a register", async () => {
            const none = await runExceptions(folder.path, ["check"]);
            assert.equal(none.exit, 2);
            assert.match(none.err, /there is no exceptions\.yaml here; name the register/);
            const missing = await runExceptions(folder.path, ["check", "--register", "other.yaml"]);
            assert.equal(missing.exit, 2);
            assert.match(missing.err, /the register other\.yaml is not there/);
        });

        it("checks the register of a policy config: inline, and by file", async () => {
            const entry = {
                id: "EXC-2026-014",
                techniques: ["sriov"],
                scope: { stacks: ["prod"] },
                reason: "r",
                owner: "o",
                approvedBy: "a",
                approvedOn: "2026-01-01",
                expires: "2026-12-31",
            };
            const config = (own: object): string =>
                JSON.stringify({ "paravirtual-io": { enforcementLevel: "mandatory", ...own } });
            folder.write("inline.json", config({ exceptions: [entry] }));
            assert.equal((await runExceptions(folder.path, ["check", "--policy-pack-config", "inline.json"])).exit, 0);
            folder.write("faulty.json", config({ exceptions: [{ ...entry, expires: "never" }] }));
            const faulty = await runExceptions(folder.path, ["check", "--policy-pack-config", "faulty.json"]);
            assert.equal(faulty.exit, 1);
            assert.match(faulty.err, /exceptions\[0\]\.expires must be a day/);
            folder.write("our.yaml", REGISTER);
            folder.write("file.json", config({ registerFile: "our.yaml" }));
            assert.match(
                (await runExceptions(folder.path, ["check", "--policy-pack-config", "file.json", "--policy-pack", "."]))
                    .out,
                /our\.yaml: 4 exceptions/,
            );
            folder.write("own.yaml", yamlRegister(yamlEntry({ id: "waiver" })));
            folder.write("pattern.json", config({ exceptionIdPattern: "^[a-z]+$", registerFile: "own.yaml" }));
            assert.equal(
                (
                    await runExceptions(folder.path, [
                        "check",
                        "--policy-pack-config",
                        "pattern.json",
                        "--policy-pack",
                        ".",
                    ])
                ).exit,
                0,
            );
            folder.write("typo.json", config({ registerFil: "our.yaml", exceptions: [entry] }));
            const typo = await runExceptions(folder.path, ["check", "--policy-pack-config", "typo.json"]);
            assert.equal(typo.exit, 1);
            assert.match(typo.err, /registerFil: no such key/);
            folder.write("broken.json", "{");
            assert.equal((await runExceptions(folder.path, ["check", "--policy-pack-config", "broken.json"])).exit, 2);
            assert.equal((await runExceptions(folder.path, ["check", "--policy-pack-config", "none.json"])).exit, 2);
        });

        it("cannot be made to drive a terminal by what a register holds", async () => {
            folder.write("exceptions.yaml", yamlRegister(yamlEntry({ owner: `"\\e]0;owned\\a"`, "\u001b[31m": "x" })));
            const { out, err } = await runExceptions(folder.path, ["check"]);
            assert.ok(!`${out}${err}`.includes("\u001b"));
        });
    });
});
