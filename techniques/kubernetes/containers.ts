import { at, elements, isUnknown, type Value } from "../value";
import type { Findings } from "./findings";
import { pathOf } from "./object";
import { settled } from "./placeholders";
import { CANNOT_TELL } from "./techniques";
import { containerLists } from "./workloads";

/** A container and where it stands. */
export interface Container {
    readonly list: (typeof containerLists)[number];
    readonly value: Value;
    readonly path: string;
}

/** The containers of all lists. One that cannot be known may ask for anything. */
export function readContainerLists(spec: Value, specPath: string, found: Findings): Container[] {
    const containers: Container[] = [];
    if (isUnknown(spec)) {
        return containers;
    }
    for (const list of containerLists) {
        const value = settled(at(spec, list));
        if (value === undefined) {
            continue;
        }
        const listPath = pathOf(specPath, list);
        if (isUnknown(value)) {
            found.attach("asks", listPath, CANNOT_TELL, "containers that are not known yet");
        }
        elements(value).forEach((element, index) => {
            const path = pathOf(listPath, index);
            const container = settled(element);
            if (isUnknown(container)) {
                found.attach("asks", path, CANNOT_TELL, "a container that is not known yet");
            } else {
                containers.push({ list, value: container, path });
            }
        });
    }
    return containers;
}
