/** Functions of the program that the preview calls back: transforms and hooks. */

import { messageOf, undecided } from "./fault";
import { callback, callbackService, CHANNEL_OPTIONS, fromStruct, grpc, resource, toStruct } from "./protocol";
import { addDependencies, upgradeOutputs, type WireObject } from "./wire";

/** A function of the program. */
export type Callback = callback.Callback;

/** What a resource transform is told. */
export interface TransformSubject {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly parent: string;
}

/** Calls the program's callback server. */
export class Callbacks {
    private readonly clients = new Map<string, callbackService.CallbacksClient>();

    public constructor(private readonly patience: number) {}

    /** Runs transforms one after another, each on what the one before it gave. */
    public async transform(
        transforms: readonly Callback[],
        subject: TransformSubject,
        properties: WireObject,
        options: resource.TransformResourceOptions,
        dependencies: Readonly<Record<string, ReadonlySet<string>>> | undefined,
    ): Promise<{ readonly properties: WireObject; readonly options: resource.TransformResourceOptions }> {
        let current = upgradeOutputs(properties) as WireObject;
        if (dependencies !== undefined) {
            current = addDependencies(current, dependencies);
        }
        let currentOptions = options;
        for (const transform of transforms) {
            const request = new resource.TransformRequest();
            request.setType(subject.type);
            request.setName(subject.name);
            request.setCustom(subject.custom);
            request.setParent(subject.parent);
            request.setProperties(toStruct(current));
            request.setOptions(currentOptions);
            const answer = await this.call(transform, request.serializeBinary());
            const response = resource.TransformResponse.deserializeBinary(answer);
            current = response.hasProperties()
                ? (upgradeOutputs(fromStruct(response.getProperties())) as WireObject)
                : current;
            currentOptions = response.getOptions() ?? currentOptions;
        }
        return { properties: current, options: currentOptions };
    }

    /** Runs invoke transforms one after another. */
    public async transformInvoke(
        transforms: readonly Callback[],
        token: string,
        args: WireObject,
        options: resource.TransformInvokeOptions,
    ): Promise<{ readonly args: WireObject; readonly options: resource.TransformInvokeOptions }> {
        let current = args;
        let currentOptions = options;
        for (const transform of transforms) {
            const request = new resource.TransformInvokeRequest();
            request.setToken(token);
            request.setArgs(toStruct(current));
            request.setOptions(currentOptions);
            const answer = await this.call(transform, request.serializeBinary());
            const response = resource.TransformInvokeResponse.deserializeBinary(answer);
            current = response.hasArgs() ? fromStruct(response.getArgs()) : current;
            currentOptions = response.getOptions() ?? currentOptions;
        }
        return { args: current, options: currentOptions };
    }

    /** Runs a resource hook; gives the error that it reports, if any. */
    public async hook(hook: Callback, request: resource.ResourceHookRequest): Promise<string | undefined> {
        const answer = await this.call(hook, request.serializeBinary());
        return resource.ResourceHookResponse.deserializeBinary(answer).getError() || undefined;
    }

    /** Closes the connections. */
    public close(): void {
        for (const client of this.clients.values()) {
            client.close();
        }
        this.clients.clear();
    }

    private call(target: Callback, message: Uint8Array): Promise<Uint8Array> {
        const request = new callback.CallbackInvokeRequest();
        request.setToken(target.getToken());
        request.setRequest(message);
        const deadline = Date.now() + this.patience * 1000;
        return new Promise((resolve, reject) => {
            this.client(target.getTarget()).invoke(request, new grpc.Metadata(), { deadline }, (error, response) => {
                if (error === null) {
                    resolve(response.getResponse_asU8());
                } else if (error.code === grpc.status.DEADLINE_EXCEEDED) {
                    reject(undecided(`A transform or hook of the program gave no answer within ${this.patience} s.`));
                } else {
                    reject(new Error(error.details || messageOf(error)));
                }
            });
        });
    }

    private client(target: string): callbackService.CallbacksClient {
        const known = this.clients.get(target);
        if (known !== undefined) {
            return known;
        }
        const created = new callbackService.CallbacksClient(target, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
        this.clients.set(target, created);
        return created;
    }
}
