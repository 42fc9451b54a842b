import { at, elements, isMap, isUnknown, keysOf, text, UNKNOWN, type Value } from "../value";

/** A value of a chart that is set on its own, by a path such as `resources.limits.nvidia\.com/gpu`. */
interface Parameter {
    readonly name: string;
    readonly value: Value;
}

/** How many steps a path may have, and how far an index may reach. */
const MAX_STEPS = 32;
const MAX_INDEX = 256;

/**
 * The values of a chart that parameters set one by one, as `helm --set` writes them: a list of `{name, value}`, or a map
 * from path to value. They are put together into one tree, which is then searched as values are.
 */
export function valuesOfParameters(parameters: Value): Value {
    const values: Node = {};
    const made = new Set<Value>([values]);
    for (const { name, value } of parametersIn(parameters)) {
        const steps = stepsOf(name);
        if (steps !== undefined) {
            put(values, steps, value, made);
        }
    }
    return values;
}

function parametersIn(parameters: Value): Parameter[] {
    if (isMap(parameters) && typeof text(at(parameters, "name")) !== "string") {
        return keysOf(parameters).map((name) => ({ name, value: at(parameters, name) }));
    }
    return (isMap(parameters) ? [parameters] : elements(parameters)).flatMap((each) => {
        const name = text(at(each, "name"));
        const value = at(each, "value");
        return typeof name === "string" ? [{ name, value: isUnknown(each) ? UNKNOWN : value }] : [];
    });
}

/** The steps of a path: keys between dots that are not escaped, and indices in brackets. */
function stepsOf(path: string): (string | number)[] | undefined {
    const steps: (string | number)[] = [];
    let key = "";
    for (let at_ = 0; at_ < path.length; at_++) {
        const letter = path.charAt(at_);
        if (letter === "\\" && at_ + 1 < path.length) {
            key += path.charAt(++at_);
        } else if (letter === ".") {
            if (key !== "") {
                steps.push(key);
            }
            key = "";
        } else if (letter === "[") {
            const end = path.indexOf("]", at_);
            const index = Number(path.slice(at_ + 1, end));
            if (end < 0 || !Number.isInteger(index) || index < 0 || index > MAX_INDEX) {
                return undefined;
            }
            if (key !== "") {
                steps.push(key);
            }
            key = "";
            steps.push(index);
            at_ = end;
        } else {
            key += letter;
        }
    }
    if (key !== "") {
        steps.push(key);
    }
    return steps.length === 0 || steps.length > MAX_STEPS ? undefined : steps;
}

type Node = Record<string | number, Value>;

/** Puts a value at its place; only what was made here is written to, never what a resource holds. */
function put(root: Node, steps: readonly (string | number)[], value: Value, made: Set<Value>): void {
    let node = root;
    steps.forEach((step, index) => {
        const next = steps[index + 1];
        const own = Object.hasOwn(node, step) ? node[step] : undefined;
        const inner = next === undefined ? value : made.has(own) ? own : typeof next === "number" ? [] : {};
        if (next !== undefined) {
            made.add(inner);
        }
        // A key such as `__proto__` is a plain key too.
        Object.defineProperty(node, step, { value: inner, enumerable: true, configurable: true, writable: true });
        node = inner as Node;
    });
}
