import type * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { type Check, type Fail, label, listOf, resourceName, shapeFault, shown, whole } from "../checks";
import {
    checkDeviceChoice,
    checkDeviceResource,
    checkNoChoice,
    type DeviceChoice,
    type NoChoice,
} from "./device-choice";
import { isPending, isPlainObject, mapInput } from "../inputs";
import { ResourceClaim, ResourceClaimTemplate } from "./resource-claim";

/**
 * A device that a pod takes from a device plugin without a network: an FPGA, a GPU, an NPU, a virtual function for
 * DPDK. An accelerator that the operator approves for everybody takes `approved: true` instead of an exception ID.
 */
export type PodDevice = DeviceChoice & {
    /** The device plugin's resource, such as `nvidia.com/gpu`. While it is not known at preview, the policy pack refuses the pod. */
    readonly resource: pulumi.Input<string>;
    /** How many, a plain number. Default: 1. */
    readonly count?: number;
    /** The container that asks for it. Default: the workload's `container`. */
    readonly container?: string;
};

/** What a use of a claim takes, whatever the claim. */
interface ClaimUse {
    /** The claim's name within the pod. */
    readonly name: string;
    /** The one request of the claim that the container uses. Default: all of them. */
    readonly request?: string;
    /** The containers that use it. Default: the workload's `container`. */
    readonly containers?: readonly string[];
}

/**
 * A claim that a pod uses: components bring their techniques and exception IDs along, names need them. A claim or
 * template that the stack does not declare hides its classes from the policy pack, which then sees technique `unknown`:
 * declare it in the stack, or rest on an exception that grants `unknown`.
 */
export type PodClaim = ClaimUse &
    (
        | ({ readonly template: ResourceClaimTemplate; readonly claim?: never } & NoChoice)
        | ({ readonly claim: ResourceClaim; readonly template?: never } & NoChoice)
        | ({
              /** The name of a ResourceClaimTemplate. */
              readonly template: pulumi.Input<string>;
              readonly claim?: never;
          } & DeviceChoice)
        | ({
              /** The name of a ResourceClaim. */
              readonly claim: pulumi.Input<string>;
              readonly template?: never;
          } & DeviceChoice)
    );

/** A device whose form has been checked. */
export interface CheckedDevice {
    readonly resource: pulumi.Input<string>;
    readonly count: number;
    readonly container: string | undefined;
    readonly choice: CheckedChoice;
}

/** A claim whose form has been checked. */
export interface CheckedClaimUse {
    readonly name: string;
    readonly request: string | undefined;
    readonly containers: readonly string[] | undefined;
    readonly template: pulumi.Input<string> | undefined;
    readonly claim: pulumi.Input<string> | undefined;
    readonly choices: readonly CheckedChoice[];
}

const anything: Check = () => undefined;
const choice = { technique: anything, exceptionId: anything, approved: anything };
const deviceShape = { ...choice, resource: resourceName, count: whole(1), container: label };
const claimShape = {
    ...choice,
    name: label,
    request: label,
    containers: listOf(label),
    template: anything,
    claim: anything,
};

/** Checks the devices of a pod. */
export function checkDevices(component: string, fail: Fail, devices: unknown): CheckedDevice[] {
    return entries(fail, "devices", devices).map(([device, argument]) => {
        const fault = shapeFault(device, deviceShape, ["resource"]);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
        const checked = checkDeviceChoice(component, argument, device);
        const { resource, count = 1, container } = device as unknown as PodDevice;
        return {
            resource: mapInput(resource, (known) => {
                checkDeviceResource(fail, `${argument}.technique`, known, checked);
                return known;
            }),
            count,
            container,
            choice: checked,
        };
    });
}

/** Checks the claims of a pod. */
export function checkClaims(component: string, fail: Fail, claims: unknown): CheckedClaimUse[] {
    const checked = entries(fail, "claims", claims).map(([use, argument]) =>
        checkClaimUse(component, fail, use, argument),
    );
    const names = checked.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return twice === undefined
        ? checked
        : fail("claims", `hold the name "${twice}" twice; give each claim a name of its own, and all its containers.`);
}

function checkClaimUse(
    component: string,
    fail: Fail,
    use: Readonly<Record<string, unknown>>,
    argument: string,
): CheckedClaimUse {
    const fault = shapeFault(use, claimShape, ["name"]);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    const { name, request, containers } = use as unknown as PodClaim;
    const { template, claim } = use;
    if ((template === undefined) === (claim === undefined)) {
        return fail(argument, `needs exactly one of template and claim.`);
    }
    const source = template ?? claim;
    const own = source instanceof ResourceClaimTemplate || source instanceof ResourceClaim;
    if (own && source instanceof ResourceClaimTemplate === (template === undefined)) {
        fail(argument, `gives a template as a claim, or a claim as a template; swap the key.`);
    }
    if (!own && !isPending(source) && (typeof source !== "string" || source === "")) {
        fail(
            argument,
            `needs a component, or the name of a ${template === undefined ? "ResourceClaim" : "ResourceClaimTemplate"}, and has ${shown(source)}.`,
        );
    }
    if (own) {
        checkNoChoice(fail, argument, use, "claim");
    }
    const choices = own ? source.choices : [checkDeviceChoice(component, argument, use)];
    const reference = own ? source.name : (source as pulumi.Input<string>);
    return {
        name,
        request,
        containers,
        template: template === undefined ? undefined : reference,
        claim: claim === undefined ? undefined : reference,
        choices,
    };
}

/** The elements of a list argument, each with its place; none where it is left out. */
function entries(fail: Fail, argument: string, list: unknown): [Readonly<Record<string, unknown>>, string][] {
    if (list === undefined || list === null) {
        return [];
    }
    if (!Array.isArray(list)) {
        return fail(argument, `must be a plain list, and is ${shown(list)}.`);
    }
    return list.map((element: unknown, index) => {
        const place = `${argument}[${index}]`;
        return isPlainObject(element) ? [element, place] : fail(place, `must be an object, and is ${shown(element)}.`);
    });
}
