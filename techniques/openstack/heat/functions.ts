import { at, elements, isArray, isMap, isUnknown, keysOf, UNKNOWN, type Value } from "../../value";

/** Stands for another resource of the same template, as `get_resource` gives it. */
export class LocalResource {
    constructor(readonly name: string) {}
}

/** What the functions of a template are evaluated against. */
export interface Scope {
    /** The value of a parameter; `UNKNOWN` where it has none, or none that can be known. */
    parameter(name: string): Value;
    /** True if the template declares the parameter. */
    declares(name: string): boolean;
    /** The template's named conditions. */
    readonly conditions: Value;
    /** The work that is left; evaluation past it gives `UNKNOWN`, so no template can hang a preview. */
    readonly budget: Budget;
}

/** A bound on work. */
export class Budget {
    constructor(private left: number) {}

    /** Takes some steps; false when none are left. */
    spend(steps = 1): boolean {
        this.left -= steps;
        return this.left >= 0;
    }
}

const MAX_DEPTH = 100;
/** The longest list or map, and the longest text, that functions put together. */
const MAX_ITEMS = 10_000;
const MAX_TEXT = 65_536;
/** So many parts of a text are looked through for one step of work. */
const PARTS_A_STEP = 10;

type HeatFunction = (argument: unknown, scope: Scope, depth: number) => Value;

/**
 * The functions that are evaluated. What they give cannot always be told; then it is `UNKNOWN`. Functions of Heat that
 * are not listed here always give `UNKNOWN`.
 */
const evaluated: Readonly<Record<string, HeatFunction>> = {
    get_param: getParameter,
    Ref: (argument, scope, depth) =>
        typeof argument === "string" && !scope.declares(argument)
            ? new LocalResource(argument)
            : getParameter(argument, scope, depth),
    get_resource: (argument) => (typeof argument === "string" ? new LocalResource(argument) : UNKNOWN),
    if: choose,
    "Fn::If": choose,
    list_join: join,
    "Fn::Join": join,
    str_replace: replace,
    str_replace_strict: replace,
    str_replace_vstrict: replace,
    map_merge: merge,
    list_concat: concatenate,
    list_concat_unique: concatenate,
    repeat,
};

/** Functions whose result nothing here can tell. */
const opaque: ReadonlySet<string> = new Set([
    "get_attr",
    "get_file",
    "digest",
    "resource_facade",
    "str_split",
    "map_replace",
    "yaql",
    "filter",
    "make_url",
    "contains",
    "equals",
    "not",
    "and",
    "or",
    "Fn::GetAtt",
    "Fn::Select",
    "Fn::Split",
    "Fn::Replace",
    "Fn::FindInMap",
    "Fn::Base64",
    "Fn::MemberListToMap",
    "Fn::ResourceFacade",
    "Fn::GetAZs",
    "Fn::Equals",
    "Fn::Not",
    "Fn::And",
    "Fn::Or",
]);

/** A part of a template with its functions carried out, as far as they can be. */
export function evaluate(part: unknown, scope: Scope, depth = 0): Value {
    if (depth > MAX_DEPTH || !scope.budget.spend()) {
        return UNKNOWN;
    }
    if (isArray(part)) {
        return elements(part).map((item) => evaluate(item, scope, depth + 1));
    }
    if (!isMap(part) || part instanceof LocalResource) {
        return part;
    }
    const keys = keysOf(part);
    const [name] = keys;
    if (keys.length === 1 && name !== undefined) {
        if (opaque.has(name)) {
            return UNKNOWN;
        }
        if (Object.prototype.hasOwnProperty.call(evaluated, name)) {
            return evaluated[name]?.(at(part, name), scope, depth + 1);
        }
    }
    return mapOf(keys.map((key) => [key, evaluate(at(part, key), scope, depth + 1)]));
}

/** Without a prototype, so that no key is special. */
function mapOf(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
    const map = Object.create(null) as Record<string, Value>;
    for (const [key, value] of entries) {
        map[key] = value;
    }
    return map;
}

