import type { Fetched } from "./fetch";
import type { Source } from "./sources";

/** Words of a source that say nothing of a device, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
    "openstack:compute/flavorAccess:FlavorAccess": "says who may use a flavor, and makes nothing",
    "openstack:networking/floatingIp:FloatingIp": "an address in front of a port; the port itself is judged",
    "openstack:networking/floatingIpAssociate:FloatingIpAssociate":
        "an address in front of a port; the port itself is judged",
    "openstack:networking/routerInterface:RouterInterface":
        "a router's own port, in software; a port that is given is judged",
};

/** What a source names and our table does not know. Pure. */
export function lacking(
    { words, known }: Pick<Source, "words" | "known">,
    files: readonly Fetched[],
): { readonly words: number; readonly unknown: readonly string[] } {
    const all = [...new Set(files.flatMap(({ text, file }) => words(text, file)))];
    return { words: all.length, unknown: all.filter((word) => !known(word) && !Object.hasOwn(LEFT_OUT, word)).sort() };
}
