import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { EstateProblem } from "../../report/estate/model";

/** The files of a folder that may hold something to judge. */
export interface Walked {
    /** In order. */
    readonly files: readonly string[];
    readonly problems: readonly EstateProblem[];
}

const CANDIDATE = /\.(?:json|ya?ml|template|hot|env)(?:\.gz)?$/i;
const PASSED_OVER: ReadonlySet<string> = new Set(["node_modules", ".git"]);
/** Of a self-managed backend, all but `stacks` is history, locks and copies. */
const BACKEND = ".pulumi";
const BACKEND_STACKS = "stacks";

/** Lists the files below a folder. Symbolic links are followed; a folder that is reached again is not entered again. */
export function walk(folder: string): Walked {
    const files: string[] = [];
    const problems: EstateProblem[] = [];
    const entered = new Map<string, string>();
    const waiting = [folder];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        try {
            const real = realpathSync(path);
            const before = entered.get(real);
            if (before !== undefined) {
                problems.push(note(path, `This leads back to ${before}, which is read once.`));
                continue;
            }
            entered.set(real, path);
            for (const entry of entriesOf(path)) {
                const child = join(path, entry.name);
                const { folder: isFolder, file } = kindOf(child, entry);
                if (isFolder) {
                    if (!PASSED_OVER.has(entry.name)) {
                        waiting.push(child);
                    }
                } else if (file && CANDIDATE.test(entry.name)) {
                    files.push(child);
                }
            }
        } catch (error) {
            problems.push(gap(path, error));
        }
    }
    return { files: files.sort(), problems };

    function kindOf(path: string, entry: Dirent): { folder: boolean; file: boolean } {
        if (!entry.isSymbolicLink()) {
            return { folder: entry.isDirectory(), file: entry.isFile() };
        }
        try {
            const target = statSync(path);
            return { folder: target.isDirectory(), file: target.isFile() };
        } catch (error) {
            const leadsNowhere = (error as NodeJS.ErrnoException).code === "ENOENT" && !CANDIDATE.test(entry.name);
            problems.push(leadsNowhere ? note(path, "This link leads nowhere.") : gap(path, error));
            return { folder: false, file: false };
        }
    }
}

function entriesOf(folder: string): Dirent[] {
    const entries = readdirSync(folder, { withFileTypes: true });
    return basename(folder) === BACKEND && entries.some(({ name }) => name === BACKEND_STACKS)
        ? entries.filter(({ name }) => name === BACKEND_STACKS)
        : entries;
}

const REASONS: Readonly<Record<string, string>> = {
    ENOENT: "It is not there, or was taken away meanwhile; correct the path.",
    EACCES: "There are no rights to read it; give them.",
    EPERM: "There are no rights to read it; give them.",
    ELOOP: "This symbolic link leads to itself; mend it.",
    EISDIR: "This is a folder, and a file is wanted.",
};

/** Why a file or folder could not be read, without the system's own words. */
export function gap(place: string, error: unknown): EstateProblem {
    const { code = "" } = (error ?? {}) as NodeJS.ErrnoException;
    return { kind: "gap", place, message: REASONS[code] ?? `It cannot be read (${code || "error"}).` };
}

function note(place: string, message: string): EstateProblem {
    return { kind: "note", place, message };
}
