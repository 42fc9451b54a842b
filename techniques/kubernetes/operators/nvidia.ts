import { isUnknown, text } from "../../value";
import { readDevicePluginConfig } from "../device-plugin-config";
import type { Findings } from "../findings";
import { inside, type KubernetesObject } from "../object";
import { CANNOT_TELL } from "../techniques";

/** Reads a NicClusterPolicy or NicNodePolicy: the pools of the device plugins that it configures. */
export function readNicPolicy(object: KubernetesObject, found: Findings): void {
    for (const plugin of ["sriovDevicePlugin", "rdmaSharedDevicePlugin"]) {
        const { value, path } = inside(object, "spec", plugin, "config");
        const config = text(value);
        if (isUnknown(config)) {
            found.attach("offers", path, CANNOT_TELL, "a device plugin's configuration that is not known yet");
        } else if (config !== undefined) {
            readDevicePluginConfig(config, path, true, found);
        }
    }
}

/** Reads a ComputeDomain: a claim template for channels between GPUs is made of it. */
export function readComputeDomain(object: KubernetesObject, found: Findings): void {
    const { value, path } = inside(object, "spec", "channel", "resourceClaimTemplate", "name");
    const name = text(value);
    const attachment = found.attach("asks", path, ["accelerator"], "a channel between GPUs");
    found.define("claim-template", [name], object.namespace);
    found.claims.push({
        kind: "claim-template",
        name,
        namespace: object.namespace,
        requests: [{ reference: undefined, attachment, decided: true }],
        networks: [],
    });
}
