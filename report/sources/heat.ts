import type { StackResource } from "../../techniques/stack-resource";
import { at, isMap, keysOf } from "../../techniques/value";
import { type Origin, Resources } from "./synthetic";

/** A Heat template or environment as a file holds it. */
export interface HeatFile {
    /** As other templates name it: a path relative to their folder. */
    readonly name: string;
    readonly text: string;
}

/** True for a Heat template, in the native format or in CloudFormation's. */
export function isHeatTemplate(value: unknown): boolean {
    return (
        isMap(value) &&
        (at(value, "heat_template_version") !== undefined ||
            ((at(value, "HeatTemplateFormatVersion") ?? at(value, "AWSTemplateFormatVersion")) !== undefined &&
                isMap(at(value, "Resources"))))
    );
}

const ENVIRONMENT_KEYS: readonly string[] = [
    "parameters",
    "parameter_defaults",
    "parameter_merge_strategies",
    "resource_registry",
    "encrypted_param_names",
    "event_sinks",
];

/** True for an environment of Heat, which belongs to a template. */
export function isHeatEnvironment(value: unknown): boolean {
    const keys = keysOf(value);
    return keys.length > 0 && isMap(value) && keys.every((key) => ENVIRONMENT_KEYS.includes(key));
}

/**
 * Templates as the stacks that they would make. A template that another one of the folder names is a part of that, and
 * makes no stack of its own.
 *
 * @param environment The environment of the folder, where it has exactly one.
 */
export function resourcesOfHeat(
    templates: readonly HeatFile[],
    environment: HeatFile | undefined,
    origin: Origin,
): StackResource[] {
    const resources = new Resources(origin);
    const files = Object.fromEntries(templates.map(({ name, text }) => [name, text]));
    const all = [...templates, ...(environment === undefined ? [] : [environment])];
    const nested = new Set(
        templates
            .filter((one) => all.some((other) => other !== one && names(other.text, baseName(one.name))))
            .map(({ name }) => name),
    );
    // Templates that name each other in a ring have no outer one: then each is judged.
    const outer = nested.size === templates.length ? templates : templates.filter(({ name }) => !nested.has(name));
    for (const { name, text } of outer) {
        resources.add("openstack:orchestration/stackV1:StackV1", name, {
            name,
            templateOpts: { Bin: text, Files: files },
            ...(environment !== undefined && { environmentOpts: { Bin: environment.text } }),
        });
    }
    return resources.list;
}

function baseName(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}

/** True if a text names a file as a whole word. */
function names(text: string, file: string): boolean {
    const at = text.indexOf(file);
    return at !== -1 && !/[\w.-]/.test(text[at - 1] ?? " ") && !/[\w-]/.test(text[at + file.length] ?? " ");
}
