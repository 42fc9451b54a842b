/** {@link runPreview}. */

import { createRequire } from "node:module";
import { join, resolve } from "node:path";

import { Account } from "./account";
import { Nursery } from "./child";
import { entryFile, needsTypeScript, runtimeForm } from "./entry";
import { packEnvironment } from "./environment";
import { messageOf, PreviewFault, undecided } from "./fault";
import { DEFAULT_LIMITS, type PreviewOptions } from "./options";
import { openPackFolder, Pack } from "./pack";
import { loadProject, type Project } from "./project";
import type { ExitCode, PreviewResult, Timings } from "./result";
import type { Session, SessionOutcome } from "./session";
import { chooseStack } from "./stack";
import { loadConfig } from "./stack-config";
import type { Target } from "./target";

/**
 * Previews a Pulumi project without the Pulumi CLI, provider plugins or a cloud: runs its program and the packs with
 * the SDK's own runners and plays the engine for both.
 *
 * Every resource counts as new. What only a provider could know is unknown. What an offline preview cannot do honestly
 * ends with exit code 3 and says so. The promise never rejects; child processes never outlive it.
 *
 * @example
 * ```typescript
 * const result = await runPreview({ dir: ".", stack: "dev", policyPacks: [{ dir: "policy-pack" }] });
 * process.exitCode = result.exitCode;
 * ```
 */
export async function runPreview(options: PreviewOptions): Promise<PreviewResult> {
    return await new Preview(options).run();
}

type Moment = Exclude<keyof Timings, "total">;

class Preview {
    private readonly account: Account;
    private readonly nursery = new Nursery();
    private readonly started = performance.now();
    private readonly moments: Partial<Record<Moment, number>> = {};
    private project: Project | undefined;
    private target: Target | undefined;
    private program: PreviewResult["program"];
    private session: Session | undefined;

    public constructor(private readonly options: PreviewOptions) {
        this.account = new Account(options.onEvent);
        this.program = { entry: "", dir: resolve(options.dir), runtimeForm: "compiled" };
    }

    public async run(): Promise<PreviewResult> {
        const { signal } = this.options;
        const interrupt = (): void => this.account.abort(undecided("The preview was interrupted; nothing is decided."));
        signal?.addEventListener("abort", interrupt);
        if (signal?.aborted === true) {
            interrupt();
        }
        try {
            this.account.tell({ kind: "phase", phase: "starting" });
            if (this.account.fault === undefined) {
                await Promise.race([this.play(), this.account.aborted]);
            }
            return await this.result(this.account.fault);
        } catch (error) {
            return await this.result(this.account.fault ?? asFault(error));
        } finally {
            signal?.removeEventListener("abort", interrupt);
            this.nursery.close();
            this.account.tell({ kind: "phase", phase: "done" });
        }
    }

    private async play(): Promise<void> {
        const { options } = this;
        const project = loadProject(options.dir);
        this.project = project;
        const stack = chooseStack(project, options.stack);
        const target: Target = {
            organization: stack.organization,
            project: project.name,
            stack: stack.name,
            config: loadConfig(project, stack, options.config ?? {}, process.env),
        };
        this.target = target;
        const entry = entryFile(project);
        const check = options.typeCheck ?? false;
        this.program = {
            entry,
            dir: project.programDir,
            runtimeForm: runtimeForm(entry, project.runtime.typescript, check),
        };
        const runner = locateRunner(project);
        const folders = (options.policyPacks ?? []).map(openPackFolder);
        const limits = { ...DEFAULT_LIMITS, ...options.limits };
        // The packs start before anything else is loaded here: they take longest.
        const packs = folders.map(
            (folder) => new Pack(folder, this.nursery, packEnvironment(process.env, target), limits, this.account),
        );
        const { Session } = require("./session") as typeof import("./session");
        this.session = new Session(
            {
                project,
                target,
                packs,
                runner,
                typescript: { wanted: project.runtime.typescript && needsTypeScript(entry), check },
                limits,
                environment: process.env,
            },
            this.nursery,
            this.account,
            (moment) => this.mark(moment),
        );
        await this.session.run();
    }

    private mark(moment: Moment): void {
        this.moments[moment] ??= Math.round(performance.now() - this.started);
    }

    private async result(fault: PreviewFault | undefined): Promise<PreviewResult> {
        const outcome: SessionOutcome = (await this.session?.outcome()) ?? NOTHING;
        const { exitCode, reason } = verdict(fault, this.account);
        if (fault !== undefined) {
            this.account.diagnostic({ severity: "error", message: fault.message, source: "preview" });
        }
        return {
            project: this.project?.name ?? "",
            stack: this.target?.stack ?? this.options.stack ?? "",
            organization: this.target?.organization ?? "",
            program: this.program,
            packs: outcome.packs,
            resources: outcome.resources,
            findings: this.account.findings,
            outputs: outcome.outputs,
            invokes: this.account.invokes,
            diagnostics: this.account.diagnostics,
            exitCode,
            ...(reason === undefined ? {} : { reason }),
            timings: { ...this.moments, total: Math.round(performance.now() - this.started) },
        };
    }
}

const NOTHING: SessionOutcome = { packs: [], resources: [], outputs: { values: {}, secrets: [] } };

function verdict(
    fault: PreviewFault | undefined,
    account: Account,
): { readonly exitCode: ExitCode; readonly reason: string | undefined } {
    if (fault !== undefined) {
        return { exitCode: fault.exitCode, reason: fault.message };
    }
    const refusals = account.findings.filter(({ level }) => level === "mandatory").length;
    return refusals === 0
        ? { exitCode: 0, reason: undefined }
        : { exitCode: 1, reason: `${refusals} mandatory policy ${refusals === 1 ? "violation" : "violations"}` };
}

function asFault(error: unknown): PreviewFault {
    return error instanceof PreviewFault
        ? error
        : undecided(
              `The preview itself failed: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`,
          );
}

/** The SDK's runner, found from the program's folder as Pulumi's language host finds it. */
function locateRunner(project: Project): string {
    try {
        return createRequire(join(project.programDir, "package.json")).resolve("@pulumi/pulumi/cmd/run");
    } catch {
        throw undecided(
            `@pulumi/pulumi is not installed in ${project.programDir} or above it. Run npm install there first.`,
        );
    }
}
