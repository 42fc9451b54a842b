/** What is known of a resource's outputs before anything is made. */

import { isKubernetesObject } from "./kubernetes";
import type { ReadRequest, ResourceState } from "./resource-state";
import { UNKNOWN } from "./result";
import { secret, type WireObject } from "./wire";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** What another stack's reference says of it. */
const OTHER_STACK: WireObject = { outputs: UNKNOWN, secretOutputNames: UNKNOWN };

/** What is known of a new resource's outputs: its inputs; all that it does not set is unknown to the program. */
export function outputsOf(state: ResourceState): WireObject {
    const outputs: WireObject = { ...state.inputs, ...builtinOutputs(state) };
    for (const name of state.options.additionalSecretOutputs) {
        const value = outputs[name];
        if (value !== undefined && name !== "id") {
            outputs[name] = secret(value);
        }
    }
    return outputs;
}

/** What is known of a resource that is looked up: its ID. What the program says of it is a hint and no fact. */
export function readOutputs(request: ReadRequest): WireObject {
    if (request.type === STACK_REFERENCE) {
        return { name: request.inputs["name"] ?? request.id, ...OTHER_STACK };
    }
    const names = [...request.outputNames, ...Object.keys(request.inputs)];
    const outputs: WireObject = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
    if (!isKubernetesObject(request.type)) {
        return { ...outputs, id: request.id };
    }
    const identity = Object.entries(request.inputs).filter(([key]) => key === "apiVersion" || key === "kind");
    return { ...outputs, ...Object.fromEntries(identity) };
}

/** The engine's own resources. */
function builtinOutputs(state: ResourceState): WireObject {
    switch (state.type) {
        case STACK_REFERENCE:
            return OTHER_STACK;
        case "pulumi:index:Stash":
            return { output: state.inputs["input"] ?? null };
        default:
            return {};
    }
}
