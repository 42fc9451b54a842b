import { isUnknown, text, UNKNOWN, type Value } from "../value";
import type { PoolFacet } from "./facets";
import type { Findings } from "./findings";
import type { Techniques } from "./techniques";

/** What stands in a definition in place of a prefix that an operator's deployment may have changed. */
export const ANY_PREFIX = "*";

/** A pool, before it is added to what was found. */
export interface DeclaredPool {
    /** The pool's own name, without a prefix. */
    readonly name: string | typeof UNKNOWN | undefined;
    readonly prefix: string;
    /** True if the prefix is only the default one. */
    readonly prefixAssumed: boolean;
    readonly techniques: Techniques;
    readonly driver: PoolFacet["driver"];
    readonly vhost: boolean;
    /** The path of what decides. */
    readonly path: string;
    /** What decides, for a message. */
    readonly evidence: string;
}

/** Adds a pool: what it offers, and the names under which pods request it. */
export function declarePool(found: Findings, pool: DeclaredPool): void {
    const { name, prefix, techniques, path, evidence, driver, vhost } = pool;
    const names =
        typeof name !== "string" || name === ""
            ? []
            : [`${prefix}/${name}`, ...(pool.prefixAssumed ? [`${ANY_PREFIX}/${name}`] : [])];
    found.attach("offers", path, techniques, evidence, names[0] === undefined ? {} : { subject: names[0] });
    found.define("device-resource", names);
    found.pools.push({ names, techniques, driver, vhost, path });
}

/** A word of a pool's definition, in lower case; `undefined` where it is absent or empty. */
export function poolWord(value: Value): string | typeof UNKNOWN | undefined {
    const word = text(value);
    return isUnknown(word) ? UNKNOWN : word === undefined || word === "" ? undefined : word.toLowerCase();
}

/**
 * What the virtual functions of a pool are: vDPA where it binds them so, offloaded ports where the NIC's own switch is
 * on, plain otherwise. What cannot be known leaves its alternatives open.
 */
export function functionTechniques(
    vdpaType: string | typeof UNKNOWN | undefined,
    eSwitchMode: string | typeof UNKNOWN | undefined,
): Techniques {
    if (typeof vdpaType === "string") {
        return ["vdpa"];
    }
    const plain: Techniques = isUnknown(eSwitchMode)
        ? ["sriov", "smartnic"]
        : eSwitchMode === "switchdev"
          ? ["smartnic"]
          : ["sriov"];
    return isUnknown(vdpaType) ? [...plain, "vdpa"] : plain;
}
