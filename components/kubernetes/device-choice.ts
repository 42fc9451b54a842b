import { deviceResource } from "../../techniques/kubernetes/device-resources";
import { needsException, type Technique } from "../../techniques/technique";
import type { ApprovedChoice, CheckedChoice, HardwareChoice, SoftwareChoice } from "../choice";
import { checkChoiceAt, type Fail } from "../checks";

/**
 * The choice for a device that a pod takes by a device plugin or by Dynamic Resource Allocation: any technique that a
 * pod can have. An accelerator may be approved for everybody instead of resting on an exception.
 */
export type DeviceChoice =
    | SoftwareChoice
    | HardwareChoice<"sriov" | "pci-passthrough" | "vdpa" | "smartnic" | "accelerator" | "unknown">
    | ApprovedChoice;

/** Not accepted beside a component that brings its own choice. */
export interface NoChoice {
    readonly technique?: never;
    readonly exceptionId?: never;
    readonly approved?: never;
}

/** The techniques of {@link DeviceChoice}. */
export const DEVICE_TECHNIQUES: readonly Technique[] = [
    "virtio",
    "sriov",
    "pci-passthrough",
    "vdpa",
    "smartnic",
    "accelerator",
    "unknown",
];

/** Checks the choice for a device that stands inside an argument. */
export function checkDeviceChoice(
    component: string,
    argument: string,
    given: Readonly<Record<string, unknown>>,
): CheckedChoice {
    return checkChoiceAt(component, argument, given, DEVICE_TECHNIQUES);
}

/** Fails where a choice is given beside a component that brings its own. */
export function checkNoChoice(
    fail: Fail,
    argument: string,
    given: Readonly<Record<string, unknown>>,
    source: string,
): void {
    for (const key of ["technique", "exceptionId", "approved"]) {
        if (given[key] !== undefined) {
            fail(`${argument}.${key}`, `is not accepted here: it is taken from the ${source}. Leave it out.`);
        }
    }
}

/**
 * Checks that a device-plugin resource, as far as the tables know it, gives a device of the chosen technique. What they
 * do not know, the policy pack's config may know.
 */
export function checkDeviceResource(fail: Fail, argument: string, resource: string, choice: CheckedChoice): void {
    const row = deviceResource(resource);
    const { technique } = choice;
    if (row === undefined) {
        return;
    }
    if (row.device === "none") {
        if (needsException(technique)) {
            fail(
                argument,
                `is "${technique}", but ${resource} is no network or accelerator device. Leave technique out.`,
            );
        }
        return;
    }
    if (!row.device.includes(technique) && technique !== "unknown") {
        fail(
            argument,
            `is "${technique}", but ${resource} is ${row.device.map((word) => `"${word}"`).join(" or ")}. ` +
                `Give that technique, and its exceptionId.`,
        );
    }
}
