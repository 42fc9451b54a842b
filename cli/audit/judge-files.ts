import { basename } from "node:path";
import type { EstateProblem, EstateSource } from "../../report/estate/model";
import type { SourceKind } from "../../report/model";
import { kindOf } from "../../report/sources/detect";
import { documentsOf } from "../../report/sources/documents";
import { type HeatFile, resourcesOfHeat } from "../../report/sources/heat";
import { type PlacedManifest, resourcesOfManifests } from "../../report/sources/manifests";
import { resourcesOfClient } from "../../report/sources/openstack-client";
import { marksSecrets, stackOfState } from "../../report/sources/pulumi-state";
import type { SourceStack } from "../../report/sources/source";
import { at } from "../../techniques/value";
import { estateOfSource, type Judging } from "../reports/of-source";
import type { NamedSource } from "./named-source";
import { NoText, readText } from "./read-text";
import { gap } from "./walk";

/** Files to judge together. */
export interface AuditJob {
    readonly source: NamedSource;
    readonly files: readonly string[];
    /**
     * - `all`: judge whatever the files hold;
     * - `states`: judge states alone, and name the files that hold anything else, since that is joined with others.
     */
    readonly judge: "all" | "states";
    /** True for a file that the user named: it must hold something. */
    readonly named: boolean;
}

/** What came of a job. */
export interface JobResult {
    readonly sources: readonly EstateSource[];
    readonly problems: readonly EstateProblem[];
    /** Files of a job `states` that hold something else. */
    readonly others: readonly string[];
}

/** What files hold, until all of them are read. */
interface Held {
    readonly manifests: PlacedManifest[];
    readonly client: unknown[];
    readonly templates: HeatFile[];
    readonly environments: HeatFile[];
}

/** Reads and judges files. Never throws: what cannot be read or judged is a problem. */
export async function judgeFiles(job: AuditJob, judging: Judging, now: Date): Promise<JobResult> {
    const judge = new FilesJudge(job, judging, now);
    for (const file of job.files) {
        await judge.file(file);
    }
    return judge.result();
}

class FilesJudge {
    private readonly sources: EstateSource[] = [];
    private readonly problems: EstateProblem[] = [];
    private readonly others: string[] = [];
    private readonly passedOver: string[] = [];
    private readonly held: Held = { manifests: [], client: [], templates: [], environments: [] };

    constructor(
        private readonly job: AuditJob,
        private readonly judging: Judging,
        private readonly now: Date,
    ) {}

    async file(file: string): Promise<void> {
        let text: string;
        try {
            text = await readText(file);
        } catch (error) {
            this.problems.push(error instanceof NoText ? this.gap(file, error.message) : gap(file, error));
            return;
        }
        const { documents, faults } = documentsOf(text);
        const kinds = new Set(documents.map(({ value }) => kindOf(value)));
        if (this.job.judge === "states" && [...kinds].some((kind) => kind !== undefined && kind !== "state")) {
            this.others.push(file);
            return;
        }
        for (const { message, line } of faults) {
            this.problems.push({ ...this.gap(file, message), ...(line !== undefined && { line }) });
        }
        for (const { value, line } of documents) {
            this.document(file, text, value, line, documents.length);
        }
        if (documents.length === 0 && faults.length === 0) {
            this.nothingIn(file, "It holds nothing.");
        }
    }

    private document(file: string, text: string, value: unknown, line: number, of: number): void {
        switch (kindOf(value)) {
            case "state":
                this.state(file, value, text);
                return;
            case "manifests":
                this.held.manifests.push({ value, place: { file, line } });
                return;
            case "openstack":
                this.held.client.push(value);
                return;
            case "heat":
                this.held.templates.push({ name: this.nameIn(file), text, file });
                return;
            case "environment":
                this.held.environments.push({ name: this.nameIn(file), text });
                return;
            case undefined:
                if (of > 1) {
                    const message = "This document is nothing that is known here, and was passed over.";
                    this.problems.push({ kind: this.job.named ? "gap" : "note", place: file, line, message });
                } else if (Array.isArray(value) && value.length === 0) {
                    this.problems.push({ kind: "note", place: file, message: "This list is empty." });
                } else {
                    this.nothingIn(file, "It holds nothing that is known here.");
                }
        }
    }

