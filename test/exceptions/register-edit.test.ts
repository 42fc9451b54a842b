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

describe("an entry that is added to a register", () => {
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
