import { existsSync } from "node:fs";

/** A source as the user named it. */
export interface NamedSource {
    /** A file, a folder, or `-` for standard input. */
    readonly path: string;
    /** What the report calls it. */
    readonly name: string;
    /** Given with the name, as `project/stack`; otherwise both are empty. */
    readonly project: string;
    readonly stack: string;
}

const NAMED = /^([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)?)=(.+)$/s;

/** Reads `PATH`, `NAME=PATH` or `PROJECT/STACK=PATH`. A path that is there as it is written is taken as that. */
export function namedSource(argument: string): NamedSource {
    const [, name, path] = NAMED.exec(argument) ?? [];
    if (name === undefined || path === undefined || existsSync(argument)) {
        return { path: argument, name: argument.replace(/(?<=.)\/+$/, ""), project: "", stack: "" };
    }
    const [project = "", stack = ""] = name.includes("/") ? name.split("/") : [];
    return { path, name, project, stack };
}

/** The sources of one part of several: dealt out by turns, so that every part knows its own without the others. */
export function partOf<T>(sources: readonly T[], part: { readonly index: number; readonly of: number }): T[] {
    return sources.filter((_, position) => position % part.of === part.index);
}
