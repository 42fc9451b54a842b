import type { StackResource } from "../../techniques/stack-resource";
import { at, elements, isAbsent, isArray, isMap, keysOf } from "../../techniques/value";
import { type ClientKind, clientRows } from "./openstack-attributes";
import { type Origin, Resources } from "./synthetic";

/** A thing that the client or the API printed. */
interface ClientThing {
    readonly kind: ClientKind;
    readonly value: unknown;
}

/** What the client's output holds. */
export interface ClientResources {
    readonly resources: readonly StackResource[];
    /** What is printed without that which decides, in whole sentences. */
    readonly faults: readonly string[];
}

const KINDS = Object.keys(clientRows) as ClientKind[];

/** True for what the OpenStack command-line client prints as JSON, or what the API answers. */
export function isClientOutput(value: unknown): boolean {
    return thingsOf(value).length > 0;
}

/** What runs in an OpenStack cloud, as the resources that would make it; ports are put beside the servers that hold them. */
export function resourcesOfClient(values: readonly unknown[], origin: Origin): ClientResources {
    const things = values.flatMap(thingsOf);
    const undecided = things.filter(({ kind, value }) => {
        const deciding = clientRows[kind].deciding?.attributes;
        return deciding !== undefined && !deciding.some((attribute) => keysOf(value).includes(attribute));
    });
    const whole = things.filter((thing) => !undecided.includes(thing));
    const properties = whole.map((thing) => ({ ...thing, named: named(thing) }));
    const ofKind = (kind: ClientKind) => properties.filter((thing) => thing.kind === kind).map(({ named: own }) => own);
    const portsByServer = grouped(ofKind("port"));
    const resources = new Resources(origin);
    const flavors = ofKind("flavor");
    const known = new Set(flavors.map((flavor) => flavor["name"]));
    for (const { kind, value, named: own } of properties) {
        const name = word(own["name"]) || word(own["id"]) || word(own["flavorId"]) || kind;
        resources.add(clientRows[kind].type, name, resourceProperties(kind, own, value, portsByServer));
    }
    for (const embedded of ofKind("server").flatMap(embeddedFlavor)) {
        // A server shows the flavor that it was made with, also where that is not listed or is gone.
        if (!known.has(embedded.name)) {
            known.add(embedded.name);
            resources.add(clientRows.flavor.type, embedded.name, embedded);
        }
    }
    return { resources: resources.list, faults: faultsOf(undecided) };
}

function faultsOf(undecided: readonly ClientThing[]): string[] {
    return KINDS.flatMap((kind) => {
        const count = undecided.filter((thing) => thing.kind === kind).length;
        const { deciding } = clientRows[kind];
        return count === 0 || deciding === undefined
            ? []
            : [`${count} ${count === 1 ? kind : `${kind}s`} without ${deciding.attributes[0]}: ${deciding.ask}.`];
    });
}

function thingsOf(value: unknown): ClientThing[] {
    if (isArray(value)) {
        return elements(value).flatMap(thingsOf);
    }
    if (!isMap(value)) {
        return [];
    }
    const keys = new Set(Object.keys(value));
    for (const kind of KINDS) {
        const [one, many] = clientRows[kind].wrappers;
        if (isArray(value[many])) {
            return elements(value[many]).map((inner) => ({ kind, value: inner }));
        }
        if (keys.size === 1 && isMap(value[one])) {
            return [{ kind, value: value[one] }];
        }
    }
    const identified = keys.has("id") || keys.has("ID");
    const kind = KINDS.find((candidate) =>
        clientRows[candidate].signs.some((sign) => sign.every((attribute) => keys.has(attribute))),
    );
    return identified && kind !== undefined ? [{ kind, value }] : [];
}

type Named = Readonly<Record<string, unknown>>;

/** The attributes under the names of the provider's properties. */
function named({ kind, value }: ClientThing): Named {
    return Object.fromEntries(
        Object.entries(clientRows[kind].properties).flatMap(([property, attributes]) => {
            const found = attributes.map((attribute) => at(value, attribute)).find((given) => !isAbsent(given));
            return found === undefined ? [] : [[property, found]];
        }),
    );
}

