import { at, isAbsent, isMap, isUnknown, keysOf, type UNKNOWN, type Value } from "../value";
import type { Container } from "./containers";
import { quantity } from "./quantity";

/** True if the pod gets whole CPUs of its own under the static CPU manager; `undefined` if it cannot be told. */
export function pinned(spec: Value, containers: readonly Container[]): boolean | undefined {
    const podLevel = at(spec, "resources");
    const main = containers.filter(({ list }) => list === "containers");
    const sets = isMap(podLevel) ? [podLevel] : main.map(({ value }) => at(value, "resources"));
    let unclear = isUnknown(spec) || isUnknown(podLevel);
    let whole = false;
    for (const resources of sets) {
        const limits = at(resources, "limits");
        const requests = at(resources, "requests");
        const cpu = quantity(at(limits, "cpu"));
        const memory = quantity(at(limits, "memory"));
        const sides = [cpu, memory, requested(requests, "cpu"), requested(requests, "memory")];
        if (isUnknown(resources) || isUnknown(limits) || isUnknown(requests) || sides.some(isUnknown)) {
            unclear = true;
            continue;
        }
        const equal = (sides[2] === undefined || sides[2] === cpu) && (sides[3] === undefined || sides[3] === memory);
        if (cpu === 0 || cpu === undefined || memory === 0 || memory === undefined || !equal) {
            return false;
        }
        whole ||= Number.isInteger(cpu);
    }
    return unclear ? undefined : whole;
}

/** A request: `undefined` where it is left out, which means the limit. */
function requested(requests: Value, name: string): number | typeof UNKNOWN | undefined {
    const value = at(requests, name);
    return isAbsent(value) ? undefined : quantity(value);
}

/** True if the pod requests huge pages; `undefined` if it cannot be told. */
export function hugePages(spec: Value, containers: readonly Container[]): boolean | undefined {
    let unclear = isUnknown(spec);
    for (const resources of [at(spec, "resources"), ...containers.map(({ value }) => at(value, "resources"))]) {
        for (const side of ["limits", "requests"]) {
            const map = at(resources, side);
            unclear ||= isUnknown(map);
            if (keysOf(map).some((name) => name.startsWith("hugepages-") && quantity(at(map, name)) !== 0)) {
                return true;
            }
        }
    }
    return unclear ? undefined : false;
}
