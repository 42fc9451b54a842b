import { randomBytes } from "node:crypto";
import {
    closeSync,
    fsyncSync,
    openSync,
    readFileSync,
    realpathSync,
    renameSync,
    rmSync,
    statSync,
    writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The steps that can fail; tests let them. */
export const fileSteps = { openSync, writeSync, fsyncSync, closeSync, renameSync };

/**
 * Replaces a file's content in one step, or not at all: the text goes to a new file beside it, which then takes its
 * place. Whatever fails, the old file is left as it was and the new one is removed.
 *
 * @param path The file; a symbolic link is followed.
 * @param text The new content.
 * @param before What the file held when it was read, `undefined` if it was not there: it is not replaced if somebody
 * has changed it since.
 * @throws The system's error, or an error that says that the file has changed.
 */
export function writeAtomically(path: string, text: string, before: string | undefined, steps = fileSteps): void {
    const target = before === undefined ? path : realpathSync(path);
    const mode = before === undefined ? 0o644 : statSync(target).mode & 0o777;
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
    try {
        const file = steps.openSync(temporary, "wx", mode);
        try {
            const bytes = Buffer.from(text, "utf8");
            for (let written = 0; written < bytes.length;) {
                written += steps.writeSync(file, bytes, written);
            }
            steps.fsyncSync(file);
        } finally {
            steps.closeSync(file);
        }
        if (contentOf(target) !== before) {
            throw new Error(`${path} has changed in the meantime, so nothing is written. Run the command again.`);
        }
        steps.renameSync(temporary, target);
    } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
    }
}

/** A file's text, or `undefined` if it is not there. */
export function contentOf(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}
