import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../policy-pack/config";
import { configSchema } from "../../policy-pack/config-schema";
import { classify } from "../../techniques/classification";
import { entry } from "./support";

const now = new Date("2026-11-25T12:00:00Z");
const emptyFolder = mkdtempSync(join(tmpdir(), "virtio-first-config-"));
const read = (raw: Record<string, unknown>, packFolder = emptyFolder) => readConfig(raw, { packFolder, now });

describe("policy config", () => {
    it("has the documented defaults where nothing is configured", () => {
        const config = read({});
        assert.deepEqual(config.faults, []);
        assert.equal(config.register.state, "none");
        assert.equal(config.requireRegister, false);
        assert.equal(config.expiryWarningDays, 60);
        assert.deepEqual(config.levels, { unverifiable: "advisory", emulated: "advisory", offers: "mandatory" });
        assert.deepEqual(config.context.approvedAccelerators, []);
    });

    it("gives the same defaults as the schema that the engine fills in", () => {
        const filledIn = Object.fromEntries(
            Object.entries(configSchema.properties).flatMap(([key, schema]) =>
                schema.default === undefined ? [] : [[key, schema.default]],
            ),
        );
        const { context: filledContext, ...filled } = read(filledIn);
        const { context, ...bare } = read({});
        assert.deepEqual(filled, bare);
        assert.deepEqual(filledContext.approvedAccelerators, context.approvedAccelerators);
        assert.deepEqual(filledIn["flavors"], {});
    });

    for (const [what, raw, expected] of [
        [
            "a key that does not exist",
            { requireRegistry: true },
            /requireRegistry: no such key\. Did you mean requireRegister\? The keys are /,
        ],
        ["a forecast date in the past", { forecastDate: "2026-11-25" }, /forecastDate: may only lie in the future/],
        [
            "a forecast date that no calendar has",
            { forecastDate: "2027-02-30" },
            /forecastDate: must be a day that exists/,
        ],
        [
            "a pattern that does not compile",
            { exceptionIdPattern: "(" },
            /exceptionIdPattern: is no regular expression/,
        ],
        ["a pattern with look-ahead", { exceptionIdPattern: "(?=a)b" }, /RE2 has none/],
        ["two baselines", { baseline: [], baselineFile: "b.json" }, /baseline and baselineFile are both given/],
        ["a baseline that is no list", { baseline: {} }, /baseline: must be a list of violations/],
        ["a baseline of another technique", { baseline: [{ resource: "urn", technique: "fast" }] }, /entry 1: needs/],
        ["a baseline file without a name", { baselineFile: "" }, /baselineFile: must be the path of a file/],
        ["a baseline file that is not there", { baselineFile: "gone.json" }, /baselineFile: the file is not there/],
        ["an empty pattern", { exceptionIdPattern: "" }, /exceptionIdPattern: must be a regular expression/],
        ["a level that is none", { emulated: "disabled" }, /emulated: must be "advisory", "mandatory" or "off"/],
        ["a flag that is no flag", { requireRegister: "yes" }, /requireRegister: must be true or false/],
        ["days that are no number of days", { expiryWarningDays: 1.5 }, /expiryWarningDays: must be a whole number/],
        ["an approval of everything", { approvedAccelerators: ["*"] }, /would approve every device/],
        ["a technique that is none", { flavors: { gold: "fast" } }, /flavors: the value for one of its names/],
        ["a classification that is no map", { images: ["x"] }, /images: must map names or globs/],
        [
            "a key that is like none",
            { zzz: true },
            /^zzz: no such key\. The keys are exceptions, registerFile, requireRegister, /,
        ],
        ["a forecast date of this very moment", { forecastDate: "2026-11-24" }, /may only lie in the future/],
        ["a forecast date that is a number", { forecastDate: 20270101 }, /forecastDate: must be a day that exists/],
        ["a pattern that is a number", { exceptionIdPattern: 3 }, /exceptionIdPattern: must be a regular expression/],
        ["a pattern with look-behind", { exceptionIdPattern: "(?<=a)b" }, /RE2 has none/],
        ["a pattern with flags", { exceptionIdPattern: "(?i)a" }, /RE2 has none/],
        ["a pattern that refers back", { exceptionIdPattern: "(a)\\1" }, /RE2 has none/],
        ["a baseline file that is a number", { baselineFile: 3 }, /baselineFile: must be the path of a file/],
        ["days that are too many", { expiryWarningDays: 3651 }, /expiryWarningDays: must be a whole number/],
        ["days before zero", { expiryWarningDays: -1 }, /expiryWarningDays: must be a whole number/],
        ["days in words", { expiryWarningDays: "60" }, /expiryWarningDays: must be a whole number/],
        [
            "approvals that are no list",
            { approvedAccelerators: "x" },
            /^approvedAccelerators: must be a list of device/,
        ],
        ["an approval that is no name", { approvedAccelerators: ["a", 3] }, /approvedAccelerators: must be a list/],
        ["an approval of nothing", { approvedAccelerators: ["a", ""] }, /approvedAccelerators: must be a list/],
        ["a classification that is a word", { images: "x" }, /images: must map names or globs/],
        ["a classification that is nothing", { images: null }, /images: must map names or globs/],
        ["a technique that nobody can give", { images: { x: "unknown" } }, /images: the value for one of its names/],
        ["two registers", { exceptions: [], registerFile: "x.yaml" }, /exceptions and registerFile are both given/],
    ] as const) {
        it(`finds ${what}`, () => {
            const { faults } = read(raw);
            assert.equal(faults.length, 1);
            assert.match(faults[0]!, expected);
        });
    }

    it("takes what lies at the ends of what may be", () => {
        for (const expiryWarningDays of [0, 60, 3650]) {
            assert.deepEqual(read({ expiryWarningDays }).expiryWarningDays, expiryWarningDays);
            assert.deepEqual(read({ expiryWarningDays }).faults, []);
        }
        for (const exceptionIdPattern of ["^(?:A|B)[0-9]+$", "^(?<year>[0-9]+)$", "^\\d+$"]) {
            const config = read({ exceptionIdPattern });
            assert.deepEqual([config.faults, config.exceptionIdPattern?.source], [[], exceptionIdPattern]);
        }
        assert.equal(read({ forecastDate: "2026-11-26" }).forecastDate, "2026-11-26");
        const midnight = new Date("2026-11-26T00:00:00Z");
        const { faults } = readConfig({ forecastDate: "2026-11-26" }, { packFolder: emptyFolder, now: midnight });
        assert.equal(faults.length, 1);
    });

    it("approves what is named, and leaves a glob of everything out", () => {
        const { context } = read({ approvedAccelerators: ["nvidia.com/gpu", "*", "amd.com/*"] });
        assert.deepEqual(context.approvedAccelerators, ["nvidia.com/gpu", "amd.com/*"]);
        assert.deepEqual(read({ approvedAccelerators: ["a", 3] }).context.approvedAccelerators, []);
    });

    it("is faulty under a register file that is no path", () => {
        for (const registerFile of [3, "", null]) {
            const { register } = read({ registerFile });
            assert.deepEqual(register, {
                state: "faulty",
                faults: [
                    {
                        severity: "error",
                        message: "registerFile: must be the path of a file, relative to the pack's folder.",
                        source: "policy config",
                    },
                ],
            });
        }
    });

    it("never prints a configured value in a fault", () => {
        const secret = "s3cr3t-t0ken";
        const { faults } = read({
            forecastDate: secret,
            exceptionIdPattern: `(${secret}`,
            emulated: secret,
            flavors: { [secret]: secret },
            approvedAccelerators: secret,
        });
        assert.equal(faults.length, 5);
        assert.ok(!faults.join("\n").includes(secret));
    });

    it("reads a register given inline", () => {
        const { register } = read({ exceptions: [entry({ id: "EXC-1001" })] });
        assert.equal(register.state, "ready");
        assert.equal(register.register.entries[0]?.id, "EXC-1001");
    });

    it("reads exceptions.yaml beside the pack where none is configured", () => {
        const folder = mkdtempSync(join(tmpdir(), "virtio-first-config-"));
        writeFileSync(join(folder, "exceptions.yaml"), JSON.stringify({ exceptions: [entry({ id: "EXC-1002" })] }));
        const { register } = read({}, folder);
        assert.equal(register.state, "ready");
        assert.equal(register.register.entries[0]?.id, "EXC-1002");
    });

    it("is faulty under a register file that is not there", () => {
        const { register } = read({ registerFile: "gone.yaml" });
        assert.equal(register.state, "faulty");
        assert.match(register.faults[0]!.source, /gone\.yaml/);
    });

    it("checks the IDs of the register by the operator's own pattern", () => {
        const own = { exceptionIdPattern: "^CHG[0-9]{7}$" };
        assert.equal(read({ ...own, exceptions: [entry({ id: "CHG0012345" })] }).register.state, "ready");
        assert.equal(read({ ...own, exceptions: [entry({ id: "EXC-1003" })] }).register.state, "faulty");
    });

    it("classifies names by the most exact pattern", () => {
        const { context } = read({ flavors: { "gpu.*": "accelerator", "gpu.none": "none", "*": "virtio" } });
        assert.equal(classify(context, "flavors", "gpu.large"), "accelerator");
        assert.equal(classify(context, "flavors", "gpu.none"), "none");
        assert.equal(classify(context, "flavors", "m1.small"), "virtio");
        assert.equal(classify(context, "images", "m1.small"), undefined);
    });

    it("takes names that objects inherit for what they are", () => {
        const { context } = read({ flavors: {} });
        assert.equal(classify(context, "flavors", "constructor"), undefined);
        assert.equal(classify(context, "flavors", "__proto__"), undefined);
    });
});
