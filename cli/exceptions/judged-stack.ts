import type { Use } from "../../exceptions/lifecycle";
import type { Finding } from "../../policy-pack/finding";
import { judgeWholeStack } from "../../policy-pack/whole-stack";
import type { SourceStack } from "../../report/sources/source";
import type { JudgingConfig } from "./register-source";

/** A stack under the policy pack's own judgement. */
export interface JudgedStack {
    readonly project: string;
    readonly stack: string;
    readonly uses: readonly Use[];
    /** What refuses. */
    readonly refusals: readonly Finding[];
}

/**
 * Judges a stack exactly as the policy pack does.
 *
 * @param now The clock of the judgement; a later day for a forecast.
 */
export function judgeStack(source: SourceStack, { raw, packFolder }: JudgingConfig, now: Date): JudgedStack {
    const { findings, uses } = judgeWholeStack(source.resources, raw, { packFolder, now: () => now });
    return {
        project: source.project,
        stack: source.stack,
        uses,
        refusals: findings.filter((finding) => finding.level === "mandatory"),
    };
}
