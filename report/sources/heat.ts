import type { StackResource } from "../../techniques/stack-resource";
import { at, isMap, keysOf } from "../../techniques/value";
import { type Origin, Resources } from "./synthetic";

/** A Heat template or environment as a file holds it. */
export interface HeatFile {
    /** As other templates name it: a path relative to their folder. */
    readonly name: string;
    readonly text: string;
    /** The file itself, as the user named it or its folder. */
    readonly file?: string;
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

/** What templates and environments come to. */
export interface HeatStacks {
    readonly resources: readonly StackResource[];
    /** Environments of which it cannot be told to which template they belong. */
    readonly ambiguous: readonly HeatFile[];
}

/**
 * Templates as the stacks that they would make. A template that another one of the source names is a part of that, and
 * makes no stack of its own. An environment belongs to the template of its name in its folder (`base.yaml` and `base.env`,
 * as VNF packages have them), otherwise to the templates of its folder where it is the only one there, and to all where
 * there is no other.
 */
export function resourcesOfHeat(
    templates: readonly HeatFile[],
    environments: readonly HeatFile[],
    origin: Origin,
): HeatStacks {
    const resources = new Resources(origin);
    const files = Object.fromEntries(templates.map(({ name, text }) => [name, text]));
    const all = [...templates, ...environments];
    const nested = new Set(
        templates
            .filter((one) => all.some((other) => other !== one && names(other.text, baseName(one.name))))
            .map(({ name }) => name),
    );
    // Templates that name each other in a ring have no outer one: then each is judged.
    const outer = nested.size === templates.length ? templates : templates.filter(({ name }) => !nested.has(name));
    const taken = new Set<HeatFile>();
    for (const { name, text, file } of outer) {
        const environment = environmentOf(name, environments);
        if (environment !== undefined) {
            taken.add(environment);
        }
        const properties = {
            name,
            templateOpts: { Bin: text, Files: files },
            ...(environment !== undefined && { environmentOpts: { Bin: environment.text } }),
        };
        const place = file === undefined ? undefined : { file, line: 1 };
        resources.add("openstack:orchestration/stackV1:StackV1", name, properties, place);
    }
    return { resources: resources.list, ambiguous: environments.filter((environment) => !taken.has(environment)) };
}

/** The environment of a template, where it can be told. */
function environmentOf(template: string, environments: readonly HeatFile[]): HeatFile | undefined {
    if (environments.length === 1) {
        return environments[0];
    }
    const beside = environments.filter(({ name }) => folderOf(name) === folderOf(template));
    const own = beside.filter(({ name }) => stem(name) === stem(template));
    const [environment, ...more] = own.length > 0 ? own : beside;
    return more.length === 0 ? environment : undefined;
}

/** A file's name without what tells that it is a template or an environment: `base` of `base.yaml` and `base_env.yaml`. */
function stem(path: string): string {
    return baseName(path).replace(/(?:[._-]env)?\.[^.]+$/i, "");
}

function folderOf(path: string): string {
    return path.slice(0, path.lastIndexOf("/") + 1);
}

function baseName(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}

/** True if a text names a file as a whole word. */
function names(text: string, file: string): boolean {
    const at = text.indexOf(file);
    return at !== -1 && !/[\w.-]/.test(text[at - 1] ?? " ") && !/[\w-]/.test(text[at + file.length] ?? " ");
}
