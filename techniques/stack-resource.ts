/** Where something stands in the files that were read. */
export interface SourcePlace {
    /** The file, as the user named it or its folder. */
    readonly file: string;
    /** Counted from 1. */
    readonly line: number;
}

/** A resource of a stack as a preview, an engine's events or a state give it: with its inputs and its outputs. */
export interface StackResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN. */
    readonly parent?: string;
    /** False for components. */
    readonly custom: boolean;
    /** URN of the provider resource; absent on components. */
    readonly provider?: string;
    /** Unknown values are Pulumi's sentinels. */
    readonly inputs: unknown;
    readonly outputs: unknown;
    /** Property name to URNs. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    /** True for a resource that is only read: it has outputs alone. */
    readonly read: boolean;
    /** Of what is read from files that people write: manifests and templates. */
    readonly place?: SourcePlace;
}
