import assert from "node:assert/strict";
import { withEntry, type EditResult } from "../../exceptions/register-edit";
import { parseRegister } from "../../exceptions/register";
import { entry, faultsOf, readyRegister, yamlEntry, yamlRegister } from "./sample";

const added = { ...entry({ id: "EXC-2026-099" }), validFrom: undefined, category: undefined } as never;

function textOf(result: EditResult): string {
    assert.ok("text" in result, JSON.stringify(result));
    return result.text;
}

function idsIn(text: string): string[] {
    return readyRegister(parseRegister(text, "exceptions.yaml")).register.entries.map(({ id }) => id);
}

/** The entry as it stands in a list of dashes. */
const WRITTEN = `- id: EXC-2026-099
  techniques: [sriov]
  scope:
    stacks: [prod]
  reason: The user plane needs more packets per second than the virtual switch gives.
  owner: upf-team
  approvedBy: platform-board
  approvedOn: 2026-01-15
  expires: 2026-12-31
  transition:
    target: virtio
    milestones:
      - name: Tested
        date: 2026-06-30
        done: false
`;
const planned = {
    ...(added as object),
    transition: { target: "virtio", milestones: [{ name: "Tested", date: "2026-06-30", done: false }] },
} as never;
const indented = WRITTEN.replaceAll(/^(?=.)/gm, "  ");

