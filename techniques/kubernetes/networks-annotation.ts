import { text as textOf, isUnknown, UNKNOWN, type Value } from "../value";
import { GoObject, type GoValue, parseGoJson } from "./go-json";

/** One network of a networks annotation. */
export interface NetworkSelection {
    /** Where in the list it stands. */
    readonly index: number;
    readonly name: string;
    /** As written; `undefined` for the pod's own namespace. */
    readonly namespace: string | undefined;
    /** True if the pod names the device itself. */
    readonly namesDevice: boolean;
}

/** A networks annotation as read. */
export interface NetworksAnnotation {
    readonly networks: readonly NetworkSelection[];
    /** What cannot be read, as a fragment for a message. */
    readonly faults: readonly string[];
    /** True if the value is not known yet. */
    readonly unknown: boolean;
}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * Reads the networks annotation in both forms of the multi-network specification: a comma list of
 * `[namespace/]name[@interface]`, or JSON where the text holds a bracket, a brace or a quote, as Multus tells them
 * apart. Never throws.
 */
export function readNetworksAnnotation(value: Value): NetworksAnnotation {
    const text = textOf(value);
    if (isUnknown(text)) {
        return { networks: [], faults: [], unknown: true };
    }
    if (text === undefined || text.trim() === "") {
        return { networks: [], faults: [], unknown: false };
    }
    return /[[{"]/.test(text) ? readJson(text) : readList(text);
}

function readList(text: string): NetworksAnnotation {
    const networks: NetworkSelection[] = [];
    const faults: string[] = [];
    text.split(",").forEach((item, index) => {
        const match = /^(?:([^/@]*)\/)?([^/@]*)(?:@[^/@\s]*)?$/.exec(item.trim());
        const namespace = match?.[1]?.trim();
        const name = match?.[2]?.trim() ?? "";
        if (!NAME.test(name) || (namespace !== undefined && !NAME.test(namespace))) {
            faults.push("an item that is no [namespace/]name[@interface]");
        } else {
            networks.push({ index, name, namespace, namesDevice: false });
        }
    });
    return { networks, faults, unknown: false };
}

function readJson(text: string): NetworksAnnotation {
    const { value, ambiguous, fault } = parseGoJson(text);
    if (value === undefined) {
        return { networks: [], faults: [`a value that is no JSON (${fault ?? ""})`], unknown: false };
    }
    if (!Array.isArray(value)) {
        return { networks: [], faults: ["a value that is no list"], unknown: false };
    }
    const networks: NetworkSelection[] = [];
    const faults = ambiguous ? ["a key that is there twice, or in two cases"] : [];
    value.forEach((element, index) => {
        if (!(element instanceof GoObject)) {
            faults.push("an element that is no object");
            return;
        }
        const namesDevice = element.all("deviceID").some((device) => device !== "" && device !== null);
        const namespaces = texts(element.all("namespace"));
        const names = texts(element.all("name"));
        if (
            names.length === 0 ||
            names.some((name) => !NAME.test(name)) ||
            namespaces.some((name) => !NAME.test(name))
        ) {
            faults.push("an element without a proper name");
        }
        for (const name of names.filter((each) => NAME.test(each))) {
            for (const namespace of namespaces.length === 0 ? [undefined] : namespaces) {
                networks.push({ index, name, namespace, namesDevice });
            }
        }
    });
    return { networks, faults, unknown: false };
}

function texts(values: readonly GoValue[]): string[] {
    return values.filter((value): value is string => typeof value === "string" && value !== "");
}

/** An annotation of another network plugin that lists networks by name, as JSON. */
export interface NamedNetworkList {
    readonly key: string;
    /** The keys of an element that name a network, and whether it is one of the pod's namespace. */
    readonly names: readonly { readonly key: string; readonly namespaced: boolean }[];
    /** Names that stand for the cluster's own network. */
    readonly own: readonly string[];
    readonly source: string;
}

const DANM_NAMES = [
    { key: "network", namespaced: true },
    { key: "tenantNetwork", namespaced: true },
    { key: "clusterNetwork", namespaced: false },
];

/** Annotations of network plugins beside Multus. */
export const namedNetworkLists: readonly NamedNetworkList[] = [
    { key: "danm.io/interfaces", names: DANM_NAMES, own: [], source: "nokia/danm:user-guide.md" },
    { key: "danm.k8s.io/interfaces", names: DANM_NAMES, own: [], source: "nokia/danm:example/device_plugin_demo" },
    {
        key: "networking.gke.io/interfaces",
        names: [{ key: "network", namespaced: false }],
        own: ["default", "pod-network"],
        source: "GKE documentation: multi-network support for Pods",
    },
];

/** Reads a list of networks by name. */
export function readNamedNetworks(
    value: Value,
    list: NamedNetworkList,
): { readonly networks: { name: string | typeof UNKNOWN; namespaced: boolean }[]; readonly fault?: string } {
    const text = textOf(value);
    if (isUnknown(text)) {
        return { networks: [{ name: UNKNOWN, namespaced: true }] };
    }
    const { value: elements, ambiguous } = parseGoJson(text ?? "");
    if (!Array.isArray(elements)) {
        return { networks: [], fault: "a value that is no JSON list" };
    }
    const networks = elements.flatMap((element) =>
        element instanceof GoObject
            ? list.names.flatMap(({ key, namespaced }) =>
                  texts(element.all(key))
                      .filter((name) => !list.own.includes(name))
                      .map((name) => ({ name, namespaced })),
              )
            : [],
    );
    return ambiguous ? { networks, fault: "a key that is there twice, or in two cases" } : { networks };
}
