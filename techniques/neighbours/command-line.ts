import type { Attachment } from "../reading";
import type { Place } from "../terraform";
import { text } from "../value";
import { attachment, type Found, PCI_DEVICE } from "./neighbour";

/** The words for a hypervisor that hand a device of the host over: QEMU's, and bhyve's `passthru`. */
const DEVICES: readonly { readonly word: RegExp; readonly techniques: Attachment["techniques"] }[] = [
    { word: /vfio|pci-assign|passthru/i, techniques: PCI_DEVICE },
    { word: /vhost-vdpa/i, techniques: ["vdpa"] },
];

/** Options that can add a device which no word above names. */
const ADDS_DEVICE = /-(device|netdev|nic|net|readconfig|set)\b|\bconfig/i;

/** Arguments that go to QEMU as they are can hold any device. */
export function readCommandLine({ value, path }: Place): Found {
    const given = text(value);
    if (typeof given !== "string") {
        return { attachments: [cannotTell(path)] };
    }
    // Proxmox splits the text as a shell would, so quotes and backslashes inside a word vanish.
    const plain = given.replace(/['"\\]/g, "");
    const found = DEVICES.filter(({ word }) => word.test(plain));
    if (found.length > 0) {
        return {
            attachments: found.map(({ techniques }) =>
                attachment(techniques, path, "a device in arguments of the hypervisor"),
            ),
        };
    }
    return ADDS_DEVICE.test(plain) ? { attachments: [cannotTell(path)] } : {};
}

function cannotTell(path: string): Attachment {
    return attachment("unknown", path, "arguments of the hypervisor that cannot be read");
}
