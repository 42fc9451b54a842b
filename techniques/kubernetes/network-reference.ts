import type { Reference } from "../reading";
import { isUnknown, UNKNOWN } from "../value";
import type { Findings } from "./findings";

/** Refers to a network by `name` or `namespace/name`. */
export function referToNetwork(
    name: string | typeof UNKNOWN | undefined,
    path: string,
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
): Reference | undefined {
    if (typeof name !== "string") {
        return isUnknown(name) ? found.refer("nad", UNKNOWN, path, namespace) : undefined;
    }
    const slash = name.indexOf("/");
    return slash < 0
        ? found.refer("nad", name, path, namespace)
        : found.refer("nad", name.slice(slash + 1), path, name.slice(0, slash));
}
