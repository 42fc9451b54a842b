import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import * as structs from "google-protobuf/google/protobuf/struct_pb";
import { createPolicies } from "../../policy-pack/policies";

// The pack through the SDK's own analyzer functions: real requests, real deserialisation, the real proxy that throws on
// unknown values. Only the socket is left out.
const fromSdk = createRequire(require.resolve("@pulumi/policy"));
const analyzer = fromSdk("@pulumi/pulumi/proto/analyzer_pb") as typeof import("@pulumi/pulumi/proto/analyzer_pb");
const struct = fromSdk("google-protobuf/google/protobuf/struct_pb") as typeof structs;
const server = fromSdk("./server") as {
    makeAnalyzeRpcFun(name: string, version: string, level: string, policies: Policies): Rpc;
    makeAnalyzeStackRpcFun(name: string, version: string, level: string, policies: Policies): Rpc;
};
type Rpc = (call: { request: unknown }, callback: (error: unknown, response: Response | undefined) => void) => unknown;
type Response = import("@pulumi/pulumi/proto/analyzer_pb").AnalyzeResponse;

/** The word by which Pulumi's protocol says "not known yet". */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of a stack, as a test writes it. */
export interface Given {
    readonly type: string;
    readonly name: string;
    readonly props?: Readonly<Record<string, unknown>>;
    /** Default: the inputs. */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** The provider's name. Default: `default`; `null` for a component. */
    readonly provider?: string | null;
    /** Property to names of resources that it depends on. */
    readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
    /** True for a resource that is only read: it reaches the stack rules alone. */
    readonly read?: boolean;
}

/** A pod with one container, which asks for these devices. */
export function podOf(limits: Readonly<Record<string, string>>): Given {
    return {
        type: "kubernetes:core/v1:Pod",
        name: "p",
        props: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "p" },
            spec: { containers: [{ name: "c", resources: { limits } }] },
        },
    };
}

/** What a policy said. */
export interface Said {
    readonly policy: string;
    readonly level: "advisory" | "mandatory";
    readonly resource: string;
    readonly rule: string;
    readonly message: string;
}

/** What a test can set beside the resources. */
export interface Surroundings {
    readonly config?: Readonly<Record<string, unknown>>;
    /** Config given to the other policies, by their names. */
    readonly otherConfig?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly now?: string;
    readonly packFolder?: string;
    readonly stack?: string;
    readonly project?: string;
    /** Policies that the operator disabled. */
    readonly disabled?: readonly string[];
}

/** Runs the pack over a stack as the engine does: each resource with its inputs, then all of them with their outputs. */
export async function judge(resources: readonly Given[], surroundings: Surroundings = {}): Promise<Said[]> {
    const {
        config = {},
        now = "2026-11-25T12:00:00Z",
        packFolder = "/nonexistent",
        disabled = [],
        otherConfig = {},
    } = surroundings;
    const { stack = "dev", project = "core" } = surroundings;
    const policies = createPolicies({ packFolder, now: () => new Date(now) }).map((policy) => {
        const given = policy.name === "paravirtual-io" ? config : (otherConfig[policy.name] ?? {});
        return withConfig(disabled.includes(policy.name) ? disabledForm(policy) : policy, given);
    });
    const urnOf = (type: string, name: string): string => `urn:pulumi:${stack}::${project}::${type}::${name}`;
    const all: Given[] = [{ type: "pulumi:pulumi:Stack", name: `${project}-${stack}`, provider: null }, ...resources];
    const urns = new Map(all.map((given) => [given.name, urnOf(given.type, given.name)]));

    const said: Said[] = [];
    const analyze = server.makeAnalyzeRpcFun("virtio-first", "0.1.0", "advisory", policies);
    for (const given of all.filter((candidate) => candidate.read !== true)) {
        const request = new analyzer.AnalyzeRequest();
        fill(request, given, given.props ?? {}, urns.get(given.name)!);
        said.push(...read(await call(analyze, request), given.name));
    }
    const analyzeStack = server.makeAnalyzeStackRpcFun("virtio-first", "0.1.0", "advisory", policies);
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(
        all.map((given) => {
            const resource = new analyzer.AnalyzerResource();
            fill(resource, given, given.outputs ?? given.props ?? {}, urns.get(given.name)!);
            for (const [property, names] of Object.entries(given.dependsOn ?? {})) {
                const dependencies = new analyzer.AnalyzerPropertyDependencies();
                dependencies.setUrnsList(names.map((name) => urns.get(name)!));
                resource.getPropertydependenciesMap().set(property, dependencies);
            }
            return resource;
        }),
    );
    said.push(...read(await call(analyzeStack, request), ""));
    return said;
}

