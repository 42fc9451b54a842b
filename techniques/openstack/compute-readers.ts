import type { Attachment, Notice, Reference } from "../reading";
import { argument, blocks, inside, type Place, under } from "../terraform";
import { isAbsent, isMap, isUnknown, text } from "../value";
import { extraSpecDevices } from "./extra-spec";
import { NIC_MODEL_PROPERTY, nicModelOf, nicModels } from "./nic-model";
import { definition, isBlank, isGiven, type Parts, referencesTo, references, type Subject } from "./parts";

/** What the provider writes in place of an image's ID where a machine boots from a volume. */
const NO_IMAGE = /^Attempt to boot from volume\b/;

/** `openstack_compute_instance_v2`. Its devices come by its ports, its flavor and its image. */
export function readInstance({ props, readBack }: Subject): Parts {
    const attachments: Attachment[] = [];
    const found: Reference[] = [];
    const networks = blocks(props, "networks");
    for (const network of networks) {
        const ports = inside(network, "port");
        if (isGiven(ports)) {
            found.push(...referencesTo("port", ports));
        } else if (!readBack) {
            // A machine that was read back shows no ports, so nothing is said of them.
            attachments.push(madeByNova(network.path));
        }
        if (!isUnknown(network.value)) {
            found.push(...referencesTo("network", inside(network, "uuid")));
            found.push(...referencesTo("network", inside(network, "name")));
        }
    }
    if (
        networks.length === 0 &&
        !readBack &&
        !argument(props, "networkMode").some(({ value }) => text(value) === "none")
    ) {
        attachments.push(madeByNova("networkMode"));
    }
    found.push(...references(props, "flavor", "flavorId"), ...references(props, "flavor-name", "flavorName"));
    for (const image of [...references(props, "image", "imageId"), ...references(props, "image-name", "imageName")]) {
        if (isUnknown(image.value) || !NO_IMAGE.test(image.value)) {
            found.push(image);
        }
    }
    for (const device of blocks(props, "blockDevices")) {
        found.push(...bootSource(device));
    }
    return { attachments, definitions: [definition(props, "instance", "id", "name")], references: found };
}

const VIRTIO: Attachment["techniques"] = ["virtio"];

function madeByNova(path: string): Attachment {
    return { techniques: VIRTIO, role: "asks", path, evidence: "a port that Nova makes, vnic_type normal" };
}

/** An image, a volume or a snapshot that a machine boots from: its properties choose the NIC model. */
function bootSource(device: Place): readonly Reference[] {
    if (isUnknown(device.value)) {
        return [];
    }
    const words = (name: string): (string | undefined)[] =>
        inside(device, name).map(({ value }) => {
            const word = text(value);
            return typeof word === "string" ? word.trim().toLowerCase() : undefined;
        });
    if (words("bootIndex").some((index) => index !== undefined && index !== "" && index !== "0")) {
        return [];
    }
    const [source] = words("sourceType");
    if (source === "blank") {
        return [];
    }
    const kind = source === "image" ? "image" : "volume";
    return referencesTo(kind, inside(device, "uuid"));
}

/** `openstack_compute_interface_attach_v2`: a port attached to a machine, or a network on which Nova makes one. */
export function readInterfaceAttach({ props, readBack }: Subject): Parts {
    const ports = argument(props, "portId");
    const networks = argument(props, "networkId");
    return {
        attachments: isGiven(ports) || readBack ? [] : [madeByNova("networkId")],
        references: [
            ...referencesTo("port", ports),
            ...referencesTo("network", networks),
            ...references(props, "instance", "instanceId"),
        ],
    };
}

/** `openstack_compute_flavor_v2`: offers what its extra specs bring. */
export function readFlavor({ props, context }: Subject): Parts {
    return {
        attachments: argument(props, "extraSpecs").flatMap((specs) => extraSpecDevices(specs, context)),
        definitions: [definition(props, "flavor", "id", "flavorId"), definition(props, "flavor-name", "name")],
    };
}

/** `openstack_images_image_v2`: offers the NIC model that its properties name. */
export function readImage({ props }: Subject): Parts {
    const found = argument(props, "properties").map(nicModelIn);
    return {
        attachments: found.flatMap(({ attachments }) => attachments),
        notices: found.flatMap(({ notices }) => notices),
        definitions: [definition(props, "image", "id", "imageId"), definition(props, "image-name", "name")],
    };
}

/** `openstack_blockstorage_volume_v3` and older: a volume keeps the properties of the image that it was made from. */
export function readVolume({ props }: Subject): Parts {
    return {
        definitions: [definition(props, "volume", "id")],
        references: [
            ...references(props, "image", "imageId"),
            ...references(props, "volume", "sourceVolId"),
            ...references(props, "volume", "snapshotId"),
            ...references(props, "volume", "backupId"),
        ],
    };
}

/** The NIC model that a map of image properties names, and advice if it is an emulated one. */
export function nicModelIn(properties: Place): { attachments: Attachment[]; notices: Notice[] } {
    if (!isUnknown(properties.value) && !isMap(properties.value)) {
        return isAbsent(properties.value)
            ? { attachments: [], notices: [] }
            : offer("unknown", properties.path, "image properties that are no map");
    }
    const place = under(properties, NIC_MODEL_PROPERTY);
    if (place === undefined) {
        return { attachments: [], notices: [] };
    }
    const word = text(place.value);
    if (isUnknown(word)) {
        return offer("unknown", place.path, `${NIC_MODEL_PROPERTY}, which is not known yet`);
    }
    const model = word === undefined || isBlank(word) ? undefined : nicModelOf(word);
    if (model === undefined) {
        return offer("unknown", place.path, `${NIC_MODEL_PROPERTY}, which names none of Nova's models`);
    }
    const { technique } = nicModels[model];
    const found = offer(technique, place.path, `${NIC_MODEL_PROPERTY} ${model}`);
    return technique === "emulated"
        ? { ...found, notices: [emulated(place.path, `${NIC_MODEL_PROPERTY} ${model}`)] }
        : found;
}

function offer(
    technique: Attachment["techniques"][0],
    path: string,
    evidence: string,
): { attachments: Attachment[]; notices: Notice[] } {
    return { attachments: [{ techniques: [technique], role: "offers", path, evidence }], notices: [] };
}

/** Advice: an emulated NIC. */
export function emulated(path: string, what: string): Notice {
    return {
        rule: "emulated",
        path,
        text: `${what} is an emulated NIC: software, but not para-virtualised. Use virtio, or vmxnet3 on VMware.`,
    };
}