function grouped(ports: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
    const byServer = new Map<string, Named[]>();
    for (const port of ports) {
        const server = word(port["deviceId"]);
        if (server !== "") {
            byServer.set(server, [...(byServer.get(server) ?? []), port]);
        }
    }
    return byServer;
}

function resourceProperties(
    kind: ClientKind,
    own: Named,
    value: unknown,
    portsByServer: ReadonlyMap<string, readonly Named[]>,
): Named {
    switch (kind) {
        case "port": {
            const { vnicType, profile, hardwareOffloadType, deviceProfile, ...rest } = own;
            return {
                ...rest,
                binding: { vnicType, profile: pairs(profile) },
                valueSpecs: {
                    ...(isAbsent(hardwareOffloadType) ? {} : { hardware_offload_type: hardwareOffloadType }),
                    ...(isAbsent(deviceProfile) ? {} : { device_profile: deviceProfile }),
                },
                // What the provider shows of a port that was read back: Nova's own keys are then no evidence.
                allFixedIps: [],
                allTags: own["tags"],
            };
        }
        case "server": {
            const { flavor, image, metadata, ...rest } = own;
            const tags = own["tags"];
            return {
                ...rest,
                ...nameAndId("flavor", flavor),
                ...nameAndId("image", image),
                metadata: pairs(metadata) ?? {},
                allMetadata: pairs(metadata) ?? {},
                ...(tags !== undefined && { allTags: tags }),
                networks: (portsByServer.get(word(own["id"])) ?? []).map((port) => ({ port: port["id"] })),
            };
        }
        case "flavor":
            return { ...own, id: own["flavorId"], extraSpecs: pairs(own["extraSpecs"]) ?? {} };
        case "image":
            return { ...own, properties: { ...imageProperties(value), ...asMap(pairs(own["properties"])) } };
        case "trunk":
            return { ...own, subPorts: elements(own["subPorts"]).map((sub) => ({ portId: at(sub, "port_id") })) };
        case "network":
            return own;
    }
}

/** In the API's form an image's properties stand beside its attributes. */
function imageProperties(value: unknown): Named {
    return Object.fromEntries(
        keysOf(value).flatMap((key) => (/^(?:hw_|virtio-first[:/])/.test(key) ? [[key, at(value, key)]] : [])),
    );
}

/** `name (id)`, a name, an ID, or a map of the API. */
function nameAndId(what: "flavor" | "image", value: unknown): Named {
    if (isMap(value)) {
        const name = word(value["original_name"]) || word(value["name"]);
        const id = word(value["id"]);
        return {
            ...(name !== "" && { [`${what}Name`]: name }),
            // Since microversion 2.47 a server's flavor is shown without its ID, or with its name as one.
            ...(id !== "" && id !== name && { [`${what}Id`]: id }),
        };
    }
    if (typeof value !== "string" || value.trim() === "") {
        return {};
    }
    const given = pairs(value);
    if (isMap(given) && Object.keys(given).length > 0) {
        return nameAndId(what, given);
    }
    const [, name = value, id] = /^(.*) \(([^()]+)\)$/.exec(value.trim()) ?? [];
    return { [`${what}Name`]: name, ...(id !== undefined && { [`${what}Id`]: id }) };
}

function embeddedFlavor(server: Named): { readonly name: string; readonly extraSpecs: unknown }[] {
    const flavor = pairs(server["flavor"]);
    const extraSpecs = pairs(at(flavor, "extra_specs"));
    const name = word(at(flavor, "original_name")) || word(at(flavor, "name"));
    return isMap(extraSpecs) && Object.keys(extraSpecs).length > 0 && name !== "" ? [{ name, extraSpecs }] : [];
}

/** A map, also where an older client prints it as text: `hw_vif_model='virtio', os_type='linux'`, or `{'a': 'b'}`. */
function pairs(value: unknown): unknown {
    if (typeof value !== "string") {
        return value;
    }
    const found = [...value.matchAll(/'?([\w:./-]+)'?\s*[=:]\s*'([^']*)'/g)].map(([, key = "", word = ""]) => [
        key,
        word,
    ]);
    return found.length === 0 && value.trim() !== "" && value.trim() !== "{}" ? value : Object.fromEntries(found);
}

function asMap(value: unknown): Named {
    return isMap(value) ? value : {};
}

function word(value: unknown): string {
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
