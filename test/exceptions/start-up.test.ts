import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Runs code in a process of its own and gives which of the two libraries it loaded. */
function loadedBy(code: string): string[] {
    const program = `
        const { parseRegister, registerFromEntries } = require("./exceptions/register");
        const { judge } = require("./exceptions/verdict");
        const { lifecycle } = require("./exceptions/lifecycle");
        const { readRegisterFile } = require("./exceptions/register-file");
        const { ExceptionRegister } = require("./exceptions/component-register");
        ${code};
        const names = Object.keys(require.cache).map((file) => /node_modules[\\\\/](ajv|yaml)[\\\\/]/.exec(file)?.[1]);
        console.log(JSON.stringify([...new Set(names)].filter(Boolean).sort()));
    `;
    const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", program], {
        cwd: join(__dirname, "../.."),
        encoding: "utf8",
        env: { ...process.env, NODE_V8_COVERAGE: "" },
    });
    return JSON.parse(output) as string[];
}

describe("the start of a pack", () => {
    it("loads neither the YAML nor the schema library until there is a register", () => {
        const question = `{ techniques: ["sriov"], ids: ["EXC-2026-014"], subject: { urn: "", type: "", name: "", project: "", stack: "" } }`;
        assert.deepEqual(
            loadedBy(
                `judge(${question}, registerFromEntries(undefined, "here"), { now: new Date() }); new ExceptionRegister("x")`,
            ),
            [],
        );
        assert.deepEqual(loadedBy(`readRegisterFile("no-such-file.yaml")`), []);
    });

    it("loads the schema library alone for inline entries and JSON, and both for YAML", () => {
        assert.deepEqual(loadedBy(`registerFromEntries([], "here")`), ["ajv"]);
        assert.deepEqual(loadedBy(`parseRegister('{ "exceptions": [] }', "here")`), ["ajv"]);
        assert.deepEqual(loadedBy(`parseRegister("exceptions: []", "here")`), ["ajv", "yaml"]);
    });
});
