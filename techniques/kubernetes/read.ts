import type { ReadContext } from "../classification";
import type { ResourceView } from "../resource";
import type { Findings } from "./findings";
import { readForeign } from "./foreign";
import { kubernetesObject } from "./object";
import { isPlain, readObject } from "./objects";

const cache = new WeakMap<ResourceView, { readonly context: ReadContext; readonly found: Findings }>();

const BRIDGED = /^kubernetes:index\//;

/**
 * What was found in a resource, or `undefined` if it is no Kubernetes object. Joins look at the same resource many
 * times, so what was found is kept for as long as the view itself, unless no join could find anything in it.
 */
export function findingsOf(view: ResourceView, context: ReadContext): Findings | undefined {
    const kept = cache.get(view);
    if (kept !== undefined && kept.context === context) {
        return kept.found;
    }
    const object = view.custom ? kubernetesObject(view) : undefined;
    // Terraform's provider may be bridged under the name of Pulumi's own.
    const foreign =
        view.custom && (object === undefined || BRIDGED.test(view.type)) ? readForeign(view, context) : undefined;
    const found = foreign ?? (object === undefined || isPlain(object) ? undefined : readObject(object, context));
    if (found?.isBare() === false) {
        cache.set(view, { context, found });
    }
    return found;
}
