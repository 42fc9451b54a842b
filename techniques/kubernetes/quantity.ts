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

/** The longest text that is read as a quantity: no amount needs more, and the pattern takes long on a long text. */
const MAX_LENGTH = 64;

/**
 * A Kubernetes quantity as a number: 0 where it is absent, {@link UNKNOWN} where it cannot be known or is too long to
 * be read, and `undefined` where it is no quantity at all.
 */
export function quantity(value: Value): number | typeof UNKNOWN | undefined {
    if (isAbsent(value)) {
        return 0;
    }
    const word = text(value);
    if (isUnknown(word) || (word !== undefined && word.length > MAX_LENGTH)) {
        return UNKNOWN;
    }
    const [, number, suffix = ""] = NUMBER.exec(word?.trim() ?? "") ?? [];
    const factor = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
    if (number === undefined || factor === undefined) {
        return undefined;
    }
    const amount = Number(number) * factor;
    // What is too small for a number is rounded up, as Kubernetes does.
    return amount === 0 && /^[^eE]*[1-9]/.test(number) ? Number.MIN_VALUE : amount;
}
