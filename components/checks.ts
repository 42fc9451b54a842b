import { isIP, isIPv4 } from "node:net";
import type { Technique } from "../techniques/technique";
import { ArgumentError, type CheckedChoice, checkChoice } from "./choice";
import { isPending, isPlainObject } from "./inputs";

/**
 * Checks of single values, as pure functions: each gives what is wrong, as the end of a sentence ("… must be …"), or
 * `undefined`. They repeat the rules of the program that will read the value, so that a fault shows before anything is
 * registered and not in the log of a node. Lists, maps and objects skip what is not known yet; it is checked once it is.
 */
export type Check = (value: unknown) => string | undefined;

/** Fails an argument of a component. */
export type Fail = (argument: string, fault: string) => never;

/** The failure of one component: `fail("ips", "…")` names the component, the argument and the fault. */
export function failer(component: string): Fail {
    return (argument, fault) => {
        throw new ArgumentError(component, argument, fault);
    };
}

/** {@link checkChoice} for a choice that stands inside an argument: `attachments[0].exceptionId`. */
export function checkChoiceAt(
    component: string,
    argument: string,
    given: { readonly technique?: unknown; readonly exceptionId?: unknown; readonly approved?: unknown },
    allowed: readonly Technique[],
): CheckedChoice {
    try {
        return checkChoice(component, given, allowed);
    } catch (error) {
        if (error instanceof ArgumentError) {
            throw new ArgumentError(component, `${argument}.${error.argument}`, error.fault);
        }
        throw error;
    }
}

/** A value for a message: quoted if it is text, by its kind otherwise. */
export function shown(value: unknown): string {
    if (typeof value === "string") {
        return JSON.stringify(value);
    }
    return typeof value === "object" && value !== null
        ? Array.isArray(value)
            ? "a list"
            : "an object"
        : String(value);
}

/** Text that is not empty. */
export const words: Check = (value) =>
    typeof value === "string" && value !== "" ? undefined : `must be text, and is ${shown(value)}`;

/** True or false. */
export const flag: Check = (value) =>
    typeof value === "boolean" ? undefined : `must be true or false, and is ${shown(value)}`;

/** A whole number within bounds, both included. */
export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    return (value) =>
        typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
            ? undefined
            : `must be a whole number ${range}, and is ${shown(value)}`;
}

/** One of some words, exactly as written. */
export function oneOf(...allowed: readonly string[]): Check {
    return (value) =>
        typeof value === "string" && allowed.includes(value)
            ? undefined
            : `must be one of ${allowed.map((word) => `"${word}"`).join(", ")}, and is ${shown(value)}`;
}

/** A list whose every element passes. */
export function listOf(element: Check): Check {
    return (value) => {
        if (!Array.isArray(value)) {
            return `must be a list, and is ${shown(value)}`;
        }
        for (const [index, item] of value.entries()) {
            const fault = isPending(item) ? undefined : element(item);
            if (fault !== undefined) {
                return `holds, at ${index}, what ${fault}`;
            }
        }
        return undefined;
    };
}

/** A map from text to what passes. */
export function mapOf(element: Check): Check {
    return (value) => {
        if (!isPlainObject(value)) {
            return `must be an object, and is ${shown(value)}`;
        }
        for (const [key, item] of Object.entries(value)) {
            const fault = isPending(item) ? undefined : element(item);
            if (fault !== undefined) {
                return `holds, under ${JSON.stringify(key)}, what ${fault}`;
            }
        }
        return undefined;
    };
}

/** The keys that an object may have, each with the check of its value. */
export type Shape = Readonly<Record<string, Check>>;

/** An object of some shape. */
export function object(shape: Shape, required: readonly string[] = []): Check {
    return (value) =>
        isPlainObject(value) ? shapeFault(value, shape, required) : `must be an object, and is ${shown(value)}`;
}

/**
 * What is wrong with the keys and values of an object, or `undefined`. A key that the shape does not know is a fault: a
 * misspelt key would be ignored without a word by whoever reads it, and one that differs by case alone would not.
 */
export function shapeFault(
    value: Readonly<Record<string, unknown>>,
    shape: Shape,
    required: readonly string[] = [],
): string | undefined {
    for (const key of required) {
        if (value[key] === undefined || value[key] === null) {
            return `needs ${key}`;
        }
    }
    for (const [key, item] of Object.entries(value)) {
        const check = Object.prototype.hasOwnProperty.call(shape, key) ? shape[key] : undefined;
        if (check === undefined) {
            return `has no key ${JSON.stringify(key)}; it takes ${Object.keys(shape).join(", ")}`;
        }
        const fault = item === undefined || isPending(item) ? undefined : check(item);
        if (fault !== undefined) {
            return `has ${key} that ${fault}`;
        }
    }
    return undefined;
}

/** An IP address of either family. */
export const ipAddress: Check = (value) =>
    typeof value === "string" && isIP(value) !== 0 ? undefined : `must be an IP address, and is ${shown(value)}`;

/** A network in CIDR notation, such as `10.0.0.0/24`. */
export const cidr: Check = (value) => {
    const fault = `must be a network in CIDR notation such as "10.0.0.0/24", and is ${shown(value)}`;
    if (typeof value !== "string") {
        return fault;
    }
    const [address, prefix, ...rest] = value.split("/");
    if (address === undefined || prefix === undefined || rest.length > 0 || isIP(address) === 0) {
        return fault;
    }
    return /^(0|[1-9]\d*)$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128) ? undefined : fault;
};

/** An IP address, with or without a prefix length. */
export const ipOrCidr: Check = (value) =>
    ipAddress(value) === undefined || cidr(value) === undefined
        ? undefined
        : `must be an IP address with or without a prefix length, and is ${shown(value)}`;

/** A MAC address of six octets, with colons. */
export const macAddress: Check = (value) =>
    typeof value === "string" && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)
        ? undefined
        : `must be a MAC address such as "02:00:00:00:00:01", and is ${shown(value)}`;

/** An InfiniBand GUID of eight octets, with colons. */
export const guid: Check = (value) =>
    typeof value === "string" && /^[0-9a-f]{2}(:[0-9a-f]{2}){7}$/i.test(value)
        ? undefined
        : `must be a GUID such as "02:00:00:00:00:00:00:01", and is ${shown(value)}`;

/** A PCI address with its domain, such as `0000:3b:00.0`. */
export const pciAddress: Check = (value) =>
    typeof value === "string" && /^[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/i.test(value)
        ? undefined
        : `must be a PCI address such as "0000:3b:00.0", and is ${shown(value)}`;

/** The name of a network interface on Linux. */
export const interfaceName: Check = (value) =>
    typeof value === "string" && /^[^\s/]{1,15}$/.test(value) && value !== "." && value !== ".."
        ? undefined
        : `must be an interface name of 1 to 15 characters without blanks or "/", and is ${shown(value)}`;

/** The name of a Kubernetes object: a DNS subdomain. */
export const objectName: Check = (value) =>
    typeof value === "string" &&
    value.length <= 253 &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value)
        ? undefined
        : `must be the name of a Kubernetes object (lower case letters, digits, "-" and "."), and is ${shown(value)}`;

/** A DNS label: a namespace, a container. */
export const label: Check = (value) =>
    typeof value === "string" && value.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)
        ? undefined
        : `must have up to 63 lower case letters, digits and "-", and is ${shown(value)}`;

/** The name of a device-plugin resource, with its domain: `openshift.io/fast`. */
export const resourceName: Check = (value) =>
    typeof value === "string" &&
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(value)
        ? undefined
        : `must be a device-plugin resource with its domain, such as "openshift.io/fast", and is ${shown(value)}`;
