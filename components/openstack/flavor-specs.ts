import { NO_CONTEXT } from "../../techniques/classification";
import {
    customClasses,
    deviceClasses,
    deviceSpecs,
    extraSpecDevices,
    PCI_ALIAS_TECHNIQUES,
} from "../../techniques/openstack/extra-spec";
import type { Technique } from "../../techniques/technique";
import { type Check, checkChoiceAt, type Fail, failer, flag, shapeFault, shown, whole, words } from "../checks";
import type { CheckedChoice } from "../choice";
import { isPending, isPlainObject, mapInput, withUnknowns } from "../inputs";
import { EPA_ARGUMENTS, epa, type EpaArgs, type Specs, textMap } from "./epa";
import type { FlavorArgs } from "./flavor-args";
import { type KeyMap, markKeys } from "./key-markers";

/** A device that a flavor offers, checked. */
export interface CheckedDevice {
    readonly choice: CheckedChoice;
    /** What it is, for messages: `pciAlias "gpu"`. */
    readonly label: string;
}

/** A flavor's extra specs, worked out before anything is registered. */
export interface CheckedFlavor {
    readonly extraSpecs: KeyMap | undefined;
    readonly devices: readonly CheckedDevice[];
}

const SIZES: Readonly<Record<string, Check>> = {
    vcpus: whole(1),
    ram: whole(1),
    disk: whole(0),
    ephemeral: whole(0),
    swap: whole(0),
    isPublic: flag,
    flavorId: words,
    flavorName: words,
    region: words,
};

const ARGUMENTS: readonly string[] = [
    ...Object.keys(SIZES),
    "rxTxFactor",
    "description",
    "extraSpecs",
    "devices",
    ...EPA_ARGUMENTS,
];

/**
 * Checks the arguments of a flavor and gives its extra specs. Pure: nothing is registered.
 *
 * @throws ArgumentError for what Nova would refuse at boot, and for a device that does not stand under devices.
 */
export function flavorSpecs(component: string, args: FlavorArgs): CheckedFlavor {
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give vcpus, ram and disk.");
    }
    const given: Readonly<Record<string, unknown>> = args;
    for (const argument of ["vcpus", "ram", "disk"]) {
        if (given[argument] === undefined || given[argument] === null) {
            fail(argument, "is missing. Give vcpus, ram (MiB) and disk (GiB).");
        }
    }
    const strange = Object.keys(given).find((key) => !ARGUMENTS.includes(key));
    if (strange !== undefined) {
        fail(strange, `is no argument of a flavor; it takes ${ARGUMENTS.join(", ")}.`);
    }
    for (const [argument, check] of Object.entries(SIZES)) {
        const value = given[argument];
        const fault = value === undefined || value === null || isPending(value) ? undefined : check(value);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
    }
    const specs = epa(fail, epaPart(given), { vcpus: args.vcpus, ram: args.ram });
    const devices = deviceList(fail, component, args.devices, specs);
    const choices = devices.map(({ choice }) => choice);
    return { extraSpecs: markKeys(joined(fail, args.extraSpecs, specs), choices), devices };
}

function epaPart(given: Readonly<Record<string, unknown>>): EpaArgs {
    return Object.fromEntries(EPA_ARGUMENTS.map((argument) => [argument, given[argument]]));
}

/** The user's extra specs with those of the typed arguments. */
function joined(fail: Fail, extraSpecs: FlavorArgs["extraSpecs"], specs: Specs): KeyMap | undefined {
    if (extraSpecs === undefined || extraSpecs === null) {
        return Object.keys(specs).length === 0 ? undefined : specs;
    }
    return mapInput(extraSpecs, (own) => {
        checkFree(fail, own, specs);
        const text = Object.entries(own).map(([key, value]) => [key, mapInput(value, String)] as const);
        return { ...Object.fromEntries(text), ...specs };
    });
}

/** Extra specs by hand: none that an argument writes as well, and none that bring a device. */
function checkFree(fail: Fail, own: unknown, specs: Specs): void {
    const fault = textMap(own);
    if (fault !== undefined) {
        fail("extraSpecs", `${fault}.`);
    }
    const keys = Object.keys(own as object);
    const twice = keys.find((key) => Object.prototype.hasOwnProperty.call(specs, key));
    if (twice !== undefined) {
        fail("extraSpecs", `holds "${twice}", which another argument writes too; keep one of the two.`);
    }
    const place = { value: withUnknowns(own), path: "extraSpecs", property: "extraSpecs" };
    const [device] = extraSpecDevices(place, NO_CONTEXT);
    if (device !== undefined) {
        fail(device.path, "brings a device. Give it under devices, with its technique and exceptionId.");
    }
}

/** One way to name a device. */
interface DeviceForm {
    readonly key: string;
    readonly shape: Readonly<Record<string, Check>>;
    /** The techniques that it can be. */
    readonly techniques: (value: string) => readonly Technique[];
    /** The extra spec and its value. */
    readonly spec: (device: Readonly<Record<string, unknown>>) => readonly [string, string];
    /** How several of this form share one extra spec; refused where they cannot. */
    readonly together?: (one: string, other: string) => string;
}

