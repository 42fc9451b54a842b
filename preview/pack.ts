/** One policy pack: a child process that speaks the analyzer protocol. */

import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

import type { Account } from "./account";
import { type Child, describeExit, type Nursery } from "./child";
import { moduleFile, needsTypeScript } from "./entry";
import { messageOf, PreviewFault, undecided, usage } from "./fault";
import type { PackOption, PreviewLimits } from "./options";
import { type PackSettings, readPackSettings } from "./policy-config";
import { isDirectory, runtimeOptions } from "./project";
import type { analyzerService } from "./protocol";
import type { PlainObject } from "./result";
import { Decision, within } from "./settle";
import { readYamlMapping } from "./yaml-file";

/** How long a pack that has answered everything may take to end by itself. Seconds. */
const FAREWELL = 2;

/** How much of an error's text the reason of a failed preview repeats. */
const REASON_LINES = 8;

/** A pack's folder, checked. */
export interface PackFolder {
    readonly dir: string;
    readonly configFile: string | undefined;
    /** What the file says. */
    readonly settings: PackSettings;
    /** `version` of PulumiPolicy.yaml, which wins over the package's. */
    readonly version: string | undefined;
    readonly description: string | undefined;
    readonly nodeArguments: readonly string[];
    readonly runner: string;
    /** True where nothing of it has to be compiled. */
    readonly compiled: boolean;
}

/** Checks that the folder holds a pack that can be started. */
export function openPackFolder(option: PackOption): PackFolder {
    const dir = resolve(option.dir);
    if (!isDirectory(dir)) {
        throw usage(`There is no policy pack folder ${dir}.`);
    }
    const file = join(dir, "PulumiPolicy.yaml");
    const content = readYamlMapping(file);
    if (content === undefined) {
        throw usage(`${dir} is no policy pack: it has no PulumiPolicy.yaml.`);
    }
    const runtime = runtimeOptions(content["runtime"], file, "pack");
    const configFile = option.configFile === undefined ? undefined : resolve(option.configFile);
    return {
        dir,
        configFile,
        settings: configFile === undefined ? new Map() : readPackSettings(configFile),
        version: text(content, "version"),
        description: text(content, "description"),
        nodeArguments: runtime.nodeArguments,
        runner: locateRunner(dir),
        compiled: !needsTypeScript(moduleFile(dir)),
    };
}

