/** The provider's process, started as the engine starts it, with a monitor and an engine to talk to. */

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type * as Grpc from "@grpc/grpc-js";
import * as providerService from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Account } from "../../preview/account";
import { Callbacks } from "../../preview/callbacks";
import { Nursery } from "../../preview/child";
import { DeclaredShapes } from "../../preview/declared-shape";
import { Deployment } from "../../preview/deployment";
import { addEngineService } from "../../preview/engine-service";
import { Hooks } from "../../preview/hooks";
import { Invokes } from "../../preview/invokes";
import { ManifestTools } from "../../preview/manifest-tools";
import { addMonitorService } from "../../preview/monitor";
import { PolicyPacks } from "../../preview/policy-packs";
import { empties, fromStruct, grpc, toStruct } from "../../preview/protocol";
import type { ResourceState } from "../../preview/resource-state";
import { SIGNATURE, SIGNATURES, type WireObject, type WireValue } from "../../preview/wire";

const ROOT = join(__dirname, "..", "..");
const TARGET = { organization: "organization", project: "shop", stack: "dev", config: new Map() };

/** A component as it was made. */
export interface Constructed {
    readonly urn: string;
    readonly state: WireObject;
    readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** An output value as the engine hands it on: unknown at preview, or known and secret. */
export function output(value: WireValue | undefined, isSecret: boolean = false): WireObject {
    return {
        [SIGNATURE]: SIGNATURES.output,
        ...(value !== undefined && { value }),
        ...(isSecret && { secret: true }),
    };
}

/** The provider, running. */
export class RunningProvider {
    private constructor(
        private readonly process: ChildProcess,
        private readonly server: Grpc.Server,
        private readonly address: string,
        private readonly deployment: Deployment,
        private readonly client: providerService.ResourceProviderClient,
    ) {}

    public static async start(): Promise<RunningProvider> {
        const account = new Account(undefined);
        const callbacks = new Callbacks(60);
        const hooks = new Hooks(callbacks, account);
        const deployment = new Deployment(TARGET, new PolicyPacks([], TARGET, account), callbacks, hooks, account);
        const shapes = new DeclaredShapes(ROOT);
        const tools = new ManifestTools(new Nursery(), ROOT, process.env, 60);
        const invokes = new Invokes(deployment, callbacks, tools, shapes, account);
        const server = new grpc.Server();
        addMonitorService(server, { deployment, invokes, hooks, shapes, account, onCall: () => undefined });
        addEngineService(server, account);
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
                error === null ? resolve(bound) : reject(error),
            );
        });
        const address = `127.0.0.1:${port}`;
        const folder = join(ROOT, "provider");
        const runner = require.resolve("@pulumi/pulumi/cmd/run-plugin");
        const child = spawn(process.execPath, [runner, folder, address], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const own = await new Promise<string>((resolve, reject) => {
            child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
            child.once("exit", (code) => reject(new Error(`The provider ended with exit code ${code}.`)));
        });
        const client = new providerService.ResourceProviderClient(
            `127.0.0.1:${own}`,
            grpc.credentials.createInsecure(),
            { "grpc.max_receive_message_length": 100 * 1024 * 1024 },
        );
        return new RunningProvider(child, server, address, deployment, client);
    }

    public stop(): void {
        this.client.close();
        this.process.kill();
        this.server.forceShutdown();
    }

    public async schema(): Promise<unknown> {
        const response = await new Promise<provider.GetSchemaResponse>((resolve, reject) => {
            this.client.getSchema(new provider.GetSchemaRequest(), (error, answer) =>
                error ? reject(error) : resolve(answer),
            );
        });
        return JSON.parse(response.getSchema());
    }

    public async version(): Promise<string> {
        return await new Promise((resolve, reject) => {
            this.client.getPluginInfo(new empties.Empty(), (error, answer) =>
                error ? reject(error) : resolve(answer.getVersion()),
            );
        });
    }

    /** Asks for a component, at preview. */
    public async construct(component: string, name: string, inputs: WireObject): Promise<Constructed> {
        const request = new provider.ConstructRequest();
        request.setProject(TARGET.project);
        request.setStack(TARGET.stack);
        request.setOrganization(TARGET.organization);
        request.setMonitorendpoint(this.address);
        request.setDryrun(true);
        request.setParallel(4);
        request.setType(component.includes(":") ? component : `virtio-first:index:${component}`);
        request.setName(name);
        request.setInputs(toStruct(inputs));
        request.setAcceptsOutputValues(true);
        const response = await new Promise<provider.ConstructResponse>((resolve, reject) => {
            this.client.construct(request, (error, answer) => (error ? reject(error) : resolve(answer)));
        });
        const dependencies: Record<string, readonly string[]> = {};
        response.getStatedependenciesMap().forEach((urns, key) => (dependencies[key] = urns.getUrnsList()));
        return { urn: response.getUrn(), state: fromStruct(response.getState()), dependencies };
    }

    /** What was registered so far, by `type::name`. */
    public get registered(): ReadonlyMap<string, ResourceState> {
        return new Map([...this.deployment.resources.values()].map((state) => [`${state.type}::${state.name}`, state]));
    }
}
