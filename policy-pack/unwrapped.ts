/** How the SDK's own code asks a proxy of its own whether it is one, and for what it stands before. */
const IS_PROXY = "__isSpecialProxy";
const TARGET = "__getSpecialProxyTarget";

/**
 * The properties behind the proxy by which the SDK throws at every read of an unknown value. Our readers know the words for
 * unknown values themselves, and each read through the proxy costs ten times as much.
 *
 * A resource may have properties of these names: then nothing of it is believed, and it is read as it is.
 */
export function unwrapped(props: unknown): unknown {
    if (typeof props !== "object" || props === null) {
        return props;
    }
    try {
        const asked = props as Readonly<Record<string, unknown>>;
        const own = (name: string): boolean => Object.prototype.hasOwnProperty.call(props, name);
        if (own(IS_PROXY) || own(TARGET) || asked[IS_PROXY] !== true) {
            return props;
        }
        const target = asked[TARGET];
        return typeof target === "object" && target !== null ? target : props;
    } catch {
        return props;
    }
}
