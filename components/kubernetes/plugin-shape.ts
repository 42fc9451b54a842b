import { type Check, flag, object, type Shape } from "../checks";

/** The keys of a union of plugin configurations. */
type KeysOf<P> = P extends unknown ? keyof P : never;

/** What a plugin's configuration may hold, beside `type`. */
export interface PluginShape {
    readonly shape: Shape;
    readonly required: readonly string[];
    /** What no single key shows, as the end of a sentence, or `undefined`. */
    readonly together?: (plugin: Readonly<Record<string, unknown>>) => string | undefined;
}

/** A shape that names every key of its plugins, and no other. */
type ShapeOf<P> = Readonly<Record<Exclude<KeysOf<P>, "type">, Check>>;

/** The shapes of a union of plugins by their type. */
export type ShapesOf<P extends { readonly type: string }> = {
    readonly [T in P["type"]]: {
        readonly shape: ShapeOf<
            Extract<P, { readonly type: T }> extends never ? P & { readonly type: T } : Extract<P, { readonly type: T }>
        >;
        readonly required: readonly string[];
        readonly together?: PluginShape["together"];
    };
};

/** What a pod may ask of a plugin. */
export const capabilitiesShape: Check = object({
    ips: flag,
    mac: flag,
    bandwidth: flag,
    portMappings: flag,
    infinibandGUID: flag,
    ipRanges: flag,
    CNIDeviceInfoFile: flag,
});
