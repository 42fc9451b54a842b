import type { ReadContext } from "../classification";
import type { Reference, Role } from "../reading";
import { at, deep, elements, isAbsent, isUnknown, text, UNKNOWN, type Value } from "../value";
import { DEVICE_CLASS_RESOURCE_PREFIX } from "./device-resources";
import { classifyDeviceClass, type DraDriver, draDriver } from "./dra-drivers";
import { selection } from "./dra-selection";
import type { ClaimFacet, ClaimRequest } from "./facets";
import type { Findings } from "./findings";
import { inside, type KubernetesObject, pathOf, printable } from "./object";
import { CANNOT_TELL, type DeviceClass, isSoftware, SOFTWARE } from "./techniques";

/** A driver's opaque configuration in a claim or class. */
interface OpaqueConfig {
    readonly driver: DraDriver | undefined;
    readonly driverKnown: boolean;
    readonly parameters: Value;
    readonly path: string;
    /** Names of the requests that it is for; empty for all. */
    readonly requests: readonly string[];
}

/** Reads a ResourceClaim or a ResourceClaimTemplate, of any API version. */
export function readResourceClaim(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const template = object.kind === "ResourceClaimTemplate";
    const { value: spec, path } = template ? inside(object, "spec", "spec") : inside(object, "spec");
    const kind = template ? "claim-template" : "claim";
    const requests: ClaimRequest[] = [];
    const networks: Reference[] = [];
    if (isUnknown(spec)) {
        const attachment = found.attach("asks", path, CANNOT_TELL, "a resource claim that is not known yet");
        requests.push({ reference: undefined, attachment, decided: true });
    } else {
        readRequests(spec, path, object.namespace, requests, networks, found, context);
    }
    found.define(kind, [object.name], object.namespace);
    found.claims.push({
        kind,
        name: object.name,
        namespace: object.namespace,
        requests,
        networks,
        partial: object.patch && requests.length === 0,
    } satisfies ClaimFacet);
}

function readRequests(
    spec: Value,
    path: string,
    namespace: string | typeof UNKNOWN | undefined,
    requests: ClaimRequest[],
    networks: Reference[],
    found: Findings,
    context: ReadContext,
): void {
    const devices = at(spec, "devices");
    const devicesPath = pathOf(path, "devices");
    const list = at(devices, "requests");
    if (isUnknown(devices) || isUnknown(list)) {
        const attachment = found.attach("asks", devicesPath, CANNOT_TELL, "device requests that are not known yet");
        requests.push({ reference: undefined, attachment, decided: true });
    }
    const configs = readOpaqueConfigs(at(devices, "config"), pathOf(devicesPath, "config"));
    elements(list).forEach((request, index) => {
        const requestPath = pathOf(devicesPath, "requests", index);
        const name = text(at(request, "name"));
        const forms: { value: Value; path: string }[] = [];
        if (isUnknown(request) || !isAbsent(at(request, "deviceClassName"))) {
            forms.push({ value: request, path: requestPath });
        }
        const exactly = at(request, "exactly");
        if (!isAbsent(exactly) && !isUnknown(request)) {
            forms.push({ value: exactly, path: pathOf(requestPath, "exactly") });
        }
        // The scheduler takes the first that fits, so each must be allowed.
        const alternatives = at(request, "firstAvailable");
        if (isUnknown(alternatives) && !isUnknown(request)) {
            forms.push({ value: UNKNOWN, path: pathOf(requestPath, "firstAvailable") });
        }
        elements(alternatives).forEach((value, at_) => {
            forms.push({ value, path: pathOf(requestPath, "firstAvailable", at_) });
        });
        for (const form of forms) {
            const subName = text(at(form.value, "name"));
            const full = typeof subName === "string" && typeof name === "string" ? `${name}/${subName}` : name;
            const own = configs.filter(
                (config) =>
                    config.requests.length === 0 || config.requests.some((each) => each === name || each === full),
            );
            requests.push(...readRequest(form.value, form.path, own, found, context));
        }
    });
    // The first versions named one class for the whole claim.
    const className = at(spec, "resourceClassName");
    if (!isAbsent(className)) {
        requests.push(...classRequest(className, pathOf(path, "resourceClassName"), [], [], "asks", found, context));
    }
    for (const config of configs) {
        readNetworkOfConfig(config, namespace, networks, found);
    }
}

