import type { ReadContext } from "../classification";
import type { ResourceView } from "../resource";
import type { Findings } from "./findings";
import { readForeign } from "./foreign";
import { kubernetesObject } from "./object";
import { readObject } from "./objects";

const cache = new WeakMap<ResourceView, { readonly context: ReadContext; readonly found: Findings | undefined }>();

/**
 * What was found in a resource, or `undefined` if it is no Kubernetes object. Joins look at the same resource many
 * times, so what was found is kept for as long as the view itself.
 */
export function findingsOf(view: ResourceView, context: ReadContext): Findings | undefined {
    const kept = cache.get(view);
    if (kept !== undefined && kept.context === context) {
        return kept.found;
    }
    const object = view.custom ? kubernetesObject(view) : undefined;
    const found =
        object !== undefined ? readObject(object, context) : view.custom ? readForeign(view, context) : undefined;
    cache.set(view, { context, found });
    return found;
}
