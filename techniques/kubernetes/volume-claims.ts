import type { Reference } from "../reading";
import { deep, elements, isUnknown, text, UNKNOWN, type Value } from "../value";
import type { Findings } from "./findings";
import { pathOf } from "./object";
import { volumeName } from "./volume-names";

/** The volume that the template of a claim names: what the claim is made for, it is bound to. */
export function readClaimTemplate(template: Value, path: string, found: Findings): Reference[] {
    const name = text(isUnknown(template) ? UNKNOWN : deep(template, "spec", "volumeName"));
    if (name === undefined || name === "") {
        return [];
    }
    const value = isUnknown(name) ? UNKNOWN : volumeName(name);
    return [found.refer("volume", value, pathOf(path, "spec", "volumeName"))];
}

/** The volumes that the claim templates of a stateful set name. */
export function readClaimTemplates(templates: Value, path: string, found: Findings): Reference[] {
    return elements(templates).flatMap((each, index) => readClaimTemplate(each, pathOf(path, index), found));
}
