import {
    type Check,
    cidr,
    flag,
    interfaceName,
    listOf,
    macAddress,
    object,
    oneOf,
    pciAddress,
    whole,
    words,
} from "../checks";
import type { TypedPlugin, VlanTrunk } from "./cni-plugins";
import { ipamFault } from "./ipam";
import { capabilitiesShape as capabilities, type PluginShape, type ShapesOf } from "./plugin-shape";

const ipam: Check = ipamFault;
const mtu = whole(0);
const vlan = whole(0, 4094);
const linkState = oneOf("auto", "enable", "disable");
const backend = oneOf("iptables", "nftables");
const cidrs: Check = (value) =>
    typeof value === "string"
        ? listOf((part) => (typeof part === "string" && /^[^/]+\/\d+\/\d+$/.test(part) ? undefined : cidr(part)))(
              value.split(",").map((part) => part.trim()),
          )
        : words(value);

/** VLAN IDs of a trunk: the plugins refuse half a range, and IDs out of theirs. */
function trunk(least: number, most: number): Check {
    const id = whole(least, most);
    const shape = object({ id, minID: id, maxID: id });
    return listOf((entry) => {
        const fault = shape(entry);
        if (fault !== undefined) {
            return fault;
        }
        const { id: one, minID, maxID } = entry as VlanTrunk;
        if ((minID === undefined) !== (maxID === undefined)) {
            return `needs minID and maxID together`;
        }
        if (minID !== undefined && maxID !== undefined && minID > maxID) {
            return `has a minID above its maxID`;
        }
        return one === undefined && minID === undefined ? `needs id, or minID and maxID` : undefined;
    });
}

const bridgeShape = {
    shape: {
        capabilities,
        ipam,
        bridge: interfaceName,
        isGateway: flag,
        isDefaultGateway: flag,
        forceAddress: flag,
        ipMasq: flag,
        ipMasqBackend: backend,
        mtu,
        hairpinMode: flag,
        promiscMode: flag,
        vlan,
        vlanTrunk: trunk(1, 4094),
        preserveDefaultVlan: flag,
        macspoofchk: flag,
        enabledad: flag,
        disableContainerInterface: flag,
        portIsolation: flag,
    },
    required: [],
    together: (plugin) =>
        plugin["hairpinMode"] === true && plugin["promiscMode"] === true
            ? "sets hairpinMode and promiscMode, which the plugin refuses together"
            : plugin["disableContainerInterface"] === true && plugin["ipam"] !== undefined
              ? "sets disableContainerInterface and ipam, which the plugin refuses together"
              : undefined,
} as const satisfies PluginShape;

