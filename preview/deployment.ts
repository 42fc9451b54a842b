/**
 * What the engine does with a program's registrations at the preview of a new stack: names them, finds their
 * providers, runs transforms, lets the packs see them, and answers with what can be known before anything is made.
 * Follows pkg/resource/deploy (source_eval.go, step_generator.go, default_providers.go) of pulumi/pulumi.
 */

import type { Account } from "./account";
import type { Callback, Callbacks } from "./callbacks";
import { PreviewFault, undecided } from "./fault";
import type { Hooks } from "./hooks";
import { isKubernetesObject, prepareObject } from "./kubernetes";
import { outputsOf, readOutputs } from "./outputs";
import { policyOptions } from "./policy-options";
import type { PolicyPacks } from "./policy-packs";
import { entriesOf, type resource } from "./protocol";
import { parseReference } from "./provider-request";
import { Providers } from "./providers";
import { newId, NO_OPTIONS, type ReadRequest, type Registration, type ResourceState } from "./resource-state";
import type { Target } from "./target";
import { isProviderType, makeUrn, packageOf, packageOfProvider, providerType, STACK_TYPE } from "./urn";
import { downgradeOutputs, outputDependencies, type WireObject } from "./wire";

/** A registered resource, and what the program is told of its outputs. */
export interface Registered {
    readonly state: ResourceState;
    readonly outputs: WireObject;
}

/** Builds components that are remote to the program. */
export type ComponentBuilder = (registration: Registration, provider: string) => Promise<Registered>;

/** The deployment that a preview plays through. */
export class Deployment {
    /** In the order of registration. */
    public readonly resources = new Map<string, ResourceState>();
    /** Set when the program has run to its end. */
    public outputsRegistered = false;
    public buildComponent: ComponentBuilder | undefined;
    /** Transforms of the stack. */
    public readonly stackTransforms: Callback[] = [];
    private readonly transforms = new Map<string, readonly Callback[]>();
    private readonly componentProviders = new Map<string, Readonly<Record<string, string>>>();
    private readonly inherited = new Map<string, resource.TransformResourceOptions>();
    /** Default providers, and the packages that ask for them. */
    public readonly providers: Providers;

    public constructor(
        public readonly target: Target,
        private readonly packs: PolicyPacks,
        private readonly callbacks: Callbacks,
        private readonly hooks: Hooks,
        private readonly account: Account,
    ) {
        this.providers = new Providers(target, (type, name, inputs) => this.addDefaultProvider(type, name, inputs));
    }

    /** Registers a resource that the program makes. */
    public async register(registration: Registration): Promise<Registered> {
        const inherited = this.inherited.get(registration.parent);
        if (inherited !== undefined) {
            inheritOptions(registration, inherited);
        }
        const transformed = await this.transform(registration);
        if (transformed.remote) {
            return await this.registerRemote(transformed);
        }
        const provider =
            transformed.custom && !isProviderType(transformed.type) ? await this.providerOf(transformed) : "";
        transformed.options.setProvider(provider);
        const state = this.add(transformed, provider);
        this.transforms.set(state.urn, registration.transforms);
        this.inherited.set(state.urn, transformed.options);
        if (!state.custom) {
            this.componentProviders.set(state.urn, this.componentProvidersOf(transformed));
        }
        await this.admit(state, transformed.options);
        return { state, outputs: state.custom ? state.outputs : {} };
    }

    /** Registers a resource that is only looked up: no resource policy is asked, and its outputs are unknown. */
    public async read(request: ReadRequest): Promise<ResourceState> {
        const provider =
            request.provider !== "" || isProviderType(request.type)
                ? request.provider
                : await this.providers.forPackage(
                      this.providers.request(
                          packageOf(request.type),
                          request.version,
                          request.downloadUrl,
                          request.packageRef,
                      ),
                      request.type,
                  );
        const state: ResourceState = {
            ...this.identify(request.parent, request.type, request.name),
            custom: true,
            read: true,
            defaultProvider: false,
            provider,
            id: request.id,
            dependencies: request.dependencies,
            propertyDependencies: {},
            options: { ...NO_OPTIONS, additionalSecretOutputs: request.additionalSecretOutputs },
            inputs: request.inputs,
            outputs: readOutputs(request),
        };
        this.resources.set(state.urn, state);
        this.tell(state);
        return state;
    }

