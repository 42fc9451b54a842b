import type { Report } from "../../report/model";
import { parseUrn } from "../../techniques/resource";

/** What must be the same under the real engine and offline. */
export interface EngineVerdict {
    readonly exitCode: number | null;
    readonly conformance: string | undefined;
    /** Each finding as `level rule type::name path`, in order. */
    readonly findings: readonly string[];
}

/** The verdict of a report. Messages are left out: names that an engine gives differ from run to run. */
export function verdictOf({ findings, conformance }: Report, exitCode: number | null): EngineVerdict {
    return {
        exitCode,
        conformance: conformance?.level,
        findings: findings
            .map(({ level, rule, policy, urn, path }) => {
                const { type, name } = parseUrn(urn ?? "");
                return [level, rule ?? policy, `${type}::${name}`, path ?? ""].join(" ").trimEnd();
            })
            .sort(),
    };
}
