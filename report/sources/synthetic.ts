import type { SourcePlace, StackResource } from "../../techniques/stack-resource";

/** Where resources that Pulumi never made belong: what stands in their URNs in the place of a project and a stack. */
export interface Origin {
    readonly project: string;
    readonly stack: string;
}

/** Makes resources of things that have no URN. Each URN is given once: a name that comes again is numbered. */
export class Resources {
    readonly list: StackResource[] = [];
    private readonly taken = new Map<string, number>();

    constructor(private readonly origin: Origin) {}

    /** Adds a resource that is as its properties say, made and running. */
    add(type: string, name: string, properties: unknown, place?: SourcePlace): StackResource {
        const first = `${type}::${plain(name)}`;
        const count = (this.taken.get(first) ?? 0) + 1;
        this.taken.set(first, count);
        const unique = count === 1 ? plain(name) : `${plain(name)}#${count}`;
        const resource: StackResource = {
            urn: `urn:pulumi:${plain(this.origin.stack)}::${plain(this.origin.project)}::${type}::${unique}`,
            type,
            name: unique,
            custom: true,
            inputs: properties,
            outputs: properties,
            propertyDependencies: {},
            read: false,
            ...(place !== undefined && { place }),
        };
        this.list.push(resource);
        return resource;
    }
}

/** A word that cannot break a URN. */
function plain(word: string): string {
    return word.replaceAll("::", ":").replace(/^:+|:+$/g, "") || "-";
}
