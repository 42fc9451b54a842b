import type { ReadContext } from "../../classification";
import { argument, type Place } from "../../terraform";
import {
    at,
    elements,
    isAbsent,
    isArray,
    isMap,
    isUnknown,
    keysOf,
    step,
    text,
    UNKNOWN,
    type Value,
} from "../../value";
import { type Parts, referencesTo, type Subject } from "../parts";
import { environmentOf, type Environment, NO_ENVIRONMENT, parameterValue } from "./environment";
import { Budget, conditionHolds, evaluate, type Scope, substitute } from "./functions";
import { isNative } from "./registry";
import { type Source, sourcesOf } from "./sources";
import { type HeatResource, parametersOf, type Parsed, parseHeat, resourcesOf } from "./template";
import { child, type Found, readProperties, typeWord, unknownAt } from "./walk";

/** Steps of work for one stack: far more than any template needs, and little enough not to be felt. */
const WORK = 300_000;
/** Templates inside templates: Heat's own limit is 5. */
const MAX_NESTING = 5;

/**
 * A Heat stack. Its template is read as far as text, files, parameters and environment are given; what cannot be told of a
 * deciding value is `unknown`.
 */
export function readStack({ props, context }: Subject): Parts {
    const found: Found = { attachments: [], notices: [], references: [] };
    const { template, environment, files } = sourcesOf(props);
    const parameters = argument(props, "parameters")[0]?.value;
    const known = environment === undefined ? NO_ENVIRONMENT : readEnvironment(found, environment);
    if (template.fault === undefined) {
        new StackWalk(found, context, files, known).template(template.place, [parameters], new Set());
    } else {
        found.attachments.push(unknownAt(template.place.path, template.fault));
    }
    return { ...found, attachments: once(found) };
}

function readEnvironment(found: Found, { place, fault }: Source): Environment {
    const parsed: Parsed = fault === undefined ? parseHeat(place.value) : { fault };
    if ("data" in parsed) {
        return environmentOf(parsed.data);
    }
    // An environment can put anything behind every type, and give any value.
    found.attachments.push(unknownAt(place.path, fault ?? `an environment that ${parsed.fault}`));
    return NO_ENVIRONMENT;
}

/** One attachment for each path, technique and reason, however often a template says it. */
function once(found: Found): Found["attachments"] {
    const seen = new Set<string>();
    return found.attachments.filter(({ role, path, techniques, evidence, subject }) => {
        const key = JSON.stringify([role, path, techniques, evidence, subject]);
        return !seen.has(key) && seen.add(key);
    });
}

/** The template files, and the paths of templates in place, that a resource stands in. */
type Nesting = ReadonlySet<string>;

/** One pass through the templates of a stack. */
class StackWalk {
    private readonly budget = new Budget(WORK);
    /** Templates by their text: one that is nested many times is parsed once. */
    private readonly parsed = new Map<Value, Parsed>();

    constructor(
        private readonly found: Found,
        private readonly context: ReadContext,
        private readonly files: readonly Value[],
        private readonly environment: Environment,
    ) {}

    /** Reads a template, with what its parameters are given. */
    template(source: Place, given: readonly Value[], nesting: Nesting): void {
        const parsed = this.parsed.get(source.value) ?? parseHeat(source.value);
        this.parsed.set(source.value, parsed);
        if (!("data" in parsed)) {
            this.found.attachments.push(unknownAt(source.path, `a template that ${parsed.fault}`));
            return;
        }
        const declared = new Map(parametersOf(parsed.data).map((parameter) => [parameter.name, parameter]));
        const { parameters, parameterDefaults } = this.environment;
        const sources = nesting.size === 0 ? [...given, parameters, parameterDefaults] : [...given, parameterDefaults];
        const scope: Scope = {
            parameter: (name) => parameterValue(declared.get(name), name, sources),
            declares: (name) => declared.has(name),
            conditions: at(parsed.data, "conditions") ?? at(parsed.data, "Conditions"),
            budget: this.budget,
        };
        for (const resource of resourcesOf(parsed.data)) {
            const path = resource.path.reduce(step, source.path);
            this.resource(resource, { ...source, path }, scope, nesting);
        }
        if (!this.budget.spend()) {
            this.found.attachments.push(unknownAt(source.path, "a template that takes too long to read"));
        }
    }

    private resource(resource: HeatResource, place: Place, scope: Scope, nesting: Nesting): void {
        if (!isAbsent(resource.condition) && conditionHolds(resource.condition, scope) === false) {
            return;
        }
        const properties: Place = {
            ...place,
            value: resource.properties,
            path: step(place.path, resource.propertiesKey),
        };
        if (!isAbsent(resource.externalId)) {
            // Takes over what exists already: what that is, its properties do not decide.
            const kind = EXTERNAL_KINDS.get(typeWord(resource.type) ?? "");
            const id: Place = {
                ...place,
                value: evaluate(resource.externalId, scope),
                path: step(place.path, "external_id"),
            };
            this.found.references.push(...(kind === undefined ? [] : referencesTo(kind, [id])));
        }
        this.typed(typeWord(resource.type), properties, scope, nesting);
    }

