import type { Findings } from "./findings";
import { GoObject, type GoValue, parseGoJson } from "./go-json";
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
    /** What a pool's devices are. */
    readonly techniques: (pool: GoObject) => Techniques;
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
        techniques: (pool) =>
            pool.text("mode") === "primary"
                ? ["pci-passthrough", "sriov"]
                : pool.text("mode") === "cdq"
                  ? ["smartnic"]
                  : ["pci-passthrough", "sriov", "smartnic"],
        driver: () => "kernel",
        vhost: () => false,
        label: "a pool of the AF_XDP device plugin",
        source: "intel/afxdp-plugins-for-kubernetes:README.md",
    },
];

/** True if a text may hold the configuration of a device plugin: a cheap look before it is parsed. */
export function mayConfigureDevicePlugin(text: string): boolean {
    return /resource(?:li[sſ]t)|config(?:li[sſ]t)|"mode"|\\u00/i.test(text);
}

/** Reads a text as the configuration of a device plugin. What is none gives nothing. */
export function readDevicePluginConfig(text: string, path: string, found: Findings): void {
    const { value, ambiguous } = parseGoJson(text);
    if (value === undefined) {
        if (/["']?resourceli[sſ]t["']?\s*:/i.test(text)) {
            found.attach("offers", path, CANNOT_TELL, "a device plugin's configuration that is no JSON");
        }
        return;
    }
    if (!(value instanceof GoObject)) {
        return;
    }
    for (const plugin of plugins) {
        for (const list of value.all(plugin.list)) {
            const pools = Array.isArray(list) ? list.filter((pool) => isPool(pool, plugin)) : [];
            pools.forEach((pool, index) => readPool(pool, plugin, pathOf(path, plugin.list, index), found));
            if (ambiguous && pools.length > 0) {
                const evidence = "a device plugin's configuration with a key that is there twice, or in two cases";
                found.attach("offers", path, CANNOT_TELL, evidence);
            }
        }
    }
}

function isPool(value: GoValue, plugin: PluginConfig): value is GoObject {
    return (
        value instanceof GoObject &&
        value.text(plugin.nameKey) !== undefined &&
        (plugin.list !== "pools" || value.all("mode").length > 0)
    );
}

function readPool(pool: GoObject, plugin: PluginConfig, path: string, found: Findings): void {
    const prefix = pool.text(plugin.prefixKey);
    declarePool(found, {
        name: pool.text(plugin.nameKey),
        prefix: prefix === undefined || prefix === "" ? plugin.prefix : prefix,
        prefixAssumed: prefix === undefined || prefix === "",
        techniques: plugin.techniques(pool),
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
