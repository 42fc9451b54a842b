import { readFileSync, statSync } from "node:fs";
import type { RegisterState } from "./entry";
import { MAX_REGISTER_BYTES, parseRegister, type RegisterOptions, TOO_LARGE } from "./register";

/** What went wrong with a file, in words; the system's own messages repeat paths and say less. */
const reasons: Readonly<Record<string, string>> = {
    ENOENT:
        "The register is not there. Create the file, or correct its path: a registerFile of the policy config starts from the " +
        "policy pack's folder, unless it is absolute; entries may also stand inline, under exceptions.",
    ENOTDIR: "The register is not there: a part of its path is no folder. Correct the path in the configuration.",
    EACCES: "The register may not be read. Give the user who runs Pulumi the right to read it.",
    EPERM: "The register may not be read. Give the user who runs Pulumi the right to read it.",
    ELOOP: "The register's path is a loop of symbolic links. Correct the links.",
};

/**
 * Reads a register from a file. Never throws: a file that is missing, empty, unreadable, too large or no text makes the
 * state `faulty`.
 *
 * @param path The file's path; a relative one is taken from the working directory, so callers resolve it first.
 * @param source What messages call it. Default: the path.
 */
export function readRegisterFile(path: string, options: RegisterOptions & { source?: string } = {}): RegisterState {
    const source = options.source ?? path;
    const faulty = (message: string): RegisterState => ({
        state: "faulty",
        faults: [{ severity: "error", message, source }],
    });
    let bytes: Buffer;
    try {
        const stats = statSync(path);
        // Reading a pipe or a device could wait for ever.
        if (!stats.isFile()) {
            return faulty("The register is no file. Give the path of an exceptions.yaml.");
        }
        if (stats.size > MAX_REGISTER_BYTES) {
            return faulty(TOO_LARGE);
        }
        bytes = readFileSync(path);
    } catch (thrown) {
        const code = (thrown as NodeJS.ErrnoException | undefined)?.code ?? "error";
        return faulty(reasons[code] ?? `The register cannot be read (${code}). Check the file and its path.`);
    }
    let text: string;
    try {
        text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        return faulty("The register is no UTF-8 text. Save it as UTF-8.");
    }
    return parseRegister(text, source, options);
}
