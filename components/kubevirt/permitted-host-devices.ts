import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ApprovedChoice, CheckedChoice, HardwareChoice } from "../choice";
import { type Check, checkChoiceAt, type Fail, failer, flag, resourceName, shapeFault, shown, words } from "../checks";
import { childOptions } from "../child-options";
import { checkDeviceResource } from "../kubernetes/device-choice";
import { markerAnnotations } from "../kubernetes/markers";
import { holdsPending, isPlainObject } from "../inputs";

/** What every kind of device says. Plain: it decides about the technique. */
interface PermittedCommon {
    /** The resource by which machines ask for the device, such as `example.com/nvme`. */
    readonly resourceName: string;
    /** True where another device plugin than KubeVirt's own serves the resource. Default: false. */
    readonly externalResourceProvider?: boolean;
}

/** PCI devices that machines may be given whole, by VFIO. */
export type PermittedPciDevice = HardwareChoice<"pci-passthrough"> &
    PermittedCommon & {
        /** Vendor and product: `10DE:1EB8`. */
        readonly pciVendorSelector: string;
    };

/** Mediated devices (vGPUs and the like) that machines may be given. */
export type PermittedMediatedDevice = (HardwareChoice<"accelerator"> | ApprovedChoice) &
    PermittedCommon & {
        /** The type's name, such as `GRID T4-1Q`. */
        readonly mdevNameSelector: string;
    };

/** The arguments of {@link PermittedHostDevices}. At least one list is given. */
export interface PermittedHostDevicesArgs {
    /** The cluster's KubeVirt object. Default: `kubevirt` in the namespace `kubevirt`, as its operator makes it. */
    readonly kubevirt?: { readonly name: string; readonly namespace: string };
    readonly pciHostDevices?: readonly PermittedPciDevice[];
    readonly mediatedDevices?: readonly PermittedMediatedDevice[];
}

const anything: Check = () => undefined;
const common = {
    technique: anything,
    exceptionId: anything,
    approved: anything,
    resourceName,
    externalResourceProvider: flag,
};
const vendorSelector: Check = (value) =>
    typeof value === "string" && /^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$/.test(value)
        ? undefined
        : `must be vendor and product such as "10DE:1EB8", and is ${shown(value)}`;

/** Arguments that are this library's, not KubeVirt's. */
const CHOICE_KEYS: readonly string[] = ["technique", "exceptionId", "approved"];

/** The lists, by the key of KubeVirt's own. */
const lists = {
    pciHostDevices: { shape: { ...common, pciVendorSelector: vendorSelector }, selector: "pciVendorSelector" },
    mediatedDevices: { shape: { ...common, mdevNameSelector: words }, selector: "mdevNameSelector" },
} as const;

/** What each list can be. */
const techniques = { pciHostDevices: ["pci-passthrough"], mediatedDevices: ["accelerator"] } as const;

/**
 * The devices of the nodes that virtual machines may be given: `permittedHostDevices` of the cluster's KubeVirt object
 * (`kubevirt.io/v1`). Each offers hardware, so each needs an exception ID; the machines need their own.
 *
 * The object itself is KubeVirt's operator's: this patches it by server-side apply, and owns the lists that it gives as
 * a whole, so one component of a cluster holds all devices of a list. Where the HyperConverged operator makes the
 * KubeVirt object, it takes every patch back: set `spec.permittedHostDevices` of the HyperConverged object there.
 *
 * ```ts
 * new kubevirt.PermittedHostDevices("gpus", {
 *     pciHostDevices: [
 *         {
 *             technique: "pci-passthrough",
 *             exceptionId: "EXC-2026-014",
 *             pciVendorSelector: "10DE:1EB8",
 *             resourceName: "nvidia.com/TU104GL_Tesla_T4",
 *         },
 *     ],
 * });
 * ```
 *
 * @throws ArgumentError for a device without its exception ID, a selector or resource of the wrong form, and one
 * resource that is given twice.
 */
export class PermittedHostDevices extends pulumi.ComponentResource {
    /** The patch of the KubeVirt object. */
    public readonly resource: k8s.apiextensions.CustomResourcePatch;
    /** The resources that machines may ask for, in the order given. */
    public readonly resourceNames: readonly string[];

