import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../../components/choice";

/** The word by which Pulumi's protocol says "not known yet". */
export const UNKNOWN_WORD = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as the engine would be asked to register it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    /** As the program gives them. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** As the provider completes them, which is what a policy is given. */
    readonly checked: Readonly<Record<string, unknown>>;
}

/** A value that is not known at preview: the output of a resource that is still to be created. */
export class Unborn extends pulumi.CustomResource {
    declare public readonly value: pulumi.Output<string>;

    constructor(name: string) {
        super("test:index:Unborn", name, { value: undefined });
    }
}

/** What a program registers, as the last one ran. */
let registered: Registered[] = [];

/**
 * Runs a program at preview against a monitor that answers as the Kubernetes provider does: outputs are the inputs,
 * objects without a name get one by the engine's rule.
 */
export async function run(program: () => unknown): Promise<Registered[]> {
    registered = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs, custom }) => {
                const own = inputs as Record<string, unknown>;
                const checked = named(type, name, own);
                registered.push({
                    type,
                    name,
                    custom: custom === true,
                    inputs: plain(own) as Record<string, unknown>,
                    checked: plain(checked) as Record<string, unknown>,
                });
                return {
                    id: `${name}-id`,
                    state: type === "test:index:Unborn" ? { value: UNKNOWN_WORD } : checked,
                };
            },
            call: () => ({}),
        },
        "project",
        "stack",
        true,
    );
    await pulumi.runtime.runInPulumiStack(async () => {
        await program();
    });
    await settled();
    return registered;
}

/** Waits until nothing more is registered. */
async function settled(): Promise<void> {
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}

function named(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
    if (!type.startsWith("kubernetes:")) {
        return inputs;
    }
    const metadata = (inputs["metadata"] ?? {}) as Record<string, unknown>;
    return { ...inputs, metadata: { ...metadata, name: metadata["name"] ?? `${name}-0a1b2c3d` } };
}

/** Inputs with each unknown value as its word. */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(plain);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (value === (pulumi as unknown as { unknown: unknown }).unknown) {
        return UNKNOWN_WORD;
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The one registered resource of a type. */
export function only(resources: readonly Registered[], type: string): Registered {
    const found = resources.filter((resource) => resource.type === type);
    if (found.length !== 1 || found[0] === undefined) {
        throw new Error(`${found.length} resources of type ${type}: ${resources.map((r) => r.type).join(", ")}`);
    }
    return found[0];
}

/** The value of an input once it is there; a fault in it rejects. */
export async function value<T>(input: pulumi.Input<T>): Promise<unknown> {
    const output = pulumi.output(input) as unknown as { promise(withUnknowns: boolean): Promise<unknown> };
    return output.promise(true);
}

/** A class, called as JavaScript, YAML or Python would: without a compiler's help. */
export function untyped(component: unknown): new (name: string, args?: unknown, opts?: unknown) => unknown {
    return component as new (name: string, args?: unknown, opts?: unknown) => unknown;
}

/**
 * Runs a program in which a component is refused, and gives the error.
 *
 * @param build Makes the component that is refused.
 * @param before Makes what it needs.
 */
export async function refusal<C = undefined>(
    build: (context: C) => unknown,
    before: () => C = () => undefined as C,
): Promise<ArgumentError> {
    let error: unknown;
    let count = 0;
    const resources = await run(async () => {
        const context = before();
        await settled();
        count = registered.length;
        try {
            build(context);
        } catch (caught) {
            error = caught;
        }
    });
    assert.ok(error instanceof ArgumentError, `refused with an ArgumentError, not ${String(error)}`);
    assert.equal(resources.length, count, "nothing is registered by what is refused");
    return error;
}
