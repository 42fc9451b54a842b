import assert from "node:assert/strict";
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentOf, fileSteps, writeAtomically } from "../../../cli/atomic-write";
import { Folder } from "./run";

describe("writing a register", () => {
    let folder: Folder;
    let path: string;
    beforeEach(() => {
        folder = new Folder();
        path = folder.write("exceptions.yaml", "old");
    });
    afterEach(() => folder.remove());

    const fails = (): never => {
        throw new Error("the disk is full");
    };

    it("replaces the content and keeps the file's mode", () => {
        chmodSync(path, 0o640);
        writeAtomically(path, "new", "old");
        assert.equal(readFileSync(path, "utf8"), "new");
        assert.equal(statSync(path).mode & 0o777, 0o640);
        assert.deepEqual(readdirSync(folder.path), ["exceptions.yaml"]);
    });

    it("makes a file that was not there", () => {
        writeAtomically(join(folder.path, "other.yaml"), "new", undefined);
        assert.equal(readFileSync(join(folder.path, "other.yaml"), "utf8"), "new");
    });

    for (const step of Object.keys(fileSteps) as (keyof typeof fileSteps)[]) {
        it(`leaves the old file, whole, and nothing beside it where ${step} fails`, () => {
            assert.throws(
                () => writeAtomically(path, "new", "old", { ...fileSteps, [step]: fails }),
                /the disk is full/,
            );
            assert.equal(readFileSync(path, "utf8"), "old");
            assert.deepEqual(readdirSync(folder.path), ["exceptions.yaml"]);
        });
    }

    it("writes a text whole even where the system takes it in parts", () => {
        const text = "ä".repeat(1000);
        const byTen = ((file: number, bytes: Buffer, offset: number) =>
            fileSteps.writeSync(
                file,
                bytes,
                offset,
                Math.min(10, bytes.length - offset),
            )) as typeof fileSteps.writeSync;
        writeAtomically(path, text, "old", { ...fileSteps, writeSync: byTen });
        assert.equal(readFileSync(path, "utf8"), text);
    });

    it("does not overwrite what somebody else has written meanwhile", () => {
        writeFileSync(path, "theirs");
        assert.throws(() => writeAtomically(path, "new", "old"), /has changed in the meantime, so nothing is written/);
        assert.equal(readFileSync(path, "utf8"), "theirs");
        assert.throws(() => writeAtomically(path, "new", undefined), /has changed in the meantime/);
        assert.deepEqual(readdirSync(folder.path), ["exceptions.yaml"]);
    });

    it("writes through a symbolic link, and leaves the link", () => {
        const link = join(folder.path, "link.yaml");
        symlinkSync(path, link);
        writeAtomically(link, "new", "old");
        assert.ok(lstatSync(link).isSymbolicLink());
        assert.equal(readFileSync(path, "utf8"), "new");
    });

    it("tells a file that is not there from one that cannot be read", () => {
        assert.equal(contentOf(join(folder.path, "none.yaml")), undefined);
        assert.throws(() => contentOf(folder.path), /EISDIR/);
    });
});
