import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { baselineFromText, baselineText, distinctEntries } from "../../exceptions/baseline";
import { violationsOf } from "../../report/estate/build";
import type { EstateReport } from "../../report/estate/model";
import { contentOf, writeAtomically } from "../atomic-write";
import { UsageError } from "../packs";

/**
 * The key of the pack's config for a baseline that the command line names; none for a file that is still to be written.
 *
 * @throws {@link UsageError} if it is not there and is not to be written, or holds no baseline.
 */
export function baselineConfig(file: string | undefined, update: boolean): Readonly<Record<string, unknown>> {
    if (file === undefined) {
        if (update) {
            throw new UsageError("--update-baseline needs the file: --baseline FILE.");
        }
        return {};
    }
    const path = resolve(file);
    if (!existsSync(path)) {
        if (update) {
            return {};
        }
        throw new UsageError(`${file} is not there; write it with --update-baseline, or correct the path.`);
    }
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        throw new UsageError(`${file} cannot be read; give rights, or name a file.`);
    }
    const read = baselineFromText(text);
    if ("fault" in read) {
        throw new UsageError(`${file} ${read.fault}`);
    }
    return { baseline: read.baseline.entries };
}

/**
 * Writes a baseline: all violations of today where there is none yet, otherwise what is left of it. It never grows, so
 * that nothing new gets in; to begin again, remove the file.
 *
 * @returns What was done, in a sentence.
 * @throws {@link UsageError} if it cannot be written, or if the audit is incomplete: what was not judged may be there still.
 */
export function updateBaseline(file: string, { outcome, sources, baseline, baselineEntries }: EstateReport): string {
    if (outcome.status === "incomplete") {
        throw new UsageError(`${file} is left as it is: the audit is incomplete, so what is gone cannot be told.`);
    }
    const gone = new Set((baseline?.gone ?? []).map(({ resource, technique }) => `${resource} ${technique}`));
    const entries =
        baselineEntries === undefined
            ? violationsOf(sources)
            : distinctEntries(baselineEntries).filter(
                  ({ resource, technique }) => !gone.has(`${resource} ${technique}`),
              );
    try {
        writeAtomically(resolve(file), baselineText(entries), contentOf(resolve(file)));
    } catch (error) {
        throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? "error"}).`);
    }
    return `${file}: ${entries.length} ${entries.length === 1 ? "violation" : "violations"}, ${gone.size} taken out.`;
}
