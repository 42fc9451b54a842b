import type { Role } from "../reading";
import { argument, blocks, blocksOf, inside, type Place } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, text, type Value } from "../value";
import { definition, isGiven, referencesTo } from "../openstack/parts";
import { readCommandLine } from "./command-line";
import { attachment, type Found, type ModelTable, type NeighbourRow, nicOf, PCI_DEVICE, together } from "./neighbour";

/** NIC models of QEMU, as libvirt names them. */
const models: ModelTable = {
    virtio: "virtio",
    "virtio-net": "virtio",
    "virtio-transitional": "virtio",
    "virtio-non-transitional": "virtio",
    "spapr-vlan": "virtio",
    netfront: "virtio",
    vmxnet3: "vmxnet3",
    vmxnet: "vmxnet3",
    vmxnet2: "vmxnet3",
    e1000: "emulated",
    e1000e: "emulated",
    "e1000-82544gc": "emulated",
    "e1000-82545em": "emulated",
    igb: "emulated",
    rtl8139: "emulated",
    ne2k_pci: "emulated",
    ne2k_isa: "emulated",
    pcnet: "emulated",
    i82551: "emulated",
    i82557b: "emulated",
    i82559er: "emulated",
    lan9118: "emulated",
    smc91c111: "emulated",
    vlance: "emulated",
    "usb-net": "emulated",
};

/** What a host device of the new schema is: PCI and mediated devices; SCSI, USB and storage are not the rule's subject. */
const hostDevices: Readonly<Record<string, readonly ["accelerator"] | typeof PCI_DEVICE | undefined>> = {
    subsys_pci: PCI_DEVICE,
    subsys_m_dev: ["accelerator"],
    caps_net: PCI_DEVICE,
    caps_misc: PCI_DEVICE,
    subsys_usb: undefined,
    subsys_scsi: undefined,
    subsys_scsi_host: undefined,
    caps_storage: undefined,
};

/** What an interface of the new schema may be connected to, as libvirt's own XML names it, without capitals. */
const INTERFACE_SOURCES: ReadonlySet<string> = new Set([
    "bridge",
    "client",
    "direct",
    "ethernet",
    "hostdev",
    "internal",
    "mcast",
    "network",
    "null",
    "server",
    "udp",
    "user",
    "vdpa",
    "vds",
    "vhostuser",
]);

/** Blocks whose `args` go to the hypervisor as they are; Xen's go to its QEMU. */
const COMMAND_LINES = ["qemuCommandline", "xenCommandline", "bhyveCommandline"];

/** Keys of a device beside the one that says what it is. */
const DETAILS = ["acpi", "address", "alias", "boot", "managed", "rom", "__defaults"];

function readDomain(props: Value): Found {
    return together([
        ...blocks(props, "networkInterfaces").map(readOldInterface),
        readXml(props, "asks"),
        ...blocks(props, "devices").map(readDevices),
        ...COMMAND_LINES.flatMap((name) => blocks(props, name))
            .flatMap((line) => inside(line, "args"))
            .map(readArguments),
    ]);
}

/** An interface of the schema up to 0.8: `passthrough` hands a NIC or a virtual function over; the rest is virtio. */
function readOldInterface(nic: Place): Found {
    if (isUnknown(nic.value)) {
        return { attachments: [attachment("unknown", nic.path, "an interface that is not known yet")] };
    }
    const passthrough = inside(nic, "passthrough");
    if (isGiven(passthrough)) {
        const path = passthrough[0]?.path ?? nic.path;
        return { attachments: [attachment(["sriov", "pci-passthrough"], path, "passthrough of a host NIC")] };
    }
    const references = ["networkId", "networkName"].flatMap((name) => referencesTo("network", inside(nic, name)));
    return { attachments: [attachment("virtio", nic.path, "an interface, virtio")], references };
}

/** A stylesheet may put any device into a domain, and any forward mode into a network. */
function readXml(props: Value, role: Role): Found {
    return {
        attachments: blocks(props, "xml")
            .flatMap((xml) => inside(xml, "xslt"))
            .filter((sheet) => isGiven([sheet]))
            .map(({ path }) => attachment("unknown", path, "a stylesheet over libvirt's XML", role)),
    };
}

/** Arguments that libvirt hands to the hypervisor, one word each: read together, since options and their values are two. */
function readArguments(list: Place): Found {
    const words = blocksOf(list).flatMap((word) => (isMap(word.value) ? inside(word, "value") : [word]));
    const known = words.map(({ value }) => text(value)).filter((word) => typeof word === "string");
    return together([
        readCommandLine({ ...list, value: known.join(" ") }),
        ...words.filter(({ value }) => typeof text(value) !== "string").map(readCommandLine),
    ]);
}

function readDevices(devices: Place): Found {
    if (isUnknown(devices.value)) {
        return { attachments: [attachment("unknown", devices.path, "devices that are not known yet")] };
    }
    const listed = (name: string): Place[] => inside(devices, name).flatMap(blocksOf);
    return together([...listed("interfaces").map(readInterface), ...listed("hostdevs").map(readHostDevice)]);
}

