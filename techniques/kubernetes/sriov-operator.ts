import type { ReadContext } from "../classification";
import { at, isUnknown, text, UNKNOWN, type Value } from "../value";
import type { ResourceName } from "./facets";
import type { Findings } from "./findings";
import { parseGoJson } from "./go-json";
import { type NetworkConfig, readParsedNetworkConfig } from "./network-config";
import { declareNetwork } from "./networks";
import { inside, type KubernetesObject, pathOf } from "./object";
import { declarePool, functionTechniques, poolWord } from "./pools";

/** The prefix of resource names that the SR-IOV network operator is deployed with unless told otherwise. */
export const SRIOV_OPERATOR_PREFIX = "openshift.io";

/** Reads a SriovNetworkNodePolicy: a pool of virtual functions under a name. */
export function readSriovNetworkNodePolicy(object: KubernetesObject, found: Findings): void {
    const { value: spec, path } = inside(object, "spec");
    const vdpaType = poolWord(at(spec, "vdpaType"));
    const eSwitchMode = poolWord(at(spec, "eSwitchMode"));
    const deviceType = poolWord(at(spec, "deviceType"));
    const name = text(at(spec, "resourceName"));
    if (object.patch && name === undefined && !isUnknown(spec) && vdpaType === undefined && eSwitchMode === undefined) {
        return;
    }
    const [key, evidence] =
        vdpaType !== undefined
            ? ["vdpaType", "vdpaType"]
            : eSwitchMode !== undefined
              ? ["eSwitchMode", `eSwitchMode ${eSwitchMode === "switchdev" ? "switchdev" : "of the pool"}`]
              : ["resourceName", "virtual functions"];
    declarePool(found, {
        name: isUnknown(spec) ? UNKNOWN : name,
        prefix: SRIOV_OPERATOR_PREFIX,
        prefixAssumed: true,
        techniques: functionTechniques(vdpaType, eSwitchMode),
        driver: isUnknown(deviceType) || isUnknown(spec) ? "unknown" : deviceType === "vfio-pci" ? "vfio" : "kernel",
        vhost: vdpaType === "vhost" || at(spec, "needVhostNet") === true,
        path: pathOf(path, key ?? "resourceName"),
        evidence: `a pool with ${evidence ?? ""}`,
    });
}

/** A kind from which an operator makes a network attachment definition. */
export interface NetworkGenerator {
    readonly group: string;
    readonly kind: string;
    /** The CNI plugin of the network that it makes. */
    readonly cniType: string;
    /** The prefix of the resource that `spec.resourceName` names; `undefined` for kinds without one. */
    readonly prefix: string | undefined;
    readonly source: string;
}

const SRIOV_GROUP = "sriovnetwork.openshift.io";
const NVIDIA_GROUP = "mellanox.com";
const SRIOV_API = "k8snetworkplumbingwg/sriov-network-operator:api/v1";
const NVIDIA_API = "Mellanox/network-operator:api/v1alpha1";

/** Every kind from which the SR-IOV and NVIDIA network operators make networks. */
export const networkGenerators: readonly NetworkGenerator[] = [
    { group: SRIOV_GROUP, kind: "SriovNetwork", cniType: "sriov", prefix: SRIOV_OPERATOR_PREFIX, source: SRIOV_API },
    {
        group: SRIOV_GROUP,
        kind: "SriovIBNetwork",
        cniType: "ib-sriov",
        prefix: SRIOV_OPERATOR_PREFIX,
        source: SRIOV_API,
    },
    { group: SRIOV_GROUP, kind: "OVSNetwork", cniType: "ovs", prefix: SRIOV_OPERATOR_PREFIX, source: SRIOV_API },
    {
        group: NVIDIA_GROUP,
        kind: "HostDeviceNetwork",
        cniType: "host-device",
        prefix: "nvidia.com",
        source: NVIDIA_API,
    },
    { group: NVIDIA_GROUP, kind: "MacvlanNetwork", cniType: "macvlan", prefix: undefined, source: NVIDIA_API },
    { group: NVIDIA_GROUP, kind: "IPoIBNetwork", cniType: "ipoib", prefix: undefined, source: NVIDIA_API },
];

/** Reads an object from which an operator makes a network: an offer to all who may join it. */
export function readGeneratedNetwork(
    object: KubernetesObject,
    generator: NetworkGenerator,
    found: Findings,
    context: ReadContext,
): void {
    const { value: spec, path } = inside(object, "spec");
    const type = parseGoJson(JSON.stringify({ type: generator.cniType })).value ?? null;
    const main = readParsedNetworkConfig(type, path, context);
    const plugins: NetworkConfig = {
        plugins: main.plugins.map((plugin) => ({ ...plugin, path })),
        faults: main.faults,
    };
    const chained = readMetaPlugins(at(spec, "metaPlugins"), pathOf(path, "metaPlugins"), context);
    const resourcePath = pathOf(path, "resourceName");
    const networkNamespace = text(at(spec, "networkNamespace"));
    declareNetwork(
        found,
        {
            name: object.name,
            namespace: networkNamespace === undefined || networkNamespace === "" ? object.namespace : networkNamespace,
            role: "offers",
            config: {
                plugins: [...plugins.plugins, ...chained.plugins],
                faults: [...plugins.faults, ...chained.faults],
            },
            resource: resourceOf(at(spec, "resourceName"), generator.prefix),
            resourcePath,
        },
        context,
    );
}

function resourceOf(value: Value, prefix: string | undefined): ResourceName | typeof UNKNOWN | undefined {
    const name = text(value);
    if (prefix === undefined || name === undefined || name === "") {
        return undefined;
    }
    return isUnknown(name) ? UNKNOWN : { name: `${prefix}/${name}`, prefixAssumed: true };
}

/** The plugins chained behind: objects one after the other, by commas, without the brackets of a list. */
function readMetaPlugins(value: Value, path: string, context: ReadContext): NetworkConfig {
    const word = text(value);
    if (word === undefined || word === "") {
        return { plugins: [], faults: [] };
    }
    const list = isUnknown(word) ? undefined : parseGoJson(`[${word}]`).value;
    if (!Array.isArray(list)) {
        return { plugins: [], faults: [{ path, evidence: "chained CNI plugins that cannot be read" }] };
    }
    const read = list.map((plugin) => readParsedNetworkConfig(plugin, path, context));
    return { plugins: read.flatMap(({ plugins }) => plugins), faults: read.flatMap(({ faults }) => faults) };
}
