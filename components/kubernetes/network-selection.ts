import { ipAddress, ipOrCidr, interfaceName, label, macAddress } from "../checks";
import { isPlainObject } from "../inputs";

/**
 * The networks annotation of a pod, in both forms that Multus reads: a list of names with commas, and JSON. Pure: text
 * in, text out. Source: the Multi-Network specification 1.3, section 4.1, and multus-cni `pkg/k8sclient`.
 */

/** One network that a pod selects, with the keys of the JSON form. */
export interface NetworkSelection {
    readonly name: string;
    readonly namespace?: string;
    readonly interface?: string;
    readonly ips?: readonly string[];
    readonly mac?: string;
    readonly "infiniband-guid"?: string;
    readonly portMappings?: readonly unknown[];
    readonly bandwidth?: unknown;
    readonly "cni-args"?: unknown;
    readonly "default-route"?: readonly string[];
    readonly [key: string]: unknown;
}

/** An annotation that has been read: its networks and the form that it was written in. */
export interface NetworksAnnotation {
    readonly form: "json" | "names";
    readonly networks: readonly NetworkSelection[];
}

/** A fault in an annotation or in what is added to it: the end of a sentence. */
export class SelectionFault extends Error {}

/** Multus takes the text for JSON as soon as one of these characters is in it. */
const JSON_MARKS = /[[{"]/;

/** The keys that the form of names can express. */
const NAMES_FORM_KEYS: ReadonlySet<string> = new Set(["name", "namespace", "interface"]);

/**
 * Reads an annotation as Multus does.
 *
 * @throws {@link SelectionFault} for what Multus would refuse.
 */
export function parseNetworks(annotation: string): NetworksAnnotation {
    if (annotation.trim() === "") {
        return { form: "names", networks: [] };
    }
    if (JSON_MARKS.test(annotation)) {
        return { form: "json", networks: parseJson(annotation) };
    }
    return { form: "names", networks: annotation.split(",").map(parseName) };
}

function parseJson(annotation: string): NetworkSelection[] {
    let parsed: unknown;
    try {
        parsed = JSON.parse(annotation);
    } catch {
        throw new SelectionFault("is no JSON, though it looks like it; Multus would refuse the pod");
    }
    if (!Array.isArray(parsed)) {
        throw new SelectionFault("must be a JSON list of networks");
    }
    return parsed.map((entry: unknown, index) => {
        if (!isPlainObject(entry) || typeof keyOf(entry, "name") !== "string" || keyOf(entry, "name") === "") {
            throw new SelectionFault(`holds, at ${index}, no network with a name`);
        }
        return entry as NetworkSelection;
    });
}

function parseName(item: string): NetworkSelection {
    const fault = `holds ${JSON.stringify(item.trim())}, which is not of the form [namespace/]name[@interface]`;
    const slashed = item.trim().split("/");
    const [namespace, rest] = slashed.length === 2 ? [slashed[0]?.trim(), slashed[1]] : [undefined, slashed[0]];
    const [name, asked, ...more] = (rest ?? "").split("@").map((part) => part.trim());
    if (
        slashed.length > 2 ||
        more.length > 0 ||
        label(name) !== undefined ||
        (namespace !== undefined && label(namespace) !== undefined) ||
        (asked !== undefined && interfaceName(asked) !== undefined)
    ) {
        throw new SelectionFault(fault);
    }
    return {
        name: name ?? "",
        ...(namespace === undefined ? {} : { namespace }),
        ...(asked === undefined ? {} : { interface: asked }),
    };
}

/** A key of the JSON form, read as Go reads it: whatever its case. The exact key wins. */
function keyOf(entry: Readonly<Record<string, unknown>>, key: string): unknown {
    if (Object.prototype.hasOwnProperty.call(entry, key)) {
        return entry[key];
    }
    const other = Object.keys(entry).find((candidate) => candidate.toLowerCase() === key);
    return other === undefined ? undefined : entry[other];
}

/** The interface that a network asks for; `undefined` where Multus names it. */
export function requestedInterface(network: NetworkSelection): string | undefined {
    const asked = keyOf(network, "interface") ?? keyOf(network, "interfacerequest");
    return typeof asked === "string" && asked !== "" ? asked : undefined;
}

/** Writes an annotation: by names where they say all, as JSON where they do not or where the form was JSON before. */
export function formatNetworks(networks: readonly NetworkSelection[], form: NetworksAnnotation["form"]): string {
    const byNames = form === "names" && networks.every(fitsNamesForm);
    return byNames ? networks.map(asName).join(",") : JSON.stringify(networks);
}

function fitsNamesForm(network: NetworkSelection): boolean {
    return (
        label(network.name) === undefined &&
        (network.namespace === undefined || label(network.namespace) === undefined) &&
        (network.interface === undefined || !/[,@"[{]/.test(network.interface)) &&
        Object.keys(network).every((key) => network[key] === undefined || NAMES_FORM_KEYS.has(key))
    );
}

function asName({ name, namespace, interface: asked }: NetworkSelection): string {
    return `${namespace === undefined ? "" : `${namespace}/`}${name}${asked === undefined ? "" : `@${asked}`}`;
}

/**
 * Adds networks to an annotation.
 *
 * @param existing The annotation that is there, if any.
 * @throws {@link SelectionFault} for an annotation that Multus would refuse, and for interface names that clash.
 */
export function addNetworks(existing: string | undefined, added: readonly NetworkSelection[]): string {
    const { form, networks } = parseNetworks(existing ?? "");
    const all = [...networks, ...added];
    checkInterfaces(all.map((network) => ({ owner: ownerOf(network.name), asked: requestedInterface(network) })));
    return formatNetworks(all, form);
}

/** A network that wants an interface in a pod. */
export interface InterfaceWish {
    /** What messages call it. */
    readonly owner: string;
    /** The name that it asks for; `undefined` where Multus gives one. */
    readonly asked: string | undefined;
}

/** What messages call a network. */
export function ownerOf(name: string): string {
    return `network ${JSON.stringify(name)}`;
}

/**
 * Interface names are unique in a pod, with `eth0`, `lo` and those that Multus gives by position.
 *
 * @param wishes All networks of the pod, in their order.
 * @throws {@link SelectionFault} for names that clash.
 */
export function checkInterfaces(wishes: readonly InterfaceWish[]): void {
    const taken = new Map<string, string>([
        ["eth0", "the pod's default network"],
        ["lo", "the loopback interface"],
    ]);
    for (const { owner, asked } of wishes) {
        if (asked !== undefined) {
            claim(taken, asked, owner);
        }
    }
    for (const [index, { owner, asked }] of wishes.entries()) {
        if (asked === undefined) {
            claim(taken, `net${index + 1}`, `${owner}, to which Multus gives it by its place in the list`);
        }
    }
}

function claim(taken: Map<string, string>, name: string, owner: string): void {
    const other = taken.get(name);
    if (other !== undefined) {
        throw new SelectionFault(
            `gives the interface name "${name}" twice, to ${other} and to ${owner}; give one of them another`,
        );
    }
    taken.set(name, owner);
}

/** What is wrong with one selected network by itself: the key at fault and the end of a sentence, or `undefined`. */
export function selectionFault(
    network: NetworkSelection,
): { readonly key: string; readonly fault: string } | undefined {
    const faults: [string, string | undefined][] = [
        ["interface", network.interface === undefined ? undefined : interfaceName(network.interface)],
        ["mac", network.mac === undefined ? undefined : macAddress(network.mac)],
        ...(network.ips ?? []).map((ip): [string, string | undefined] => ["ips", ipOrCidr(ip)]),
        ...(network["default-route"] ?? []).map((ip): [string, string | undefined] => ["defaultRoute", ipAddress(ip)]),
    ];
    for (const [key, fault] of faults) {
        if (fault !== undefined) {
            return { key, fault };
        }
    }
    return undefined;
}
