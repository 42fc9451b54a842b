/** The packs of a preview: asked about each resource as the engine asks, and about the whole stack at the end. */

import type { Account } from "./account";
import { usage } from "./fault";
import type { Pack } from "./pack";
import { type ConfigurablePolicy, isOnlyDefaults, reconcile } from "./policy-config";
import {
    analyzeRequest,
    configureRequest,
    initialSettings,
    kindOf,
    levelOf,
    severityOf,
    stackResource,
} from "./policy-messages";
import { analyzer, empties, fromStruct, grpc } from "./protocol";
import { remediatedProperties } from "./remediation";
import type { ResourceState } from "./resource-state";
import type { PolicyDescription, PreviewPack } from "./result";
import { Queue } from "./settle";
import type { Target } from "./target";
import { stackUrn } from "./urn";
import type { WireObject } from "./wire";

/** A pack that is ready to judge. */
interface Judge {
    readonly pack: Pack;
    readonly description: PreviewPack;
    readonly remediates: boolean;
    readonly queue: Queue;
    /** How many resources it has judged. */
    judged: number;
}

/** The packs of a preview. */
export class PolicyPacks {
    private readonly judges: Promise<readonly Judge[]>;
    private readonly admission = new Queue();
    private admitted = 0;
    private readonly stackUrn: string;

    public constructor(
        packs: readonly Pack[],
        private readonly target: Target,
        private readonly account: Account,
    ) {
        this.stackUrn = stackUrn(target.stack, target.project);
        this.judges = Promise.all(packs.map((pack) => this.guarded(pack, "to start", () => this.prepare(pack))));
        // Who waits for the packs hears of it as well.
        this.judges.catch(() => undefined);
    }

    /** Settles when all packs are ready. */
    public async ready(): Promise<void> {
        await this.judges;
    }

    /** The packs, once they are ready. */
    public async descriptions(): Promise<readonly PreviewPack[]> {
        return (await this.judges).map((judge) => judge.description);
    }

    /**
     * Shows the packs a resource that is about to be made: those that remediate may change its inputs, one after
     * another; then all judge it. Gives the inputs that hold. The judgement itself is not waited for, since at a
     * preview it changes nothing for the program.
     */
    public admit(state: ResourceState, provider: ResourceState | undefined): Promise<WireObject> {
        return this.admission.run(async () => {
            let inputs = state.inputs;
            this.admitted += 1;
            const judges = await this.judges;
            for (const judge of judges.filter(({ remediates }) => remediates)) {
                inputs = await this.guarded(judge.pack, "to run a remediation", () =>
                    this.remediate(judge, state, inputs, provider),
                );
            }
            for (const judge of judges) {
                judge.queue
                    .run(() =>
                        this.guarded(judge.pack, "to run a policy", () => this.analyze(judge, state, inputs, provider)),
                    )
                    // The preview has ended with the failure; nobody else has to hear of it.
                    .catch(() => undefined);
            }
            return inputs;
        });
    }

    /** Shows the packs all resources with their outputs. */
    public async admitStack(
        resources: readonly ResourceState[],
        providerOf: (state: ResourceState) => ResourceState | undefined,
    ): Promise<void> {
        await Promise.all(
            (await this.judges).map((judge) =>
                this.guarded(judge.pack, "to run a stack policy", async () => {
                    const request = new analyzer.AnalyzeStackRequest();
                    request.setResourcesList(resources.map((state) => stackResource(state, providerOf(state))));
                    const known = new Set(resources.map(({ urn }) => urn));
                    const answer = await judge.pack.call<analyzer.AnalyzeResponse>((client, done) =>
                        client.analyzeStack(request, done),
                    );
                    for (const diagnostic of answer.getDiagnosticsList()) {
                        const named = diagnostic.getUrn();
                        this.record(judge, diagnostic, known.has(named) ? named : this.stackUrn);
                    }
                }),
            ),
        );
    }

