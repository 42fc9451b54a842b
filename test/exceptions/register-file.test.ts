import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultLine, MAX_REGISTER_BYTES } from "../../exceptions/register";
import { readRegisterFile } from "../../exceptions/register-file";
import { faultsOf, readyRegister, yamlEntry, yamlRegister } from "./sample";

describe("a register's file", () => {
    let folder: string;
    let path: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "register-"));
        path = join(folder, "exceptions.yaml");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const said = (file: string, options?: { source?: string }): string =>
        faultsOf(readRegisterFile(file, options)).map(faultLine).join("\n");

    it("is read, and called by its path or as the caller wants", () => {
        writeFileSync(path, yamlRegister(yamlEntry()));
        assert.equal(readyRegister(readRegisterFile(path)).register.source, path);
        assert.equal(
            readyRegister(readRegisterFile(path, { source: "exceptions.yaml" })).register.source,
            "exceptions.yaml",
        );
    });

    it("may start with a byte order mark and have Windows line ends", () => {
        writeFileSync(path, `\ufeff${yamlRegister(yamlEntry()).replaceAll("\n", "\r\n")}`);
        assert.equal(readyRegister(readRegisterFile(path)).register.entries[0]?.owner, "upf-team");
    });

    it("takes the operator's own form of IDs", () => {
        writeFileSync(path, yamlRegister(yamlEntry({ id: "waiver" })));
        assert.equal(readRegisterFile(path, { pattern: /^waiver$/ }).state, "ready");
        assert.equal(readRegisterFile(path).state, "faulty");
    });

    it("that is missing is a fault that names it, never an absent register", () => {
        assert.equal(
            said(path),
            `${path}: error: The register is not there. Create the file, or correct its path: a registerFile of the policy config starts from the policy pack's folder, unless it is absolute; entries may also stand inline, under exceptions.`,
        );
        assert.match(said(join(path, "inside"), { source: "r" }), /^r: error: The register is not there/);
        writeFileSync(path, "");
        assert.match(said(join(path, "inside")), /is not there: a part of its path is no folder/);
    });

    it("that is empty, a folder, too large or no text is a fault", () => {
        writeFileSync(path, "");
        assert.match(said(path), /is empty/);
        assert.match(said(folder), /is no file/);
        writeFileSync(path, Buffer.from([0x65, 0xff, 0xfe, 0x78]));
        assert.match(said(path), /is no UTF-8 text/);
        writeFileSync(path, Buffer.from("\ufeffexceptions: []", "utf16le"));
        assert.match(said(path), /is no UTF-8 text/);
        truncateSync(path, MAX_REGISTER_BYTES + 1);
        assert.match(said(path), /larger than 8 MiB/);
    });

    it("that is a pipe is a fault, and is not waited for", () => {
        execFileSync("mkfifo", [path]);
        assert.match(said(path), /is no file/);
    });

    it("that is a link is followed, and a loop of links is a fault", () => {
        writeFileSync(path, yamlRegister(yamlEntry()));
        const link = join(folder, "link.yaml");
        symlinkSync(path, link);
        assert.equal(readRegisterFile(link).state, "ready");
        symlinkSync(join(folder, "b"), join(folder, "a"));
        symlinkSync(join(folder, "a"), join(folder, "b"));
        assert.match(said(join(folder, "a")), /loop of symbolic links/);
    });

    it("whose path has a zero character is a fault", () => {
        assert.match(said("exceptions\0.yaml"), /cannot be read \(ERR_INVALID_ARG_VALUE\)/);
    });

    it("that may not be read is a fault", function () {
        writeFileSync(path, yamlRegister(yamlEntry()));
        chmodSync(path, 0o000);
        if (process.getuid?.() === 0) {
            // The superuser may read anything; for anybody else the fault is the point.
            assert.equal(readRegisterFile(path).state, "ready");
        } else {
            assert.match(said(path), /may not be read/);
        }
    });
});
