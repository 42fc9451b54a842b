import { type Alternative, alternatives } from "./cel";
import { type DraDriver, draDriver } from "./dra-drivers";
import { CANNOT_TELL, type DeviceClass, isSoftware } from "./techniques";

/**
 * How surely selectors tell the driver of the devices that they let through:
 * - `compared`: each way through them compares with a driver's name;
 * - `read`: each does, or needs an attribute of a driver's domain, which another driver may publish too;
 * - `hint`: something else may come through as well.
 */
export type Certainty = "compared" | "read" | "hint";

/** A driver whose devices selectors let through. */
export interface SelectedDriver {
    /** Its row; `undefined` for a driver that our tables do not know. */
    readonly driver: DraDriver | undefined;
    /** What its devices are under the selectors. */
    readonly device: DeviceClass;
    /** True if the selectors make its devices something else than they are by themselves. */
    readonly narrowed: boolean;
}

/** What selectors tell of the devices that they let through. */
export interface Selection {
    readonly certainty: Certainty;
    /** Empty: nothing is told. Where it is only a hint, hardware alone: a hint never tells that there is no device. */
    readonly drivers: readonly SelectedDriver[];
}

/** Reads the CEL selectors of a class or a request. */
export function selection(expressions: readonly string[]): Selection {
    const named = alternatives(expressions).map((way) => ({ way, ...driversOf(way) }));
    if (named.some(({ drivers }) => drivers.length === 0)) {
        return { certainty: "hint", drivers: hinted(expressions) };
    }
    const selected: SelectedDriver[] = [];
    for (const { way, drivers } of named) {
        for (const name of drivers) {
            const driver = draDriver(name);
            const device = driver === undefined ? CANNOT_TELL : deviceIn(driver, way);
            if (!selected.some((each) => each.driver === driver && each.device === device)) {
                selected.push({ driver, device, narrowed: driver !== undefined && device !== driver.device });
            }
        }
    }
    // A way that leaves a driver's devices as they are takes in those of the narrower ways.
    const drivers = selected.filter(
        ({ driver, narrowed }) => !narrowed || !selected.some((other) => other.driver === driver && !other.narrowed),
    );
    return { certainty: named.every(({ compared }) => compared) ? "compared" : "read", drivers };
}

function driversOf(way: Alternative): { readonly drivers: readonly string[]; readonly compared: boolean } {
    const compared = way.equalities.filter(({ path }) => path.length === 1 && path[0] === "driver");
    return compared.length > 0
        ? { drivers: compared.map(({ value }) => value), compared: true }
        : { drivers: way.domains.filter(isOurs), compared: false };
}

function deviceIn(driver: DraDriver, way: Alternative): DeviceClass {
    const row = driver.selectors?.find(({ attribute, equals }) =>
        way.equalities.some(
            ({ path: [holder, domain, name, ...rest], value }) =>
                holder === "attributes" &&
                domain === driver.driver &&
                name === attribute &&
                rest.length === 0 &&
                value === equals,
        ),
    );
    return row?.device ?? driver.device;
}

const DRIVER_MENTIONED = /\bdevice\s{0,9}\.\s{0,9}driver\s{0,9}==\s{0,9}["']([^"'\\]{1,253})["']/g;
const DOMAIN_MENTIONED = /\[\s{0,9}["']([^"'\\]{1,253})["']\s{0,9}\]/g;

/** What expressions speak of: drivers that are compared with, or else those whose domain is named. Never software. */
function hinted(expressions: readonly string[]): SelectedDriver[] {
    const compared = mentioned(expressions, DRIVER_MENTIONED);
    const drivers = compared.length > 0 ? compared : mentioned(expressions, DOMAIN_MENTIONED).filter(isOurs);
    return [...new Set(drivers.map((name) => draDriver(name)))].flatMap((driver): SelectedDriver[] => {
        const device = driver === undefined ? CANNOT_TELL : driver.device;
        return device === "none" || isSoftware(device) ? [] : [{ driver, device, narrowed: false }];
    });
}

function mentioned(expressions: readonly string[], words: RegExp): string[] {
    return expressions.flatMap((expression) => [...expression.matchAll(words)].map(([, name = ""]) => name));
}

function isOurs(name: string): boolean {
    return draDriver(name) !== undefined;
}
