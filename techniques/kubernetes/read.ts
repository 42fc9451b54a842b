import type { ReadContext } from "../classification";
import type { ResourceView } from "../resource";
import type { Findings } from "./findings";
import { readForeign } from "./foreign";
import { kubernetesObject } from "./object";
import { readObject } from "./objects";

const cache = new WeakMap<ResourceView, { readonly context: ReadContext; readonly found: Findings | undefined }>();

const BRIDGED = /^kubernetes:index\//;

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
    // Terraform's provider may be bridged under the name of Pulumi's own.
    const foreign =
        view.custom && (object === undefined || BRIDGED.test(view.type)) ? readForeign(view, context) : undefined;
    const found = foreign ?? (object === undefined ? undefined : readObject(object, context));
    cache.set(view, { context, found });
    return found;
}
