import type { Attachment, Notice, Reading, Role } from "../reading";
import type { Technique } from "../technique";
import { inside, type Place } from "../terraform";
import { isAbsent, isUnknown, text, type Value } from "../value";

/** What is read of a neighbour's resource. These platforms have no place for a marker: the register grants by pattern. */
export type Found = Partial<Pick<Reading, "attachments" | "notices" | "definitions" | "references">>;

/** One kind of a neighbour's resource. */
export interface NeighbourRow {
    /** The platform, as messages and documents call it. */
    readonly platform: string;
    /** The Terraform resource type, with the provider's prefix. */
    readonly terraform: string;
    /** Pulumi's tokens for it, in every generation of the package. */
    readonly tokens: readonly string[];
    /** Where it asks for a device, for documents. */
    readonly forms: string;
    /** Reads its properties. Never throws. */
    readonly read: (props: Value) => Found;
}

/** A word for a NIC model or adapter type, in lower case, and its technique. */
export type ModelTable = Readonly<Record<string, Technique>>;

/** What stays open of a PCI device that is handed over by its address: a NIC, one function of one, or an accelerator. */
export const PCI_DEVICE: readonly [Technique, ...Technique[]] = ["pci-passthrough", "sriov", "accelerator"];

/** One attachment. */
export function attachment(
    techniques: Technique | readonly [Technique, ...Technique[]],
    path: string,
    evidence: string,
    role: Role = "asks",
): Attachment {
    return { techniques: typeof techniques === "string" ? [techniques] : techniques, role, path, evidence };
}

/**
 * The NIC that a word stands for, in any case and with white space around, with advice if it is emulated.
 *
 * @param nic The block of the NIC: its path is named where the word is not given.
 * @param name The argument that holds the word.
 * @param models The words that are known.
 * @param otherwise What it is where the word is not given.
 */
export function nicOf(nic: Place, name: string, models: ModelTable, otherwise: Technique): Found {
    const places = isUnknown(nic.value) ? [nic] : inside(nic, name);
    const found = places.map(({ value, path }): Attachment => {
        const word = text(value);
        if (isUnknown(word)) {
            return attachment("unknown", path, `${name}, which is not known yet`);
        }
        const plain = word?.trim().toLowerCase() ?? "";
        if (plain === "" && (isAbsent(value) || word !== undefined)) {
            return attachment(otherwise, nic.path, `no ${name}`);
        }
        const technique = Object.prototype.hasOwnProperty.call(models, plain) ? models[plain] : undefined;
        return technique === undefined
            ? attachment("unknown", path, `${name}, which names nothing that this project knows`)
            : attachment(technique, path, `${name} ${plain}`);
    });
    return {
        attachments: found.length > 0 ? found : [attachment(otherwise, nic.path, `no ${name}`)],
        notices: found.filter(({ techniques }) => techniques[0] === "emulated").map(emulated),
    };
}

function emulated({ path, evidence }: Attachment): Notice {
    return {
        rule: "emulated",
        path,
        text: `${evidence} is an emulated NIC: software, but not para-virtualised. Use virtio, or vmxnet3 on VMware.`,
    };
}

/** Several findings as one. */
export function together(parts: readonly Found[]): Found {
    return {
        attachments: parts.flatMap(({ attachments }) => attachments ?? []),
        notices: parts.flatMap(({ notices }) => notices ?? []),
        definitions: parts.flatMap(({ definitions }) => definitions ?? []),
        references: parts.flatMap(({ references }) => references ?? []),
    };
}