/** An interface of the schema from 0.9 on, which follows libvirt's XML. */
function readInterface(nic: Place): Found {
    const sources = isUnknown(nic.value) ? [nic] : inside(nic, "source");
    const found: Found[] = [];
    for (const source of sources) {
        if (isUnknown(source.value)) {
            return { attachments: [attachment("unknown", source.path, "an interface that is not known yet")] };
        }
        const [hostdev] = inside(source, "hostdev");
        const [vdpa] = inside(source, "vdpa");
        if (hostdev !== undefined) {
            found.push({
                attachments: [attachment(["sriov", "pci-passthrough"], hostdev.path, "a host device as the NIC")],
            });
        }
        if (vdpa !== undefined) {
            found.push({ attachments: [attachment("vdpa", vdpa.path, "a vDPA device of the host")] });
        }
        found.push(...inside(source, "direct").flatMap(readDirect), ...strangeSources(source));
        for (const network of inside(source, "network")) {
            found.push({ references: referencesTo("network", inside(network, "network")) });
        }
    }
    if (!found.some(({ attachments }) => attachments !== undefined)) {
        const [model] = inside(nic, "model");
        found.push(
            model === undefined ? nicOf(nic, "model", models, "virtio") : nicOf(model, "type", models, "virtio"),
        );
    }
    return together(found);
}

/** Sources that nobody knows: of a version to come, perhaps. */
function strangeSources(source: Place): Found[] {
    const strange = kindsIn(source).some((kind) => !INTERFACE_SOURCES.has(kind.replaceAll("_", "")));
    const evidence = "an interface with a source that this project does not know";
    return strange ? [{ attachments: [attachment("unknown", source.path, evidence)] }] : [];
}

/** A macvtap device: software, but for the mode that hands the whole NIC or function over. */
function readDirect(direct: Place): Found[] {
    return inside(direct, "mode").flatMap(({ value, path }): Found[] => {
        const mode = text(value);
        if (isUnknown(mode)) {
            return [{ attachments: [attachment("unknown", path, "a mode that is not known yet")] }];
        }
        return mode?.trim().toLowerCase() === "passthrough"
            ? [{ attachments: [attachment(["sriov", "pci-passthrough"], path, "passthrough of a host NIC")] }]
            : [];
    });
}

/** The keys of a device that say what it is, in snake case. */
function kindsIn({ value }: Place): string[] {
    return keysOf(value)
        .filter((key) => !isAbsent(at(value, key)))
        .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
        .filter((key) => !DETAILS.includes(key));
}

function readHostDevice(device: Place): Found {
    if (isUnknown(device.value)) {
        return { attachments: [attachment("unknown", device.path, "a host device that is not known yet")] };
    }
    return {
        attachments: kindsIn(device).flatMap((kind) => {
            if (!Object.prototype.hasOwnProperty.call(hostDevices, kind)) {
                return [attachment("unknown", device.path, "a host device of a kind that this project does not know")];
            }
            const techniques = hostDevices[kind];
            return techniques === undefined ? [] : [attachment(techniques, device.path, `a host device, ${kind}`)];
        }),
    };
}

/** A network whose ports are functions of a NIC, or a NIC each. A pool of functions is one in every mode. */
function readNetwork(props: Value): Found {
    const forwards = blocks(props, "forward");
    const pools = forwards.flatMap((forward) => inside(forward, "pfs"));
    const modes = [
        ...argument(props, "mode"),
        ...forwards.flatMap((forward) => (isUnknown(forward.value) ? [forward] : inside(forward, "mode"))),
    ];
    const attached = modes.flatMap(({ value, path }) => {
        const mode = text(value);
        if (isUnknown(mode)) {
            return [attachment("unknown", path, "a mode that is not known yet", "offers")];
        }
        const plain = mode?.trim().toLowerCase();
        return plain === "hostdev" || plain === "passthrough"
            ? [attachment(["sriov", "pci-passthrough"], path, `forward mode ${plain}`, "offers")]
            : [];
    });
    const pooled = pools
        .filter((pool) => blocksOf(pool).length > 0)
        .map(({ path }) => attachment(["sriov"], path, "a pool of a NIC's functions", "offers"));
    return together([
        {
            attachments: attached.length > 0 ? attached : pooled,
            definitions: [definition(props, "network", "id", "name")],
        },
        readXml(props, "offers"),
    ]);
}

/** Resources of libvirt (dmacvicar's provider), in the schema up to 0.8 and in the one from 0.9 on. */
export const libvirt: readonly NeighbourRow[] = [
    {
        platform: "libvirt",
        terraform: "libvirt_domain",
        tokens: ["libvirt:index/domain:Domain"],
        forms: "`networkInterfaces[].passthrough`, `xml.xslt`; `devices.interfaces[].source` and `.model`, `devices.hostdevs[]`, `qemuCommandline.args[]`",
        read: readDomain,
    },
    {
        platform: "libvirt",
        terraform: "libvirt_network",
        tokens: ["libvirt:index/network:Network"],
        forms: "`mode`, `forward.mode`, `forward.pfs`, `xml.xslt`",
        read: readNetwork,
    },
];
