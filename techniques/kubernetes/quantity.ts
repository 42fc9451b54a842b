import { isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";

const NUMBER = /^([+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+\.)([a-zA-Z]*)$/;

const SUFFIXES: Readonly<Record<string, number>> = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    "": 1,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity as a number: 0 where it is absent, {@link UNKNOWN} where it cannot be known, and `undefined`
 * where it is no quantity at all.
 */
export function quantity(value: Value): number | typeof UNKNOWN | undefined {
    if (isAbsent(value)) {
        return 0;
    }
    const word = text(value);
    if (isUnknown(word)) {
        return UNKNOWN;
    }
    const [, number, suffix = ""] = NUMBER.exec(word?.trim() ?? "") ?? [];
    const factor = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
    return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
