import { flag, interfaceName, listOf, macAddress, mapOf, oneOf, whole, words } from "../checks";
import type { ChainedPlugin, DeviceChainedPlugin, RdmaPlugin } from "./cni-plugins";
import { capabilitiesShape as capabilities, type PluginShape, type ShapesOf } from "./plugin-shape";

const mtu = whole(0);
const backend = oneOf("iptables", "nftables");

const tuningShape = {
    shape: {
        capabilities,
        sysctl: mapOf(words),
        mac: macAddress,
        promisc: flag,
        mtu,
        allmulti: flag,
        txQLen: whole(0),
        dataDir: words,
    },
    required: [],
} as const satisfies PluginShape;

/** What each plugin that is chained behind another takes, by its type. */
export const chainedShapes: ShapesOf<DeviceChainedPlugin> = {
    tuning: tuningShape,
    "cnv-tuning": tuningShape,
    vrf: { shape: { vrfname: interfaceName, table: whole(1) }, required: ["vrfname"] },
    sbr: { shape: { table: whole(1), addSourceHints: flag }, required: [] },
    bandwidth: {
        shape: {
            capabilities,
            ingressRate: whole(0),
            ingressBurst: whole(0),
            egressRate: whole(0),
            egressBurst: whole(0),
        },
        required: [],
        together: (plugin) => bandwidthFault(plugin),
    },
    portmap: {
        shape: {
            capabilities,
            backend,
            snat: flag,
            masqAll: flag,
            markMasqBit: whole(0, 31),
            externalSetMarkChain: words,
            conditionsV4: listOf(words),
            conditionsV6: listOf(words),
        },
        required: [],
    },
    firewall: {
        shape: {
            backend: oneOf("iptables", "firewalld"),
            iptablesAdminChainName: words,
            firewalldZone: words,
            ingressPolicy: oneOf("open", "same-bridge", "isolated"),
        },
        required: [],
    },
    rdma: { shape: {}, required: [] },
};

/** The chained plugins that need a device before them in the list. */
export const deviceChained: readonly Exclude<DeviceChainedPlugin, ChainedPlugin>["type"][] = [
    "rdma",
] satisfies RdmaPlugin["type"][];

/** Rates and bursts come in pairs, for a pod's wish as well as for the plugin. */
export function bandwidthFault(limits: Readonly<Record<string, unknown>>): string | undefined {
    for (const direction of ["ingress", "egress"]) {
        const rate = limits[`${direction}Rate`];
        const burst = limits[`${direction}Burst`];
        if ((rate === undefined || rate === 0) !== (burst === undefined || burst === 0)) {
            return `needs ${direction}Rate and ${direction}Burst together`;
        }
    }
    return undefined;
}
