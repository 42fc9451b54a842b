/** The resources of a preview: what the program asked for, and what came of it. */

import type { callback, resource } from "./protocol";
import { type PreviewResource, UNKNOWN } from "./result";
import { isProviderType } from "./urn";
import { parseReference } from "./provider-request";
import { reveal, type WireObject } from "./wire";

/** A resource as the program asks for it. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    /** URN, or empty. */
    readonly parent: string;
    readonly custom: boolean;
    /** True for a component that a provider builds. */
    readonly remote: boolean;
    readonly inputs: WireObject;
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    /** All other options, in the form that transforms take. */
    readonly options: resource.TransformResourceOptions;
    /** A package that was registered before, or empty. */
    readonly packageRef: string;
    readonly transforms: readonly callback.Callback[];
}

/** A resource that is only looked up. */
export interface ReadRequest {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly parent: string;
    readonly provider: string;
    readonly version: string;
    readonly downloadUrl: string;
    readonly packageRef: string;
    readonly inputs: WireObject;
    readonly dependencies: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
    /** What is known of the outputs' names. */
    readonly outputNames: readonly string[];
}

/** Options as policies are shown them. */
export interface PolicyOptions {
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    /** Undefined where the program does not say. */
    readonly deleteBeforeReplace: boolean | undefined;
    readonly additionalSecretOutputs: readonly string[];
    /** Seconds. */
    readonly timeouts: { readonly create: number; readonly update: number; readonly delete: number };
}

/** A resource of the preview. */
export interface ResourceState {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN, or empty. */
    readonly parent: string;
    readonly custom: boolean;
    readonly read: boolean;
    readonly defaultProvider: boolean;
    /** `<urn>::<id>`, or empty. */
    readonly provider: string;
    /** Empty where it is not known. */
    readonly id: string;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly options: PolicyOptions;
    inputs: WireObject;
    outputs: WireObject;
}

/** The options of a resource that sets none. */
export const NO_OPTIONS: PolicyOptions = {
    protect: false,
    ignoreChanges: [],
    deleteBeforeReplace: undefined,
    additionalSecretOutputs: [],
    timeouts: { create: 0, update: 0, delete: 0 },
};

/** The ID of a resource that is about to be made. Only providers have one that travels. */
export function newId(type: string): string {
    return isProviderType(type) ? UNKNOWN : "";
}

/** The resource as the result shows it. */
export function toPreviewResource(state: ResourceState): PreviewResource {
    const provider = parseReference(state.provider)?.urn;
    return {
        urn: state.urn,
        type: state.type,
        name: state.name,
        ...(state.parent === "" ? {} : { parent: state.parent }),
        ...(provider === undefined ? {} : { provider }),
        custom: state.custom,
        read: state.read,
        defaultProvider: state.defaultProvider,
        inputs: reveal(state.inputs),
        outputs: reveal(state.outputs),
        dependencies: state.dependencies,
        propertyDependencies: Object.fromEntries(
            Object.entries(state.propertyDependencies).filter(([, urns]) => urns.length > 0),
        ),
    };
}
