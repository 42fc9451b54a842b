import type { Document } from "yaml";
import { at, isMap, isUnknown, keysOf, text, type Value } from "../../value";
import { isShallow, loadYaml, type Yaml } from "../../yaml";
import { heatTags } from "./yaml-words";

/** A longer template than Heat takes (its default limit is 512 KiB) is not read. */
const MAX_LENGTH = 2 * 1024 * 1024;

/** A Heat template or environment as plain data, or the reason why it cannot be read. */
export type Parsed = { readonly data: Readonly<Record<string, unknown>> } | { readonly fault: string };

/**
 * Parses a template or an environment: YAML 1.1 with the words of Heat's parser, of which JSON is a part. Whatever the parser
 * does not take as Heat's would (a second document, a doubled key or merge, an unknown tag, aliases that multiply without
 * end) is a fault, never a guess.
 */
export function parseHeat(value: Value): Parsed {
    const word = text(value);
    if (isUnknown(word)) {
        return { fault: "is not known yet" };
    }
    if (word === undefined) {
        return { fault: "is no text" };
    }
    if (word.length > MAX_LENGTH) {
        return { fault: "is too long to be read" };
    }
    try {
        const yaml = loadYaml();
        if (!isShallow(yaml, word)) {
            return { fault: "is nested too deeply to be read" };
        }
        const document = yaml.parseDocument(word, { version: "1.1", customTags: heatTags, logLevel: "error" });
        if (document.errors.length > 0 || document.warnings.length > 0 || mergesTwice(yaml, document)) {
            return { fault: "cannot be parsed" };
        }
        const data: unknown = document.toJS({ maxAliasCount: 100 });
        return isMap(data) ? { data } : { fault: "is no map" };
    } catch {
        return { fault: "cannot be parsed" };
    }
}

/** True if a map merges others by two keys of its own: which goes first, parsers do not agree on. */
function mergesTwice(yaml: Yaml, document: Document): boolean {
    let found = false;
    yaml.visit(document, {
        Map: (_, map) => {
            found ||= map.items.filter(({ key }) => yaml.isScalar(key) && key.source === "<<").length > 1;
        },
    });
    return found;
}

/** One resource of a template, in the native format's words. */
export interface HeatResource {
    readonly name: string;
    readonly type: unknown;
    readonly properties: unknown;
    readonly condition: unknown;
    readonly externalId: unknown;
    /** The path inside the template, such as `resources.port`. */
    readonly path: readonly string[];
    /** The key under which the properties stand. */
    readonly propertiesKey: string;
}

/** The resources of a template, in the native format or in CloudFormation's. */
export function resourcesOf(template: Readonly<Record<string, unknown>>): HeatResource[] {
    return [
        { list: "resources", words: ["type", "properties", "condition", "external_id"] },
        { list: "Resources", words: ["Type", "Properties", "Condition", "External_id"] },
    ].flatMap(({ list, words }) => {
        const resources = at(template, list);
        return keysOf(resources).map((name): HeatResource => {
            const resource = at(resources, name);
            const [type = "", properties = "", condition = "", externalId = ""] = words;
            return {
                name,
                type: at(resource, type),
                properties: at(resource, properties),
                condition: at(resource, condition),
                externalId: at(resource, externalId),
                path: [list, name],
                propertiesKey: properties,
            };
        });
    });
}

/** A declared parameter. */
export interface HeatParameter {
    readonly name: string;
    readonly type: string;
    /** `undefined` where there is none. */
    readonly default: unknown;
}

/** The parameters that a template declares. */
export function parametersOf(template: Readonly<Record<string, unknown>>): HeatParameter[] {
    return ["parameters", "Parameters"].flatMap((list) => {
        const declared = at(template, list);
        return keysOf(declared).map((name) => {
            const parameter = at(declared, name);
            const type = text(at(parameter, "type") ?? at(parameter, "Type"));
            return {
                name,
                type: typeof type === "string" ? type.toLowerCase() : "string",
                default: at(parameter, "default") ?? at(parameter, "Default"),
            };
        });
    });
}
