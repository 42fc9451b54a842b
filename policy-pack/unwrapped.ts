import { types } from "node:util";

/** How the SDK's own code asks a proxy of its own whether it is one, and for what it stands before. */
const IS_PROXY = "__isSpecialProxy";
const TARGET = "__getSpecialProxyTarget";

function speaksAsProxy(target: object): boolean {
    return Object.hasOwn(target, IS_PROXY) || Object.hasOwn(target, TARGET);
}

/**
 * The properties behind the proxy by which the SDK throws at every read of an unknown value. Our readers know the words for
 * unknown values themselves, and each read through the proxy costs ten times as much.
 *
 * A resource may have properties of these names: then nothing of it is believed, and it is read as it is.
 */
export function unwrapped(props: unknown): unknown {
    if (!types.isProxy(props)) {
        return props;
    }
    try {
        const asked = props as Readonly<Record<string, unknown>>;
        const target = asked[IS_PROXY] === true ? asked[TARGET] : undefined;
        // What stands behind the proxy is asked, since each question to the proxy itself is slow.
        return typeof target === "object" && target !== null && !speaksAsProxy(target) ? target : props;
    } catch {
        return props;
    }
}