/** Reads a device that a custom kind asks for by its class, outside any claim: one is made for it. */
export function readClassOfDevice(device: Value, path: string, found: Findings, context: ReadContext): void {
    const requests = readRequest(device, path, [], found, context);
    found.claims.push({ kind: "claim", name: undefined, namespace: undefined, requests, networks: [] });
}

function readRequest(
    request: Value,
    path: string,
    configs: readonly OpaqueConfig[],
    found: Findings,
    context: ReadContext,
): ClaimRequest[] {
    if (isUnknown(request)) {
        const attachment = found.attach("asks", path, CANNOT_TELL, "a device request that is not known yet");
        return [{ reference: undefined, attachment, decided: true }];
    }
    const selectors = celExpressions(at(request, "selectors"));
    return classRequest(
        at(request, "deviceClassName"),
        pathOf(path, "deviceClassName"),
        selectors,
        configs,
        "asks",
        found,
        context,
    );
}

/** One request of a class: what its selectors and configuration tell, otherwise what the class is by name. */
function classRequest(
    value: Value,
    path: string,
    selectors: readonly string[],
    configs: readonly OpaqueConfig[],
    role: Role,
    found: Findings,
    context: ReadContext,
): ClaimRequest[] {
    const name = text(value);
    if (isUnknown(name) || name === undefined || name === "") {
        const reference = isUnknown(name) ? found.refer("device-class", UNKNOWN, path) : undefined;
        const attachment = found.attach(role, path, CANNOT_TELL, "a request whose device class is not known", {
            ...(reference === undefined ? {} : { provisional: true as const }),
        });
        return [{ reference, attachment, decided: reference === undefined }];
    }
    const reference = found.refer("device-class", name, path);
    const words = `a request for device class ${printable(name, "with a name that this pack does not print")}`;
    const own = draDriver(name);
    const listed = classifyDeviceClass(name, context);
    const { certainty, drivers } = selection(selectors);
    // A hint proves no driver, so what is configured for one makes nothing of its devices.
    const selected = drivers.map(({ driver, device }) =>
        certainty === "hint" || driver === undefined ? device : configured(driver, device, configs),
    );
    const told = certainty !== "hint" && selected.some((device, index) => device !== drivers[index]?.driver?.device);
    if (selected.length > 0 && (certainty === "compared" || told)) {
        // What the selectors of a claim compare with holds whatever its class is, but a class that is known to be
        // hardware stays so unless it is the driver's own.
        const known = listed.provisional || drivers.every(({ driver }) => driver === own) ? "none" : listed.class;
        const [only, ...more] = drivers;
        const softwareOf = certainty === "read" && more.length === 0 ? only?.driver?.driver : undefined;
        return selected.map((device) => {
            const software = isSoftwareDevice(device);
            const final = software && !isSoftwareDevice(known) ? known : device;
            return {
                reference,
                attachment: final === "none" ? undefined : found.attach(role, path, final, words, { subject: name }),
                decided: !(software && certainty === "read"),
                ...(software && softwareOf !== undefined ? { softwareWith: softwareOf } : {}),
            };
        });
    }
    // The driver that a configuration is for gets it only if the class lets its devices through.
    const hinted = configs.flatMap(({ driver }) => (driver === undefined ? [] : [driver]));
    const softwareWith = hinted.find((driver) => isSoftwareDevice(configured(driver, driver.device, configs)))?.driver;
    const byName = own === undefined ? listed.class : configured(own, own.device, configs);
    const device = (listed.provisional ? selected[0] : undefined) ?? byName;
    const attachment =
        device === "none"
            ? undefined
            : found.attach(role, path, device, words, {
                  subject: name,
                  ...(listed.provisional ? { provisional: true as const } : {}),
              });
    return [{ reference, attachment, decided: false, ...(softwareWith === undefined ? {} : { softwareWith }) }];
}

function isSoftwareDevice(device: DeviceClass): boolean {
    return device === "none" || isSoftware(device);
}

/** What the device of a driver becomes by the configuration that the driver is given. */
function configured(driver: DraDriver, device: DeviceClass, configs: readonly OpaqueConfig[]): DeviceClass {
    const software = configs
        .filter((config) => config.driver === driver)
        .map((config) => text(deep(config.parameters, "interface", "type")))
        .some((type) => typeof type === "string" && driver.softwareTypes?.includes(type.toUpperCase()));
    return software ? SOFTWARE : device;
}

