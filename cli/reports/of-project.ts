import type { Report } from "../../report/model";
import { ownPack, packOptions, UsageError } from "../packs";
import { judgingOf } from "./judging";
import { reportFromFile } from "./from-file";
import { reportOfPreview } from "./of-preview";

/** What says which stack is meant. */
export interface ProjectFlags {
    readonly stack?: string;
    readonly from?: string;
    readonly policyPackConfig?: string;
}

/**
 * The report of a stack: of a file (`--from`), or of an offline preview of a project under this package's pack.
 *
 * @throws {@link UsageError} if there is no such project or file; an error if the preview could not decide.
 */
export async function reportOfProject(dir: string, flags: ProjectFlags): Promise<Report> {
    if (flags.from !== undefined) {
        return reportFromFile(flags.from, judgingOf(flags), new Date());
    }
    const packs = packOptions([ownPack()], flags.policyPackConfig === undefined ? [] : [flags.policyPackConfig]);
    // Brings Pulumi's SDK, so it is loaded for a preview alone.
    const { runPreview } = require("../../preview") as typeof import("../../preview");
    const result = await runPreview({
        dir,
        policyPacks: packs,
        ...(flags.stack !== undefined && { stack: flags.stack }),
    });
    if (result.exitCode === 2) {
        throw new UsageError(result.reason ?? "the project cannot be previewed.");
    }
    if (result.exitCode === 3) {
        throw new Error(`the stack cannot be judged: ${result.reason ?? "its preview could not decide"}`);
    }
    return reportOfPreview(result, packs, dir);
}
