import { relative, resolve } from "node:path";
import { judgeWholeStack } from "../../policy-pack/whole-stack";
import type { PreviewResult } from "../../preview";
import { buildReport } from "../../report/build";
import { type Outcome, PACK, type Report } from "../../report/model";
import { type NamedPack, ownPack, paravirtualIoConfig, UsageError } from "../packs";
import { judgedPart } from "./judged-part";
import { previewReportSource } from "./preview-source";

/**
 * A preview as a report: what its packs said, and beside it what this package's own pack decides on each attachment
 * under the same config.
 *
 * @param packs The packs and their config files, as the preview was given them.
 */
export function reportOfPreview(
    result: PreviewResult,
    packs: readonly NamedPack[],
    name: string,
    now: Date = new Date(),
): Report {
    const { resources, findings } = previewReportSource(result);
    const position = result.packs.findIndex((pack) => pack.name === PACK);
    const named = packs[position];
    const judgement = judgeWholeStack(resources, rawConfig(named), {
        packFolder: resolve(named?.dir ?? ownPack()),
        now: () => now,
    });
    const source = {
        kind: "preview",
        name,
        program: { entry: relative(resolve(name), result.program.entry), runtimeForm: result.program.runtimeForm },
    } as const;
    return buildReport({
        ...judgedPart(judgement, source, now),
        project: result.project,
        stack: result.stack,
        outcome: outcomeOf(result),
        packs: result.packs,
        resources,
        findings,
        register: position === -1 ? undefined : judgement.config.register,
        complete: position !== -1 && isComplete(result),
        diagnostics: result.diagnostics.filter(
            // What ended the preview is its reason, and is not said a second time.
            ({ source, message }) => source !== "preview" || message !== result.reason,
        ),
        invokes: result.invokes,
        timings: { ...result.timings },
    });
}

/** A config that cannot be read is the preview's to refuse. */
function rawConfig(pack: NamedPack | undefined): Readonly<Record<string, unknown>> {
    try {
        return pack?.configFile === undefined ? {} : paravirtualIoConfig(pack.configFile);
    } catch (error) {
        if (error instanceof UsageError) {
            return {};
        }
        throw error;
    }
}

/** True where the packs saw the whole stack. */
function isComplete({ exitCode, diagnostics }: PreviewResult): boolean {
    return exitCode === 0 || (exitCode === 1 && !diagnostics.some(({ severity }) => severity === "error"));
}

function outcomeOf({ exitCode, reason, diagnostics }: PreviewResult): Outcome {
    const failed = diagnostics.some(({ severity, source }) => severity === "error" && source === "program");
    const status = exitCode === 0 ? "passed" : exitCode === 1 ? (failed ? "failed" : "refused") : "undecided";
    return { status, exitCode, ...(reason !== undefined && { reason }) };
}