const aliasName: Check = (value) =>
    typeof value === "string" && /^[^\s:,]+$/.test(value)
        ? undefined
        : `must be the name of an alias, without blanks, ":" and ",", and is ${shown(value)}`;

const className: Check = (value) =>
    typeof value === "string" && classTechniques(value) !== undefined
        ? undefined
        : `must be one of ${Object.keys(deviceClasses).join(", ")} or begin with "CUSTOM_", and is ${shown(value)}`;

const groupName: Check = (value) =>
    typeof value === "string" && /^[a-zA-Z0-9_-]{1,64}$/.test(value)
        ? undefined
        : `must be the suffix of a request group, such as "1" or "_GPU", and is ${shown(value)}`;

/** The techniques that a resource class can be; a class of one's own is what the operator says. */
function classTechniques(name: string): readonly Technique[] | undefined {
    if (!/^[A-Z0-9_]+$/.test(name)) {
        return undefined;
    }
    const listed = Object.prototype.hasOwnProperty.call(deviceClasses, name) ? deviceClasses[name] : undefined;
    return listed ?? (customClasses.some(({ prefix }) => name.startsWith(prefix)) ? PCI_ALIAS_TECHNIQUES : undefined);
}

const FORMS: readonly DeviceForm[] = [
    {
        key: "pciAlias",
        shape: { pciAlias: aliasName, count: whole(1) },
        techniques: () => PCI_ALIAS_TECHNIQUES,
        spec: ({ pciAlias, count }) => [deviceSpecs.pciAlias, `${plain(pciAlias)}:${plain(count ?? 1)}`],
        together: (one, other) => `${one},${other}`,
    },
    {
        key: "deviceProfile",
        shape: { deviceProfile: words },
        techniques: () => ["accelerator"],
        spec: ({ deviceProfile }) => [deviceSpecs.deviceProfile, plain(deviceProfile)],
    },
    {
        key: "vgpus",
        shape: { vgpus: whole(1) },
        techniques: () => ["accelerator"],
        spec: ({ vgpus }) => [`${deviceSpecs.resources}:VGPU`, plain(vgpus)],
    },
    {
        key: "resourceClass",
        shape: { resourceClass: className, count: whole(1), group: groupName },
        techniques: (name) => classTechniques(name) ?? [],
        spec: ({ resourceClass, count, group }) => [
            `${deviceSpecs.resources}${plain(group ?? "")}:${plain(resourceClass)}`,
            plain(count ?? 1),
        ],
    },
];

/** Checked text or a checked number, as extra specs hold it. */
function plain(value: unknown): string {
    return typeof value === "string" ? value : typeof value === "number" ? value.toString() : "";
}

const CHOICE_KEYS = ["technique", "exceptionId", "approved"];

function deviceList(fail: Fail, component: string, devices: unknown, specs: Specs): CheckedDevice[] {
    if (devices === undefined || devices === null) {
        return [];
    }
    if (!Array.isArray(devices)) {
        return fail("devices", "must be a plain list, so that it can be checked.");
    }
    const seen = new Map<string, string>();
    return devices.map((device: unknown, index): CheckedDevice => {
        const argument = `devices[${index}]`;
        const forms = FORMS.filter(({ key }) => isPlainObject(device) && device[key] !== undefined);
        const [form] = forms;
        if (!isPlainObject(device) || form === undefined || forms.length > 1) {
            return fail(argument, `needs exactly one of ${FORMS.map(({ key }) => key).join(", ")}.`);
        }
        const own = Object.fromEntries(Object.entries(device).filter(([key]) => !CHOICE_KEYS.includes(key)));
        for (const [key, value] of Object.entries(own)) {
            if (isPending(value)) {
                fail(
                    `${argument}.${key}`,
                    "must be plain, so that the policy pack can read the extra spec at preview.",
                );
            }
        }
        const fault = shapeFault(own, form.shape);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
        const label = `${form.key} ${shown(own[form.key])}`;
        const choice = checkChoiceAt(component, argument, device, form.techniques(plain(own[form.key])));
        addSpec(fail, argument, label, form, own, specs, seen);
        return { choice, label };
    });
}

/** Writes a device into the extra specs; the same one twice, or two where Nova reads one, is refused. */
function addSpec(
    fail: Fail,
    argument: string,
    label: string,
    form: DeviceForm,
    device: Readonly<Record<string, unknown>>,
    specs: Specs,
    seen: Map<string, string>,
): void {
    const [key, value] = form.spec(device);
    const before = specs[key];
    const twin = seen.get(form.together === undefined ? key : `${key} ${label}`);
    if (twin !== undefined) {
        fail(argument, `asks for what ${twin} asks for already. Give one entry with the count of both.`);
    }
    seen.set(form.together === undefined ? key : `${key} ${label}`, argument);
    specs[key] = typeof before === "string" && form.together !== undefined ? form.together(before, value) : value;
}
