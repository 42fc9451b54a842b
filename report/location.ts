import { posix } from "node:path";
import type { Report } from "./model";

/**
 * A file to which findings can be pinned, since resources of a stack have no file of their own: the program's entry file,
 * or what was read. A path with `/`, as the user's folder sees it.
 */
export function programFile({ source: { name, program } }: Report): string {
    const file = program === undefined ? name : posix.join(slashes(name), slashes(program.entry));
    return file === "-" ? "Pulumi.yaml" : slashes(file).replace(/^\.\//, "");
}

function slashes(path: string): string {
    return path.replaceAll("\\", "/");
}
