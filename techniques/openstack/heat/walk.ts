import type { ReadContext } from "../../classification";
import type { Attachment, Notice, Reference } from "../../reading";
import type { Place } from "../../terraform";
import { at, elements, isArray, isMap, isUnknown, keysOf, step, text, type Value } from "../../value";
import { nicModelIn } from "../compute-readers";
import { extraSpecDevices } from "../extra-spec";
import { NIC_MODEL_PROPERTY } from "../nic-model";
import { referencesTo, referenceToEither } from "../parts";
import { amphoraFlavor } from "../service-readers";
import { isHardware, portTechniques } from "../port";
import { LocalResource } from "./functions";

/** What is found in a Heat stack. */
export interface Found {
    readonly attachments: Attachment[];
    readonly notices: Notice[];
    readonly references: Reference[];
}

/** The paths of maps that have been read as a whole port. */
type Ports = Set<string>;

/** Property names that make a map one of a port's. */
const PORT_KEYS = ["binding:vnic_type", "vnic_type", "binding:profile"];
/** Attributes of a port that the native resource has no property for. */
const PORT_ATTRIBUTES = ["device_profile", "hardware_offload_type"];

/** Properties of any resource by which it names a flavor or an image. */
const NAMED: Readonly<Record<string, "flavor" | "image">> = {
    flavor: "flavor",
    master_flavor: "flavor",
    InstanceType: "flavor",
    image: "image",
    ImageId: "image",
};

/** What a volume is made from: the metadata of the image in it come along. */
const VOLUME_SOURCES: readonly string[] = ["snapshot_id", "source_volid", "backup_id"];

/** Types beside the server that run on the ports of their `networks`. */
const ON_PORTS: readonly string[] = ["OS::Trove::Instance", "OS::Zun::Container"];

/**
 * Reads one resource of a template whose functions have been carried out: what its type is known for, and then every map
 * in it for the words that ask for a device, wherever they stand.
 */
export function readProperties(found: Found, type: string, properties: Place, context: ReadContext): void {
    const { value } = properties;
    if (isUnknown(value)) {
        found.attachments.push(unknownAt(properties.path, "properties that cannot be read"));
        return;
    }
    const ports: Ports = new Set();
    if (type === "OS::Neutron::Port") {
        readWholePort(found, properties, ports);
    } else if (type === "OS::Nova::Server") {
        readServer(found, properties, ports);
    } else if (type === "OS::Nova::Flavor") {
        const specs = child(properties, "extra_specs");
        // Every map is looked at below; what is none can only be told here.
        found.attachments.push(...(isMap(specs.value) ? [] : extraSpecDevices(specs, context)));
    } else if (type === "OS::Cinder::Volume") {
        for (const key of VOLUME_SOURCES) {
            refer(found, referencesTo("volume", [child(properties, key)]), value, key);
        }
    } else if (type === "OS::Neutron::Trunk") {
        readTrunk(found, properties);
    } else if (ON_PORTS.includes(type)) {
        for (const network of children(child(properties, "networks"))) {
            refer(found, referencesTo("port", [child(network, "port")]), network.value, "port");
        }
    } else if (type === "OS::Octavia::LoadBalancer") {
        refer(found, referencesTo("loadbalancer-flavor", [child(properties, "flavor")]), properties.value, "flavor");
    } else if (type === "OS::Octavia::FlavorProfile") {
        const data = child(properties, "flavor_data");
        if (!isBlankPlace(data)) {
            const { attachments, references } = amphoraFlavor(data);
            found.attachments.push(...attachments);
            found.references.push(...references);
        }
    }
    if (!type.startsWith("OS::Octavia::")) {
        for (const [key, kind] of Object.entries(NAMED)) {
            refer(found, referenceToEither(kind, child(properties, key)), value, key);
        }
    }
    readAnywhere(found, properties, context, ports, 0);
}

function isBlankPlace({ value }: Place): boolean {
    return value === undefined || value === null || value === "";
}

/** Takes references over, unless the value is a resource of the same template, which is read as such. */
function refer(found: Found, references: readonly Reference[], container: Value, key: string): void {
    if (!(at(container, key) instanceof LocalResource)) {
        found.references.push(...references);
    }
}

