/** The ResourceMonitor protocol: what the program registers, reads and calls. */

import type * as Grpc from "@grpc/grpc-js";
import type * as Empty from "google-protobuf/google/protobuf/empty_pb";

import type { Account } from "./account";
import type { DeclaredShapes } from "./declared-shape";
import type { Deployment } from "./deployment";
import { messageOf, PreviewFault, undecided } from "./fault";
import type { Hooks } from "./hooks";
import type { Invokes } from "./invokes";
import { toRegistration } from "./monitor-requests";
import { type callback, empties, fromStruct, grpc, resource, resourceService, toStruct } from "./protocol";
import { forProgram, type WireObject } from "./wire";

/** What the monitor serves with. */
export interface MonitorParts {
    readonly deployment: Deployment;
    readonly invokes: Invokes;
    readonly hooks: Hooks;
    readonly shapes: DeclaredShapes;
    readonly account: Account;
    /** Called at each call of the program. */
    readonly onCall: () => void;
}

/** What the SDK may rely on, by the names that older ones ask for. */
const FEATURES: Readonly<Record<string, keyof typeof resource.ResourceMonitorFeature>> = {
    secrets: "RESOURCE_MONITOR_FEATURE_SECRETS",
    resourceReferences: "RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES",
    outputValues: "RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES",
    aliasSpecs: "RESOURCE_MONITOR_FEATURE_ALIAS_SPECS",
    replacementTrigger: "RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER",
    deletedWith: "RESOURCE_MONITOR_FEATURE_DELETED_WITH",
    replaceWith: "RESOURCE_MONITOR_FEATURE_REPLACE_WITH",
    transforms: "RESOURCE_MONITOR_FEATURE_TRANSFORMS",
    invokeTransforms: "RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS",
    parameterization: "RESOURCE_MONITOR_FEATURE_PARAMETERIZATION",
    resourceHooks: "RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS",
    errorHooks: "RESOURCE_MONITOR_FEATURE_ERROR_HOOKS",
};

/** How many operations the program may run at once, as the engine's default. */
export const PARALLEL = 16;

type Handler = Grpc.handleUnaryCall<unknown, unknown>;

/** Serves the protocol. */
export function addMonitorService(server: Grpc.Server, parts: MonitorParts): void {
    const monitor = new Monitor(parts);
    // Each method is given the message that the protocol declares for it.
    const serve =
        (method: (request: never) => unknown): Handler =>
        (call, done) => {
            parts.account.touch();
            parts.onCall();
            Promise.resolve()
                .then(() => method(call.request as never))
                .then(
                    (response) => done(null, response),
                    (error: unknown) => done(monitor.failure(error)),
                );
        };
    server.addService(resourceService.ResourceMonitorService, {
        getDeploymentInfo: serve(() => monitor.getDeploymentInfo()),
        supportsFeature: serve((request: resource.SupportsFeatureRequest) => monitor.supportsFeature(request)),
        invoke: serve((request: resource.ResourceInvokeRequest) => monitor.invoke(request)),
        call: serve((request: resource.ResourceCallRequest) => monitor.call(request)),
        readResource: serve((request: resource.ReadResourceRequest) => monitor.readResource(request)),
        existsResource: serve((request: resource.ExistsResourceRequest) => monitor.existsResource(request)),
        registerResource: serve((request: resource.RegisterResourceRequest) => monitor.registerResource(request)),
        registerResourceOutputs: serve((request: resource.RegisterResourceOutputsRequest) =>
            monitor.registerResourceOutputs(request),
        ),
        registerStackTransform: serve((request: callback.Callback) => monitor.registerStackTransform(request)),
        registerStackInvokeTransform: serve((request: callback.Callback) =>
            monitor.registerStackInvokeTransform(request),
        ),
        registerResourceHook: serve((request: resource.RegisterResourceHookRequest) =>
            monitor.registerResourceHook(request),
        ),
        registerErrorHook: serve((request: resource.RegisterErrorHookRequest) => monitor.registerErrorHook(request)),
        registerPackage: serve((request: resource.RegisterPackageRequest) => monitor.registerPackage(request)),
        signalAndWaitForShutdown: serve(() => monitor.signalAndWaitForShutdown()),
    });
}

class Monitor {
    public constructor(private readonly parts: MonitorParts) {}

    /** What the program is told of a failure. Where the preview cannot go on, it ends. */
    public failure(error: unknown): { readonly code: number; readonly details: string } {
        if (error instanceof PreviewFault) {
            this.parts.account.abort(error);
        }
        return { code: grpc.status.UNKNOWN, details: messageOf(error) };
    }

