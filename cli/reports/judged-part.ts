import type { StackJudgement } from "../../policy-pack/whole-stack";
import type { ReportInput } from "../../report/build";
import type { ReportSource } from "../../report/model";
import { version } from "../version";
import { TOOL } from "./tool";

/** What the report of any source takes from the pack's own judgement, and who made it when. */
export function judgedPart(
    { judged, uses, named, moment, config }: StackJudgement,
    source: ReportSource,
    now: Date,
): Pick<
    ReportInput,
    "tool" | "time" | "source" | "judged" | "uses" | "named" | "moment" | "forecastDate" | "exceptionIdPattern"
> {
    return {
        tool: { name: TOOL, version: version() },
        time: now,
        source,
        judged,
        uses,
        named,
        moment,
        ...(config.forecastDate !== undefined && { forecastDate: config.forecastDate }),
        ...(config.exceptionIdPattern !== undefined && { exceptionIdPattern: config.exceptionIdPattern }),
    };
}