function text(content: PlainObject, key: string): string | undefined {
    const value = content[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function locateRunner(dir: string): string {
    const resolveFrom = createRequire(join(dir, "package.json"));
    for (const module of ["@pulumi/policy", "@pulumi/pulumi/cmd/run-policy-pack"]) {
        try {
            const found = resolveFrom.resolve(module);
            if (module.endsWith("run-policy-pack")) {
                return found;
            }
        } catch {
            throw undecided(
                `The policy pack ${dir} cannot be started: ${module} is not installed there or above it. ` +
                    (/[\\/]node_modules[\\/]/.test(dir)
                        ? "Run npm install --save-dev @pulumi/policy in your project."
                        : `Run npm install in ${dir}.`),
            );
        }
    }
    throw undecided(`The policy pack ${dir} cannot be started.`);
}

/** A running pack. */
export class Pack {
    /** How the user knows it: its folder's name until it has told its own. */
    public name: string;
    /** Rejects when the pack fails or ends before it is released. */
    public readonly failed: Promise<never>;
    private readonly failure = new Decision<never>();
    private readonly port = new Decision<number>();
    private readonly child: Child;
    private portSeen = false;
    private released = false;
    private client: analyzerService.AnalyzerClient | undefined;

    public constructor(
        public readonly folder: PackFolder,
        nursery: Nursery,
        environment: NodeJS.ProcessEnv,
        private readonly limits: PreviewLimits,
        private readonly account: Account,
    ) {
        this.name = basename(folder.dir);
        this.failed = this.failure.promise;
        this.child = nursery.startNode(folder.compiled ? "compiled-pack" : "pack", [], {
            command: process.execPath,
            // The engine puts its own address first; the runner throws it away.
            arguments: [folder.runner, ...folder.nodeArguments, "127.0.0.1:0", folder.dir],
            cwd: folder.dir,
            environment,
            onOutput: (output, stream) => this.onOutput(output, stream),
            onUncaught: (error) =>
                this.fail(
                    this.portSeen
                        ? `had an error that nothing handled, so what it found may be incomplete:\n${error}`
                        : `failed to load:\n${error}`,
                ),
        });
        void this.child.exit.then((exit) => {
            if (!this.released) {
                this.fail(
                    `${describeExit(exit)} ${this.portSeen ? "before all was judged" : "before it was ready"}` +
                        this.lastWords(),
                );
            }
        });
    }

    /** Waits until the pack listens, and connects to it. */
    public async connect(): Promise<void> {
        const port = await this.wait(
            this.port.promise,
            this.limits.packStart,
            `gave no sign of readiness within ${this.limits.packStart} s`,
        );
        const {
            analyzerService: service,
            grpc,
            CHANNEL_OPTIONS,
        } = require("./protocol") as typeof import("./protocol");
        this.client = new service.AnalyzerClient(
            `127.0.0.1:${port}`,
            grpc.credentials.createInsecure(),
            CHANNEL_OPTIONS,
        );
    }

    /** One call of the analyzer protocol. */
    public async call<T>(
        method: (client: analyzerService.AnalyzerClient, done: (error: Error | null, answer: T) => void) => void,
    ): Promise<T> {
        const client = this.client;
        if (client === undefined) {
            throw new Error("the pack is not connected");
        }
        const answer = new Promise<T>((accept, reject) => {
            method(client, (error, value) => (error === null ? accept(value) : reject(error)));
        });
        return await this.wait(answer, this.limits.packAnswer, `gave no answer within ${this.limits.packAnswer} s`);
    }

    /** Turns any failure of a call into the fault that ends the preview. */
    public faultOf(error: unknown, doing: string): PreviewFault {
        return error instanceof PreviewFault ? error : this.fault(`failed ${doing}:\n${detailsOf(error)}`);
    }

    /** Lets the pack end, and fails where it ends with an error. */
    public async release(): Promise<void> {
        if (this.child.exited !== undefined) {
            return;
        }
        this.released = true;
        this.client?.close();
        this.child.release();
        const exit = await within(FAREWELL, this.child.exit, () => new Error("still running")).catch(() => undefined);
        if (exit !== undefined && exit.code !== 0) {
            this.fail(`${describeExit(exit)} after all was judged, so what it found may be incomplete`);
        }
    }

    /** The fault that ends a preview because of this pack. */
    public fault(what: string): PreviewFault {
        return undecided(`Policy pack ${this.name} (${this.folder.dir}) ${what}`);
    }

    private fail(what: string): void {
        const fault = this.fault(shorten(what));
        this.failure.reject(fault);
        this.port.reject(fault);
        this.account.abort(fault);
    }

    private wait<T>(promise: Promise<T>, seconds: number, failure: string): Promise<T> {
        return within(seconds, Promise.race([promise, this.failed]), () => this.fault(failure));
    }

    private onOutput(output: string, stream: "stdout" | "stderr"): void {
        let rest = output;
        if (stream === "stdout" && !this.portSeen) {
            const [first = "", ...others] = output.split("\n");
            const port = Number(first.trim());
            if (!Number.isInteger(port) || port <= 0 || port > 65535) {
                this.fail(
                    `printed ${JSON.stringify(first)} to its standard output before its port, which stops it. ` +
                        "A pack must print nothing while it loads.",
                );
                return;
            }
            this.portSeen = true;
            this.port.resolve(port);
            rest = others.join("\n");
        }
        if (rest.trim() !== "") {
            this.account.diagnostic({ severity: "info", message: rest, source: this.name });
        }
    }

    private lastWords(): string {
        const said = this.account.diagnostics.filter((diagnostic) => diagnostic.source === this.name);
        const text = said
            .map((diagnostic) => diagnostic.message.trim())
            .join("\n")
            .trim();
        return text === "" ? "." : `:\n${text}`;
    }
}

function detailsOf(error: unknown): string {
    const details = (error as { details?: unknown } | undefined)?.details;
    return typeof details === "string" && details !== "" ? details : messageOf(error);
}

function shorten(text: string): string {
    const lines = text.split("\n");
    return lines.length <= REASON_LINES ? text : `${lines.slice(0, REASON_LINES).join("\n")}\n…`;
}