/** Reads a DeviceClass, or the ResourceClass of the first versions. */
export function readDeviceClass(object: KubernetesObject, found: Findings, context: ReadContext): void {
    const { value: spec, path } = inside(object, "spec");
    const name = typeof object.name === "string" ? object.name : undefined;
    const old = inside(object, "driverName");
    const resource = text(at(spec, "extendedResourceName"));
    const resources = [
        ...(typeof resource === "string" && resource !== "" ? [resource] : []),
        ...(name === undefined ? [] : [`${DEVICE_CLASS_RESOURCE_PREFIX}${name}`]),
    ];
    const selectors = celExpressions(at(spec, "selectors"));
    const configs = readOpaqueConfigs(at(spec, "config"), pathOf(path, "config"));
    const { certainty, drivers: selected } = selection(selectors);
    const drivers = selected.map(({ driver }) => (certainty === "hint" ? undefined : driver));
    const own = selected.map(({ driver, device }) =>
        certainty === "hint" || driver === undefined ? device : configured(driver, device, configs),
    );
    if (selected.length === 0) {
        // A configuration is for the devices of one driver, and lets others through.
        const hinted = new Set(configs.filter(({ driverKnown }) => driverKnown).map(({ driver }) => driver));
        for (const driver of hinted) {
            drivers.push(undefined);
            own.push(driver === undefined || isSoftwareDevice(driver.device) ? CANNOT_TELL : driver.device);
        }
    }
    if (!isAbsent(old.value)) {
        const driver = draDriverOf(old.value);
        drivers.push(driver);
        own.push(driver === undefined ? CANNOT_TELL : configured(driver, driver.device, configs));
    }
    // What our tables do not know of its driver, config may know of its name.
    const unplaced = own.every((device) => device === CANNOT_TELL);
    const byName = name === undefined || !unplaced ? undefined : classifyDeviceClass(name, context);
    const devices = byName !== undefined && !byName.provisional ? [byName.class] : own.length > 0 ? own : [CANNOT_TELL];
    const offered = devices.filter((device) => device !== "none");
    // A patch that leaves the selectors alone says nothing new, and what it configures settles nothing.
    const partial = object.patch && selectors.length === 0 && isAbsent(old.value);
    const silent = object.patch && own.length === 0 && !isUnknown(spec);
    const attachments = (silent ? [] : offered).map((device) =>
        found.attach("offers", isAbsent(old.value) ? path : old.path, device, "a device class", {
            ...(name === undefined ? {} : { subject: name }),
        }),
    );
    const networks: Reference[] = [];
    for (const config of configs) {
        readNetworkOfConfig(config, undefined, networks, found);
    }
    found.define("device-class", [object.name]);
    found.define("device-resource", resources);
    found.classes.push({
        name: object.name,
        attachments,
        drivers: drivers.map((driver) => driver?.driver),
        none: devices.length > 0 && offered.length === 0 && !partial,
        resources,
        partial,
        networks,
    });
}

function draDriverOf(value: Value): DraDriver | undefined {
    const name = text(value);
    return typeof name === "string" ? draDriver(name) : undefined;
}

function readOpaqueConfigs(list: Value, path: string): OpaqueConfig[] {
    return elements(list).map((config, index) => {
        const opaque = at(config, "opaque");
        const name = text(at(opaque, "driver"));
        return {
            driver: draDriverOf(name),
            driverKnown: typeof name === "string" && name !== "",
            parameters: at(opaque, "parameters"),
            path: pathOf(path, index, "opaque", "parameters"),
            requests: elements(at(config, "requests")).flatMap((request) => {
                const word = text(request);
                return typeof word === "string" ? [word] : [];
            }),
        };
    });
}

/** The network that a driver runs on the device, without any annotation on the pod. */
function readNetworkOfConfig(
    config: OpaqueConfig,
    namespace: string | typeof UNKNOWN | undefined,
    networks: Reference[],
    found: Findings,
): void {
    const name = text(at(config.parameters, "netAttachDefName"));
    if (name === undefined || name === "") {
        return;
    }
    const given = text(at(config.parameters, "netAttachDefNamespace"));
    const path = pathOf(config.path, "netAttachDefName");
    networks.push(found.refer("nad", name, path, given === "" ? namespace : (given ?? namespace)));
}

function celExpressions(selectors: Value): string[] {
    return elements(selectors).flatMap((selector) => {
        const expression = text(deep(selector, "cel", "expression"));
        return typeof expression === "string" ? [expression] : [];
    });
}
