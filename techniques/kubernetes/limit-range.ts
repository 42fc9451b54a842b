import type { ReadContext } from "../classification";
import { at, deep, elements, isAbsent, isMap, isUnknown, text, type Value } from "../value";
import { type Findings, NO_POD } from "./findings";
import { inside, type KubernetesObject, pathOf } from "./object";
import { readResources, requestDevice } from "./requests";
import { CANNOT_TELL } from "./techniques";

/** Where the items stand: Terraform names the list after its block, and one block stands alone. */
const PLACES = ["limits", "limit"] as const;

/** Reads a limit range: the resources that it gives to every container of its namespace that names none itself. */
export function readLimitRange(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const spec = inside(object, "spec");
    if (isUnknown(spec.value)) {
        found.attach("asks", spec.path, CANNOT_TELL, "a limit range that is not known yet");
        return;
    }
    for (const place of PLACES) {
        const { value, path } = inside(object, "spec", place);
        if (isUnknown(value)) {
            found.attach("asks", path, CANNOT_TELL, "limits that are not known yet");
        } else if (isMap(value)) {
            readItem(value, path, found, context);
        }
        elements(value).forEach((item, index) => readItem(item, pathOf(path, index), found, context));
    }
}

/** Reads one item. Only the items of containers give what they say; those of pods and claims bound it. */
function readItem(item: Value, path: string, found: Findings, context: ReadContext): void {
    const type = text(at(item, "type"));
    if (type !== "Container" && !isUnknown(type)) {
        return;
    }
    // What has no default is given its bound, as the API server writes it into the item.
    const named = (name: string): boolean =>
        ["default", "defaultRequest"].some((side) => !isAbsent(deep(item, side, name)));
    const given = readResources(item, path, found, () => true, ["default", "defaultRequest"]);
    const bounds = isUnknown(item) ? [] : readResources(item, path, found, (name) => !named(name), ["max", "min"]);
    const requests = [...given, ...bounds].map(([name, amount]) =>
        requestDevice(name, amount.count, amount.path, found, context),
    );
    if (requests.length > 0) {
        found.pods.push({ ...NO_POD, path, requests });
    }
}
