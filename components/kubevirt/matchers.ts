import type * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { type Check, type Fail, oneOf, shapeFault, shown, words } from "../checks";
import { checkDeviceChoice, type DeviceChoice } from "../kubernetes/device-choice";
import { isPlainObject } from "../inputs";
import { Instancetype } from "./instancetype";
import { Preference } from "./preference";

/** How KubeVirt finds an instance type or preference. */
interface MatcherDetails<K extends string> {
    /** Default: the kind for the whole cluster. */
    readonly kind?: K;
    readonly revisionName?: pulumi.Input<string>;
    readonly inferFromVolumeFailurePolicy?: pulumi.Input<"Reject" | "Ignore">;
}

/** By name, or by the volume that names it. */
type Named =
    | { readonly name: pulumi.Input<string>; readonly inferFromVolume?: never }
    | { readonly inferFromVolume: pulumi.Input<string>; readonly name?: never };

/** The instance type of a machine: a component of ours, or a name with the technique of the devices that it brings. */
export type InstancetypeChoice =
    | Instancetype
    | (DeviceChoice & Named & MatcherDetails<"VirtualMachineInstancetype" | "VirtualMachineClusterInstancetype">);

/** The preference of a machine: a component of ours, or a name. */
export type PreferenceChoice =
    Preference | (Named & MatcherDetails<"VirtualMachinePreference" | "VirtualMachineClusterPreference">);

/** What a machine's spec says of instance type and preference, and what they rest on. */
interface CheckedMatchers {
    readonly spec: Readonly<Record<string, unknown>>;
    readonly choices: readonly CheckedChoice[];
}

const anything: Check = () => undefined;
const details = {
    name: words,
    inferFromVolume: words,
    revisionName: words,
    inferFromVolumeFailurePolicy: oneOf("Reject", "Ignore"),
};
const instancetypeShape = {
    ...details,
    kind: oneOf("VirtualMachineInstancetype", "VirtualMachineClusterInstancetype"),
    technique: anything,
    exceptionId: anything,
    approved: anything,
};
const preferenceShape = { ...details, kind: oneOf("VirtualMachinePreference", "VirtualMachineClusterPreference") };

/** Checks the instance type and the preference of a machine. */
export function checkMatchers(
    component: string,
    fail: Fail,
    given: { readonly instancetype?: unknown; readonly preference?: unknown },
): CheckedMatchers {
    const { instancetype, preference } = given;
    const choices: CheckedChoice[] = [];
    const spec: Record<string, unknown> = {};
    if (instancetype instanceof Instancetype) {
        choices.push(...instancetype.choices);
        spec["instancetype"] = { name: instancetype.name, kind: instancetype.kind };
    } else if (instancetype !== undefined) {
        const matcher = checkMatcher(fail, "instancetype", instancetype, instancetypeShape);
        choices.push(checkDeviceChoice(component, "instancetype", matcher));
        spec["instancetype"] = matcherOf(matcher);
    }
    if (preference instanceof Preference) {
        spec["preference"] = { name: preference.name, kind: preference.kind };
    } else if (preference !== undefined) {
        spec["preference"] = matcherOf(checkMatcher(fail, "preference", preference, preferenceShape));
    }
    return { spec, choices };
}

function checkMatcher(
    fail: Fail,
    argument: string,
    matcher: unknown,
    shape: Readonly<Record<string, Check>>,
): Readonly<Record<string, unknown>> {
    if (!isPlainObject(matcher)) {
        return fail(
            argument,
            `must be a component, or an object such as { name: "u1.medium" }, and is ${shown(matcher)}.`,
        );
    }
    const fault = shapeFault(matcher, shape);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    if ((matcher["name"] === undefined) === (matcher["inferFromVolume"] === undefined)) {
        fail(argument, `needs exactly one of name and inferFromVolume.`);
    }
    return matcher;
}

/** The keys that KubeVirt takes; what the choice says goes into the marker. */
function matcherOf(matcher: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const keys = ["name", "kind", "revisionName", "inferFromVolume", "inferFromVolumeFailurePolicy"];
    return Object.fromEntries(keys.filter((key) => matcher[key] !== undefined).map((key) => [key, matcher[key]]));
}