function readPort(found: Found, properties: Place, whole: boolean): void {
    const given = (keys: readonly string[]): Place[] =>
        keys.map((key) => child(properties, key)).filter((place) => !isBlankPlace(place));
    const attributes = Object.fromEntries(PORT_ATTRIBUTES.map((key) => [key, at(properties.value, key)]));
    const { attachments, notices } = portTechniques({
        vnicTypes: given(["binding:vnic_type", "vnic_type"]),
        profiles: given(["binding:profile"]),
        valueSpecs: [...(whole ? given(["value_specs"]) : []), { ...properties, value: attributes }],
        path: properties.path,
    });
    found.attachments.push(...(whole ? attachments : attachments.filter(isHardware)));
    found.notices.push(...notices);
}

function readWholePort(found: Found, properties: Place, ports: Ports): void {
    ports.add(properties.path);
    readPort(found, properties, true);
}

function readServer(found: Found, properties: Place, ports: Ports): void {
    const networks = child(properties, "networks");
    if (isUnknown(networks.value)) {
        found.attachments.push(unknownAt(networks.path, "networks that cannot be read"));
    }
    for (const network of children(networks)) {
        const port = child(network, "port");
        const extra = child(network, "port_extra_properties");
        if (isUnknown(network.value) || isUnknown(extra.value)) {
            found.attachments.push(unknownAt(network.path, "a network that cannot be read"));
        } else if (!isBlankPlace(extra)) {
            readWholePort(found, extra, ports);
        } else if (isBlankPlace(port)) {
            found.attachments.push({
                techniques: ["virtio"],
                role: "asks",
                path: network.path,
                evidence: "a port that Nova makes, vnic_type normal",
            });
        }
        refer(found, referencesTo("port", [port]), network.value, "port");
    }
    for (const list of ["block_device_mapping", "block_device_mapping_v2"]) {
        for (const device of children(child(properties, list))) {
            const image = ["image", "image_id"].flatMap((key) => referenceToEither("image", child(device, key)));
            refer(found, image, device.value, "image");
            refer(found, referencesTo("volume", [child(device, "volume_id")]), device.value, "volume_id");
            refer(found, referencesTo("volume", [child(device, "snapshot_id")]), device.value, "snapshot_id");
        }
    }
}

function readTrunk(found: Found, properties: Place): void {
    refer(found, referencesTo("port", [child(properties, "port")]), properties.value, "port");
    for (const sub of children(child(properties, "sub_ports"))) {
        refer(found, referencesTo("port", [child(sub, "port")]), sub.value, "port");
    }
}

/** Looks through every map for words that ask for a device. */
function readAnywhere(found: Found, place: Place, context: ReadContext, ports: Ports, depth: number): void {
    const { value } = place;
    const isPort = ports.has(place.path);
    if (depth > 100) {
        found.attachments.push(unknownAt(place.path, "properties that are nested too deeply"));
        return;
    }
    if (isArray(value)) {
        children(place).forEach((item) => readAnywhere(found, item, context, ports, depth + 1));
        return;
    }
    if (!isMap(value) || value instanceof LocalResource) {
        return;
    }
    const keys = keysOf(value);
    if (!isPort && keys.some((key) => PORT_KEYS.includes(key) || PORT_ATTRIBUTES.includes(key))) {
        readPort(found, place, false);
    }
    if (keys.includes(NIC_MODEL_PROPERTY)) {
        const model = nicModelIn(place);
        found.attachments.push(...model.attachments);
        found.notices.push(...model.notices);
    }
    found.attachments.push(...extraSpecDevices(place, context));
    for (const key of keys) {
        // What a port copies into its request has been read with it.
        if (!(isPort && key === "value_specs")) {
            readAnywhere(found, child(place, key), context, ports, depth + 1);
        }
    }
}

/** The part of a map under a key. */
export function child(place: Place, key: string): Place {
    return { ...place, value: at(place.value, key), path: step(place.path, key) };
}

/** The items of a list, or the map itself where one is given in place of a list. */
function children(place: Place): Place[] {
    if (isArray(place.value)) {
        return elements(place.value).map((value, index) => ({ ...place, value, path: step(place.path, index) }));
    }
    return isMap(place.value) ? [place] : [];
}

/** An attachment of which nothing can be told. */
export function unknownAt(path: string, evidence: string): Attachment {
    return { techniques: ["unknown"], role: "asks", path, evidence };
}

/** A type as text. */
export function typeWord(type: unknown): string | undefined {
    const word = text(type);
    return typeof word === "string" ? word : undefined;
}
