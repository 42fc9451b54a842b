import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { PreviewOptions } from "../../preview/options";
import { type PreviewResult, UNKNOWN } from "../../preview/result";
import type { PolicyResourceLike } from "../../policy-pack/session";
import { parseUrn } from "../../techniques/resource";
import { at, elements, isMap, keysOf } from "../../techniques/value";
import { UsageError } from "../packs";
import { collect } from "../subcommand";
import type { Surroundings } from "./surroundings";

/** A stack to judge. */
export interface StackToJudge {
    readonly project: string;
    readonly stack: string;
    /** What the program or the state gave; in the order of registration. */
    readonly inputs: readonly PolicyResourceLike[];
    /** The same resources, and those that are only read, as they are in the end. */
    readonly outputs: readonly PolicyResourceLike[];
}

/** Options that say which stacks are meant. */
export interface StackFlags {
    readonly stack?: string;
    readonly stackExport?: readonly string[];
}

/** Adds the options of {@link StackFlags}. */
export function withStackOptions(command: Command): Command {
    return command
        .option("-s, --stack <name>", "the stack of the project")
        .option("--stack-export <file>", "a stack's state in place of a preview; repeatable", collect);
}

/**
 * The stacks that the options name: exported ones, or the one that an offline preview of the project gives.
 *
 * @throws {@link UsageError} if an export cannot be read or there is no preview to ask; an error if the preview could
 * not decide.
 */
export async function stacksToJudge(
    dir: string,
    flags: StackFlags,
    surroundings: Surroundings,
): Promise<StackToJudge[]> {
    if (flags.stackExport !== undefined) {
        return flags.stackExport.map((file) => readExport(file, resolve(surroundings.cwd, file)));
    }
    if (surroundings.preview === undefined) {
        throw new UsageError("name the stack's state: --stack-export FILE, as `pulumi stack export` writes it.");
    }
    const options: PreviewOptions = {
        dir: resolve(surroundings.cwd, dir),
        ...(flags.stack !== undefined && { stack: flags.stack }),
    };
    const result = await surroundings.preview(options);
    if (result.exitCode === 2) {
        throw new UsageError(result.reason ?? "the project cannot be previewed.");
    }
    if (result.exitCode !== 0) {
        throw new Error(`the stack cannot be judged: ${result.reason ?? "its preview failed"}`);
    }
    return [fromPreview(result)];
}

/** A preview's result as a stack to judge. */
export function fromPreview({ project, stack, resources }: PreviewResult): StackToJudge {
    const like = (resource: PreviewResult["resources"][number], props: unknown): PolicyResourceLike => ({
        ...base(resource.urn, resource.type, resource.custom ? resource.provider : undefined),
        props,
        propertyDependencies: dependencies(resource.propertyDependencies),
    });
    const own = resources.filter((resource) => !resource.defaultProvider);
    return {
        project,
        stack,
        inputs: own.filter((resource) => !resource.read).map((resource) => like(resource, resource.inputs.values)),
        outputs: own.map((resource) => like(resource, resource.outputs.values)),
    };
}

/** A state as `pulumi stack export` writes it. */
function readExport(name: string, path: string): StackToJudge {
    let state: unknown;
    try {
        state = JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        throw new UsageError(
            `${name} ${missing ? "is not there" : "is no JSON"}; give what \`pulumi stack export\` writes.`,
        );
    }
    const stack = fromExport(state);
    if (stack === undefined) {
        throw new UsageError(`${name} holds no stack; give what \`pulumi stack export\` writes.`);
    }
    return stack;
}

/** An exported state as a stack to judge; `undefined` if it is none. */
export function fromExport(state: unknown): StackToJudge | undefined {
    const resources = at(at(state, "deployment"), "resources");
    const living = elements(resources).filter((resource) => at(resource, "delete") !== true);
    const [first] = living.flatMap((resource) => word(resource, "urn") ?? []);
    if (first === undefined) {
        return undefined;
    }
    const { project, stack } = parseUrn(first);
    const like = (resource: unknown, part: "inputs" | "outputs"): PolicyResourceLike[] => {
        const urn = word(resource, "urn");
        const type = word(resource, "type");
        if (urn === undefined || type === undefined) {
            return [];
        }
        const provider = at(resource, "custom") === true ? word(resource, "provider") : undefined;
        // A reference to a provider is its URN and its ID.
        const providerUrn = provider?.slice(0, provider.lastIndexOf("::"));
        const edges: Record<string, string[]> = {};
        const recorded = at(resource, "propertyDependencies");
        for (const property of keysOf(recorded)) {
            edges[property] = elements(at(recorded, property)).filter((edge) => typeof edge === "string");
        }
        const props = opened(at(resource, part) ?? {});
        return [{ ...base(urn, type, providerUrn), props, propertyDependencies: dependencies(edges) }];
    };
    return {
        project,
        stack,
        inputs: living
            .filter((resource) => at(resource, "external") !== true)
            .flatMap((resource) => like(resource, "inputs")),
        outputs: living.flatMap((resource) => like(resource, "outputs")),
    };
}

function base(urn: string, type: string, provider: string | undefined): Omit<PolicyResourceLike, "props"> {
    return { urn, type, name: parseUrn(urn).name, ...(provider !== undefined && { provider: { urn: provider } }) };
}

function dependencies(urns: Readonly<Record<string, readonly string[]>>): Record<string, { urn: string }[]> {
    return Object.fromEntries(Object.entries(urns).map(([property, list]) => [property, list.map((urn) => ({ urn }))]));
}

function word(value: unknown, key: string): string | undefined {
    const found = at(value, key);
    return typeof found === "string" ? found : undefined;
}

/** The key and the word by which Pulumi marks a secret in a state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** The value with its secrets opened where they are in plain text; what is encrypted is not known. */
function opened(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(opened);
    }
    if (!isMap(value)) {
        return value;
    }
    if (value[SIGNATURE] === SECRET) {
        try {
            return opened(JSON.parse(String(value["plaintext"])));
        } catch {
            return UNKNOWN;
        }
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}
