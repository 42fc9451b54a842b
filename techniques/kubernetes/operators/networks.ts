import type { ReadContext } from "../../classification";
import type { Role } from "../../reading";
import { at, elements, isAbsent, isUnknown, keysOf, text, UNKNOWN, type Value } from "../../value";
import { cniType } from "../cni-types";
import type { ResourceName } from "../facets";
import type { Findings } from "../findings";
import { GoObject, type GoValue } from "../go-json";
import { type NetworkConfig, readNetworkConfig, readParsedNetworkConfig } from "../network-config";
import { declareNetwork } from "../networks";
import { inside, type KubernetesObject, pathOf } from "../object";
import { CANNOT_TELL } from "../techniques";

const NO_CONFIG: NetworkConfig = { plugins: [], faults: [] };

/** The configuration that a CNI type alone gives; a type that is not known yet is a fault. */
export function configOfType(
    type: Value,
    path: string,
    context: ReadContext,
    fields: Record<string, GoValue> = {},
): NetworkConfig {
    const word = text(type);
    if (isUnknown(word)) {
        return { plugins: [], faults: [{ path, evidence: "a network type that is not known yet" }] };
    }
    const config = new GoObject();
    config.add("type", word ?? "");
    for (const [key, value] of Object.entries(fields)) {
        config.add(key, value);
    }
    const read = readParsedNetworkConfig(config, path, context);
    return {
        plugins: read.plugins.map((plugin) => ({ ...plugin, path })),
        faults: read.faults.map((fault) => ({ ...fault, path })),
    };
}

function both(one: NetworkConfig, other: NetworkConfig): NetworkConfig {
    return { plugins: [...one.plugins, ...other.plugins], faults: [...one.faults, ...other.faults] };
}

function resourceNamed(value: Value): ResourceName | typeof UNKNOWN | undefined {
    const name = text(value);
    if (isUnknown(name)) {
        return UNKNOWN;
    }
    return name === undefined || name === "" ? undefined : { name, prefixAssumed: false };
}

/** The blocks of a SpiderMultusConfig, by its `cniType`. */
const spiderBlocks: Readonly<Record<string, string>> = {
    macvlan: "macvlan",
    ipvlan: "ipvlan",
    vlan: "vlan",
    sriov: "sriov",
    "ib-sriov": "ibsriov",
    ipoib: "ipoib",
    ovs: "ovs",
};

/** Reads a SpiderMultusConfig (Spiderpool), from which a network attachment definition is made. */
export function readSpiderMultusConfig(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: spec, path } = inside(object, "spec");
    const typePath = pathOf(path, "cniType");
    const type = text(at(spec, "cniType"));
    const custom = at(spec, "customCNI");
    let config = NO_CONFIG;
    let resource: ResourceName | typeof UNKNOWN | undefined;
    let resourcePath = typePath;
    if (isUnknown(spec) || isUnknown(type)) {
        config = { plugins: [], faults: [{ path: typePath, evidence: "a network type that is not known yet" }] };
    } else if (type === undefined || type === "" || type === "custom") {
        config = readCustom(custom, pathOf(path, "customCNI"), context);
    } else {
        config = configOfType(type, typePath, context);
        const block = Object.hasOwn(spiderBlocks, type) ? spiderBlocks[type] : undefined;
        const holder = at(spec, block ?? type);
        const blockPath = pathOf(path, block ?? type);
        for (const key of ["resourceName", "rdmaResourceName"]) {
            const named = resourceNamed(at(holder, key));
            if (named !== undefined && resource === undefined) {
                resource = named;
                resourcePath = pathOf(blockPath, key);
            } else if (named !== undefined && !isUnknown(named)) {
                found.refer("device-resource", named.name, pathOf(blockPath, key));
            }
        }
    }
    const chain = at(spec, "chainCNIJsonData");
    const chainPath = pathOf(path, "chainCNIJsonData");
    const unread = (at_: string): NetworkConfig => ({
        plugins: [],
        faults: [{ path: at_, evidence: "a chained CNI plugin that cannot be read" }],
    });
    if (isUnknown(chain) && !isUnknown(spec)) {
        config = both(config, unread(chainPath));
    }
    elements(chain).forEach((chained, index) => {
        const word = text(chained);
        const chainedPath = pathOf(chainPath, index);
        config = both(
            config,
            typeof word === "string" ? readNetworkConfig(word, chainedPath, context) : unread(chainedPath),
        );
    });
    declareNetwork(
        found,
        { name: object.name, namespace: object.namespace, role: "offers", config, resource, resourcePath },
        context,
    );
}

function readCustom(value: Value, path: string, context: ReadContext): NetworkConfig {
    const word = text(value);
    return typeof word === "string" && word.trim() !== ""
        ? readNetworkConfig(word, path, context)
        : { plugins: [], faults: [{ path, evidence: "a network configuration that cannot be read" }] };
}