    /** Reads the properties of a resource under every type that its own may stand for. */
    private typed(type: string | undefined, properties: Place, scope: Scope, nesting: Nesting): void {
        if (type === undefined) {
            this.found.attachments.push(unknownAt(properties.path, "a resource without a type"));
            return;
        }
        if (!this.budget.spend()) {
            return;
        }
        for (const word of this.environment.registry.behind(type, nesting, this.budget)) {
            if (isNative(word)) {
                this.native(word, properties, scope, nesting);
            } else {
                this.nested(word, properties, scope, nesting);
            }
        }
    }

    private native(type: string, properties: Place, scope: Scope, nesting: Nesting): void {
        const { value } = properties;
        switch (type) {
            case "OS::Heat::None":
                return;
            case "OS::Heat::ResourceGroup":
                this.definition(child(properties, "resource_def"), scope, nesting, {
                    word: text(at(value, "index_var")),
                });
                return;
            case "OS::Heat::AutoScalingGroup":
                this.definition(child(properties, "resource"), scope, nesting);
                return;
            case "AWS::CloudFormation::Stack":
                this.found.attachments.push(unknownAt(properties.path, "a template that is given by its address only"));
                return;
            case "OS::Heat::ResourceChain": {
                const types = evaluate(at(value, "resources"), scope);
                if (!isArray(types)) {
                    this.found.attachments.push(unknownAt(properties.path, "a chain of resources that cannot be read"));
                }
                for (const word of elements(types)) {
                    this.typed(typeWord(word), child(properties, "resource_properties"), scope, nesting);
                }
                return;
            }
            case "OS::Heat::Stack": {
                const inner = child(properties, "template");
                const template = isMap(inner.value) ? this.fileOf(at(inner.value, "get_file")) : inner.value;
                const around = new Set([...nesting, inner.path]);
                this.inner({ ...inner, value: template }, child(properties, "parameters"), scope, around);
                return;
            }
            default: {
                const evaluated = isAbsent(value) ? {} : evaluate(value, scope);
                readProperties(this.found, type, { ...properties, value: evaluated }, this.context);
            }
        }
    }

    /** A resource definition inside a group. */
    private definition(place: Place, scope: Scope, nesting: Nesting, index?: { word: Value }): void {
        let value = isMap(place.value) && isSingleFunction(place.value) ? evaluate(place.value, scope) : place.value;
        if (index !== undefined && isMap(value)) {
            const word = typeof index.word === "string" && index.word !== "" ? index.word : "%index%";
            value = substitute(value, { word, by: UNKNOWN, inKeys: false }, scope);
        }
        if (!isMap(value)) {
            this.found.attachments.push(unknownAt(place.path, "a group whose resource cannot be read"));
            return;
        }
        const inner: Place = { ...place, value };
        this.typed(typeWord(evaluate(at(value, "type"), scope)), child(inner, "properties"), scope, nesting);
    }

    /** A type that is a template of its own. */
    private nested(type: string, properties: Place, scope: Scope, nesting: Nesting): void {
        // A template that holds itself has no end: Heat refuses it.
        const template = nesting.has(type) ? UNKNOWN : this.fileOf(type);
        this.inner({ ...properties, value: template }, properties, scope, new Set([...nesting, type]));
    }

    private inner(template: Place, parameters: Place, scope: Scope, nesting: Nesting): void {
        if (isUnknown(template.value) || nesting.size > MAX_NESTING) {
            this.found.attachments.push(unknownAt(template.path, "a nested template that is not given"));
            return;
        }
        this.template(template, [evaluate(parameters.value ?? {}, scope)], nesting);
    }

    /**
     * The text of a file that came with the stack: under its own name, else under the one path that ends with it;
     * `UNKNOWN` where it did not come, or where several paths could be meant.
     */
    private fileOf(name: Value): Value {
        if (typeof name !== "string") {
            return UNKNOWN;
        }
        const plain = name.replace(/^\.\//, "");
        const named = (fits: (file: string) => boolean): Value[] =>
            this.files.flatMap((files) => keysOf(files).flatMap((file) => (fits(file) ? [at(files, file)] : [])));
        const [exact, ...rest] = named((file) => file === name || file === plain);
        if (exact !== undefined) {
            return rest.every((other) => other === exact) ? exact : UNKNOWN;
        }
        const [only, ...others] = named((file) => file.endsWith(`/${plain}`));
        return only === undefined || others.length > 0 ? UNKNOWN : only;
    }
}

/** The kinds of things that a resource with an `external_id` takes over, as far as they can bring a device. */
const EXTERNAL_KINDS: ReadonlyMap<string, "port" | "flavor" | "image" | "instance"> = new Map([
    ["OS::Neutron::Port", "port"],
    ["OS::Nova::Flavor", "flavor"],
    ["OS::Glance::Image", "image"],
    ["OS::Glance::WebImage", "image"],
    ["OS::Nova::Server", "instance"],
]);

function isSingleFunction(value: Value): boolean {
    const [name, ...more] = keysOf(value);
    return more.length === 0 && name !== undefined && /^(get_|Fn::|Ref$|if$|map_|repeat$)/.test(name);
}