    /** Settles when every resource that was shown is judged; fails where one was not, for whatever reason. */
    public async judged(): Promise<void> {
        await this.admission.idle();
        for (const judge of await this.judges) {
            await judge.queue.idle();
            if (judge.judged !== this.admitted) {
                throw judge.pack.fault(`judged ${judge.judged} of ${this.admitted} resources.`);
            }
        }
    }

    /** Lets the packs end. */
    public async release(): Promise<void> {
        await Promise.all((await this.judges).map((judge) => judge.pack.release()));
    }

    private async prepare(pack: Pack): Promise<Judge> {
        await pack.connect();
        await this.configureStack(pack);
        const info = await this.guarded(pack, "to describe itself", () =>
            pack.call<analyzer.AnalyzerInfo>((client, done) => client.getAnalyzerInfo(new empties.Empty(), done)),
        );
        pack.name = info.getName();
        const levels = await this.configure(pack, info);
        const description: PreviewPack = {
            name: info.getName(),
            version: pack.folder.version ?? info.getVersion(),
            dir: pack.folder.dir,
            policies: info.getPoliciesList().map((policy) => describe(policy, levels)),
        };
        this.account.tell({
            kind: "pack",
            name: description.name,
            version: description.version,
            dir: description.dir,
        });
        const remediates = description.policies.some((policy) => policy.level === "remediate");
        return { pack, description, remediates, queue: new Queue(), judged: 0 };
    }

    private async configureStack(pack: Pack): Promise<void> {
        if (analyzer.AnalyzerStackConfigureRequest === undefined) {
            // An SDK older than the call. Its packs find the configuration in their environment, as all do.
            return;
        }
        const request = new analyzer.AnalyzerStackConfigureRequest();
        request.setStack(this.target.stack);
        request.setProject(this.target.project);
        request.setOrganization(this.target.organization);
        request.setDryRun(true);
        for (const [key, value] of this.target.config) {
            request.getConfigMap().set(key, value.text);
            if (value.secret) {
                request.addConfigSecretKeys(key);
            }
        }
        try {
            await pack.call((client, done) => client.configureStack(request, done));
        } catch (error) {
            // Older packs do not know the call; the engine goes on without it as well.
            if ((error as { code?: unknown }).code !== grpc.status.UNIMPLEMENTED) {
                throw pack.faultOf(error, "to take the stack's configuration");
            }
        }
    }

    private async configure(
        pack: Pack,
        info: analyzer.AnalyzerInfo,
    ): Promise<ReadonlyMap<string, PolicyDescription["level"]>> {
        const policies = info.getPoliciesList().map(configurable);
        const sources = [initialSettings(info), pack.folder.settings];
        const settings = reconcile(policies, sources);
        const where = pack.folder.configFile ?? pack.folder.dir;
        if (!isOnlyDefaults(policies, sources)) {
            const { settingsFaults } = require("./policy-config-schema") as typeof import("./policy-config-schema");
            const faults = settingsFaults(policies, settings);
            if (faults.length > 0) {
                throw usage(`validating policy config: ${info.getName()} (${where})\n  ${faults.join("\n  ")}`);
            }
        }
        const known = new Set(policies.map(({ name }) => name));
        const has = `which ${info.getName()} does not have; its policies are ${[...known].join(", ")}`;
        for (const [name, { level }] of settings) {
            if (!known.has(name)) {
                if (level === undefined) {
                    throw usage(`${where} configures the policy ${name}, ${has}.`);
                }
                this.account.diagnostic({
                    severity: "warning",
                    message: `${where} configures the policy ${name}, ${has}`,
                    source: info.getName(),
                });
            }
        }
        if (settings.size > 0) {
            await this.guarded(pack, "to take its configuration", () =>
                pack.call((client, done) => client.configure(configureRequest(settings), done)),
            );
        }
        return new Map([...settings].map(([name, { level }]) => [name, level ?? "advisory"]));
    }

