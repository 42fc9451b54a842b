import type { Role } from "../../reading";
import { at, deep, isUnknown, text } from "../../value";
import type { Findings } from "../findings";
import { type KubernetesObject, pathOf } from "../object";
import { type DeviceClass, SOFTWARE, type Techniques } from "../techniques";

/** A custom kind that asks for devices, or offers them, by being there, or by the word of one field. */
export interface SimpleKind {
    readonly group: string;
    readonly kind: string;
    readonly role: Role;
    /** What it is, for a message. */
    readonly label: string;
    /** The field that decides, and what stands there. */
    readonly field: readonly string[];
    /** What the words of the field mean, in lower case; `none`: nothing is asked for or offered. */
    readonly words: Readonly<Record<string, DeviceClass>>;
    /** What an absent field means. */
    readonly absent: DeviceClass;
    /** What any other word, or one that is not known yet, means. */
    readonly otherwise: Techniques;
    readonly source: string;
}

const ACCELERATOR: Techniques = ["accelerator"];
const HARVESTER = "harvester/pcidevices:pkg/apis";
const GKE = "GKE documentation: multi-network support for Pods";

/** A kind that is what it is, whatever stands in it. */
function always(
    group: string,
    kind: string,
    role: Role,
    techniques: Techniques,
    label: string,
    source: string,
): SimpleKind {
    return { group, kind, role, label, field: ["spec"], words: {}, absent: techniques, otherwise: techniques, source };
}

/** A device that a switch turns on. */
function switched(kind: string, field: string, techniques: Techniques, label: string): SimpleKind {
    return {
        group: "devices.harvesterhci.io",
        kind,
        role: "offers",
        label,
        field: ["spec", field],
        words: { false: "none", "0": "none", "": "none" },
        absent: "none",
        otherwise: techniques,
        source: HARVESTER,
    };
}

/** Every such kind. */
export const simpleKinds: readonly SimpleKind[] = [
    always(
        "sriovfec.intel.com",
        "SriovFecClusterConfig",
        "offers",
        ACCELERATOR,
        "virtual functions of a forward error correction accelerator",
        "smart-edge-open/sriov-fec-operator:api",
    ),
    always(
        "sriovvrb.intel.com",
        "SriovVrbClusterConfig",
        "offers",
        ACCELERATOR,
        "virtual functions of a vRAN boost accelerator",
        "smart-edge-open/sriov-fec-operator:api",
    ),
    always(
        "fpga.intel.com",
        "AcceleratorFunction",
        "offers",
        ACCELERATOR,
        "a function of an FPGA",
        "intel/intel-device-plugins-for-kubernetes:pkg/apis",
    ),
    always(
        "fpga.intel.com",
        "FpgaRegion",
        "offers",
        ACCELERATOR,
        "a region of an FPGA",
        "intel/intel-device-plugins-for-kubernetes:pkg/apis",
    ),
    always(
        "sriovnetwork.k8snetworkplumbingwg.io",
        "SriovResourcePolicy",
        "offers",
        ["sriov"],
        "virtual functions by DRA",
        "k8snetworkplumbingwg/dra-driver-sriov:pkg/api",
    ),
    always(
        "devices.harvesterhci.io",
        "PCIDeviceClaim",
        "offers",
        ["pci-passthrough"],
        "a PCI device set aside for a machine",
        HARVESTER,
    ),
    always(
        "devices.harvesterhci.io",
        "USBDeviceClaim",
        "offers",
        ["pci-passthrough"],
        "a USB device set aside for a machine",
        HARVESTER,
    ),
    switched("SRIOVNetworkDevice", "numVFs", ["sriov"], "virtual functions of a NIC"),
    switched("SRIOVGPUDevice", "enabled", ACCELERATOR, "virtual functions of a GPU"),
    switched("VGPUDevice", "enabled", ACCELERATOR, "a virtual GPU"),
    {
        group: "network.deckhouse.io",
        kind: "UnderlayNetwork",
        role: "offers",
        label: "an underlay network",
        field: ["spec", "mode"],
        words: { dedicated: ["pci-passthrough"], shared: ["sriov"] },
        absent: ["sriov", "pci-passthrough"],
        otherwise: ["sriov", "pci-passthrough"],
        source: "deckhouse documentation: sdn module",
    },
    {
        group: "networking.gke.io",
        kind: "Network",
        role: "offers",
        label: "a network",
        field: ["spec", "type"],
        words: { device: ["pci-passthrough"], l2: SOFTWARE, l3: SOFTWARE },
        absent: "none",
        otherwise: ["pci-passthrough"],
        source: GKE,
    },
    {
        group: "networking.gke.io",
        kind: "GKENetworkParamSet",
        role: "offers",
        label: "the device mode of a network",
        field: ["spec", "deviceMode"],
        words: {
            netdevice: ["pci-passthrough"],
            "dpdk-vfio": ["pci-passthrough"],
            rdma: ["accelerator", "pci-passthrough"],
        },
        absent: "none",
        otherwise: ["pci-passthrough", "accelerator"],
        source: GKE,
    },
];

/** Reads an object of a simple kind; gives its attachment, if any. */
export function readSimpleKind(object: KubernetesObject, row: SimpleKind, found: Findings): void {
    const value = deep(object.value, ...row.field);
    const word = text(value);
    const path = pathOf(object.path, ...row.field);
    const absent = value === undefined || value === null;
    if (absent && object.patch) {
        return;
    }
    const plain = typeof word === "string" ? word.trim().toLowerCase() : undefined;
    const device =
        absent && !isUnknown(at(object.value, "spec"))
            ? row.absent
            : plain !== undefined && Object.hasOwn(row.words, plain)
              ? (row.words[plain] ?? row.otherwise)
              : row.otherwise;
    const attachment = device === "none" ? undefined : found.attach(row.role, path, device, row.label);
    if (row.group === "networking.gke.io" && row.kind === "Network") {
        found.define("nad", [object.name]);
        found.networks.push({
            name: object.name,
            namespace: undefined,
            attachments: attachment === undefined ? [] : [attachment],
            role: row.role,
            resource: undefined,
            givesDevice: false,
            resourcePath: path,
        });
    }
}
