import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRegister } from "../../../exceptions/register";
import { readyRegister, yamlEntry, yamlRegister } from "../sample";
import { answering, Folder, runExceptions } from "./run";

const FLAGS = [
    ...["--id", "EXC-2026-099", "--technique", "sriov", "--technique", "vdpa", "--stack", "prod"],
    ...["--reason", "Because: of #1", "--owner", "upf-team", "--approved-by", "board", "--expires", "2026-12-31"],
];

const COMMENTED = `# The operator's exceptions.
exceptions:
# The user plane.
- id: EXC-2026-014   # renewed once
  techniques: [ sriov ]
  scope: {stacks: [prod]}
  reason: >-
    More packets per second
    than the switch gives.
  owner: 'upf-team'
  approvedBy: "board"
  approvedOn: 2026-01-15
  expires:   2026-12-31
  # ask again in autumn
# The end.
`;

describe("virtio-first exceptions new", () => {
    let folder: Folder;
    beforeEach(() => (folder = new Folder()));
    afterEach(() => folder.remove());

    const read = (name = "exceptions.yaml"): string => readFileSync(join(folder.path, name), "utf8");
    const entries = (name?: string) => readyRegister(parseRegister(read(name), "here")).register.entries;

    it("makes a register with the entry in it", async () => {
        const { out, err, exit } = await runExceptions(folder.path, ["new", ...FLAGS]);
        assert.deepEqual([out, err, exit], ["EXC-2026-099 is entered in exceptions.yaml, until 2026-12-31.", "", 0]);
        assert.deepEqual(entries(), [
            {
                id: "EXC-2026-099",
                techniques: ["sriov", "vdpa"],
                scope: { stacks: ["prod"] },
                reason: "Because: of #1",
                owner: "upf-team",
                approvedBy: "board",
                approvedOn: "2026-06-15",
                validFrom: "2026-06-15",
                expires: "2026-12-31",
                category: "waiver",
            },
        ]);
        assert.deepEqual(readdirSync(folder.path), ["exceptions.yaml"]);
    });

    it("takes every field", async () => {
        const more = [
            ...["--project", "edge", "--namespace", "upf", "--resource", "kubernetes:core/v1:Pod::upf-*"],
            ...[
                "--approved-on",
                "2026-02-01",
                "--valid-from",
                "2026-03-01",
                "--category",
                "mitigated",
                "--basis",
                "ra2.exc.tec.001",
            ],
            ...[
                "--implication",
                "No live migration.",
                "--target",
                "vdpa",
                "--plan",
                "https://example.com/p",
                "--ticket",
                "CHG0012345",
            ],
            ...["--milestone", "Tested = twice=2026-05-01", "--milestone", "Moved=2026-09-01"],
        ];
        const { exit } = await runExceptions(folder.path, [
            "new",
            ...FLAGS.filter((flag) => flag !== "vdpa").filter(
                (flag, index, all) => !(flag === "--technique" && all[index + 1] !== "sriov"),
            ),
            ...more,
        ]);
        assert.equal(exit, 0);
        const [entry] = entries();
        assert.deepEqual(entry?.scope, {
            projects: ["edge"],
            stacks: ["prod"],
            namespaces: ["upf"],
            resources: ["kubernetes:core/v1:Pod::upf-*"],
        });
        assert.deepEqual(entry.transition, {
            target: "vdpa",
            plan: "https://example.com/p",
            milestones: [
                { name: "Tested = twice", date: "2026-05-01", done: false },
                { name: "Moved", date: "2026-09-01", done: false },
            ],
        });
        const { approvedOn, validFrom, category, basis, implication, ticket } = entry;
        assert.deepEqual(
            [approvedOn, validFrom, category, basis, implication, ticket],
            ["2026-02-01", "2026-03-01", "mitigated", "ra2.exc.tec.001", "No live migration.", "CHG0012345"],
        );
    });

    it("leaves every letter of what is there, and writes in its style", async () => {
        folder.write("exceptions.yaml", COMMENTED);
        await runExceptions(folder.path, ["new", ...FLAGS]);
        const added = read().replace(/- id: EXC-2026-099\n(?: {2}.*\n)+/, "");
        assert.equal(added, COMMENTED);
        assert.match(
            read(),
            /# ask again in autumn\n(?:# The end\.\n)?- id: EXC-2026-099\n {2}techniques: \[sriov, vdpa\]\n/,
        );
        assert.deepEqual(
            entries().map(({ id }) => id),
            ["EXC-2026-014", "EXC-2026-099"],
        );
    });

    it("keeps Windows line ends, a missing last line end, and keys that follow the list", async () => {
        for (const text of [
            COMMENTED.replaceAll("\n", "\r\n"),
            COMMENTED.trimEnd(),
            `${COMMENTED}$schema: ./register.schema.json\n`,
        ]) {
            folder.write("exceptions.yaml", text);
            assert.equal((await runExceptions(folder.path, ["new", ...FLAGS])).exit, 0);
            assert.equal(entries().length, 2);
            assert.equal(read().includes("\r\n"), text.includes("\r\n"));
            assert.equal(/[^\r]\n/.test(read()), !text.includes("\r\n"));
            for (const line of text.split(/\r?\n/)) {
                assert.ok(read().includes(line), line);
            }
        }
    });

    it("writes into an empty list, a list in brackets, and JSON", async () => {
        const one = `{ id: EXC-0001, techniques: [sriov], scope: { stacks: [a] }, reason: r, owner: o, approvedBy: b, approvedOn: 2026-01-01, expires: 2026-12-31 }`;
        for (const text of ["exceptions: [] # none yet\n", `# ours\nexceptions: [${one}] # that is all\n`]) {
            folder.write("exceptions.yaml", text);
            assert.equal((await runExceptions(folder.path, ["new", ...FLAGS])).exit, 0);
            assert.equal(entries().at(-1)?.id, "EXC-2026-099");
            assert.match(read(), /# (none yet|that is all)/);
        }
        folder.write("exceptions.json", `{\n    "$schema": "x",\n    "exceptions": []\n}\n`);
        assert.equal((await runExceptions(folder.path, ["new", ...FLAGS, "-r", "exceptions.json"])).exit, 0);
        const json = JSON.parse(read("exceptions.json")) as { $schema: string; exceptions: { id: string }[] };
        assert.deepEqual([json.$schema, json.exceptions[0]?.id], ["x", "EXC-2026-099"]);
        assert.match(read("exceptions.json"), /^\{\n {4}"\$schema"/);
    });

    it("reckons the last day from a number of days", async () => {
        const flags = FLAGS.slice(0, -2);
        assert.equal((await runExceptions(folder.path, ["new", ...flags, "--days", "30"])).exit, 0);
        assert.equal(entries()[0]?.expires, "2026-07-14");
        const both = await runExceptions(folder.path, ["new", ...FLAGS, "--days", "30"]);
        assert.deepEqual([both.exit, both.err], [2, "--expires and --days are both given; keep one."]);
    });

    it("enters nothing that the register would refuse, and leaves the file", async () => {
        folder.write("exceptions.yaml", COMMENTED);
        const cases: [string[], RegExp][] = [
            [["new", ...FLAGS, "--id", "EXC-2026-014"], /is already the ID of exceptions\[0\]/],
            [["new", ...FLAGS, "--id", "exception"], /must hold at least one digit/],
            [["new", ...FLAGS, "--expires", "2026-01-01"], /expires lies before approvedOn/],
            [["new", ...FLAGS, "--category", "always"], /category is not allowed/],
            [["new", ...FLAGS, "--plan", "wiki"], /plan must be an address/],
        ];
        for (const [args, expected] of cases) {
            const { err, exit } = await runExceptions(folder.path, args);
            assert.equal(exit, 1);
            assert.match(err, expected);
            assert.equal(read(), COMMENTED);
        }
    });

    it("enters nothing in a register that has faults", async () => {
        const faulty = yamlRegister(yamlEntry({ owner: undefined }));
        folder.write("exceptions.yaml", faulty);
        const { err, exit } = await runExceptions(folder.path, ["new", ...FLAGS]);
        assert.equal(exit, 1);
        assert.match(err, /owner is missing[^]*nothing is entered/);
        assert.equal(read(), faulty);
    });

    it("warns of what is worth a look, and enters it", async () => {
        const { err, exit } = await runExceptions(folder.path, ["new", ...FLAGS, "--approved-by", "upf-team"]);
        assert.equal(exit, 0);
        assert.match(err, /warning: EXC-2026-099: .*approvedBy is the owner/);
    });

    it("takes the operator's own form of IDs", async () => {
        const { exit } = await runExceptions(folder.path, [
            "new",
            ...FLAGS,
            "--id",
            "waiver",
            "--id-pattern",
            "^[a-z]+$",
        ]);
        assert.equal(exit, 0);
        assert.equal((await runExceptions(folder.path, ["new", ...FLAGS, "--id-pattern", "("])).exit, 2);
    });

    it("shows what it would write with --dry-run, and writes nothing", async () => {
        folder.write("exceptions.yaml", COMMENTED);
        const { out, exit } = await runExceptions(folder.path, ["new", ...FLAGS, "--dry-run"]);
        assert.equal(exit, 0);
        assert.match(out, /EXC-2026-099/);
        assert.equal(read(), COMMENTED);
    });

    it("names every option that is missing where nobody can answer", async () => {
        const { err, exit } = await runExceptions(folder.path, ["new"]);
        assert.equal(exit, 2);
        assert.equal(
            err,
            "an exception needs --id, --technique, --project, --stack, --resource or --namespace, --reason, --owner, " +
                "--approved-by, --expires or --days.",
        );
        assert.deepEqual(readdirSync(folder.path), []);
    });

    it("asks for what is missing, suggests an ID and a day, and asks again after an answer that is none", async () => {
        folder.write("exceptions.yaml", COMMENTED);
        const { ask, asked } = answering(
            ...["EXC-2026-014", "nodigit", "", "dpdk", "sriov, vdpa", "", "", "", "", "edge", "prod, prod-*", "", ""],
            ...["", "A reason.", "upf-team", "board", "2026-02-30", ""],
        );
        const { err, exit } = await runExceptions(folder.path, ["new"], { ask });
        assert.equal(exit, 0, err);
        assert.match(
            err,
            /The register has that ID already\.\n {2}The ID must hold at least one digit\.\n {2}Give one or more of them/,
        );
        assert.match(err, /Write something\.\n {2}Give a day that the calendar has/);
        assert.match(asked[0] ?? "", /^Exception ID \[EXC-2026-015\]: $/);
        const added = entries()[1];
        assert.deepEqual(
            [added?.id, added?.techniques, added?.scope, added?.expires],
            ["EXC-2026-015", ["sriov", "vdpa"], { projects: ["edge"], stacks: ["prod", "prod-*"] }, "2026-12-12"],
        );
    });

    it("asks nothing that the options answer", async () => {
        const { ask, asked } = answering();
        assert.equal((await runExceptions(folder.path, ["new", ...FLAGS], { ask })).exit, 0);
        assert.deepEqual(asked, []);
    });

    it("says what went wrong where the file cannot be written", async () => {
        const { err, exit } = await runExceptions(folder.path, [
            "new",
            ...FLAGS,
            "-r",
            "no-such-folder/exceptions.yaml",
        ]);
        assert.equal(exit, 3);
        assert.match(err, /ENOENT/);
    });
});
