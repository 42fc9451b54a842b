import type * as pulumi from "@pulumi/pulumi";
import { cniType, cniTypesFor } from "../../techniques/kubernetes/cni-types";
import { deviceResource } from "../../techniques/kubernetes/device-resources";
import { isSoftware, refine, type Techniques } from "../../techniques/kubernetes/techniques";
import { needsException, type Technique } from "../../techniques/technique";
import type { CheckedChoice } from "../choice";
import { type Check, type Fail, shapeFault, shown, words } from "../checks";
import { chainedShapes, deviceChained } from "./chained-shapes";
import { pluginShapes } from "./cni-shapes";
import type { PluginShape } from "./plugin-shape";
import { holdsPending, isPlainObject, whenKnown } from "../inputs";

/** The version of the CNI specification that is written unless another is asked for; the SR-IOV operator writes it too. */
export const CNI_VERSION = "1.0.0";

/** Versions of the CNI specification that a configuration can name. */
export const CNI_VERSIONS = ["0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"] as const;

/** A network configuration, as the component takes it. */
export interface ConfigParts {
    readonly config: unknown;
    readonly chain?: unknown;
    readonly cniVersion: string;
    readonly networkName: string | undefined;
}

/** A network configuration that has been checked. */
export interface CheckedConfig {
    /** The plugins in their order; one, and no list, where there is no chain. */
    readonly plugins: readonly Readonly<Record<string, unknown>>[];
    /** A configuration of one's own, which is written as it stands. */
    readonly freeForm: Readonly<Record<string, unknown>> | undefined;
}

const shapesByType: Readonly<Record<string, PluginShape>> = pluginShapes;
const chainedByType: Readonly<Record<string, PluginShape>> = chainedShapes;

/** Checks a network configuration against the plugins' own rules, and brings it into one form. */
export function checkConfig(fail: Fail, { config, chain }: Pick<ConfigParts, "config" | "chain">): CheckedConfig {
    if (!isPlainObject(config)) {
        return fail(
            "config",
            config === undefined || config === null
                ? `is missing. Give the plugin's configuration, such as { type: "bridge", bridge: "br1" }.`
                : `must be a plain object, and is ${shown(config)}; the policy pack has to read it at preview.`,
        );
    }
    if (config["freeForm"] !== undefined) {
        return { plugins: [], freeForm: checkFreeForm(fail, config, chain) };
    }
    const plugin = checkPlugin(fail, config, shapesByType, "config");
    return { plugins: [plugin, ...checkChain(fail, chain, "chain")], freeForm: undefined };
}

/** Checks plugins that are chained behind another. */
export function checkChain(fail: Fail, chain: unknown, argument: string): Readonly<Record<string, unknown>>[] {
    if (chain !== undefined && !Array.isArray(chain)) {
        return fail(argument, `must be a list of chained plugins, and is ${shown(chain)}.`);
    }
    return (chain ?? []).map((link: unknown, index: number) =>
        checkPlugin(fail, link, chainedByType, `${argument}[${index}]`),
    );
}

function checkPlugin(
    fail: Fail,
    plugin: unknown,
    shapes: Readonly<Record<string, PluginShape>>,
    argument: string,
): Readonly<Record<string, unknown>> {
    if (!isPlainObject(plugin)) {
        return fail(argument, `must be a plain object with a type, and is ${shown(plugin)}.`);
    }
    const { type, ...rest } = plugin;
    const shape =
        typeof type === "string" && Object.prototype.hasOwnProperty.call(shapes, type) ? shapes[type] : undefined;
    if (shape === undefined) {
        return fail(
            `${argument}.type`,
            `must be one of ${Object.keys(shapes)
                .map((word) => `"${word}"`)
                .join(", ")}, and is ${shown(type)}. Other plugins go under config: { freeForm: { type: … } }.`,
        );
    }
    if (holdsPending({ ...rest, ipam: undefined })) {
        return fail(
            argument,
            `holds an Output outside its ipam; a plugin's values are plain, so that the policy pack can read them.`,
        );
    }
    const fault = shapeFault(rest, shape.shape, shape.required) ?? shape.together?.(rest);
    if (fault !== undefined) {
        return fail(argument, `of type "${String(type)}" ${fault}.`);
    }
    return plugin;
}

function checkFreeForm(
    fail: Fail,
    { freeForm, ...others }: Readonly<Record<string, unknown>>,
    chain: unknown,
): Readonly<Record<string, unknown>> {
    if (!isPlainObject(freeForm) || holdsPending(freeForm)) {
        return fail(
            "config.freeForm",
            `must be a plain object without Outputs: the policy pack has to read it at preview.`,
        );
    }
    if (Object.keys(others).length > 0 || chain !== undefined) {
        return fail(
            "config",
            `of freeForm is the whole configuration; put ${[...Object.keys(others), "chain"].join(", ")} into it.`,
        );
    }
    const list: unknown = freeForm["plugins"];
    const plugins: unknown[] = list === undefined ? [freeForm] : Array.isArray(list) ? list : [list];
    if (
        plugins.length === 0 ||
        plugins.some((plugin) => !isPlainObject(plugin) || words(plugin["type"]) !== undefined)
    ) {
        return fail("config.freeForm", `needs a type, or a list of plugins that each have one.`);
    }
    return freeForm;
}

