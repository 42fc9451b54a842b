import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type CheckedChoice, checkChoice } from "../choice";
import { type Check, failer, listOf, object, resourceName, shapeFault, words } from "../checks";
import { childOptions } from "../child-options";
import { DEVICE_TECHNIQUES, type DeviceChoice } from "./device-choice";
import { holdsPending, isPlainObject } from "../inputs";
import { markMetadata, type Metadata } from "./markers";
import { verifyReading } from "./verify";
import { resourceApi } from "./resource-api";

/** A driver's own configuration of its devices. */
export interface DriverConfig {
    /** The driver's name. */
    readonly driver: string;
    /** The parameters, as the driver takes them. Plain: they can decide about the technique. */
    readonly parameters: Readonly<Record<string, unknown>>;
}

/** The arguments of a {@link DeviceClass}. Names are plain: they decide about the technique. */
export type DeviceClassArgs = DeviceChoice & {
    /** Name, labels and so on; a class has no namespace. */
    readonly metadata?: Metadata;
    /** The driver whose devices are in the class. Default: what the selectors select. */
    readonly driver?: string;
    /** Expressions in CEL that a device must satisfy, all of them. Default: none. */
    readonly selectors?: readonly string[];
    /** Drivers' own configuration of the devices. Default: none. */
    readonly config?: readonly DriverConfig[];
    /** The resource by which pods reach the class without a claim, such as `example.com/vf`. Default: none. */
    readonly extendedResourceName?: string;
};

const anything: Check = () => undefined;
/** A driver's configuration. */
export const driverConfig: Check = object(
    { driver: words, parameters: (value) => (isPlainObject(value) ? undefined : "must be an object") },
    ["driver", "parameters"],
);

const shape = {
    metadata: anything,
    technique: anything,
    exceptionId: anything,
    approved: anything,
    driver: words,
    selectors: listOf(words),
    config: listOf(driverConfig),
    extendedResourceName: resourceName,
};

const OBJECT = { apiVersion: "resource.k8s.io/v1", kind: "DeviceClass" } as const;

/**
 * A class of devices for Dynamic Resource Allocation (`resource.k8s.io/v1`, Kubernetes 1.34). It offers what its driver
 * and selectors let through, so hardware needs an exception ID; what claims from the class needs its own.
 *
 * ```ts
 * const functions = new kubernetes.DeviceClass("functions", {
 *     technique: "sriov",
 *     exceptionId: "EXC-2026-014",
 *     driver: "sriovnetwork.k8snetworkplumbingwg.io",
 * });
 * ```
 *
 * @throws ArgumentError for a technique that is not that of the driver and its selectors, as the policy pack reads them.
 */
export class DeviceClass extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.resource.v1.DeviceClass;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    /** The class's name, which claims give. */
    public readonly name: pulumi.Output<string>;
    /** What its users rest on. */
    public readonly choice: CheckedChoice;

    constructor(name: string, args: DeviceClassArgs, opts?: pulumi.ComponentResourceOptions) {
        const { spec, choice } = checkDeviceClass(name, args);
        super(`virtio-first:kubernetes:${OBJECT.kind}`, name, args, opts);
        this.resource = new (resourceApi().DeviceClass)(
            name,
            { metadata: markMetadata(args.metadata, [choice]), spec },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.choice = choice;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}

/** A class's spec and what its users rest on. */
export interface CheckedDeviceClass {
    readonly spec: k8s.types.input.resource.v1.DeviceClassSpec;
    readonly choice: CheckedChoice;
}

/** Checks the arguments of a class and works out its spec. Pure: nothing is registered. */
export function checkDeviceClass(name: string, args: DeviceClassArgs): CheckedDeviceClass {
    const component = `DeviceClass "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        fail("args", `is missing. Give at least a driver.`);
    }
    const choice = checkChoice(component, args, DEVICE_TECHNIQUES);
    const { driver, selectors = [], config, extendedResourceName } = args;
    if (holdsPending({ driver, selectors, config, extendedResourceName })) {
        fail(
            "args",
            `hold an Output outside metadata; what selects devices is plain, so that the policy pack can read it.`,
        );
    }
    const fault = shapeFault(args as unknown as Record<string, unknown>, shape);
    if (fault !== undefined) {
        fail("args", `${fault}.`);
    }
    const expressions = [...(driver === undefined ? [] : [`device.driver == ${JSON.stringify(driver)}`]), ...selectors];
    const spec = {
        ...(expressions.length === 0 ? {} : { selectors: expressions.map((expression) => ({ cel: { expression } })) }),
        ...(config === undefined ? {} : { config: config.map((opaque) => ({ opaque })) }),
        ...(extendedResourceName === undefined ? {} : { extendedResourceName }),
    };
    verifyReading(
        fail,
        driver === undefined ? "selectors" : "driver",
        `kubernetes:${OBJECT.apiVersion}:${OBJECT.kind}`,
        { ...OBJECT, spec },
        [choice],
    );
    return { spec, choice };
}
