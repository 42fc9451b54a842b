import { at, isMap, keysOf, text } from "../../value";
import type { Findings } from "../findings";
import { referToNetwork } from "../network-reference";
import { inside, type KubernetesObject, pathOf } from "../object";

/** Reads a CephCluster of Rook: its pods join the networks that its selectors name. */
export function readCephCluster(object: KubernetesObject, found: Findings): void {
    const { value: network, path } = inside(object, "spec", "network");
    const selectors = at(network, "selectors");
    if (text(at(network, "provider")) !== "multus" || !isMap(selectors)) {
        return;
    }
    const networks = keysOf(selectors).flatMap((key) => {
        const reference = referToNetwork(
            text(at(selectors, key)),
            pathOf(path, "selectors", key),
            object.namespace,
            found,
        );
        return reference === undefined ? [] : [{ reference, namesDevice: false, isDefault: false }];
    });
    found.joinNetworks(path, networks);
}