/** Writes a network configuration: at once where it is plain, once its addresses are known otherwise. */
export function renderConfig(fail: Fail, checked: CheckedConfig, parts: ConfigParts): pulumi.Input<string> {
    const head = { cniVersion: parts.cniVersion, name: parts.networkName };
    if (checked.freeForm !== undefined) {
        return JSON.stringify({ ...head, ...checked.freeForm });
    }
    return whenKnown(checked.plugins, (plugins) => {
        const [first, ...behind] = plugins.map((plugin) => recheckIpam(fail, plugin));
        return JSON.stringify(behind.length === 0 ? { ...head, ...first } : { ...head, plugins: [first, ...behind] });
    });
}

/** The addresses of an IPAM that were not known before are checked now. */
function recheckIpam(fail: Fail, plugin: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const check: Check | undefined = shapesByType[String(plugin["type"])]?.shape["ipam"];
    const fault = plugin["ipam"] === undefined ? undefined : check?.(plugin["ipam"]);
    return fault === undefined ? plugin : fail("config.ipam", `${fault}.`);
}

/**
 * Checks that a network's plugins and device give the technique that was chosen, by the tables that the policy pack
 * reads too.
 *
 * @param resource The device-plugin resource, once it is known.
 * @param requestedElsewhere True where a claim allocates the device.
 */
export function checkTechnique(
    fail: Fail,
    checked: CheckedConfig,
    choice: CheckedChoice,
    resource: string | undefined,
    requestedElsewhere = false,
): void {
    if (checked.freeForm !== undefined) {
        return;
    }
    const [main, ...behind] = checked.plugins;
    const type = String(main?.["type"]);
    const row = cniType(type);
    const { technique } = choice;
    const means = row === undefined ? undefined : techniquesOf(type, resource);
    if (row?.needsDevice === true && resource === undefined && !requestedElsewhere) {
        fail(
            "resourceName",
            `is missing: plugin "${type}" attaches a device. Give the device-plugin resource of its pool, or ` +
                `requestedElsewhere: true where a resource claim allocates it.`,
        );
    }
    if (row?.withDevice === undefined && resource !== undefined && deviceResource(resource)?.device !== "none") {
        fail(
            "resourceName",
            `is a device, of which plugin "${type}" makes nothing: leave it out, or use one of ` +
                `${typedPluginsFor(needsException(technique) ? technique : "sriov").join(", ")}.`,
        );
    }
    if (means !== undefined && !means.includes(technique)) {
        const device = resource === undefined ? "" : ` with ${resource}`;
        fail(
            "technique",
            `is "${technique}", but plugin "${type}"${device} is ${means.map((word) => `"${word}"`).join(" or ")}. ` +
                (isSoftware(means)
                    ? `Leave technique and exceptionId out, or use one of ${typedPluginsFor(technique).join(", ")}.`
                    : `Give technique: "${means[0]}" and its exceptionId` +
                      (technique === "virtio" ? `, or leave resourceName out and use a software plugin.` : `.`)),
        );
    }
    const devices = behind.filter((link) => (deviceChained as readonly unknown[]).includes(link["type"]));
    if (devices.length > 0 && !needsException(technique)) {
        fail(
            "chain",
            `holds plugin "${String(devices[0]?.["type"])}", which moves a device; it needs a hardware technique.`,
        );
    }
    if (type === "host-device" && resource === undefined && !namesDevice(main)) {
        fail(
            "config",
            `of type "host-device" names no device: give one of device, hwaddr, kernelpath, pciBusID, or resourceName.`,
        );
    }
}

/** The typed plugins by which a technique can be had. */
function typedPluginsFor(technique: Technique): string[] {
    return cniTypesFor(technique)
        .map((candidate) => candidate.type)
        .filter((candidate) => Object.prototype.hasOwnProperty.call(shapesByType, candidate));
}

function namesDevice(plugin: Readonly<Record<string, unknown>> | undefined): boolean {
    return ["device", "hwaddr", "kernelpath", "pciBusID"].some((key) => plugin?.[key] !== undefined);
}

/** What a plugin gives, alone or with a device of a resource. A resource that the tables do not know may be anything. */
function techniquesOf(type: string, resource: string | undefined): Techniques | undefined {
    const row = cniType(type);
    const device = resource === undefined ? "none" : deviceResource(resource)?.device;
    if (device === "none" || row?.withDevice === undefined) {
        return row?.alone;
    }
    return device === undefined ? row.withDevice : refine(row.withDevice, device);
}
