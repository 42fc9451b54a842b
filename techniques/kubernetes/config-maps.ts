import { at, isAbsent, isMap, isUnknown, keysOf, text } from "../value";
import { mayConfigureDevicePlugin, readDevicePluginConfig } from "./device-plugin-config";
import { deviceVariables, variableDevice } from "./environment";
import type { Findings } from "./findings";
import { fold } from "./go-json";
import { mayInjectNetworks, readInjectedNetworks } from "./injected-networks";
import { inside, type KubernetesObject, pathOf } from "./object";
import { CANNOT_TELL } from "./techniques";

/** Names of ConfigMaps in which the device plugins' own manifests keep their configuration. */
const PLUGIN_CONFIG_NAMES: ReadonlySet<string> = new Set(["sriovdp-config", "rdma-devices", "device-plugin-config"]);

/**
 * Reads a ConfigMap: configurations of device plugins, and of what gives networks to pods, whatever it is called; and
 * the variables that it hands to pods.
 */
export function readConfigMap(object: KubernetesObject, found: Findings): void {
    readVariables(object, "data", found);
    for (const side of ["data", "binaryData"]) {
        const map = inside(object, side);
        const named = typeof object.name === "string" && PLUGIN_CONFIG_NAMES.has(object.name);
        if (isUnknown(map.value) && named) {
            found.attach("offers", map.path, CANNOT_TELL, "a device plugin's configuration that is not known yet");
        }
        for (const key of isMap(map.value) ? keysOf(map.value) : []) {
            const value = text(at(map.value, key));
            if (isUnknown(value)) {
                if (named) {
                    const words = "a device plugin's configuration that is not known yet";
                    found.attach("offers", pathOf(map.path, key), CANNOT_TELL, words);
                }
            } else if (value !== undefined) {
                const plain = side === "data" ? value : decoded(value);
                const folded = fold(plain);
                if (mayConfigureDevicePlugin(folded)) {
                    readDevicePluginConfig(plain, pathOf(map.path, key), named, found);
                }
                if (mayInjectNetworks(folded)) {
                    readInjectedNetworks(plain, pathOf(map.path, key), found);
                }
            }
        }
    }
}

/** Reads a Secret: the variables that it hands to pods. Nothing else of it is looked at, and nothing is printed. */
export function readSecret(object: KubernetesObject, found: Findings): void {
    readVariables(object, "stringData", found);
    readVariables(object, "data", found, decoded);
}

/** The variables for container runtimes that pods take over by `envFrom`, under the names that they have here. */
function readVariables(
    object: KubernetesObject,
    side: string,
    found: Findings,
    plain: (word: string) => string = (word) => word,
): void {
    const map = inside(object, side);
    for (const name of isMap(map.value) ? keysOf(map.value) : []) {
        if (!deviceVariables.has(name)) {
            continue;
        }
        const value = at(map.value, name);
        const word = text(value);
        const device = isAbsent(value)
            ? undefined
            : variableDevice(name, typeof word === "string" ? plain(word) : word);
        if (device !== undefined) {
            found.attach("offers", pathOf(map.path, name), device.techniques, device.words);
        }
    }
}

function decoded(word: string): string {
    return Buffer.from(word, "base64").toString("utf8");
}
