import type { Findings } from "./findings";
import { GoObject, parseGoJson } from "./go-json";
import { pathOf } from "./object";
import { declarePool } from "./pools";
import type { PoolFacet } from "./facets";
import { CANNOT_TELL, type Techniques } from "./techniques";

/** A device plugin whose configuration names pools. */
interface PluginConfig {
    /** The key, in any case, of the list of pools. */
    readonly list: string;
    /** The prefix of resource names unless the pool gives another. */
    readonly prefix: string;
    /** The keys of a pool's name and of its prefix. */
    readonly nameKey: string;
    readonly prefixKey: string;
    /** True for a pool of the plugin rather than of a program that happens to use the same words. */
    readonly isPool: (pool: GoObject, root: GoObject) => boolean;
    /** What a pool's devices are. */
    readonly techniques: (pool: GoObject, root: GoObject) => Techniques;
    readonly driver: (pool: GoObject) => PoolFacet["driver"];
    readonly vhost: (pool: GoObject) => boolean;
    readonly label: string;
    readonly source: string;
}

/** Every device plugin whose configuration is read. It stands in ConfigMaps of any name, and in operators' objects. */
const plugins: readonly PluginConfig[] = [
    {
        list: "resourceList",
        prefix: "intel.com",
        nameKey: "resourceName",
        prefixKey: "resourcePrefix",
        // Without selectors the plugin does not start; its first versions had the root devices beside the name.
        isPool: (pool) => hasKey(pool, ["selectors", "deviceType", "resourcePrefix", "rootDevices"]),
        techniques: sriovPoolTechniques,
        driver: sriovPoolDriver,
        vhost: (pool) => selectorWords(pool, "vdpaType").includes("vhost") || selectorFlag(pool, "needVhostNet"),
        label: "a pool of the SR-IOV device plugin",
        source: "k8snetworkplumbingwg/sriov-network-device-plugin:pkg/types/types.go",
    },
    {
        list: "configList",
        prefix: "rdma",
        nameKey: "resourceName",
        prefixKey: "resourcePrefix",
        isPool: (pool) => hasKey(pool, ["rdmaHcaMax", "selectors", "resourcePrefix"]),
        techniques: () => ["accelerator"],
        driver: () => "kernel",
        vhost: () => false,
        label: "a pool of the shared RDMA device plugin",
        source: "Mellanox/k8s-rdma-shared-dev-plugin:README.md",
    },
    {
        list: "pools",
        prefix: "afxdp",
        nameKey: "name",
        prefixKey: "prefix",
        // Pools of databases and load balancers have modes too, and those of databases even a primary one.
        isPool: (pool, root) =>
            afXdpMode(pool, root) === "cdq" ||
            (afXdpMode(pool, root) === "primary" && hasKey(pool, ["drivers", "devices", "nodes"])),
        techniques: (pool, root) =>
            afXdpMode(pool, root) === "primary"
                ? ["pci-passthrough", "sriov"]
                : afXdpMode(pool, root) === "cdq"
                  ? ["smartnic"]
                  : ["pci-passthrough", "sriov", "smartnic"],
        driver: () => "kernel",
        vhost: () => false,
        label: "a pool of the AF_XDP device plugin",
        source: "intel/afxdp-plugins-for-kubernetes:README.md",
    },
];

/**
 * True if a text may hold the configuration of a device plugin: a cheap look before it is parsed.
 *
 * @param folded The text in folded case.
 */
export function mayConfigureDevicePlugin(folded: string): boolean {
    return CONFIG_WORDS.some((word) => folded.includes(word));
}

/** Its keys; any of them may be written with escapes. */
const CONFIG_WORDS: readonly string[] = ["resourcelist", "configlist", '"mode"', "\\u"];

/** Words of a device plugin's configuration: a list of pools, the name of one, and what chooses its devices. */
const UNREADABLE_WORDS: readonly RegExp[] = [
    /(?:re[sſ]ource|config)li[sſ]t/i,
    /re[sſ]ourcename/i,
    /[sſ]elector[sſ]|devicetype|rdmahcamax/i,
];

