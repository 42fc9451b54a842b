import type { Edit } from "../techniques/virtio-form";
import { at } from "../techniques/value";

/**
 * Changes properties in place. They are never copied: copying reads every value, and the first that is not known at
 * preview would end the remediation.
 */
export function applyEdits(props: object, edits: readonly Edit[]): void {
    for (const { path, value } of edits) {
        const key = path.at(-1);
        const container = path.slice(0, -1).reduce<unknown>((holder, step) => at(holder, step), props);
        if (key === undefined || typeof container !== "object" || container === null) {
            continue;
        }
        if (value === undefined) {
            Reflect.deleteProperty(container, key);
        } else {
            Reflect.set(container, key, value);
        }
    }
}
