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

/** Splits a URN; a string that is none gives empty parts, and itself as the name. */
export function parseUrn(urn: string): UrnParts {
    const parts = urn.split("::");
    const [head, project, types] = parts;
    if (parts.length < 4 || head === undefined || project === undefined || types === undefined) {
        return { stack: "", project: "", type: "", name: urn };
    }
    return {
        stack: head.replace(/^urn:pulumi:/, ""),
        project,
        type: types.slice(types.lastIndexOf("$") + 1),
        name: parts.slice(3).join("::"),
    };
}
