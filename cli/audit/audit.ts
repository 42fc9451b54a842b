import { statSync } from "node:fs";
import type { EstatePart, EstateProblem } from "../../report/estate/model";
import { reportedRegister } from "../../report/exceptions";
import type { Judging } from "../reports/of-source";
import { TOOL } from "../reports/tool";
import { version } from "../version";
import type { AuditJob, JobResult } from "./judge-files";
import type { NamedSource } from "./named-source";
import { judgeJobs } from "./pool";
import { prepared } from "./prepared";
import { gap, walk } from "./walk";

/** Audits sources, whatever they hold. Never throws because of a source: what cannot be judged is a problem. */
export async function audit(
    sources: readonly NamedSource[],
    judging: Judging,
    now: Date,
    workers: number,
): Promise<EstatePart> {
    const ready = prepared(judging, now);
    const problems: EstateProblem[] = [];
    const results: JobResult[] = [];
    const run = async (jobs: readonly AuditJob[]): Promise<JobResult[]> => {
        const done = await judgeJobs(jobs, ready, now, workers);
        results.push(...done);
        return done;
    };
    const folders = new Map<NamedSource, readonly string[]>();
    const first: AuditJob[] = [];
    for (const source of sources) {
        const files = folderOf(source, problems);
        if (files === undefined) {
            first.push({ source, files: [source.path], judge: "all", named: true });
        } else {
            // States are JSON, and each stands for itself; what else there is in a folder belongs together.
            folders.set(
                source,
                files.filter((file) => !JSON_FILE.test(file)),
            );
            const states = files.filter((file) => JSON_FILE.test(file));
            first.push(...states.map((file): AuditJob => ({ source, files: [file], judge: "states", named: false })));
        }
    }
    const others = new Map<NamedSource, string[]>();
    (await run(first)).forEach(({ others: found }, index) => {
        const source = first[index]?.source;
        if (source !== undefined && found.length > 0) {
            others.set(source, [...(others.get(source) ?? []), ...found]);
        }
    });
    await run(
        [...folders].flatMap(([source, files]): AuditJob[] => {
            const all = [...files, ...(others.get(source) ?? [])].sort();
            return all.length === 0 ? [] : [{ source, files: all, judge: "all", named: false }];
        }),
    );
    const { config } = ready;
    return {
        tool: { name: TOOL, version: version() },
        time: now.toISOString(),
        ...(config.forecastDate !== undefined && { forecastDate: config.forecastDate }),
        register: reportedRegister(config.register),
        entries: config.register.state === "ready" ? config.register.register.entries : [],
        sources: results.flatMap((result) => result.sources),
        problems: [...problems, ...results.flatMap((result) => result.problems)],
        ...(hasBaseline(judging) && { baselineEntries: config.baseline.entries }),
    };
}

const JSON_FILE = /\.json(?:\.gz)?$/i;

function hasBaseline({ raw }: Judging): boolean {
    return raw["baseline"] !== undefined || raw["baselineFile"] !== undefined;
}

/** The files of a folder; `undefined` for what is none. */
function folderOf({ path }: NamedSource, problems: EstateProblem[]): readonly string[] | undefined {
    if (path === "-") {
        return undefined;
    }
    try {
        if (!statSync(path).isDirectory()) {
            return undefined;
        }
    } catch (error) {
        problems.push(gap(path, error));
        return [];
    }
    const walked = walk(path);
    problems.push(...walked.problems);
    if (walked.files.length === 0) {
        problems.push({
            kind: "gap",
            place: path,
            message: "This folder holds no JSON and no YAML; correct the path.",
        });
    }
    return walked.files;
}
