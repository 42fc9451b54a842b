import { matchesGlob } from "../techniques/glob";
import type { Scope, ScopePart } from "./entry";

/** What a verdict is about: one resource of one stack. */
export interface Subject {
    readonly urn: string;
    /** The resource's own type, without its parents'. */
    readonly type: string;
    readonly name: string;
    readonly project: string;
    readonly stack: string;
    /** The Kubernetes namespace; absent where there is none or it cannot be known. */
    readonly namespace?: string;
}

/** A pattern of `scope.resources`, split into its parts; each is a glob. */
export interface ResourcePattern {
    /** Only in a URN. */
    readonly stack?: string;
    /** Only in a URN. */
    readonly project?: string;
    /** Absent in a pattern that is a name alone. */
    readonly type?: string;
    readonly name: string;
}

/**
 * Splits a pattern of `scope.resources`: a URN, `type::name`, or a name alone. The parents' types of a URN are left
 * out, so moving a resource under another parent keeps its exception. `undefined` for what can match no resource.
 */
export function parseResourcePattern(pattern: string): ResourcePattern | undefined {
    const parts = pattern.split("::");
    const [first = "", second = "", third = ""] = parts;
    if (first.startsWith("urn:")) {
        const stack = first.slice("urn:pulumi:".length);
        const type = third.slice(third.lastIndexOf("$") + 1);
        const name = parts.slice(3).join("::");
        const whole = first.startsWith("urn:pulumi:") && [stack, second, type, name].every((part) => part !== "");
        return whole ? { stack, project: second, type, name } : undefined;
    }
    if (parts.length === 1) {
        return pattern === "" ? undefined : { name: pattern };
    }
    const name = parts.slice(1).join("::");
    return first === "" || name === "" ? undefined : { type: first, name };
}

/** True if a resource matches a split pattern. */
export function matchesResource(pattern: ResourcePattern, subject: Subject): boolean {
    return (
        matchesGlob(pattern.name, subject.name) &&
        (pattern.type === undefined || matchesGlob(pattern.type, subject.type)) &&
        (pattern.stack === undefined || matchesGlob(pattern.stack, subject.stack)) &&
        (pattern.project === undefined || matchesGlob(pattern.project, subject.project))
    );
}

/** A scope with its resource patterns split once, for many verdicts. */
export interface CompiledScope {
    readonly scope: Scope;
    /** Absent where the scope does not list resources. A pattern that can match nothing is left out. */
    readonly resources?: readonly ResourcePattern[];
}

/** Splits a scope's resource patterns. */
export function compileScope(scope: Scope): CompiledScope {
    return scope.resources === undefined
        ? { scope }
        : { scope, resources: scope.resources.flatMap((pattern) => parseResourcePattern(pattern) ?? []) };
}

/** The first part of a scope that a resource does not match, or `undefined` if it is inside. */
export function outsideOf(compiled: CompiledScope, subject: Subject): ScopePart | undefined {
    const { scope, resources } = compiled;
    const outside = (globs: readonly string[] | undefined, word: string | undefined): boolean =>
        globs !== undefined && (word === undefined || !globs.some((glob) => matchesGlob(glob, word)));
    if (outside(scope.projects, subject.project)) {
        return "projects";
    }
    if (outside(scope.stacks, subject.stack)) {
        return "stacks";
    }
    if (outside(scope.namespaces, subject.namespace)) {
        return "namespaces";
    }
    if (resources !== undefined && !resources.some((pattern) => matchesResource(pattern, subject))) {
        return "resources";
    }
    return undefined;
}

/** True for a glob that any name matches, or nearly any: wildcards alone, one of them a star. */
export function isWild(glob: string): boolean {
    return /^[*?]+$/.test(glob) && glob.includes("*");
}

/** True for a glob that stands for itself alone. */
export function isLiteral(glob: string): boolean {
    return !/[*?]/.test(glob);
}

/**
 * Why a scope is over-broad, as the end of a sentence ("its scope …"), or `undefined`: every resource matches it, or
 * nothing but a resource's name narrows it, and names are not unique across stacks and types.
 */
export function overBroad(scope: Scope): string | undefined {
    const narrowed = [scope.projects, scope.stacks, scope.namespaces].some(
        (globs) => globs !== undefined && !globs.some(isWild),
    );
    if (narrowed) {
        return undefined;
    }
    const patterns = compileScope(scope).resources;
    if (patterns === undefined) {
        return "matches everything; name the projects, stacks or resources that it is for";
    }
    const byNameAlone = patterns.filter((pattern) =>
        [pattern.stack, pattern.project, pattern.type].every((part) => part === undefined || isWild(part)),
    );
    if (byNameAlone.some((pattern) => isWild(pattern.name))) {
        return "matches everything; name the projects, stacks or resources that it is for";
    }
    return byNameAlone.length > 0
        ? "is narrowed by a resource's name alone; give its type too (type::name), or the projects or stacks"
        : undefined;
}

/** True if one of the globs is just this word, without wildcards. */
export function namesLiterally(globs: readonly string[] | undefined, word: string): boolean {
    return globs !== undefined && globs.some((glob) => isLiteral(glob) && glob === word);
}
