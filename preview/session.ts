/** One preview from the program's start to the last policy's answer. */

import type * as Grpc from "@grpc/grpc-js";

import type { Account } from "./account";
import { Callbacks } from "./callbacks";
import { type Child, describeExit, type Exit, type Nursery } from "./child";
import { DeclaredShapes } from "./declared-shape";
import { Deployment } from "./deployment";
import { addEngineService } from "./engine-service";
import { programEnvironment } from "./environment";
import { PreviewFault, undecided } from "./fault";
import { Hooks } from "./hooks";
import { Invokes } from "./invokes";
import { KubernetesComponents } from "./kubernetes-components";
import { ManifestTools } from "./manifest-tools";
import { addMonitorService, PARALLEL } from "./monitor";
import type { PreviewLimits } from "./options";
import type { Pack } from "./pack";
import { PolicyPacks } from "./policy-packs";
import type { Project } from "./project";
import { CHANNEL_OPTIONS, grpc } from "./protocol";
import { parseReference } from "./provider-request";
import { toPreviewResource } from "./resource-state";
import type { PreviewPack, PreviewResource, Properties } from "./result";
import type { Target } from "./target";
import { stackUrn } from "./urn";
import { reveal } from "./wire";

/** The exit code by which the SDK's runner says that it has told the user already. */
const TOLD_ALREADY = 32;

/** What a session needs. */
export interface SessionPlan {
    readonly project: Project;
    readonly target: Target;
    readonly packs: readonly Pack[];
    /** The SDK's runner. */
    readonly runner: string;
    readonly typescript: { readonly wanted: boolean; readonly check: boolean };
    readonly limits: PreviewLimits;
    readonly environment: NodeJS.ProcessEnv;
}

/** What a session found. */
export interface SessionOutcome {
    readonly packs: readonly PreviewPack[];
    readonly resources: readonly PreviewResource[];
    readonly outputs: Properties;
}

/** Runs the program under the packs. */
export class Session {
    private readonly packs: PolicyPacks;
    private readonly deployment: Deployment;
    private readonly callbacks: Callbacks;
    private readonly server: Grpc.Server;

    public constructor(
        private readonly plan: SessionPlan,
        private readonly nursery: Nursery,
        private readonly account: Account,
        private readonly mark: (moment: "packsReady" | "programReady" | "programEnd") => void,
    ) {
        const { target, limits, project } = plan;
        this.packs = new PolicyPacks(plan.packs, target, account);
        this.callbacks = new Callbacks(limits.programSilence);
        const hooks = new Hooks(this.callbacks, account);
        this.deployment = new Deployment(target, this.packs, this.callbacks, hooks, account);
        const shapes = new DeclaredShapes(project.programDir);
        const tools = new ManifestTools(nursery, project.programDir, plan.environment, limits.tool);
        const components = new KubernetesComponents(this.deployment, tools, project.programDir, account);
        this.deployment.buildComponent = (registration, provider) => components.build(registration, provider);
        this.server = new grpc.Server(CHANNEL_OPTIONS);
        addMonitorService(this.server, {
            deployment: this.deployment,
            invokes: new Invokes(this.deployment, this.callbacks, tools, shapes, account),
            hooks,
            shapes,
            account,
            onCall: () => mark("programReady"),
        });
        addEngineService(this.server, account);
    }

    /** What is known so far. */
    public async outcome(): Promise<SessionOutcome> {
        const stack = this.deployment.resources.get(stackUrn(this.plan.target.stack, this.plan.target.project));
        return {
            packs: await this.packs.descriptions().catch(() => []),
            resources: [...this.deployment.resources.values()].map(toPreviewResource),
            outputs: reveal(stack?.outputs ?? {}),
        };
    }

    /** Plays the whole preview. Throws the fault that ends it. */
    public async run(): Promise<void> {
        try {
            if (this.plan.packs.length > 0) {
                void this.packs.ready().then(
                    () => this.mark("packsReady"),
                    () => undefined,
                );
            }
            await Promise.race([this.play(), this.account.aborted]);
        } catch (error) {
            // Of a program that failed, what its resources violate is still told, as the engine does.
            if (error instanceof PreviewFault && error.exitCode === 1) {
                await this.packs.judged().catch(() => undefined);
            }
            throw error;
        } finally {
            this.callbacks.close();
            this.server.forceShutdown();
        }
    }

