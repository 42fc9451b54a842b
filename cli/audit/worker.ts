import { parentPort, workerData } from "node:worker_threads";
import { type AuditJob, judgeFiles } from "./judge-files";
import { prepared } from "./prepared";
import type { WorkerData } from "./pool";

// A worker thread of the audit: one job in, one result out.
const { judging, now } = workerData as WorkerData;
const moment = new Date(now);
const ready = prepared(judging, moment);
parentPort?.on("message", (job: AuditJob) => {
    void judgeFiles(job, ready, moment).then((result) => parentPort?.postMessage(result));
});
