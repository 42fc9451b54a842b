import type { Findings } from "../kubernetes/findings";
import { readYaml } from "../kubernetes/manifest-text";
import { referToNetwork } from "../kubernetes/network-reference";
import { inside, type KubernetesObject, pathOf, printable } from "../kubernetes/object";
import { CANNOT_TELL, SOFTWARE, type Techniques } from "../kubernetes/techniques";
import { at, deep, elements, isAbsent, isArray, isMap, isUnknown, keysOf, text, type Value } from "../value";

/** A list of devices that machines may be given. */
interface PermittedList {
    readonly key: string;
    readonly techniques: Techniques;
    readonly label: string;
}

const permittedLists: readonly PermittedList[] = [
    { key: "pciHostDevices", techniques: ["pci-passthrough"], label: "a permitted PCI device" },
    { key: "mediatedDevices", techniques: ["accelerator"], label: "a permitted mediated device" },
    { key: "usb", techniques: ["pci-passthrough"], label: "a permitted USB device" },
];

/** Reads the KubeVirt object: host devices that machines may be given, and binding plugins. */
export function readKubeVirt(object: KubernetesObject, found: Findings): void {
    const { value: configuration, path } = inside(object, "spec", "configuration");
    const spec = inside(object, "spec");
    if (isUnknown(spec.value) || isUnknown(configuration)) {
        const unknownPath = isUnknown(spec.value) ? spec.path : path;
        found.attach("offers", unknownPath, CANNOT_TELL, "a KubeVirt configuration that is not known yet");
        return;
    }
    readConfiguration(configuration, path, found);
    readMigrationNetwork(
        at(at(configuration, "migrations"), "network"),
        pathOf(path, "migrations", "network"),
        object,
        found,
    );
}

function readConfiguration(configuration: Value, path: string, found: Findings): void {
    readPermitted(at(configuration, "permittedHostDevices"), pathOf(path, "permittedHostDevices"), found);
    readBindings(deep(configuration, "network", "binding"), pathOf(path, "network", "binding"), found);
}

/** The annotation by which the HyperConverged operator patches the KubeVirt object that it makes. */
const JSON_PATCH = "kubevirt.kubevirt.io/jsonpatch";

/** Reads the operations of that patch: each puts a value at a place of the KubeVirt object. */
function readJsonPatch(object: KubernetesObject, found: Findings): void {
    const annotations = inside(object, "metadata", "annotations");
    const path = pathOf(annotations.path, JSON_PATCH);
    const patch = at(annotations.value, JSON_PATCH);
    if (isAbsent(patch) || patch === "") {
        return;
    }
    const word = text(patch);
    const [operations] = typeof word === "string" ? readYaml(word) : [];
    if (!isArray(operations)) {
        found.attach("offers", path, CANNOT_TELL, "a patch of KubeVirt's configuration that cannot be read");
        return;
    }
    for (const operation of elements(operations)) {
        const op = text(at(operation, "op"));
        if (op === "remove" || op === "test") {
            continue;
        }
        const pointer = text(at(operation, "path"));
        if (typeof pointer !== "string" || (op !== "add" && op !== "replace")) {
            found.attach("offers", path, CANNOT_TELL, "a patch of KubeVirt's configuration that moves parts of it");
            continue;
        }
        const steps = pointer.split("/").slice(1, MAX_POINTER);
        const patched = steps.reduceRight<Value>(
            (value, step) => {
                return /^(-|\d+)$/.test(step) ? [value] : { [step.replaceAll("~1", "/").replaceAll("~0", "~")]: value };
            },
            at(operation, "value"),
        );
        readConfiguration(deep(patched, "spec", "configuration"), path, found);
    }
}

/** The most steps of a pointer that are followed. */
const MAX_POINTER = 32;

/** Reads the HyperConverged object, from which that of KubeVirt is made. */
export function readHyperConverged(object: KubernetesObject, found: Findings): void {
    const permitted = inside(object, "spec", "permittedHostDevices");
    readPermitted(permitted.value, permitted.path, found);
    const binding = inside(object, "spec", "networkBinding");
    readBindings(binding.value, binding.path, found);
    readJsonPatch(object, found);
    const { value, path } = inside(object, "spec", "liveMigrationConfig", "network");
    readMigrationNetwork(value, path, object, found);
}

function readPermitted(permitted: Value, path: string, found: Findings): void {
    if (isUnknown(permitted)) {
        found.attach("offers", path, CANNOT_TELL, "permitted host devices that are not known yet");
        return;
    }
    for (const { key, techniques, label } of permittedLists) {
        const list = at(permitted, key);
        const listPath = pathOf(path, key);
        if (isUnknown(list)) {
            found.attach("offers", listPath, techniques, label);
        }
        elements(list).forEach((device, index) => {
            const name = text(at(device, "resourceName"));
            const known = typeof name === "string" && name !== "";
            const words = known ? `${label}, ${printable(name, "with a name that this pack does not print")}` : label;
            const devicePath = pathOf(listPath, index);
            found.attach("offers", devicePath, techniques, words, known ? { subject: name } : {});
            const names = known ? [name] : [];
            found.define("device-resource", names);
            found.pools.push({ names, techniques, driver: "vfio", vhost: false, path: devicePath });
        });
    }
}

/** Reads the binding plugins that are registered, and what their registration shows of them. */
function readBindings(bindings: Value, path: string, found: Findings): void {
    if (isUnknown(bindings)) {
        found.attach("offers", path, CANNOT_TELL, "binding plugins that are not known yet");
    }
    for (const name of isMap(bindings) ? keysOf(bindings) : []) {
        const binding = at(bindings, name);
        const bindingPath = pathOf(path, name);
        const techniques = registeredTechniques(binding);
        found.define("binding", [name]);
        found.bindings.push({ name, techniques });
        if (techniques !== undefined && techniques !== SOFTWARE) {
            found.attach("offers", bindingPath, techniques, "a binding plugin that is handed device information");
        }
        referToNetwork(
            text(at(binding, "networkAttachmentDefinition")),
            pathOf(bindingPath, "networkAttachmentDefinition"),
            undefined,
            found,
        );
    }
}

/**
 * What the registration of a plugin shows: with device information, its interfaces take the device of a pool; with a
 * tap and no such information, they are software. Anything else shows nothing.
 */
function registeredTechniques(binding: Value): Techniques | undefined {
    if (!isAbsent(at(binding, "downwardAPI"))) {
        return ["vdpa", "sriov", "smartnic"];
    }
    const attachment = text(at(binding, "domainAttachmentType"));
    return attachment === "tap" || attachment === "managedTap" ? SOFTWARE : undefined;
}

/** The network of live migration: KubeVirt's own pods join it. */
function readMigrationNetwork(value: Value, path: string, object: KubernetesObject, found: Findings): void {
    const reference = referToNetwork(text(value), path, object.namespace, found);
    if (reference !== undefined && reference.value !== "") {
        found.joinNetworks(path, [{ reference, namesDevice: false, isDefault: false }]);
    }
}

/** Reads a Plugin: a domain hook of one may add any device to any machine. */
export function readPlugin(object: KubernetesObject, found: Findings): void {
    const { value, path } = inside(object, "spec", "domainHooks");
    if (isUnknown(value) || elements(value).length > 0) {
        found.attach("offers", path, CANNOT_TELL, "a plugin that may rewrite any machine");
    }
}