function getParameter(argument: unknown, scope: Scope, depth: number): Value {
    const words = isArray(argument) ? elements(argument).map((word) => evaluate(word, scope, depth + 1)) : [argument];
    const [name, ...path] = words;
    if (typeof name !== "string") {
        return UNKNOWN;
    }
    let value = scope.parameter(name);
    for (const key of path) {
        if (typeof key !== "string" && typeof key !== "number") {
            return UNKNOWN;
        }
        value = at(value, key);
    }
    return value === undefined ? UNKNOWN : value;
}

function choose(argument: unknown, scope: Scope, depth: number): Value {
    const [condition, yes, no] = elements(argument);
    const holds = conditionHolds(condition, scope, depth + 1);
    if (!isUnknown(holds)) {
        return evaluate(holds ? yes : no, scope, depth + 1);
    }
    const one = evaluate(yes, scope, depth + 1);
    const other = evaluate(no, scope, depth + 1);
    return isPlain(one) && one === other ? one : UNKNOWN;
}

/** Whether a condition holds; `UNKNOWN` unless both sides of each comparison are of one type, and exact. */
export function conditionHolds(condition: unknown, scope: Scope, depth = 0): boolean | typeof UNKNOWN {
    if (depth > MAX_DEPTH || !scope.budget.spend()) {
        return UNKNOWN;
    }
    if (typeof condition === "boolean") {
        return condition;
    }
    if (typeof condition === "string") {
        return conditionHolds(at(scope.conditions, condition), scope, depth + 1);
    }
    const [name = ""] = keysOf(condition);
    const argument = at(condition, name);
    const each = (): (boolean | typeof UNKNOWN)[] =>
        elements(argument).map((part) => conditionHolds(part, scope, depth + 1));
    switch (name) {
        case "equals":
        case "Fn::Equals": {
            const [one, other] = elements(argument).map((side) => evaluate(side, scope, depth + 1));
            return isComparable(one) && typeof one === typeof other ? one === other : UNKNOWN;
        }
        case "not":
        case "Fn::Not": {
            const [inner] = isArray(argument) ? each() : [conditionHolds(argument, scope, depth + 1)];
            return inner === undefined || isUnknown(inner) ? UNKNOWN : !inner;
        }
        case "and":
        case "Fn::And": {
            const parts = each();
            return parts.includes(false) ? false : parts.some(isUnknown) || parts.length === 0 ? UNKNOWN : true;
        }
        case "or":
        case "Fn::Or": {
            const parts = each();
            return parts.includes(true) ? true : parts.some(isUnknown) || parts.length === 0 ? UNKNOWN : false;
        }
        case "get_param": {
            const value = getParameter(argument, scope, depth + 1);
            return typeof value === "boolean" ? value : UNKNOWN;
        }
        default:
            return UNKNOWN;
    }
}

function join(argument: unknown, scope: Scope, depth: number): Value {
    const [separator, ...lists] = elements(argument).map((part) => evaluate(part, scope, depth + 1));
    const words = lists.flatMap((list) => (isArray(list) ? elements(list) : [UNKNOWN]));
    if (typeof separator !== "string" || words.length > MAX_ITEMS || !words.every((word) => typeof word === "string")) {
        return UNKNOWN;
    }
    const joined = words.join(separator);
    return joined.length > MAX_TEXT ? UNKNOWN : joined;
}