    /** Takes the outputs of a component or of the stack. */
    public registerOutputs(urn: string, outputs: WireObject): void {
        const state = this.resources.get(urn);
        if (state === undefined) {
            throw new PreviewFault(1, `The program registers outputs of ${urn}, which it has not registered.`);
        }
        state.outputs = downgradeOutputs(outputs) as WireObject;
        if (state.type === STACK_TYPE) {
            this.outputsRegistered = true;
        }
    }

    /** The provider that a component hands to its children, for a package. */
    public inheritedProvider(parent: string, packageName: string): string {
        return this.componentProviders.get(parent)?.[packageName] ?? "";
    }

    /** The inputs of the provider that a reference names. */
    public providerInputs(reference: string): WireObject | undefined {
        return this.resources.get(parseReference(reference)?.urn ?? "")?.inputs;
    }

    private async transform(registration: Registration): Promise<Registration> {
        const { options } = registration;
        if (registration.custom || registration.remote) {
            const packageName = packageOf(registration.type);
            options.setProvider(
                options.getProvider() ||
                    options.getProvidersMap().get(packageName) ||
                    this.inheritedProvider(registration.parent, packageName),
            );
        }
        const transforms = [...registration.transforms];
        for (let urn = registration.parent; urn !== ""; urn = this.resources.get(urn)?.parent ?? "") {
            transforms.push(...(this.transforms.get(urn) ?? []));
        }
        transforms.push(...this.stackTransforms);
        if (transforms.length === 0) {
            return withOutputDependencies(registration, registration.inputs);
        }
        const own = registration.transforms.length > 0;
        const before = Object.fromEntries(
            Object.entries(registration.propertyDependencies).map(([key, urns]) => [key, new Set(urns)]),
        );
        const outcome = await this.callbacks.transform(
            transforms,
            registration,
            registration.inputs,
            options,
            own ? before : undefined,
        );
        // As the engine: with transforms of its own, a resource depends on what its transformed values carry.
        return withOutputDependencies(
            { ...registration, options: outcome.options, ...(own ? { propertyDependencies: {} } : {}) },
            outcome.properties,
            own,
        );
    }

    private componentProvidersOf(registration: Registration): Readonly<Record<string, string>> {
        const own = Object.fromEntries(entriesOf(registration.options.getProvidersMap()));
        return { ...this.componentProviders.get(registration.parent), ...own };
    }

    private async registerRemote(registration: Registration): Promise<Registered> {
        const build = this.buildComponent;
        if (build === undefined) {
            throw undecided(`${registration.type} cannot be built in an offline preview. Use pulumi preview.`);
        }
        return await build(registration, await this.providerOf(registration));
    }

    private async providerOf(registration: Registration): Promise<string> {
        const { options } = registration;
        const explicit = options.getProvider();
        if (explicit !== "") {
            const reference = parseReference(explicit);
            if (reference === undefined || !this.resources.has(reference.urn)) {
                throw new PreviewFault(
                    1,
                    `${registration.type} ${registration.name} names the provider ${explicit}, which the program has ` +
                        "not registered.",
                );
            }
            return explicit;
        }
        return await this.providers.forPackage(
            this.providers.request(
                packageOf(registration.type),
                options.getVersion(),
                options.getPluginDownloadUrl(),
                registration.packageRef,
            ),
            registration.type,
        );
    }

    private async addDefaultProvider(type: string, name: string, inputs: WireObject): Promise<ResourceState> {
        const state: ResourceState = {
            ...this.identify("", type, name),
            custom: true,
            read: false,
            defaultProvider: true,
            provider: "",
            id: newId(type),
            dependencies: [],
            propertyDependencies: {},
            options: NO_OPTIONS,
            inputs,
            outputs: inputs,
        };
        this.resources.set(state.urn, state);
        await this.admit(state, undefined);
        return state;
    }

