import { at, isUnknown, keysOf, text, type Value } from "../../value";
import type { Findings } from "../findings";
import { referToNetwork } from "../network-reference";
import { inside, type KubernetesObject, pathOf } from "../object";

/** Reads a CephCluster of Rook: its pods join the networks that its selectors name. */
export function readCephCluster(object: KubernetesObject, found: Findings): void {
    const { value: network, path } = inside(object, "spec", "network");
    const provider = text(at(network, "provider"));
    if (provider !== "multus" && !isUnknown(provider)) {
        return;
    }
    const selectors = at(network, "selectors");
    const selectorsPath = pathOf(path, "selectors");
    const named: [Value, string][] = isUnknown(selectors)
        ? [[selectors, selectorsPath]]
        : keysOf(selectors).map((key) => [at(selectors, key), pathOf(selectorsPath, key)]);
    const networks = named.flatMap(([name, namePath]) => {
        const reference = referToNetwork(text(name), namePath, object.namespace, found);
        return reference === undefined || reference.value === ""
            ? []
            : [{ reference, namesDevice: false, isDefault: false }];
    });
    found.joinNetworks(path, networks);
}
