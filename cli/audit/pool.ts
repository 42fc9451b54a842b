import { statSync } from "node:fs";
import { extname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageFolder } from "../package-folder";
import type { Judging } from "../reports/of-source";
import { type AuditJob, judgeFiles, type JobResult } from "./judge-files";

/** What every worker thread is started with. */
export interface WorkerData {
    readonly judging: Judging;
    /** ISO 8601. */
    readonly now: string;
}

/**
 * Judges jobs, each as soon as a worker thread is free; in this thread where one is enough and no job is so large that it
 * might take all memory. A job whose thread ends before its result is a gap, and another thread takes its place.
 *
 * @returns The results in the order of the jobs.
 */
export async function judgeJobs(
    jobs: readonly AuditJob[],
    judging: Judging,
    now: Date,
    workers: number,
): Promise<JobResult[]> {
    const results: JobResult[] = [];
    let next = 0;
    const lane = async (work: (job: AuditJob) => Promise<JobResult>): Promise<void> => {
        for (let index = next++; index < jobs.length; index = next++) {
            const job = jobs[index];
            if (job !== undefined) {
                results[index] = await work(job);
            }
        }
    };
    if ((workers <= 1 || jobs.length <= 1) && !jobs.some(isHeavy)) {
        await lane((job) => judgeFiles(job, judging, now));
        return results;
    }
    const lanes = Array.from({ length: Math.min(workers, jobs.length) }, async () => {
        const thread = new Thread({ judging: withoutConfig(judging), now: now.toISOString() });
        try {
            await lane((job) => thread.judge(job));
        } finally {
            await thread.end();
        }
    });
    await Promise.all(lanes);
    return results;
}

/** More than this many bytes are judged in a thread of their own, whose end ends nothing else. */
const HEAVY = 64 * 1024 * 1024;

function isHeavy({ files }: AuditJob): boolean {
    let bytes = 0;
    for (const file of files) {
        try {
            bytes += statSync(file).size;
        } catch {
            // What is not there is found out, and said, where it is read.
        }
    }
    return bytes > HEAVY;
}

/** A config that was read holds what cannot be sent to another thread; each reads it once for itself. */
function withoutConfig({ raw, packFolder }: Judging): Judging {
    return { raw, packFolder };
}

/** The thread's own file, compiled where this one is: in the command's bundle it stands elsewhere than here. */
function workerFile(): string {
    const extension = extname(__filename);
    return join(packageFolder(), extension === ".js" ? "bin" : "", "cli", "audit", `worker${extension}`);
}

/** One worker thread, started again where it ends by itself. */
class Thread {
    private worker: Worker | undefined;

    constructor(private readonly data: WorkerData) {}

    async judge(job: AuditJob): Promise<JobResult> {
        const worker = (this.worker ??= new Worker(workerFile(), { workerData: this.data }));
        return new Promise((resolve) => {
            const done = (result: JobResult): void => {
                worker.off("message", done).off("error", failed).off("exit", failed);
                resolve(result);
            };
            const failed = (): void => {
                this.worker = undefined;
                const message =
                    "It could not be judged: its thread ended before it was done, perhaps for want of memory.";
                const place = job.files[0] ?? job.source.path;
                done({ sources: [], problems: [{ kind: "gap", place, message }], others: [] });
            };
            worker.on("message", done).on("error", failed).on("exit", failed).postMessage(job);
        });
    }

    async end(): Promise<void> {
        await this.worker?.terminate();
    }
}