/** As in Heat, longer keys go first, then by the alphabet, and what has been put in is not looked at again. */
function replace(argument: unknown, scope: Scope, depth: number): Value {
    const template = evaluate(at(argument, "template"), scope, depth + 1);
    const params = evaluate(at(argument, "params"), scope, depth + 1);
    if (typeof template !== "string" || !isMap(params)) {
        return UNKNOWN;
    }
    let length = template.length;
    let parts: { readonly word: string; readonly done: boolean }[] = [{ word: template, done: false }];
    const keys = keysOf(params).sort();
    for (const key of keys.sort((one, other) => other.length - one.length)) {
        const word = at(params, key);
        const affordable = scope.budget.spend(Math.ceil(parts.length / PARTS_A_STEP));
        if (typeof word !== "string" || key === "" || !affordable) {
            return UNKNOWN;
        }
        parts = parts.flatMap((part) => {
            if (part.done) {
                return [part];
            }
            const between = part.word.split(key);
            length += (between.length - 1) * (word.length - key.length);
            return between.flatMap((rest, index) => [
                ...(index === 0 ? [] : [{ word, done: true }]),
                { word: rest, done: false },
            ]);
        });
        if (length > MAX_TEXT) {
            return UNKNOWN;
        }
    }
    return parts.map(({ word }) => word).join("");
}

function merge(argument: unknown, scope: Scope, depth: number): Value {
    const maps = evaluate(argument, scope, depth + 1);
    if (!isArray(maps) || elements(maps).some((map) => !isMap(map))) {
        return UNKNOWN;
    }
    const entries = elements(maps).flatMap((map) => keysOf(map).map((key): [string, Value] => [key, at(map, key)]));
    return entries.length > MAX_ITEMS ? UNKNOWN : mapOf(entries);
}

function concatenate(argument: unknown, scope: Scope, depth: number): Value {
    const lists = evaluate(argument, scope, depth + 1);
    if (!isArray(lists) || elements(lists).some((list) => !isArray(list))) {
        return UNKNOWN;
    }
    const items = elements(lists).flatMap(elements);
    return items.length > MAX_ITEMS ? UNKNOWN : items;
}

/**
 * One copy of the template for each element, as far as there is one list; more than one is not carried out. As in Heat, the
 * template's own functions come first, and keys are replaced as well.
 */
function repeat(argument: unknown, scope: Scope, depth: number): Value {
    const forEach = at(argument, "for_each");
    const [name = "", ...more] = keysOf(forEach);
    const list = evaluate(at(forEach, name), scope, depth + 1);
    if (more.length > 0 || !isArray(list)) {
        return UNKNOWN;
    }
    const template = evaluate(at(argument, "template"), scope, depth + 1);
    return elements(list).map((item) => substitute(template, { word: name, by: item, inKeys: true }, scope));
}

/** A word of a template, and what is put in its place. */
export interface Substitution {
    readonly word: string;
    readonly by: Value;
    /** True if it is put in the place of keys too. */
    readonly inKeys: boolean;
}

/** A template part with a word put in place of another: as a whole where it is all of a text, otherwise inside it. */
export function substitute(part: unknown, substitution: Substitution, scope: Scope, depth = 0): Value {
    if (depth > MAX_DEPTH || !scope.budget.spend()) {
        return UNKNOWN;
    }
    const { word, by, inKeys } = substitution;
    if (part === word) {
        return by;
    }
    if (typeof part === "string" && part.includes(word)) {
        return typeof by === "string" ? part.split(word).join(by) : UNKNOWN;
    }
    if (isArray(part)) {
        return elements(part).map((item) => substitute(item, substitution, scope, depth + 1));
    }
    if (!isMap(part) || part instanceof LocalResource) {
        return part;
    }
    const keys = keysOf(part);
    if (inKeys && typeof by !== "string" && keys.some((key) => key.includes(word))) {
        return UNKNOWN;
    }
    return mapOf(
        keys.map((key) => [
            inKeys && typeof by === "string" ? key.split(word).join(by) : key,
            substitute(at(part, key), substitution, scope, depth + 1),
        ]),
    );
}

/** True for what is the same for Heat and for us: a number that may have been rounded is not. */
function isComparable(value: Value): boolean {
    return typeof value === "number" ? Number.isSafeInteger(value) : isPlain(value);
}

function isPlain(value: Value): value is string | number | boolean {
    return ["string", "number", "boolean"].includes(typeof value);
}
