import * as pulumi from "@pulumi/pulumi";
import { exceptionIdFault } from "../../exceptions/exception-id";
import { matchesResource, parseResourcePattern } from "../../exceptions/scope";
import { type HardwareTechnique, isTechnique, needsException, type Technique } from "../../techniques/technique";
import { failer, shown } from "../checks";
import { markMetadata, type Metadata } from "./markers";

/** A resource, as {@link markException} asks about it. */
export interface MarkCandidate {
    /** The type token, such as `kubernetes:apps/v1:Deployment`. */
    readonly type: string;
    /** The resource's name in the program. */
    readonly name: string;
    /** Its arguments; values that are not known yet are Outputs. */
    readonly props: pulumi.Inputs;
}

/** Which resources are marked: a pattern as the register's scopes have it (`type::name` or a name, with `*` and `?`), or a function. */
export type MarkMatch = string | ((resource: MarkCandidate) => boolean);

/** Objects that no annotation of their own reaches. */
const CARRIES_NOTHING = /^kubernetes:helm\.sh\/v3:Release$|^kubernetes:[^:]+:[^:]+List$/;

/**
 * A resource transform that sets the exception marker on Kubernetes objects that are not made by the components of this
 * library: raw resources, and the children of charts, kustomizations and YAML files, in an existing stack.
 *
 * ```ts
 * // Every resource of the stack that matches:
 * pulumi.runtime.registerResourceTransform(markException("EXC-2026-014", "kubernetes:apps/v1:Deployment::upf*"));
 * // The children of one chart:
 * new k8s.helm.v4.Chart("upf", args, { transforms: [markException("EXC-2026-014", ({ type }) => type.endsWith(":Deployment"))] });
 * ```
 *
 * A marker that is there keeps its IDs. Resources of other providers are passed over.
 *
 * @param id The exception ID.
 * @param match Which resources are marked.
 * @param techniques The techniques by which the marker chooses where alternatives stay open. Default: none.
 * @throws ArgumentError for a malformed ID or pattern and for a technique that needs no exception; and, when it meets
 * one, for an object that can carry no marker (a Helm release, a list), which is granted in the register by its name.
 */
export function markException(
    id: string,
    match: MarkMatch,
    ...techniques: readonly HardwareTechnique[]
): pulumi.ResourceTransform {
    const fail = failer("markException");
    const fault = exceptionIdFault(id);
    if (fault !== undefined) {
        fail("id", `${fault}. Give the ID as it stands in the register, such as "EXC-2026-014".`);
    }
    const wrong = (techniques as readonly unknown[]).find((word) => !isTechnique(word) || !needsException(word));
    if (wrong !== undefined) {
        fail("techniques", `hold ${shown(wrong)}, which is no technique that needs an exception.`);
    }
    const matches = matcher(match);
    if (matches === undefined) {
        return fail("match", `must be a pattern such as "kubernetes:apps/v1:Deployment::upf*", or a function.`);
    }
    const chosen: readonly (Technique | undefined)[] = techniques.length === 0 ? [undefined] : techniques;
    return ({ custom, type, name, props, opts }) => {
        if (!custom || !type.startsWith("kubernetes:") || !matches({ type, name, props: props })) {
            return undefined;
        }
        if (CARRIES_NOTHING.test(type)) {
            fail(
                "match",
                `covers ${type}::${name}, which can carry no marker; grant it in the register by this pattern.`,
            );
        }
        const marker = chosen.map((technique) => ({ technique, exceptionId: id }));
        return { props: { ...props, metadata: markMetadata(props["metadata"] as Metadata, marker) }, opts };
    };
}

function matcher(match: unknown): ((resource: MarkCandidate) => boolean) | undefined {
    if (typeof match === "function") {
        return match as (resource: MarkCandidate) => boolean;
    }
    const pattern = typeof match === "string" ? parseResourcePattern(match) : undefined;
    return pattern === undefined
        ? undefined
        : ({ type, name }) =>
              matchesResource(pattern, {
                  urn: "",
                  type,
                  name,
                  project: pulumi.getProject(),
                  stack: pulumi.getStack(),
              });
}
