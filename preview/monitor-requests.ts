/** Requests of the ResourceMonitor protocol in the deployment's own words. */

import { entriesOf, fromStruct, resource } from "./protocol";
import type { Registration } from "./resource-state";

/** A registration as the deployment takes it. */
export function toRegistration(request: resource.RegisterResourceRequest): Registration {
    const inputs = fromStruct(request.getObject());
    const dependencies = request.getDependenciesList();
    const given = entriesOf(request.getPropertydependenciesMap());
    return {
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent(),
        custom: request.getCustom(),
        remote: request.getRemote(),
        inputs,
        // Without word of its own, each property depends on all that the resource depends on.
        propertyDependencies:
            given.length === 0 && !request.getRemote()
                ? Object.fromEntries(Object.keys(inputs).map((key) => [key, dependencies]))
                : Object.fromEntries(given.map(([key, list]) => [key, list.getUrnsList()])),
        options: toOptions(request),
        packageRef: request.getPackageref(),
        transforms: request.getTransformsList(),
    };
}

function toOptions(request: resource.RegisterResourceRequest): resource.TransformResourceOptions {
    const options = new resource.TransformResourceOptions();
    const protect = request.getProtect();
    const retain = request.getRetainondelete();
    options.setImport?.(request.getImportid());
    options.setDependsOnList(request.getDependenciesList());
    // In older SDKs an option that is not set is false.
    if ((request.hasProtect?.() ?? protect) && protect !== undefined) {
        options.setProtect(protect);
    }
    options.setIgnoreChangesList(request.getIgnorechangesList());
    options.setReplaceOnChangesList(request.getReplaceonchangesList());
    options.setReplacementTrigger?.(request.getReplacementTrigger?.());
    options.setVersion(request.getVersion());
    options.setAliasesList(request.getAliasesList());
    options.setProvider(request.getProvider());
    for (const [name, reference] of entriesOf(request.getProvidersMap())) {
        options.getProvidersMap().set(name, reference);
    }
    options.setHideDiffList?.(request.getHidediffsList());
    options.setCustomTimeouts(request.getCustomtimeouts());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    if ((request.hasRetainondelete?.() ?? retain) && retain !== undefined) {
        options.setRetainOnDelete(retain);
    }
    options.setDeletedWith(request.getDeletedwith());
    options.setReplaceWithList?.(request.getReplaceWithList());
    if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
        options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    }
    options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    options.setHooks?.(request.getHooks?.());
    return options;
}