/** What each typed plugin takes, by its type: the keys of its interface, and the plugin's own limits. */
export const pluginShapes: ShapesOf<TypedPlugin> = {
    bridge: bridgeShape,
    "cnv-bridge": bridgeShape,
    macvlan: {
        shape: {
            capabilities,
            ipam,
            master: interfaceName,
            mode: oneOf("bridge", "private", "vepa", "passthru"),
            mtu,
            linkInContainer: flag,
            bcqueuelen: whole(0),
        },
        required: [],
    },
    ipvlan: {
        shape: {
            capabilities,
            ipam,
            master: interfaceName,
            mode: oneOf("l2", "l3", "l3s"),
            mtu,
            linkInContainer: flag,
        },
        required: [],
    },
    vlan: {
        shape: { capabilities, ipam, master: interfaceName, vlanId: vlan, mtu, linkInContainer: flag },
        required: ["master", "vlanId"],
    },
    ptp: { shape: { capabilities, ipam, ipMasq: flag, ipMasqBackend: backend, mtu }, required: [] },
    tap: {
        shape: {
            capabilities,
            ipam,
            multiQueue: flag,
            mtu,
            owner: whole(0),
            group: whole(0),
            selinuxContext: words,
            bridge: interfaceName,
        },
        required: [],
    },
    dummy: { shape: { capabilities, ipam }, required: [] },
    macvtap: { shape: { capabilities, ipam, mtu, promiscMode: flag }, required: [] },
    ovs: {
        shape: {
            capabilities,
            ipam,
            bridge: interfaceName,
            vlan: whole(0, 4095),
            mtu,
            trunk: trunk(0, 4096),
            ofport_request: whole(1, 65279),
            interface_type: words,
            configuration_path: words,
            socket_file: words,
            link_state_check_retries: whole(0),
            link_state_check_interval: whole(0),
        },
        required: [],
    },
    "ovn-k8s-cni-overlay": {
        shape: {
            capabilities,
            topology: oneOf("layer2", "layer3", "localnet"),
            netAttachDefName: (value) =>
                typeof value === "string" && /^[^/\s]+\/[^/\s]+$/.test(value)
                    ? undefined
                    : `must be "<namespace>/<name>" of this NetworkAttachmentDefinition`,
            role: oneOf("primary", "secondary"),
            mtu,
            subnets: cidrs,
            excludeSubnets: cidrs,
            reservedSubnets: cidrs,
            infrastructureSubnets: cidrs,
            joinSubnet: cidrs,
            transitSubnet: cidrs,
            defaultGatewayIPs: words,
            vlanID: whole(1, 4094),
            allowPersistentIPs: flag,
            physicalNetworkName: words,
        },
        required: ["topology"],
        together: (plugin) =>
            plugin["topology"] !== "localnet" &&
            (plugin["vlanID"] !== undefined || plugin["physicalNetworkName"] !== undefined)
                ? `sets vlanID or physicalNetworkName, which only topology "localnet" takes`
                : undefined,
    },
    "kube-ovn": { shape: { capabilities, server_socket: words, provider: words }, required: ["provider"] },
    sriov: {
        shape: {
            capabilities,
            ipam,
            vlan,
            vlanQoS: whole(0, 7),
            vlanProto: oneOf("802.1q", "802.1ad"),
            spoofchk: oneOf("on", "off"),
            trust: oneOf("on", "off"),
            link_state: linkState,
            min_tx_rate: whole(0),
            max_tx_rate: whole(0),
            logLevel: oneOf("panic", "error", "warning", "info", "debug"),
            logFile: words,
        },
        required: [],
        together: sriovFault,
    },
    "ib-sriov": {
        shape: {
            capabilities,
            ipam,
            pkey: words,
            link_state: linkState,
            rdmaIsolation: flag,
            ibKubernetesEnabled: flag,
            vfioPciMode: flag,
        },
        required: [],
    },
    "host-device": {
        shape: {
            capabilities,
            ipam,
            device: interfaceName,
            hwaddr: macAddress,
            kernelpath: words,
            pciBusID: pciAddress,
        },
        required: [],
        together: (plugin) =>
            ["device", "hwaddr", "kernelpath", "pciBusID"].filter((key) => plugin[key] !== undefined).length > 1
                ? "names its device more than once; keep one of device, hwaddr, kernelpath and pciBusID"
                : undefined,
    },
    "accelerated-bridge": {
        shape: {
            capabilities,
            ipam,
            bridge: words,
            vlan,
            trunk: trunk(1, 4094),
            setUplinkVlan: flag,
            mtu,
            debug: flag,
        },
        required: [],
    },
};

/** The SR-IOV plugin's own rules across keys. */
function sriovFault(plugin: Readonly<Record<string, unknown>>): string | undefined {
    const { vlan: id, vlanQoS, vlanProto, min_tx_rate: least, max_tx_rate: most } = plugin;
    if ((vlanQoS !== undefined || vlanProto !== undefined) && id === undefined) {
        return "sets vlanQoS or vlanProto without vlan";
    }
    if (id === 0 && ((vlanQoS !== undefined && vlanQoS !== 0) || vlanProto === "802.1ad")) {
        return `needs a vlan above 0 for a vlanQoS above 0 and for vlanProto "802.1ad"`;
    }
    return typeof least === "number" && typeof most === "number" && most !== 0 && least > most
        ? "has a min_tx_rate above its max_tx_rate"
        : undefined;
}