    private async remediate(
        judge: Judge,
        state: ResourceState,
        before: WireObject,
        provider: ResourceState | undefined,
    ): Promise<WireObject> {
        let inputs = before;
        const request = analyzeRequest(state, before, provider, true);
        const answer = await judge.pack.call<analyzer.RemediateResponse>((client, done) =>
            client.remediate(request, done),
        );
        for (const remediation of answer.getRemediationsList()) {
            const finding = {
                pack: remediation.getPolicypackname(),
                packVersion: judge.description.version,
                policy: remediation.getPolicyname(),
                urn: state.urn,
                description: remediation.getDescription(),
            };
            if (remediation.getDiagnostic() !== "") {
                this.account.finding({ ...finding, level: "advisory", message: remediation.getDiagnostic() });
            } else {
                const after = fromStruct(remediation.getProperties());
                this.account.finding({
                    ...finding,
                    level: "remediate",
                    message: remediation.getDescription(),
                    remediation: remediatedProperties(inputs, after),
                });
                inputs = after;
            }
        }
        return inputs;
    }

    private async analyze(
        judge: Judge,
        state: ResourceState,
        inputs: WireObject,
        provider: ResourceState | undefined,
    ): Promise<void> {
        const request = analyzeRequest(state, inputs, provider, false);
        const answer = await judge.pack.call<analyzer.AnalyzeResponse>((client, done) => client.analyze(request, done));
        for (const diagnostic of answer.getDiagnosticsList()) {
            this.record(judge, diagnostic, state.urn);
        }
        judge.judged += 1;
    }

    private record(judge: Judge, diagnostic: analyzer.AnalyzeDiagnostic, urn: string): void {
        const level = levelOf(diagnostic.getEnforcementlevel());
        if (level === undefined || level === "disabled") {
            this.account.abort(
                judge.pack.fault(`reported a finding of policy ${diagnostic.getPolicyname()} with no usable level.`),
            );
            return;
        }
        const severity =
            severityOf(diagnostic.getSeverity?.()) ??
            judge.description.policies.find(({ name }) => name === diagnostic.getPolicyname())?.severity;
        this.account.finding({
            pack: diagnostic.getPolicypackname(),
            packVersion: judge.description.version,
            policy: diagnostic.getPolicyname(),
            // What is still wrong after a remediation is refused.
            level: level === "remediate" ? "mandatory" : level,
            urn,
            message: diagnostic.getMessage(),
            ...(diagnostic.getDescription() === "" ? {} : { description: diagnostic.getDescription() }),
            ...(severity === undefined ? {} : { severity }),
        });
    }

    /** Every failure of a pack ends the preview. */
    private async guarded<T>(pack: Pack, doing: string, question: () => Promise<T>): Promise<T> {
        try {
            return await question();
        } catch (error) {
            const fault = pack.faultOf(error, doing);
            this.account.abort(fault);
            throw fault;
        }
    }
}

function configurable(policy: analyzer.PolicyInfo): ConfigurablePolicy {
    return {
        name: policy.getName(),
        level: levelOf(policy.getEnforcementlevel()) ?? "advisory",
        schema: fromStruct(policy.getConfigschema()?.getProperties()),
        required: policy.getConfigschema()?.getRequiredList() ?? [],
    };
}

function describe(
    policy: analyzer.PolicyInfo,
    levels: ReadonlyMap<string, PolicyDescription["level"]>,
): PolicyDescription {
    // What older SDKs do not know they leave out.
    const severity = severityOf(policy.getSeverity?.());
    const url = policy.getUrl?.() ?? "";
    return {
        name: policy.getName(),
        ...(policy.getDisplayname() === "" ? {} : { displayName: policy.getDisplayname() }),
        description: policy.getDescription(),
        level: levels.get(policy.getName()) ?? "advisory",
        kind: kindOf(policy.getPolicyType?.()),
        ...(severity === undefined ? {} : { severity }),
        ...(url === "" ? {} : { url }),
    };
}
