import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExceptionRegister, refusalFor } from "../../exceptions/component-register";
import { refusalText } from "../../exceptions/refusal-text";
import { NO_REGISTER, type RegisterState } from "../../exceptions/register";
import { judge } from "../../exceptions/verdict";
import type { Technique } from "../../techniques/technique";
import { entry, NOW, question, ready, yamlEntry, yamlRegister } from "./sample";

describe("a register that components ask", () => {
    it("refuses what the policy pack would refuse, in the same words", () => {
        const cases: [string, Technique, RegisterState][] = [
            ["EXC-2026-015", "sriov", ready(entry())],
            ["EXC-2026-014", "vdpa", ready(entry())],
            ["EXC-2026-014", "sriov", ready(entry({ expires: "2026-06-14" }))],
            ["EXC-2026-014", "sriov", ready(entry({ validFrom: "2026-07-01" }))],
            ["EXC", "sriov", ready(entry())],
            ["EXC", "sriov", NO_REGISTER],
        ];
        for (const [id, technique, state] of cases) {
            const verdict = judge(question({ ids: [id], techniques: [technique] }), state, { now: NOW });
            assert.ok(!verdict.granted);
            assert.equal(refusalFor(id, technique, state, NOW), refusalText(verdict));
        }
    });

    it("says nothing against what holds, and leaves the scope to the policy pack", () => {
        assert.equal(refusalFor("EXC-2026-014", "sriov", ready(entry()), NOW), undefined);
        assert.equal(refusalFor("EXC-2026-014", "sriov", ready(entry({ scope: { stacks: ["dev"] } })), NOW), undefined);
        assert.equal(refusalFor("EXC-2026-014", "sriov", NO_REGISTER, NOW), undefined);
    });

    it("refuses everything if it is faulty, and says what is wrong with it", () => {
        const register = new ExceptionRegister("no-such-folder/exceptions.yaml");
        const text = register.refusalFor("EXC-2026-014", "sriov", NOW) ?? "";
        assert.match(
            text,
            /^Exception EXC-2026-014 cannot be verified.*exceptions\.yaml: error: The register is not there/,
        );
    });

    it("is read from its file, once, when it is first asked", () => {
        const folder = mkdtempSync(join(tmpdir(), "register-"));
        try {
            const path = join(folder, "exceptions.yaml");
            const register = new ExceptionRegister(path);
            writeFileSync(path, yamlRegister(yamlEntry()));
            assert.equal(register.refusalFor("EXC-2026-014", "sriov", NOW), undefined);
            writeFileSync(path, "");
            assert.equal(register.refusalFor("EXC-2026-014", "sriov", NOW), undefined);
            assert.match(
                register.refusalFor("EXC-2026-014", "sriov", new Date("2027-01-01T00:00:00Z")) ?? "",
                /expired/,
            );
            writeFileSync(path, yamlRegister(yamlEntry({ id: "waiver" })));
            assert.equal(
                new ExceptionRegister(path, { pattern: /^[a-z]+$/ }).refusalFor("waiver", "sriov", NOW),
                undefined,
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("judges by the system's clock unless it is given one", () => {
        const state = ready(entry({ approvedOn: "2000-01-01", validFrom: "2000-01-01", expires: "2000-12-31" }));
        const register = new ExceptionRegister("unused.yaml");
        Object.defineProperty(register, "state", { value: state });
        assert.match(register.refusalFor("EXC-2026-014", "sriov") ?? "", /expired at the end of 2000-12-31/);
    });
});
