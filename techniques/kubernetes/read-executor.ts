import type { ReadContext } from "../classification";
import { at, elements, isAbsent, isUnknown, text, type Value } from "../value";
import type { Executor } from "./executors";
import type { Findings } from "./findings";
import { valuesOfParameters } from "./helm-parameters";
import { noticeOpaque } from "./opaque-notice";
import { readYaml } from "./manifest-text";
import { type KubernetesObject, pathOf } from "./object";
import { type ReadWrapped, scan, type Searched } from "./scan";
import { isSoftware } from "./techniques";

/**
 * Says that an object makes others which the stack does not show, unless those that it shows ask for a device: then
 * they are judged.
 *
 * @param manifests How many manifests were found in it.
 */
export function readExecutor(
    object: KubernetesObject,
    row: Executor,
    manifests: number,
    found: Findings,
    context: ReadContext,
    readWrapped: ReadWrapped,
): void {
    const { value, path } = object;
    if (row.onlyIf !== undefined && !row.onlyIf.some((keys) => placesOf(value, path, keys).length > 0)) {
        return;
    }
    let shown = manifests;
    const search = (found_: Value, at_: string): void => {
        const searched: Searched = { value: found_, path: at_, namespace: object.namespace, isObject: false };
        shown += scan(searched, found, context, readWrapped, 1);
    };
    for (const keys of row.texts ?? []) {
        for (const place of placesOf(value, path, keys)) {
            const word = text(place.value);
            for (const document of typeof word === "string" ? readYaml(word) : []) {
                search(document, place.path);
            }
        }
    }
    for (const keys of row.parameters ?? []) {
        for (const place of placesOf(value, path, keys)) {
            search(valuesOfParameters(place.value), place.path);
        }
    }
    const hardware = found.attachments.some(({ techniques }) => !isSoftware(techniques));
    if (!hardware && !(row.shows === "inline" && shown > 0)) {
        noticeOpaque(found, path === "" ? "spec" : path, row.label);
    }
}

/** The values at a path, with `*` for the elements of a list; those that are there, or cannot be known. */
export function placesOf(value: Value, path: string, keys: readonly string[]): { value: Value; path: string }[] {
    let places = [{ value, path }];
    for (const key of keys) {
        places = places.flatMap((place) => {
            if (isUnknown(place.value)) {
                return [place];
            }
            if (key === "*") {
                return elements(place.value).map((each, index) => ({ value: each, path: pathOf(place.path, index) }));
            }
            return [{ value: at(place.value, key), path: pathOf(place.path, key) }];
        });
    }
    return places.filter((place) => !isAbsent(place.value));
}