/** Reads the additional networks of OpenShift's network operator, from each of which a network is made. */
export function readOpenShiftNetwork(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: list, path } = inside(object, "spec", "additionalNetworks");
    if (isUnknown(list)) {
        found.attach("offers", path, CANNOT_TELL, "additional networks that are not known yet");
    }
    elements(list).forEach((network, index) => {
        const networkPath = pathOf(path, index);
        const raw = at(network, "rawCNIConfig");
        const rawPath = pathOf(networkPath, "rawCNIConfig");
        const word = text(raw);
        const simple = text(at(network, "type")) === "SimpleMacvlan";
        const config = isUnknown(network)
            ? { plugins: [], faults: [{ path: networkPath, evidence: "an additional network that is not known yet" }] }
            : simple && isAbsent(raw)
              ? configOfType("macvlan", pathOf(networkPath, "type"), context)
              : typeof word === "string" && word.trim() !== ""
                ? readNetworkConfig(word, rawPath, context)
                : { plugins: [], faults: [{ path: rawPath, evidence: "a network configuration that cannot be read" }] };
        const namespace = text(at(network, "namespace"));
        declareNetwork(
            found,
            {
                name: text(at(network, "name")),
                namespace: namespace === undefined || namespace === "" ? "default" : namespace,
                role: "offers",
                config,
                resource: undefined,
                resourcePath: networkPath,
            },
            context,
        );
    });
}

/** Reads a network of OVN-Kubernetes, which is in software. */
export function readUserDefinedNetwork(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { path } = inside(object, "spec");
    const cluster = object.kind.startsWith("Cluster");
    declareNetwork(
        found,
        {
            name: object.name,
            namespace: cluster ? undefined : object.namespace,
            everywhere: cluster,
            role: "offers",
            config: configOfType("ovn-k8s-cni-overlay", path, context),
            resource: undefined,
            resourcePath: path,
        },
        context,
    );
}

/** A network of DANM: its type names a CNI plugin, and its options a device pool or a device of the host. */
export function readDanmNetwork(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: spec, path } = inside(object, "spec");
    const type = field(spec, "NetworkType");
    const options = field(spec, "Options");
    const pool = field(options.value, "device_pool");
    const typePath = pathOf(path, type.key);
    const word = text(type.value);
    const config =
        (isAbsent(type.value) || type.value === "") && !isUnknown(spec)
            ? configOfType("ipvlan", typePath, context)
            : typeof word === "string" && cniType(word.toLowerCase()) !== undefined
              ? configOfType(word.toLowerCase(), typePath, context)
              : configOfType(isUnknown(spec) ? UNKNOWN : type.value, typePath, context);
    declareNetwork(
        found,
        {
            name: object.name,
            namespace: object.kind === "ClusterNetwork" ? undefined : object.namespace,
            everywhere: object.kind === "ClusterNetwork",
            role: "asks",
            config,
            resource: resourceNamed(pool.value),
            resourcePath: pathOf(path, options.key, pool.key),
        },
        context,
    );
}

/** Reads a TenantConfig of DANM: the device pools among its host devices. */
export function readDanmTenantConfig(object: KubernetesObject, found: Findings): void {
    for (const key of ["hostDevices", "HostDevices"]) {
        const { value: list, path } = inside(object, key);
        if (isUnknown(list)) {
            found.attach("offers", path, CANNOT_TELL, "host devices for tenants that are not known yet");
        }
        elements(list).forEach((device, index) => {
            const named = field(device, "name");
            const name = text(named.value);
            if (isUnknown(name) || (typeof name === "string" && name.includes("/"))) {
                found.attach("offers", pathOf(path, index), ["sriov", "pci-passthrough"], "a device pool for tenants", {
                    ...(typeof name === "string" ? { subject: name } : {}),
                });
            }
        });
    }
}

/** A field whose key may be written in any case. */
function field(holder: Value, name: string): { readonly key: string; readonly value: Value } {
    const wanted = name.toLowerCase();
    const key = keysOf(holder).find((each) => each.toLowerCase() === wanted) ?? name;
    return { key, value: at(holder, key) };
}

/** Reads an object whose field names a CNI type. */
export function readTypedNetwork(
    object: KubernetesObject,
    keys: readonly string[],
    role: Role,
    found: Findings,
    context: ReadContext,
): void {
    const { value, path } = inside(object, ...keys);
    if (isAbsent(value)) {
        return;
    }
    declareNetwork(
        found,
        {
            name: object.name,
            namespace: undefined,
            role,
            config: configOfType(value, path, context),
            resource: undefined,
            resourcePath: path,
        },
        context,
    );
}