    private identify(
        parent: string,
        type: string,
        name: string,
    ): Pick<ResourceState, "urn" | "type" | "name" | "parent"> {
        if (parent !== "" && !this.resources.has(parent)) {
            throw new PreviewFault(1, `${type} ${name} has the parent ${parent}, which is not registered.`);
        }
        const urn = makeUrn(this.target.stack, this.target.project, parent, type, name);
        if (this.resources.has(urn)) {
            throw new PreviewFault(
                1,
                `Duplicate resource URN ${urn}: two resources of one type have the name ${name}. Give one another name.`,
            );
        }
        return { urn, type, name, parent };
    }

    private add(registration: Registration, provider: string): ResourceState {
        const { options, type, name } = registration;
        let inputs = downgradeOutputs(registration.inputs) as WireObject;
        if (isKubernetesObject(type)) {
            inputs = prepareObject(type, name, inputs, this.providerInputs(provider));
        } else if (isProviderType(type)) {
            inputs = this.withProviderVersion(registration, inputs);
        }
        const imported = options.getImport?.();
        const state: ResourceState = {
            ...this.identify(registration.parent, type, name),
            custom: registration.custom,
            read: false,
            defaultProvider: false,
            provider,
            id: imported || newId(type),
            dependencies: options.getDependsOnList(),
            propertyDependencies: registration.propertyDependencies,
            options: policyOptions(options),
            inputs,
            outputs: {},
        };
        this.resources.set(state.urn, state);
        if (imported) {
            this.account.diagnostic({
                severity: "warning",
                message: `is imported as ${imported}: it is judged by the program, and not compared with what is there`,
                urn: state.urn,
                source: "preview",
            });
        }
        return state;
    }

    private withProviderVersion(registration: Registration, inputs: WireObject): WireObject {
        const asked =
            registration.packageRef === ""
                ? undefined
                : this.providers.request(packageOfProvider(registration.type), "", "", registration.packageRef);
        const version = registration.options.getVersion() || (asked?.parameterization?.version ?? asked?.version ?? "");
        return version === "" ? inputs : { ...inputs, version };
    }

    /** Lets packs and hooks see the resource and says what can be known of its outputs. */
    private async admit(state: ResourceState, options: resource.TransformResourceOptions | undefined): Promise<void> {
        this.tell(state);
        const admitted = this.packs.admit(state, this.providerState(state));
        if (!state.custom) {
            // A component's answer holds none of its inputs: nobody has to wait for the packs.
            admitted.then(
                (inputs) => {
                    state.inputs = inputs;
                },
                () => undefined,
            );
            await this.hooks.run(state, options);
            return;
        }
        state.inputs = await admitted;
        state.outputs = outputsOf(state);
        await this.hooks.run(state, options);
    }

    private providerState(state: ResourceState): ResourceState | undefined {
        return this.resources.get(parseReference(state.provider)?.urn ?? "");
    }

    private tell(state: ResourceState): void {
        this.account.tell({ kind: "resource", urn: state.urn, type: state.type, name: state.name });
    }
}

/** Options that a child takes over from its parent where it has none of its own. */
function inheritOptions(child: Registration, parent: resource.TransformResourceOptions): void {
    const { options } = child;
    const protect = parent.getProtect();
    if (!(options.hasProtect?.() ?? options.getProtect()) && protect !== undefined) {
        options.setProtect(protect);
    }
    const provider = parent.getProvider();
    if (options.getProvider() === "" && provider !== "" && child.custom) {
        const type = parseReference(provider)?.urn.split("::")[2] ?? "";
        if (type.endsWith(providerType(packageOf(child.type)))) {
            options.setProvider(provider);
        }
    }
}

/** The registration with the values, and with the dependencies that output values among them carry. */
function withOutputDependencies(
    registration: Registration,
    values: WireObject,
    alsoWhole: boolean = false,
): Registration {
    const propertyDependencies: Record<string, readonly string[]> = { ...registration.propertyDependencies };
    const all = new Set(registration.options.getDependsOnList());
    for (const [key, value] of Object.entries(values)) {
        const found = outputDependencies(value);
        propertyDependencies[key] = [...new Set([...(propertyDependencies[key] ?? []), ...found])];
        found.forEach((urn) => all.add(urn));
    }
    if (alsoWhole) {
        registration.options.setDependsOnList([...all]);
    }
    return { ...registration, inputs: values, propertyDependencies };
}
