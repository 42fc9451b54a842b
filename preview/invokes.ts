/** Provider functions that a program calls: which are answered truly, and how the others are answered. */

import type { Account } from "./account";
import type { Callbacks } from "./callbacks";
import type { DeclaredShapes } from "./declared-shape";
import type { Deployment } from "./deployment";
import { PreviewFault, undecided } from "./fault";
import { decodeManifest } from "./kubernetes-yaml";
import type { ManifestTools } from "./manifest-tools";
import { resource } from "./protocol";
import { parseReference } from "./provider-request";
import { type InvokeRecord, UNKNOWN } from "./result";
import { packageOf, packageOfProvider, parseUrn } from "./urn";
import { unwrap, type WireObject } from "./wire";

/** A call as the program makes it. */
export interface InvokeRequest {
    readonly token: string;
    readonly args: WireObject;
    readonly provider: string;
    readonly version: string;
    readonly downloadUrl: string;
    readonly packageRef: string;
}

/** An answer, and how it came about. */
interface Answer {
    readonly result: WireObject;
    readonly answered: InvokeRecord["answered"];
    readonly detail?: string;
    /** True for what every program does behind the scenes. */
    readonly silent?: boolean;
}

type Server = (args: WireObject) => Promise<Answer> | Answer;

/** Answers calls of provider functions. */
export class Invokes {
    /** Transforms of the stack. */
    public readonly stackTransforms: Parameters<Callbacks["transformInvoke"]>[0][number][] = [];
    private readonly servers: Readonly<Record<string, Server>>;

    public constructor(
        private readonly deployment: Deployment,
        private readonly callbacks: Callbacks,
        private readonly tools: ManifestTools,
        private readonly shapes: DeclaredShapes,
        private readonly account: Account,
    ) {
        this.servers = {
            "kubernetes:yaml:decode": (args) => this.decode(args),
            "kubernetes:helm:template": async (args) => ({
                result: { result: await this.tools.helmTemplate(textOf(args, "jsonOpts")) },
                answered: "served",
                detail: "helm template",
            }),
            "kubernetes:kustomize:directory": async (args) => ({
                result: { result: await this.tools.kustomizeDirectory(textOf(args, "directory")) },
                answered: "served",
                detail: "kustomize build",
            }),
            "pulumi:pulumi:getResource": (args) => this.getResource(args),
            "pulumi:pulumi:readStackOutputs": (args) => ({
                result: { name: args["name"] ?? UNKNOWN, outputs: UNKNOWN, secretOutputNames: UNKNOWN },
                answered: "unknown",
                detail: "another stack's outputs",
            }),
        };
    }

    /** The results of a call. */
    public async answer(request: InvokeRequest): Promise<WireObject> {
        const options = new resource.TransformInvokeOptions();
        options.setProvider(request.provider);
        options.setVersion(request.version);
        options.setPluginDownloadUrl(request.downloadUrl);
        const transformed = await this.callbacks.transformInvoke(
            this.stackTransforms,
            request.token,
            request.args,
            options,
        );
        if (transformed.options.getProvider() === "") {
            await this.deployment.providers.forPackage(
                this.deployment.providers.request(
                    packageOf(request.token),
                    transformed.options.getVersion(),
                    transformed.options.getPluginDownloadUrl(),
                    request.packageRef,
                ),
                request.token,
            );
        }
        const server = this.servers[request.token];
        const answer =
            server === undefined
                ? this.unknown(request.token, transformed.options.getProvider())
                : await server(transformed.args);
        if (answer.silent !== true) {
            this.account.invoke({
                token: request.token,
                answered: answer.answered,
                ...(answer.detail === undefined ? {} : { detail: answer.detail }),
            });
        }
        return answer.result;
    }

    private decode(args: WireObject): Answer {
        const namespace = unwrap(args["defaultNamespace"]);
        const objects = decodeManifest(textOf(args, "text"), typeof namespace === "string" ? namespace : "");
        return { result: { result: objects }, answered: "served", detail: "YAML read in place" };
    }

    /** The SDK asks for resources that are properties of others; the engine knows those of this run, and the state's. */
    private getResource(args: WireObject): Answer {
        const urn = textOf(args, "urn");
        const state = this.deployment.resources.get(urn);
        if (state === undefined) {
            throw undecided(
                `The program asks for ${urn} of the stack's existing state, which an offline preview does not have. ` +
                    "Use pulumi preview.",
            );
        }
        return {
            result: { urn, id: state.id, provider: state.provider, state: state.outputs },
            answered: "served",
            silent: true,
        };
    }

    private unknown(token: string, provider: string): Answer {
        const names = this.shapes.resultNames(token);
        if (names === undefined) {
            throw undecided(
                `The program calls ${token}, which only the provider${named(provider, token)} can answer, and nothing ` +
                    "installed declares what it answers with. What the program makes of the answer cannot be judged " +
                    "offline. Use pulumi preview.",
            );
        }
        return {
            result: Object.fromEntries(names.map((name) => [name, UNKNOWN])),
            answered: "unknown",
            detail: "only the provider can answer",
        };
    }
}

function named(provider: string, token: string): string {
    const urn = parseReference(provider)?.urn;
    const type = urn === undefined ? undefined : parseUrn(urn)?.type;
    return ` ${type === undefined ? packageOf(token) : packageOfProvider(type)}`;
}

function textOf(args: WireObject, key: string): string {
    const value = unwrap(args[key]);
    if (typeof value !== "string") {
        throw new PreviewFault(1, `missing required field '${key}' of type string`);
    }
    return value;
}