    private nothingIn(file: string, what: string): void {
        if (this.job.named) {
            this.problems.push(this.gap(file, `${what} ${WANTED}`));
        } else {
            this.passedOver.push(this.nameIn(file));
        }
    }

    private state(file: string, value: unknown, text: string): void {
        const stack = stackOfState(value, marksSecrets(text)) ?? emptyStack(value, file);
        const name = stack.project === "" ? stack.stack : `${stack.project}/${stack.stack}`;
        this.judge(stack, "state", file, name);
    }

    private judge(stack: SourceStack, kind: SourceKind, file: string, name: string): void {
        try {
            this.sources.push(estateOfSource(stack, { kind, name: file }, name, this.judging, this.now));
        } catch {
            this.problems.push(this.gap(file, "It could not be judged: it may be nested too deeply."));
        }
    }

    result(): JobResult {
        const { source } = this.job;
        const { manifests, client, templates, environments } = this.held;
        const originOf = (kind: string) => ({
            project: source.project || source.name,
            stack: source.stack || kind,
        });
        const whole = (resources: SourceStack["resources"], kind: SourceKind): void => {
            const { project, stack } = source;
            this.judge({ project, stack, resources }, kind, source.path, source.name);
        };
        try {
            if (manifests.length > 0) {
                whole(resourcesOfManifests(manifests, originOf("manifests")), "manifests");
            }
            if (client.length > 0) {
                const { resources, faults } = resourcesOfClient(client, originOf("openstack"));
                this.problems.push(...faults.map((fault) => this.gap(source.path, fault)));
                whole(resources, "openstack");
            }
            if (templates.length > 0) {
                const { resources, ambiguous } = resourcesOfHeat(templates, environments, originOf("heat"));
                whole(resources, "heat");
                if (ambiguous.length > 0) {
                    const message =
                        `Which template these environments belong to cannot be told, so none counts: ` +
                        `${namesOf(ambiguous)}. Call each as its template, or give each template a folder with its own.`;
                    this.problems.push(this.gap(source.path, message));
                }
            } else if (environments.length > 0) {
                const message = `An environment of Heat says nothing without its template: ${namesOf(environments)}.`;
                this.problems.push({ kind: "note", place: source.path, message });
            }
        } catch {
            this.problems.push(this.gap(source.path, "It could not be judged: it may be nested too deeply."));
        }
        if (this.passedOver.length > 0) {
            const message = `Passed over, since nothing in it is known here: ${this.passedOver.join(", ")}.`;
            this.problems.push({ kind: "note", place: source.path, message });
        }
        return { sources: this.sources, problems: this.problems, others: this.others };
    }

    private gap(place: string, message: string): EstateProblem {
        return { kind: "gap", place, message };
    }

    /** A file as others of its folder name it. */
    private nameIn(file: string): string {
        const { path } = this.job.source;
        return file.startsWith(`${path}/`) ? file.slice(path.length + 1) : basename(file);
    }
}

function namesOf(files: readonly HeatFile[]): string {
    return files.map(({ name }) => name).join(", ");
}

const WANTED =
    "Give a state of Pulumi, Kubernetes manifests, a Heat template, or JSON of the OpenStack client (-f json).";

/** A stack without resources has nothing that could tell its name but a checkpoint's own word, or the file's name. */
function emptyStack(value: unknown, file: string): SourceStack {
    const word = at(at(value, "checkpoint"), "stack");
    const [stack = "", project = ""] = (typeof word === "string" ? word : "").split("/").reverse();
    return stack === ""
        ? { project: "", stack: basename(file).replace(/\.json(?:\.gz)?$/, ""), resources: [] }
        : { project, stack, resources: [] };
}
