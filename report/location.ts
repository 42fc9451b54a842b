import { posix } from "node:path";
import type { SourcePlace } from "../techniques/stack-resource";
import type { Report } from "./model";

/**
 * Where a finding is pinned. Resources of a program have no file of their own: then it is the program's entry file, or what
 * was read. A path with `/`, as the user's folder sees it.
 */
export function pinnedAt({ source: { name, program } }: Report, place?: SourcePlace): SourcePlace {
    if (place !== undefined) {
        return { file: plain(place.file), line: place.line };
    }
    const file = program === undefined ? name : posix.join(slashes(name), slashes(program.entry));
    return { file: plain(file), line: 1 };
}

function plain(file: string): string {
    return file === "-" ? "Pulumi.yaml" : slashes(file).replace(/^\.\//, "");
}

function slashes(path: string): string {
    return path.replaceAll("\\", "/");
}