    public getDeploymentInfo(): resource.DeploymentInfo {
        const { target } = this.parts.deployment;
        const info = new resource.DeploymentInfo();
        info.setProject(target.project);
        info.setStack(target.stack);
        info.setOrganization(target.organization);
        info.setDryrun(true);
        info.setParallel(PARALLEL);
        for (const [key, value] of target.config) {
            info.getConfigMap().set(key, value.text);
            if (value.secret) {
                info.addConfigsecretkeys(key);
            }
        }
        info.setSupportedfeaturesList(Object.values(FEATURES).map((name) => resource.ResourceMonitorFeature[name]));
        return info;
    }

    public supportsFeature(request: resource.SupportsFeatureRequest): resource.SupportsFeatureResponse {
        const response = new resource.SupportsFeatureResponse();
        response.setHassupport(request.getId() in FEATURES);
        return response;
    }

    public async registerResource(
        request: resource.RegisterResourceRequest,
    ): Promise<resource.RegisterResourceResponse> {
        if (request.getStateMigrationsList?.().length > 0) {
            throw undecided(
                `${request.getType()} ${request.getName()} migrates existing state, which an offline preview does not ` +
                    "have. Use pulumi preview.",
            );
        }
        const { state, outputs } = await this.parts.deployment.register(toRegistration(request));
        const response = new resource.RegisterResourceResponse();
        response.setUrn(state.urn);
        response.setId(state.id);
        response.setObject(toStruct(forProgram(outputs) as WireObject));
        return response;
    }

    public async readResource(request: resource.ReadResourceRequest): Promise<resource.ReadResourceResponse> {
        const state = await this.parts.deployment.read({
            type: request.getType(),
            name: request.getName(),
            id: request.getId(),
            parent: request.getParent(),
            provider: request.getProvider(),
            version: request.getVersion(),
            downloadUrl: request.getPlugindownloadurl(),
            packageRef: request.getPackageref(),
            inputs: fromStruct(request.getProperties()),
            dependencies: request.getDependenciesList(),
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
            outputNames: this.parts.shapes.outputNames(request.getType()) ?? [],
        });
        const response = new resource.ReadResourceResponse();
        response.setUrn(state.urn);
        response.setProperties(toStruct(forProgram(state.outputs) as WireObject));
        return response;
    }

    public existsResource(request: resource.ExistsResourceRequest): resource.ExistsResourceResponse {
        this.parts.account.invoke({
            token: request.getType(),
            answered: "unknown",
            detail: `whether ${request.getId()} exists`,
        });
        const response = new resource.ExistsResourceResponse();
        response.setUnknown(true);
        return response;
    }

    public registerResourceOutputs(request: resource.RegisterResourceOutputsRequest): Empty.Empty {
        this.parts.deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
        return new empties.Empty();
    }

    public async invoke(request: resource.ResourceInvokeRequest): Promise<resource.ResourceInvokeResponse> {
        const result = await this.parts.invokes.answer({
            token: request.getTok(),
            args: fromStruct(request.getArgs()),
            provider: request.getProvider(),
            version: request.getVersion(),
            downloadUrl: request.getPlugindownloadurl(),
            packageRef: request.getPackageref(),
        });
        const response = new resource.ResourceInvokeResponse();
        response.setReturn(toStruct(forProgram(result) as WireObject));
        return response;
    }

    public call(request: resource.ResourceCallRequest): never {
        throw undecided(
            `The program calls the method ${request.getTok()} of a resource that only a provider can run. ` +
                "Use pulumi preview.",
        );
    }

    public registerStackTransform(request: callback.Callback): Empty.Empty {
        this.parts.deployment.stackTransforms.push(request);
        return new empties.Empty();
    }

    public registerStackInvokeTransform(request: callback.Callback): Empty.Empty {
        this.parts.invokes.stackTransforms.push(request);
        return new empties.Empty();
    }

    public registerResourceHook(request: resource.RegisterResourceHookRequest): Empty.Empty {
        this.parts.hooks.add(
            request.getName(),
            request.getCallback(),
            request.getOnDryRun(),
            request.getIgnoreErrors?.() ?? false,
        );
        return new empties.Empty();
    }

    public registerErrorHook(request: resource.RegisterErrorHookRequest): Empty.Empty {
        this.parts.hooks.add(request.getName(), request.getCallback(), false, false);
        return new empties.Empty();
    }

    public registerPackage(request: resource.RegisterPackageRequest): resource.RegisterPackageResponse {
        const parameterization = request.getParameterization();
        const response = new resource.RegisterPackageResponse();
        response.setRef(
            this.parts.deployment.providers.registerPackage({
                plugin: request.getName(),
                version: request.getVersion() || undefined,
                downloadUrl: request.getDownloadUrl(),
                ...(parameterization === undefined
                    ? {}
                    : {
                          parameterization: {
                              name: parameterization.getName(),
                              version: parameterization.getVersion(),
                          },
                      }),
            }),
        );
        return response;
    }

    /** The program has nothing more to register; nothing that it could wait for happens at a preview. */
    public signalAndWaitForShutdown(): Empty.Empty {
        return new empties.Empty();
    }
}