describe("an entry that is added to a register", () => {
    it("is written as a person would, in a file that says what it is", () => {
        const text = textOf(withEntry(undefined, planned, "exceptions.yaml"));
        const lines = text.split("\n");
        assert.ok(lines[0]?.startsWith("# ") && lines[1]?.startsWith("# "));
        assert.equal(lines.slice(2).join("\n"), `exceptions:\n${indented}`);
    });

    it("has the indentation of those before it, after the comments of the last and before what follows the list", () => {
        const flat = `exceptions: \n- { ${yamlEntry()
            .replace("  - ", "")
            .trim()
            .split("\n")
            .map((line) => line.trim())
            .join(", ")} }\n`;
        for (const [before, after] of [
            [`${yamlRegister(yamlEntry())}    # said of it\n    # again\n`, ""],
            [yamlRegister(yamlEntry(), yamlEntry({ id: "EXC-2026-015" })), '$schema: "x"\n'],
        ] as const) {
            const text = textOf(withEntry(`${before}${after}`, planned, "exceptions.yaml"));
            assert.equal(text, `${before}${indented}${after}`);
        }
        assert.equal(textOf(withEntry(flat, planned, "exceptions.yaml")), `${flat}${WRITTEN}`);
    });

    it("keeps brackets where the list is in brackets, and none where it is empty", () => {
        const flow = `# c\nexceptions:  [${yamlEntry()
            .replace("  - ", "{ ")
            .trim()
            .split("\n")
            .map((line) => line.trim())
            .join(", ")} } ] # d\n`;
        const text = textOf(withEntry(flow, added, "exceptions.yaml"));
        assert.match(text, /^# c\nexceptions: \[ \{ id: EXC-2026-014, .* \}, \{ id: EXC-2026-099, .* \} \] # d\n$/);
        assert.match(
            textOf(withEntry("exceptions: []\n", added, "exceptions.yaml")),
            /^exceptions:\n  - id: EXC-2026-099\n    techniques:\n      - sriov\n/,
        );
    });

    it("comes with the advice on itself, and with none on others", () => {
        const before = yamlRegister(yamlEntry({ approvedBy: "upf-team" }));
        const warningsOf = (approvedBy: string): number => {
            const result = withEntry(before, { ...(added as object), approvedBy } as never, "exceptions.yaml");
            assert.ok("warnings" in result);
            assert.ok(result.warnings.every(({ entryId }) => entryId === "EXC-2026-099"));
            return result.warnings.length;
        };
        assert.equal(warningsOf("platform-board"), 0);
        assert.equal(warningsOf("upf-team"), 1);
    });

    it("keeps a long reason on its line", () => {
        const reason = "Packets are lost at every hand-over. ".repeat(20).trim();
        for (const before of [undefined, yamlRegister(yamlEntry()), "exceptions: []\n"]) {
            const text = textOf(withEntry(before, { ...(added as object), reason } as never, "exceptions.yaml"));
            assert.ok(text.includes(`    reason: ${reason}\n`));
        }
    });

    it("begins a new one where there is none", () => {
        for (const nothing of [undefined, "", " \n"]) {
            assert.deepEqual(idsIn(textOf(withEntry(nothing, added, "exceptions.yaml"))), ["EXC-2026-099"]);
        }
    });

    it("leaves what is there letter by letter, with its comments, whatever ends its lines", () => {
        for (const lineEnd of ["\n", "\r\n"]) {
            const before = `# Ours.\n${yamlRegister(yamlEntry())}    # said of the last entry\n`.replaceAll(
                "\n",
                lineEnd,
            );
            const after = textOf(withEntry(before, added, "exceptions.yaml"));
            assert.ok(after.startsWith(before));
            assert.equal(after.slice(before.length).includes("\r"), lineEnd === "\r\n");
            assert.deepEqual(idsIn(after), ["EXC-2026-014", "EXC-2026-099"]);
        }
    });

    it("ends the last line where it has no end", () => {
        const before = yamlRegister(yamlEntry()).trimEnd();
        const after = textOf(withEntry(before, added, "exceptions.yaml"));
        assert.ok(after.startsWith(`${before}\n`));
        assert.deepEqual(idsIn(after), ["EXC-2026-014", "EXC-2026-099"]);
    });

    it("stands in JSON as the file is indented, and at the same line in a file without lines", () => {
        const entries = { exceptions: [{ ...entry(), validFrom: undefined, category: undefined }] };
        for (const [indent, expected] of [
            ["\t", /\n\t\t\t"id": "EXC-2026-099"/],
            ["    ", /\n {12}"id": "EXC-2026-099"/],
            [undefined, /"id": ?"EXC-2026-099"/],
        ] as const) {
            const after = textOf(withEntry(`${JSON.stringify(entries, undefined, indent)}\n`, added, "register.json"));
            assert.match(after, expected);
            assert.ok(after.endsWith("}\n"));
            assert.deepEqual(idsIn(after), ["EXC-2026-014", "EXC-2026-099"]);
        }
    });

    it("opens an empty list, and goes into one in brackets", () => {
        assert.deepEqual(idsIn(textOf(withEntry("exceptions: []\n", added, "exceptions.yaml"))), ["EXC-2026-099"]);
        const flow = `exceptions: [{ ${yamlEntry()
            .replace("  - ", "")
            .trim()
            .split("\n")
            .map((line) => line.trim())
            .join(", ")} }]\n`;
        assert.deepEqual(idsIn(textOf(withEntry(flow, added, "exceptions.yaml"))), ["EXC-2026-014", "EXC-2026-099"]);
    });

    it("ends a JSON file as it ended, and stands in a form that no blank line breaks", () => {
        const entries = { exceptions: [{ ...entry(), validFrom: undefined, category: undefined }] };
        const after = textOf(withEntry(JSON.stringify(entries), added, "register.json"));
        assert.ok(after.endsWith("}"));
        const reason = "First paragraph.\n\nSecond paragraph.\n";
        const wordy = { ...(added as object), reason } as never;
        const { register } = readyRegister(
            parseRegister(textOf(withEntry(yamlRegister(yamlEntry()), wordy, "exceptions.yaml")), "exceptions.yaml"),
        );
        assert.equal(register.entries[1]?.reason, reason);
    });

    it("is not added to a register that is faulty already, and its faults are told", () => {
        const before = yamlRegister(yamlEntry({ expires: "never" }));
        const result = withEntry(before, added, "exceptions.yaml");
        assert.ok("faults" in result);
        assert.deepEqual(result.faults, faultsOf(parseRegister(before, "exceptions.yaml")));
    });

    it("is not added where it would be faulty itself, or takes an ID that is there", () => {
        for (const wrong of [
            { ...entry(), id: "EXC-2026-014" },
            { ...entry(), id: "x", techniques: [] },
        ]) {
            const result = withEntry(yamlRegister(yamlEntry()), wrong, "exceptions.yaml");
            assert.ok("faults" in result && result.faults.length > 0);
        }
    });
});