    constructor(name: string, args: PermittedHostDevicesArgs, opts?: pulumi.ComponentResourceOptions) {
        const { kubevirt, permitted, choices, resourceNames } = check(name, args);
        super("virtio-first:kubevirt:PermittedHostDevices", name, args, opts);
        this.resource = new k8s.apiextensions.CustomResourcePatch(
            name,
            {
                apiVersion: "kubevirt.io/v1",
                kind: "KubeVirt",
                metadata: { ...kubevirt, annotations: markerAnnotations(choices) },
                spec: { configuration: { permittedHostDevices: permitted } },
            },
            childOptions(this, opts),
        );
        this.resourceNames = resourceNames;
        this.registerOutputs({ resourceNames });
    }
}

/** All that is worked out before anything is registered. */
interface Checked {
    readonly kubevirt: { readonly name: string; readonly namespace: string };
    readonly permitted: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
    readonly choices: readonly CheckedChoice[];
    readonly resourceNames: readonly string[];
}

function check(name: string, args: PermittedHostDevicesArgs): Checked {
    const component = `PermittedHostDevices "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give pciHostDevices, mediatedDevices, or both.");
    }
    const given: Readonly<Record<string, unknown>> = { ...args };
    const keys = Object.keys(lists) as (keyof typeof lists)[];
    const stranger = Object.keys(given).find((key) => key !== "kubevirt" && !Object.hasOwn(lists, key));
    if (stranger !== undefined) {
        fail(stranger, `is no argument. The arguments are kubevirt, ${keys.join(", ")}.`);
    }
    const choices: CheckedChoice[] = [];
    const resourceNames: string[] = [];
    const permitted: Record<string, Readonly<Record<string, unknown>>[]> = {};
    for (const key of keys) {
        const devices = given[key];
        if (devices === undefined) {
            continue;
        }
        if (!Array.isArray(devices) || devices.length === 0) {
            fail(key, "must be a list of devices; leave it out where there are none.");
        }
        permitted[key] = (devices as readonly unknown[]).map((device, index) => {
            const argument = `${key}[${index}]`;
            const { choice, plain } = checkDevice(component, fail, argument, key, device);
            choices.push(choice);
            if (resourceNames.includes(plain.resourceName)) {
                fail(`${argument}.resourceName`, `is given twice: ${plain.resourceName}. Give each resource once.`);
            }
            resourceNames.push(plain.resourceName);
            return plain;
        });
    }
    if (resourceNames.length === 0) {
        fail("args", "name no device. Give pciHostDevices, mediatedDevices, or both.");
    }
    return { kubevirt: checkTarget(fail, given["kubevirt"]), permitted, choices, resourceNames };
}

function checkDevice(
    component: string,
    fail: Fail,
    argument: string,
    list: keyof typeof lists,
    device: unknown,
): { readonly choice: CheckedChoice; readonly plain: { readonly resourceName: string } } {
    if (!isPlainObject(device)) {
        return fail(argument, "must be an object.");
    }
    if (holdsPending(device)) {
        fail(argument, "holds an Output; what permits a device is plain, so that the policy pack can read it.");
    }
    const { shape, selector } = lists[list];
    const fault = shapeFault(device, shape, ["resourceName", selector]);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    const choice = checkChoiceAt(component, argument, device, techniques[list]);
    const plain = Object.fromEntries(Object.entries(device).filter(([key]) => !CHOICE_KEYS.includes(key)));
    checkDeviceResource(fail, `${argument}.technique`, String(plain["resourceName"]), choice);
    return { choice, plain: plain as unknown as { readonly resourceName: string } };
}

function checkTarget(fail: Fail, kubevirt: unknown): Checked["kubevirt"] {
    if (kubevirt === undefined) {
        return { name: "kubevirt", namespace: "kubevirt" };
    }
    const fault = isPlainObject(kubevirt)
        ? shapeFault(kubevirt, { name: words, namespace: words }, ["name", "namespace"])
        : "must be an object of name and namespace";
    return fault === undefined ? (kubevirt as unknown as Checked["kubevirt"]) : fail("kubevirt", `${fault}.`);
}
