import type { Value } from "./value";

/**
 * A resource as every reader takes it, whatever it came from: a policy's arguments, an engine event, a state file or a
 * manifest. Only custom resources are read; a component is judged through its children.
 */
export interface ResourceView {
    /** The resource's URN; unique among the resources that are read together. */
    readonly urn: string;
    /** The type token, such as `openstack:networking/port:Port`. */
    readonly type: string;
    /** The resource's name in the program. */
    readonly name: string;
    /** Its properties. They may sit behind the SDK's proxy: read them with `at` and its kin only. */
    readonly props: Value;
    /** What tells one provider's resources from another's: the provider's URN, or `undefined` where it is not told. */
    readonly provider?: string;
    /** False for components and the stack itself. */
    readonly custom: boolean;
}

/** The parts of a URN, `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export interface UrnParts {
    readonly stack: string;
    readonly project: string;
    /** The resource's own type, without its parents'. */
    readonly type: string;
    readonly name: string;
}

const PREFIX = "urn:pulumi:";

/** The name at the end of a URN; a string that is none is its own name. */
export function nameInUrn(urn: string): string {
    const types = endOfTypes(urn);
    return types < 0 ? urn : urn.slice(types + 2);
}

/** Where the types of a URN end. By hand rather than by splitting: every resource of an estate comes by here. */
function endOfTypes(urn: string): number {
    const head = urn.indexOf("::");
    const project = head < 0 ? -1 : urn.indexOf("::", head + 2);
    return project < 0 ? -1 : urn.indexOf("::", project + 2);
}

/** Splits a URN; a string that is none gives empty parts, and itself as the name. */
export function parseUrn(urn: string): UrnParts {
    const types = endOfTypes(urn);
    if (types < 0) {
        return { stack: "", project: "", type: "", name: urn };
    }
    const head = urn.indexOf("::");
    const project = urn.indexOf("::", head + 2);
    return {
        stack: urn.slice(urn.startsWith(PREFIX) ? PREFIX.length : 0, head),
        project: urn.slice(head + 2, project),
        type: urn.slice(Math.max(project + 2, urn.lastIndexOf("$", types - 1) + 1), types),
        name: urn.slice(types + 2),
    };
}
