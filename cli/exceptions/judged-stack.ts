import type { Use } from "../../exceptions/lifecycle";
import type { Finding } from "../../policy-pack/finding";
import { Session } from "../../policy-pack/session";
import type { JudgingConfig } from "./register-source";
import type { StackToJudge } from "./stack-source";

/** A stack under the policy pack's own judgement. */
export interface JudgedStack {
    readonly project: string;
    readonly stack: string;
    readonly uses: readonly Use[];
    /** What refuses. */
    readonly refusals: readonly Finding[];
}

/**
 * Judges a stack exactly as the policy pack does: each resource by its inputs, then all by their outputs.
 *
 * @param now The clock of the judgement; a later day for a forecast.
 */
export function judgeStack(source: StackToJudge, { raw, packFolder }: JudgingConfig, now: Date): JudgedStack {
    const session = new Session({ packFolder, now: () => now });
    session.configure(raw);
    const findings = source.inputs.flatMap((resource) => session.judgeResource(resource));
    const { findings: joined, uses } = session.judgeStack(source.outputs);
    return {
        project: source.project,
        stack: source.stack,
        uses,
        refusals: [...findings, ...joined].filter((finding) => finding.level === "mandatory"),
    };
}
