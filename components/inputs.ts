import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../techniques/value";

/**
 * Working on arguments without disturbing them. A template that goes through `pulumi.output` as a whole becomes unknown
 * as a whole as soon as one image or variable in it is not known at preview, and then no policy can read it. So what is
 * plain stays plain here, and only the place that is changed, or that was an Output already, becomes one.
 */

/** True for a value that has to be waited for. */
export function isPending(value: unknown): value is pulumi.Output<unknown> | Promise<unknown> {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** True if a value, or anything inside its arrays and plain objects, has to be waited for. */
export function holdsPending(value: unknown): boolean {
    if (isPending(value)) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.some(holdsPending);
    }
    return isPlainObject(value) && Object.values(value).some(holdsPending);
}

/** True for an object as literals and parsed JSON make them: no array, no resource, no instance of a class. */
export function isPlainObject<T>(value: T): value is T & Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value) || isPending(value)) {
        return false;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    // A literal of another realm (a test runner's, a second copy of a library's) has a prototype of its own.
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An Output of a value and all that is inside it. */
function awaited(value: unknown): pulumi.Output<unknown> {
    return pulumi.output(value as object);
}

/**
 * Applies a function to an argument: at once where the argument is plain, once it is there where it is an Output or a
 * promise. What the argument holds stays as it is.
 */
export function mapInput<T, U>(input: pulumi.Input<T>, map: (value: T) => pulumi.Input<U>): pulumi.Input<U> {
    if (isPending(input)) {
        return awaited(input).apply((value) => map(value as T)) as pulumi.Output<U>;
    }
    return map(input);
}

/**
 * Applies a function to a value of which all parts must be known: at once where they are, once they are there otherwise.
 */
export function whenKnown<T, U>(value: T, use: (known: Known<T>) => U): pulumi.Input<U> {
    if (holdsPending(value)) {
        return awaited(value).apply<U>((known) => use(known as Known<T>));
    }
    return use(value as unknown as Known<T>);
}

/** Arguments as a policy would see them: what has to be waited for is unknown. */
export function withUnknowns(value: unknown): unknown {
    if (isPending(value)) {
        return UNKNOWN;
    }
    if (Array.isArray(value)) {
        return value.map(withUnknowns);
    }
    return isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withUnknowns(item)]))
        : value;
}

/** A type of arguments, once all its inputs are known. */
export type Known<T> =
    T extends pulumi.OutputInstance<infer O>
        ? Known<O>
        : T extends Promise<infer P>
          ? Known<P>
          : T extends string | number | boolean | bigint | null | undefined | ((...args: never[]) => unknown)
            ? T
            : T extends readonly (infer E)[]
              ? readonly Known<E>[]
              : T extends object
                ? { readonly [K in keyof T]: Known<T[K]> }
                : T;
