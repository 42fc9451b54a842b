import { annotationKeys } from "./annotations";
import type { NetworkUse } from "./facets";
import type { Findings } from "./findings";
import { GoObject, type GoValue, parseGoJson } from "./go-json";
import { readNetworksAnnotation } from "./networks-annotation";
import { pathOf } from "./object";
import { CANNOT_TELL } from "./techniques";

/**
 * True if a text may give networks to pods that do not ask for them: a cheap look before it is parsed.
 *
 * @param folded The text in folded case.
 */
export function mayInjectNetworks(folded: string): boolean {
    return INJECTION_WORDS.some((word) => folded.includes(word));
}

/** Its keys; any of them may be written with escapes. */
const INJECTION_WORDS: readonly string[] = ["user-defined-injections", "defaultnetworks", "clusternetwork", "\\u"];

/**
 * Reads the configurations that give networks to pods without an annotation of theirs: that of the network resources
 * injector (`user-defined-injections`), and that of Multus (`clusterNetwork`, `defaultNetworks`).
 */
export function readInjectedNetworks(text: string, path: string, found: Findings): void {
    const { value } = parseGoJson(text);
    if (!(value instanceof GoObject)) {
        return;
    }
    const networks: NetworkUse[] = [];
    const join = (names: GoValue, where: string): void => {
        const read = readNetworksAnnotation(typeof names === "string" ? names : "");
        if (read.faults.length > 0) {
            found.attach("offers", where, CANNOT_TELL, "a networks annotation that cannot be read");
        }
        for (const { name, namespace, namesDevice } of read.networks) {
            networks.push({ reference: found.refer("nad", name, where, namespace), namesDevice, isDefault: false });
        }
    };
    for (const injections of value.all("user-defined-injections")) {
        for (const key of injections instanceof GoObject ? injections.keys() : []) {
            for (const injection of (injections as GoObject).all(key)) {
                const patch = injection instanceof GoObject ? injection.all("value") : [];
                for (const annotations of patch) {
                    const names = annotations instanceof GoObject ? annotations.all(annotationKeys.networks) : [];
                    names.forEach((each) => join(each, pathOf(path, "user-defined-injections", key)));
                }
            }
        }
    }
    // Without this, the words mean something else: other programs list the networks of a cluster by their addresses.
    if (
        value.text("type") === "multus" ||
        value.all("multusNamespace").length > 0 ||
        value.all("clusterNetwork").some((each) => typeof each === "string" && !ADDRESS.test(each))
    ) {
        value.all("clusterNetwork").forEach((each) => join(fileOrName(each), pathOf(path, "clusterNetwork")));
        for (const list of value.all("defaultNetworks")) {
            (Array.isArray(list) ? list : []).forEach((each, index) => {
                join(fileOrName(each), pathOf(path, "defaultNetworks", index));
            });
        }
    }
    found.joinNetworks(path, networks);
}

/** An address with the length of its prefix; no name of a namespace holds a dot or a colon. */
const ADDRESS = /^[0-9a-f]*[.:][0-9a-f.:]*\/[0-9]{1,3}$/i;

/** Multus takes the name of a network, or the path of a file of the node, of which nothing is known here. */
function fileOrName(value: GoValue): GoValue {
    return typeof value === "string" && value.startsWith("/") ? "" : value;
}
