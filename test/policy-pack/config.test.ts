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
        ["two registers", { exceptions: [], registerFile: "x.yaml" }, /exceptions and registerFile are both given/],
    ] as const) {
        it(`finds ${what}`, () => {
            const { faults } = read(raw);
            assert.equal(faults.length, 1);
            assert.match(faults[0]!, expected);
        });
    }

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
