import { classify, type ReadContext } from "../classification";
import type { Attachment } from "../reading";
import { needsException, type Technique } from "../technique";
import type { Place } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, step, text } from "../value";
import { rowOf } from "./table";

type Techniques = readonly [Technique, ...Technique[]];

/** Flavor extra specs that bring a device, by their exact key: Nova reads keys as they are, and values with white space. */
export const deviceSpecs = {
    /** `alias:count[, alias:count]`. The alias's device type stands in Nova's own configuration. */
    pciAlias: "pci_passthrough:alias",
    /** The name of a Cyborg device profile. */
    deviceProfile: "accel:device_profile",
    /** The start of `resources[group]:<CLASS>`: a count of a placement resource class. */
    resources: "resources",
} as const;

/**
 * What stays open of a PCI alias: Nova's configuration says whether it is a device, a physical or a virtual function, and
 * the device may be a NIC or an accelerator. Config `pciAliases` says which.
 */
export const PCI_ALIAS_TECHNIQUES = ["pci-passthrough", "sriov", "accelerator"] as const satisfies Techniques;

/** Placement's standard resource classes (os-resource-classes) that are devices. */
export const deviceClasses: Readonly<Record<string, Techniques>> = {
    VGPU: ["accelerator"],
    VGPU_DISPLAY_HEAD: ["accelerator"],
    PGPU: ["accelerator"],
    FPGA: ["accelerator"],
    SRIOV_NET_VF: ["sriov"],
    PCI_DEVICE: PCI_ALIAS_TECHNIQUES,
};

/** Placement's standard resource classes that are no devices. */
export const plainClasses: readonly string[] = [
    "VCPU",
    "PCPU",
    "MEMORY_MB",
    "DISK_GB",
    "IPV4_ADDRESS",
    "NUMA_SOCKET",
    "NUMA_CORE",
    "NUMA_THREAD",
    "NUMA_MEMORY_MB",
    "NET_BW_EGR_KILOBIT_PER_SEC",
    "NET_BW_IGR_KILOBIT_PER_SEC",
    "NET_PACKET_RATE_KILOPACKET_PER_SEC",
    "NET_PACKET_RATE_EGR_KILOPACKET_PER_SEC",
    "NET_PACKET_RATE_IGR_KILOPACKET_PER_SEC",
    "MEM_ENCRYPTION_CONTEXT",
];

/** Prefixes of an operator's own resource classes; the first that fits counts. */
export const customClasses: readonly { readonly prefix: string; readonly techniques: Techniques }[] = [
    { prefix: "CUSTOM_PCI_", techniques: PCI_ALIAS_TECHNIQUES },
    { prefix: "CUSTOM_", techniques: ["accelerator"] },
];

const RESOURCES_KEY = /^resources([a-zA-Z0-9_-]{1,64})?:([A-Z0-9_]+)$/;

/** The devices that extra specs bring: those of a Flavor, or of a flavor in a Heat template. */
export function extraSpecDevices(specs: Place, context: ReadContext): Attachment[] {
    const one = (techniques: Techniques, path: string, evidence: string, subject?: string): Attachment => ({
        techniques,
        role: "offers",
        path,
        evidence,
        ...(subject === undefined ? {} : { subject }),
    });
    if (isUnknown(specs.value)) {
        return [one(["unknown"], specs.path, "extra specs that are not known yet")];
    }
    if (!isMap(specs.value)) {
        return isAbsent(specs.value) ? [] : [one(["unknown"], specs.path, "extra specs that are no map")];
    }
    const found: Attachment[] = [];
    for (const key of keysOf(specs.value)) {
        const path = step(specs.path, key);
        const resource = RESOURCES_KEY.exec(key)?.[2];
        if (key === deviceSpecs.pciAlias) {
            found.push(...aliases(at(specs.value, key), path, context, one));
        } else if (key.startsWith("pci_passthrough:")) {
            found.push(one(["unknown"], path, "a PCI passthrough key that this project does not know"));
        } else if (key.startsWith("accel:")) {
            const word = text(at(specs.value, key));
            const subject = typeof word === "string" && word.trim() !== "" ? word.trim() : undefined;
            found.push(one(["accelerator"], path, "an accelerator of Cyborg", subject));
        } else if (resource !== undefined) {
            found.push(...resourceClass(resource, at(specs.value, key), path, context, one));
        }
    }
    return found;
}

type Make = (techniques: Techniques, path: string, evidence: string, subject?: string) => Attachment;

function aliases(value: unknown, path: string, context: ReadContext, one: Make): Attachment[] {
    const word = text(value);
    if (isUnknown(word)) {
        return [one(["unknown"], path, "a PCI alias that is not known yet")];
    }
    if (word === undefined) {
        return isAbsent(value) ? [] : [one(["unknown"], path, "a PCI alias that is no text")];
    }
    return word.split(",").flatMap((request) => {
        const [name, count, ...rest] = request.split(":");
        const number = countOf(count ?? "");
        if (name === undefined || name.trim() === "" || rest.length > 0 || number === undefined) {
            return [one(["unknown"], path, "a PCI alias that is malformed")];
        }
        const alias = name.trim();
        const techniques = classified(classify(context, "pciAliases", alias), PCI_ALIAS_TECHNIQUES);
        return number === 0 || techniques === undefined ? [] : [one(techniques, path, "a PCI alias", alias)];
    });
}

function resourceClass(name: string, value: unknown, path: string, context: ReadContext, one: Make): Attachment[] {
    if (plainClasses.includes(name)) {
        return [];
    }
    const word = text(value);
    const count = typeof word === "string" ? countOf(word) : undefined;
    if (count === 0 || isAbsent(value)) {
        return [];
    }
    const custom = customClasses.find(({ prefix }) => name.startsWith(prefix));
    const listed = rowOf(deviceClasses, name) ?? custom?.techniques ?? (["unknown"] as const);
    const techniques = classified(classify(context, "resources", name), listed);
    if (techniques === undefined) {
        return [];
    }
    return [
        count === undefined
            ? one(["unknown"], path, "a resource count that cannot be read", name)
            : one(techniques, path, custom === undefined ? `resource class ${name}` : "a custom resource class", name),
    ];
}

/** What config says in place of what the tables say; `undefined` where config says that it is no device. */
function classified(word: Technique | "none" | undefined, otherwise: Techniques): Techniques | undefined {
    if (word === undefined) {
        return otherwise;
    }
    return word !== "none" && needsException(word) ? [word] : undefined;
}

/** A count as Nova reads it: white space around is fine; `undefined` for what is negative or no whole number. */
function countOf(word: string): number | undefined {
    const plain = word.trim();
    if (/^[+-]?0+$/.test(plain)) {
        return 0;
    }
    return /^\+?\d+$/.test(plain) ? Number(plain) : undefined;
}
