import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";

/** The class of a component, as the engine's requests make one. */
export type ComponentClass = new (
    name: string,
    args: never,
    opts?: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** What this provider reads of its own schema. */
export interface PackageSchema {
    readonly name: string;
    readonly version: string;
    readonly resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

/**
 * Serves components to every language of Pulumi. The SDK's own host (`componentProviderHost`) analyses the TypeScript
 * sources anew in every process that makes a component; this one serves the schema that the same analyzer wrote at
 * build time, so it starts at once and needs neither sources nor a compiler.
 */
export class ComponentProvider implements Provider {
    public readonly version: string;

    public constructor(
        private readonly described: PackageSchema,
        private readonly components: Readonly<Record<string, ComponentClass>>,
    ) {
        this.version = described.version;
    }

    /** The package's schema, as JSON. */
    public getSchema(): Promise<string> {
        return Promise.resolve(JSON.stringify(this.described));
    }

    /**
     * Makes a component.
     *
     * @throws Error for a type that the package has not, and what the component throws.
     */
    public construct(
        name: string,
        type: string,
        inputs: pulumi.Inputs,
        options: pulumi.ComponentResourceOptions,
    ): Promise<ConstructResult> {
        return Promise.resolve().then(() => {
            const described = Object.hasOwn(this.described.resources, type)
                ? this.described.resources[type]
                : undefined;
            const component = this.components[type.split(":")[2] ?? ""];
            if (described === undefined || component === undefined) {
                throw new Error(
                    `${type} is no component of ${this.described.name}; it has ${Object.keys(this.described.resources).join(", ")}.`,
                );
            }
            const instance = new component(name, inputs as never, options);
            const outputs = instance as unknown as Readonly<Record<string, unknown>>;
            return {
                urn: instance.urn,
                state: Object.fromEntries(Object.keys(described.properties).map((key) => [key, outputs[key]])),
            };
        });
    }
}