/**
 * Reads a text as the configuration of a device plugin. What is none gives nothing.
 *
 * @param expected True where the text is known to be one, by the name of its ConfigMap or the object that it stands in.
 */
export function readDevicePluginConfig(text: string, path: string, expected: boolean, found: Findings): void {
    const { value, ambiguous } = parseGoJson(text);
    if (value === undefined) {
        const [list] = UNREADABLE_WORDS;
        if ((expected && list?.test(text) === true) || UNREADABLE_WORDS.every((words) => words.test(text))) {
            found.attach("offers", path, CANNOT_TELL, "a device plugin's configuration that is no JSON");
        }
        return;
    }
    if (!(value instanceof GoObject)) {
        return;
    }
    for (const plugin of plugins) {
        for (const list of value.all(plugin.list)) {
            const pools = (Array.isArray(list) ? list : []).filter(
                (pool): pool is GoObject =>
                    pool instanceof GoObject &&
                    pool.all(plugin.nameKey).length > 0 &&
                    (expected || plugin.isPool(pool, value)),
            );
            pools.forEach((pool, index) => readPool(pool, value, plugin, pathOf(path, plugin.list, index), found));
            if (ambiguous && pools.length > 0) {
                const evidence = "a device plugin's configuration with a key that is there twice, or in two cases";
                found.attach("offers", path, CANNOT_TELL, evidence);
            }
        }
    }
}

function hasKey(pool: GoObject, keys: readonly string[]): boolean {
    return keys.some((key) => pool.all(key).length > 0);
}

/** The mode of a pool of AF_XDP, which the first versions wrote once for all. */
function afXdpMode(pool: GoObject, root: GoObject): string | undefined {
    return (pool.text("mode") ?? root.text("mode"))?.toLowerCase();
}

function readPool(pool: GoObject, root: GoObject, plugin: PluginConfig, path: string, found: Findings): void {
    const prefix = pool.text(plugin.prefixKey);
    declarePool(found, {
        name: pool.text(plugin.nameKey),
        prefix: prefix === undefined || prefix === "" ? plugin.prefix : prefix,
        prefixAssumed: prefix === undefined || prefix === "",
        techniques: plugin.techniques(pool, root),
        driver: plugin.driver(pool),
        vhost: plugin.vhost(pool),
        path,
        evidence: plugin.label,
    });
}

function sriovPoolTechniques(pool: GoObject): Techniques {
    const kind = (pool.text("deviceType") ?? "").toLowerCase();
    if (kind === "accelerator") {
        return ["accelerator"];
    }
    if (selectorWords(pool, "vdpaType").length > 0) {
        return ["vdpa"];
    }
    return kind === "auxnetdevice" ? ["smartnic"] : ["sriov"];
}

function sriovPoolDriver(pool: GoObject): PoolFacet["driver"] {
    const drivers = selectorWords(pool, "drivers");
    if (drivers.length === 0) {
        return "unknown";
    }
    return drivers.some((driver) => /^(?:vfio|uio|igb_uio)/.test(driver)) ? "vfio" : "kernel";
}

/** The selectors of a pool: one map, or a list of them. */
function selectors(pool: GoObject): GoObject[] {
    return pool
        .all("selectors")
        .flatMap((each) => (Array.isArray(each) ? each : [each]))
        .filter((each) => each instanceof GoObject);
}

function selectorWords(pool: GoObject, key: string): string[] {
    return selectors(pool)
        .flatMap((selector) => selector.all(key))
        .flatMap((value) => (Array.isArray(value) ? value : [value]))
        .filter((value): value is string => typeof value === "string" && value !== "");
}

function selectorFlag(pool: GoObject, key: string): boolean {
    return selectors(pool).some((selector) => selector.all(key).includes(true));
}
