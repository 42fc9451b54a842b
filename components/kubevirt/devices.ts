import type * as pulumi from "@pulumi/pulumi";
import type { ApprovedChoice, CheckedChoice, HardwareChoice } from "../choice";
import { type Check, checkChoiceAt, type Fail, object, shapeFault, shown, words } from "../checks";
import { checkNoChoice, type NoChoice } from "../kubernetes/device-choice";
import { isPending, isPlainObject } from "../inputs";
import type { VGPUOptions } from "./api/instancetype";

/** A device of a claim of the machine, which brings technique and exception ID along. */
interface ClaimedDevice extends NoChoice {
    /** The claim's name within the machine. */
    readonly claim: string;
    /** The request's name within the claim. */
    readonly request: string;
    readonly deviceName?: never;
}

/** A device by the resource under which the KubeVirt object permits it. */
interface PermittedDevice {
    /** The resource, such as `example.com/nvme`. */
    readonly deviceName: pulumi.Input<string>;
    readonly claim?: never;
    readonly request?: never;
}

/** A device of the node that the guest gets as a whole, by VFIO. KubeVirt: feature gate `HostDevices`. */
export type HostDevice = {
    /** The device's name, unique in the machine. */
    readonly name: string;
    readonly tag?: pulumi.Input<string>;
} & ((HardwareChoice<"pci-passthrough"> & PermittedDevice) | ClaimedDevice);

/** A GPU, or a part of one, that the guest gets. */
export type Gpu = {
    /** The device's name, unique in the machine. */
    readonly name: string;
    readonly tag?: pulumi.Input<string>;
    readonly virtualGPUOptions?: pulumi.Input<VGPUOptions>;
} & (((HardwareChoice<"accelerator"> | ApprovedChoice) & PermittedDevice) | ClaimedDevice);

/** The lists of devices, by the key of KubeVirt's own. */
export type DeviceList = "hostDevices" | "gpus";

/** Devices whose form has been checked: as KubeVirt takes them, and what they rest on. */
export interface CheckedDevices {
    readonly devices: readonly Readonly<Record<string, unknown>>[];
    readonly choices: readonly CheckedChoice[];
}

const anything: Check = () => undefined;
const shape = {
    name: words,
    tag: words,
    deviceName: (value: unknown) =>
        typeof value === "string" && /^[^/\s]+\/[^/\s]+$/.test(value)
            ? undefined
            : `must be a resource such as "example.com/nvme", and is ${shown(value)}`,
    claim: words,
    request: words,
    technique: anything,
    exceptionId: anything,
    approved: anything,
};
const shapes: Readonly<Record<DeviceList, Readonly<Record<string, Check>>>> = {
    hostDevices: shape,
    gpus: { ...shape, virtualGPUOptions: object({ display: anything }) },
};

/**
 * Checks host devices or GPUs.
 *
 * @param claims The names of the machine's claims; `undefined` where there can be none (instance types).
 */
export function checkDeviceList(
    component: string,
    fail: Fail,
    list: DeviceList,
    given: unknown,
    claims: readonly string[] | undefined,
): CheckedDevices {
    if (given === undefined || given === null) {
        return { devices: [], choices: [] };
    }
    if (!Array.isArray(given)) {
        return fail(list, `must be a plain list, and is ${shown(given)}.`);
    }
    const choices: CheckedChoice[] = [];
    const devices = given.map((device: unknown, index) => {
        const argument = `${list}[${index}]`;
        if (!isPlainObject(device)) {
            return fail(argument, `must be an object, and is ${shown(device)}.`);
        }
        const fault = shapeFault(device, shapes[list], ["name"]);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
        const { claim, request, deviceName } = device;
        if ((claim === undefined) === (deviceName === undefined) || (claim === undefined) !== (request === undefined)) {
            fail(argument, `needs either deviceName, or claim and request.`);
        }
        if (claim === undefined) {
            const technique = list === "gpus" ? "accelerator" : "pci-passthrough";
            choices.push(checkChoiceAt(component, argument, device, [technique]));
        } else {
            checkNoChoice(fail, argument, device, "claim");
            checkClaimName(fail, `${argument}.claim`, claim, claims);
        }
        return {
            name: device["name"],
            ...(deviceName === undefined ? {} : { deviceName }),
            ...(claim === undefined ? {} : { claimName: claim, requestName: request }),
            ...(device["tag"] === undefined ? {} : { tag: device["tag"] }),
            ...(device["virtualGPUOptions"] === undefined ? {} : { virtualGPUOptions: device["virtualGPUOptions"] }),
        };
    });
    const names = devices.map(({ name }) => name);
    const twice = names.find((name, index) => !isPending(name) && names.indexOf(name) !== index);
    if (twice !== undefined) {
        fail(list, `hold ${shown(twice)} twice; give each device a name of its own.`);
    }
    return { devices, choices };
}

/** Fails where a claim is named that the machine does not have. */
export function checkClaimName(
    fail: Fail,
    argument: string,
    claim: unknown,
    claims: readonly string[] | undefined,
): void {
    if (claims === undefined || !claims.includes(String(claim))) {
        fail(
            argument,
            `is ${shown(claim)}, and the machine has no claim of that name. Add it to claims: [{ name: ${shown(claim)}, template }].`,
        );
    }
}
