import type { HardwareTechnique } from "../../techniques/technique";
import { type Check, interfaceName, label, listOf, object, oneOf, type Shape, whole, words } from "../checks";
import { capabilitiesShape } from "./plugin-shape";
import { isPending } from "../inputs";
import { ipamFault } from "./ipam";
import { poolName } from "./sriov-node-policy-rules";

/** What is known of a kind of which an operator makes networks. */
export interface OperatorKindFacts {
    readonly group: string;
    readonly version: string;
    readonly techniques: readonly HardwareTechnique[];
    readonly shape: Shape;
    /** What no single key shows, as the end of a sentence, or `undefined`. */
    readonly together?: (spec: Readonly<Record<string, unknown>>) => string | undefined;
    /** Where a cluster-wide object's network is made unless the spec says it. */
    readonly defaultNamespace?: string;
}

/** The kinds of which an operator makes networks. */
export type OperatorKind = "SriovNetwork" | "SriovIBNetwork" | "OVSNetwork" | "HostDeviceNetwork";

const SRIOV = { group: "sriovnetwork.openshift.io", version: "v1" } as const;

/** Chained plugins are checked one by one, each against its own shape. */
const plugins: Check = listOf(() => undefined);
const common: Shape = { networkNamespace: label, resourceName: poolName, ipam: ipamFault };
const chainable: Shape = { ...common, capabilities: capabilitiesShape, metaPlugins: plugins };
const linkState = oneOf("auto", "enable", "disable");
const onOff = oneOf("on", "off");

/** What each kind takes. Source: the operators' API types and, for rules across keys, the plugins that they render. */
export const operatorKinds: Readonly<Record<OperatorKind, OperatorKindFacts>> = {
    SriovNetwork: {
        ...SRIOV,
        techniques: ["sriov", "vdpa", "smartnic"],
        shape: {
            ...chainable,
            vlan: whole(0, 4094),
            vlanQoS: whole(0, 7),
            vlanProto: oneOf("802.1q", "802.1Q", "802.1ad", "802.1AD"),
            spoofChk: onOff,
            trust: onOff,
            linkState,
            minTxRate: whole(0),
            maxTxRate: whole(0),
            logLevel: oneOf("panic", "error", "warning", "info", "debug"),
            logFile: words,
        },
        together: sriovFault,
    },
    SriovIBNetwork: { ...SRIOV, techniques: ["sriov", "pci-passthrough"], shape: { ...chainable, linkState } },
    OVSNetwork: {
        ...SRIOV,
        techniques: ["smartnic", "vdpa"],
        shape: {
            ...chainable,
            bridge: interfaceName,
            vlan: whole(0, 4095),
            mtu: whole(0),
            trunk: listOf(object({ id: whole(0, 4095), minID: whole(0, 4095), maxID: whole(0, 4095) })),
            interfaceType: words,
        },
    },
    HostDeviceNetwork: {
        group: "mellanox.com",
        version: "v1alpha1",
        techniques: ["pci-passthrough", "sriov"],
        shape: common,
        defaultNamespace: "default",
    },
};

/** What the SR-IOV plugin would refuse of the values that the operator hands on; an absent VLAN is handed on as 0. */
function sriovFault(spec: Readonly<Record<string, unknown>>): string | undefined {
    const { vlan = 0, vlanQoS, vlanProto, minTxRate, maxTxRate } = spec;
    const tagged = typeof vlanProto === "string" && vlanProto.toLowerCase() === "802.1ad";
    if (vlan === 0 && ((typeof vlanQoS === "number" && vlanQoS > 0) || tagged)) {
        return `needs a vlan above 0 for a vlanQoS above 0 and for vlanProto "802.1ad"`;
    }
    if (isPending(minTxRate) || isPending(maxTxRate)) {
        return undefined;
    }
    return typeof minTxRate === "number" && typeof maxTxRate === "number" && maxTxRate !== 0 && minTxRate > maxTxRate
        ? "has a minTxRate above its maxTxRate"
        : undefined;
}