    private async play(): Promise<void> {
        this.account.tell({ kind: "phase", phase: "program" });
        const program = this.startProgram(await this.listen());
        const watch = this.watchSilence();
        try {
            this.holdToEnd(await program.exit);
        } finally {
            clearInterval(watch);
            program.kill();
            this.mark("programEnd");
        }
        await this.packs.judged();
        this.refuseEmpty();
        this.account.tell({ kind: "phase", phase: "stack-policies" });
        const resources = [...this.deployment.resources.values()];
        await this.packs.admitStack(resources, (state) =>
            this.deployment.resources.get(parseReference(state.provider)?.urn ?? ""),
        );
        await this.packs.release();
    }

    private listen(): Promise<string> {
        return new Promise((resolve, reject) => {
            this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
                if (error === null) {
                    resolve(`127.0.0.1:${port}`);
                } else {
                    reject(undecided(`The preview cannot listen on the loopback interface: ${error.message}`));
                }
            });
        });
    }

    private startProgram(address: string): Child {
        const { project, target, runner, typescript, environment } = this.plan;
        this.account.touch();
        return this.nursery.startNode("program", project.runtime.nodeArguments, {
            command: process.execPath,
            arguments: [
                runner,
                ...["--monitor", address, "--engine", address],
                ...["--organization", target.organization, "--project", target.project, "--stack", target.stack],
                ...["--root-directory", project.root, "--pwd", project.programDir],
                ...["--dry-run", "--parallel", String(PARALLEL)],
                project.entryPoint,
            ],
            cwd: project.programDir,
            environment: programEnvironment(environment, target, {
                ...typescript,
                tsconfig: project.runtime.tsconfig,
            }),
            onOutput: (text) => {
                this.account.touch();
                if (text.trim() !== "") {
                    this.account.diagnostic({ severity: "info", message: text, source: "program" });
                }
            },
        });
    }

    private watchSilence(): NodeJS.Timeout {
        const limit = this.plan.limits.programSilence;
        const check = (): void => {
            if (this.account.silence > limit) {
                this.account.abort(
                    undecided(`The program gave no sign of life for ${limit} s. It was ended; nothing is decided.`),
                );
            }
        };
        return setInterval(check, Math.min(1000, limit * 250));
    }

    private holdToEnd(exit: Exit): void {
        if (exit.code === 0 && this.deployment.outputsRegistered) {
            return;
        }
        const what =
            exit.code === 0
                ? "The program ended before it was done (exit code 0): not all of its resources are registered."
                : exit.code === TOLD_ALREADY
                  ? `The program failed: ${this.lastError()}`
                  : `The program failed: it ${describeExit(exit)}. ${this.lastError()}`;
        const unanswered = this.account.invokes.filter(({ answered }) => answered === "unknown");
        if (unanswered.length > 0) {
            // With true answers it might not have failed.
            const tokens = [...new Set(unanswered.map(({ token }) => token))].join(", ");
            throw undecided(
                `${what}\nIt works with what only a provider can answer (${tokens}), so the failure may be the ` +
                    "preview's and not the program's. Use pulumi preview.",
            );
        }
        throw new PreviewFault(1, what);
    }

    /** The first error that the program tells of, or its last words. */
    private lastError(): string {
        const said = this.account.diagnostics.filter(({ source }) => source === "program");
        const told = said.filter(({ severity }) => severity === "error").slice(0, 1);
        const words = (told.length > 0 ? told : said.slice(-3)).map(({ message }) => message.trim()).join("\n");
        return words === "" ? "It said nothing." : words;
    }

    private refuseEmpty(): void {
        const stack = stackUrn(this.plan.target.stack, this.plan.target.project);
        const own = [...this.deployment.resources.values()].filter(
            (state) => state.urn !== stack && !state.defaultProvider,
        );
        if (own.length === 0) {
            throw undecided(
                "The program registered no resource, so there is nothing to judge. Is this the entry that you mean?",
            );
        }
    }
}