/** The same, but only what is mandatory. */
export async function refused(resources: readonly Given[], surroundings: Surroundings = {}): Promise<Said[]> {
    return (await judge(resources, surroundings)).filter((one) => one.level === "mandatory");
}

function disabledForm(policy: Policies[number]): Policies[number] {
    return { ...policy, enforcementLevel: "disabled" };
}

/** The policy as it is, whose functions are asked for anew at each call as the SDK does, but with a config of its own. */
function withConfig(policy: Policies[number], config: Readonly<Record<string, unknown>>): Policies[number] {
    // The server keeps the configuration of one process in a module; several packs in one test need their own.
    type Rule = (args: { getConfig: unknown }, report: never) => unknown;
    const wrap =
        (rule: Rule): Rule =>
        (args, report) =>
            rule({ ...args, getConfig: () => config }, report);
    const wrapped = (name: "validateResource" | "validateStack"): unknown => {
        const rule = (policy as { [key in typeof name]?: Rule | Rule[] })[name];
        return rule === undefined ? undefined : Array.isArray(rule) ? rule.map(wrap) : wrap(rule);
    };
    return Object.defineProperties(
        { ...policy },
        {
            validateResource: { get: () => wrapped("validateResource") },
            validateStack: { get: () => wrapped("validateStack") },
        },
    );
}

type Fillable = Pick<
    import("@pulumi/pulumi/proto/analyzer_pb").AnalyzerResource,
    "setType" | "setName" | "setUrn" | "setProperties" | "setOptions" | "setProvider"
>;

/** Writes a resource into a message of the analyzer protocol. */
export function fill(message: unknown, given: Given, props: Readonly<Record<string, unknown>>, urn: string): void {
    const target = message as Fillable;
    target.setType(given.type);
    target.setName(given.name);
    target.setUrn(urn);
    target.setProperties(struct.Struct.fromJavaScript(props as Record<string, structs.JavaScriptValue>));
    const options = new analyzer.AnalyzerResourceOptions();
    options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
    target.setOptions(options);
    if (given.provider !== null) {
        const provider = new analyzer.AnalyzerProviderResource();
        const name = given.provider ?? "default";
        const type = `pulumi:providers:${given.type.split(":")[0]!}`;
        provider.setName(name);
        provider.setType(type);
        provider.setUrn(`urn:pulumi:dev::core::${type}::${name}`);
        provider.setProperties(struct.Struct.fromJavaScript({}));
        target.setProvider(provider);
    }
}

function call(rpc: Rpc, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
        void rpc({ request }, (error, response) => {
            if (error !== null && error !== undefined) {
                reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
            } else {
                resolve(response!);
            }
        });
    });
}

const { ADVISORY, MANDATORY } = analyzer.EnforcementLevel;

/** What a pack answered. */
export function read(response: Response, resource: string): Said[] {
    return response.getDiagnosticsList().map((diagnostic) => {
        const level = diagnostic.getEnforcementlevel();
        if (level !== ADVISORY && level !== MANDATORY) {
            throw new Error(`a finding has the level ${level}`);
        }
        const message = diagnostic.getMessage();
        const urn = diagnostic.getUrn();
        return {
            policy: diagnostic.getPolicyname(),
            level: level === MANDATORY ? ("mandatory" as const) : ("advisory" as const),
            resource: urn === "" ? resource : urn.split("::").slice(3).join("::"),
            rule: /^ {2}rule: (\S+)/m.exec(message)?.[1] ?? "",
            message,
        };
    });
}
