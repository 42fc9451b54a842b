import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedChoice } from "../choice";
import { type Check, type Fail, failer, flag, label, listOf, object, shapeFault, shown, whole, words } from "../checks";
import { childOptions } from "../child-options";
import { checkDeviceChoice, checkNoChoice, type DeviceChoice, type NoChoice } from "./device-choice";
import { DeviceClass, driverConfig, type DriverConfig } from "./device-class";
import { holdsPending, isPending, isPlainObject } from "../inputs";
import { markMetadata, type Metadata } from "./markers";
import { verifyReading } from "./verify";
import { resourceApi } from "./resource-api";

/** What is asked of a class. */
interface RequestDetails {
    /** Expressions in CEL that a device must satisfy, all of them, plain: they can decide. Default: none. */
    readonly selectors?: readonly string[];
    /** How many devices. Default: 1. */
    readonly count?: pulumi.Input<number>;
    /** True: all devices that match, instead of a number. Default: false. */
    readonly all?: boolean;
    readonly tolerations?: pulumi.Input<pulumi.Input<k8s.types.input.resource.v1.DeviceToleration>[]>;
    readonly capacity?: pulumi.Input<k8s.types.input.resource.v1.CapacityRequirements>;
}

/** The class of a request: a component that brings its technique and exception along, or a name with both. */
type ClassOfRequest =
    | ({ readonly deviceClass: DeviceClass } & NoChoice)
    | ({
          /** The class's name. While it is not known at preview, the policy pack cannot tell what is asked for. */
          readonly deviceClass: pulumi.Input<string>;
      } & DeviceChoice);

/** One request for devices of a class. */
export type DeviceRequest = RequestDetails &
    ClassOfRequest & {
        /** The request's name within the claim. */
        readonly name: string;
        /** True: access for administration, to devices that are in use. Default: false. */
        readonly adminAccess?: boolean;
        readonly firstAvailable?: never;
    };

/** A request with alternatives: the scheduler takes the first that is there, so each needs its own ground. */
export interface PrioritizedDeviceRequest {
    /** The request's name within the claim. */
    readonly name: string;
    /** The alternatives, the best first. */
    readonly firstAvailable: readonly (RequestDetails & ClassOfRequest & { readonly name: string })[];
    readonly deviceClass?: never;
}

/** What a claim takes, whether it is made for each pod or stands alone. */
export interface ResourceClaimTemplateArgs {
    /** Name, namespace and so on. */
    readonly metadata?: Metadata;
    readonly requests: readonly (DeviceRequest | PrioritizedDeviceRequest)[];
    /**
     * What devices of several requests must share or not share, such as
     * `{ requests: ["gpu", "nic"], matchAttribute: "resource.kubernetes.io/pcieRoot" }` for one PCIe root.
     */
    readonly constraints?: readonly k8s.types.input.resource.v1.DeviceConstraint[];
    /** Drivers' own configuration, for all requests or those that are named. Default: none. */
    readonly config?: readonly (DriverConfig & { readonly requests?: readonly string[] })[];
}

/** The arguments of a {@link ResourceClaim}. */
export type ResourceClaimArgs = ResourceClaimTemplateArgs;

/** A claim's spec and the choices that its requests rest on. */
export interface CheckedClaim {
    readonly spec: k8s.types.input.resource.v1.ResourceClaimSpec;
    readonly choices: readonly CheckedChoice[];
}

/**
 * A template from which a claim is made for each pod that uses it (`resource.k8s.io/v1`, Kubernetes 1.34). A class of
 * our own brings its technique and exception ID along; a class by name needs both.
 *
 * ```ts
 * const fast = new kubernetes.ResourceClaimTemplate("fast", {
 *     metadata: { namespace: "apps" },
 *     requests: [{ name: "vf", deviceClass: functions, count: 2 }],
 * });
 * new kubernetes.Pod("probe", { metadata: { namespace: "apps" }, spec, claims: [{ name: "fast", template: fast }] });
 * ```
 *
 * @throws ArgumentError for a request that is malformed or breaks the rules of its technique.
 */
export class ResourceClaimTemplate extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.resource.v1.ResourceClaimTemplate;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** What its users rest on. */
    public readonly choices: readonly CheckedChoice[];

    constructor(name: string, args: ResourceClaimTemplateArgs, opts?: pulumi.ComponentResourceOptions) {
        const { spec, choices } = checkClaim("ResourceClaimTemplate", name, args);
        super("virtio-first:kubernetes:ResourceClaimTemplate", name, args, opts);
        this.resource = new (resourceApi().ResourceClaimTemplate)(
            name,
            { metadata: markMetadata(args.metadata, choices), spec: { spec } },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.choices = choices;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}

/**
 * A claim that stands alone and that several pods may share (`resource.k8s.io/v1`, Kubernetes 1.34).
 *
 * @throws ArgumentError for a request that is malformed or breaks the rules of its technique.
 */
export class ResourceClaim extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.resource.v1.ResourceClaim;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** What its users rest on. */
    public readonly choices: readonly CheckedChoice[];

    constructor(name: string, args: ResourceClaimArgs, opts?: pulumi.ComponentResourceOptions) {
        const { spec, choices } = checkClaim("ResourceClaim", name, args);
        super("virtio-first:kubernetes:ResourceClaim", name, args, opts);
        this.resource = new (resourceApi().ResourceClaim)(
            name,
            { metadata: markMetadata(args.metadata, choices), spec },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.choices = choices;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}

const anything: Check = () => undefined;
const details = {
    name: label,
    deviceClass: anything,
    technique: anything,
    exceptionId: anything,
    approved: anything,
    selectors: listOf(words),
    count: whole(1),
    all: flag,
    tolerations: anything,
    capacity: anything,
};
const requestShape = { ...details, adminAccess: flag };
const claimShape = {
    metadata: anything,
    requests: listOf(anything),
    constraints: listOf(object({ requests: listOf(words), matchAttribute: words, distinctAttribute: words })),
    config: listOf((value) => {
        const { requests, ...config } = isPlainObject<unknown>(value) ? value : { requests: undefined };
        return requests === undefined ? driverConfig(config) : (listOf(words)(requests) ?? driverConfig(config));
    }),
};

/** Checks the arguments of a claim or template and works out its spec. Pure: nothing is registered. */
export function checkClaim(kind: string, name: string, args: ResourceClaimTemplateArgs): CheckedClaim {
    const component = `${kind} "${name}"`;
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", `is missing. Give at least requests.`);
    }
    const fault = shapeFault(args, claimShape, ["requests"]);
    if (fault !== undefined) {
        fail("args", `${fault}.`);
    }
    if (holdsPending(args.config)) {
        fail("config", `holds an Output; a driver's configuration is plain, so that the policy pack can read it.`);
    }
    if (args.requests.length === 0) {
        fail("requests", `is empty: the claim would ask for nothing.`);
    }
    const names = args.requests.map((request: { readonly name?: unknown }) => request.name);
    const twice = names.find((one, index) => names.indexOf(one) !== index);
    if (twice !== undefined) {
        fail("requests", `holds ${shown(twice)} twice; give each request a name of its own.`);
    }
    const choices: CheckedChoice[] = [];
    const requests = args.requests.map((request, index) =>
        checkRequest(component, fail, request, `requests[${index}]`, choices),
    );
    const config = args.config?.map(({ requests: named, ...opaque }) => ({
        opaque,
        ...(named === undefined ? {} : { requests: [...named] }),
    }));
    const spec = {
        devices: {
            requests,
            ...(args.constraints === undefined ? {} : { constraints: [...args.constraints] }),
            ...(config === undefined ? {} : { config }),
        },
    };
    const object = { apiVersion: "resource.k8s.io/v1", kind: "ResourceClaim", spec };
    verifyReading(fail, "requests", "kubernetes:resource.k8s.io/v1:ResourceClaim", object, choices);
    return { spec, choices };
}

function checkRequest(
    component: string,
    fail: Fail,
    request: unknown,
    argument: string,
    choices: CheckedChoice[],
): k8s.types.input.resource.v1.DeviceRequest {
    if (!isPlainObject(request)) {
        return fail(argument, `must be an object such as { name: "vf", deviceClass }, and is ${shown(request)}.`);
    }
    const { firstAvailable, ...rest } = request;
    if (firstAvailable === undefined) {
        const { name, ...exactly } = checkExact(component, fail, request, requestShape, argument, choices);
        return { name, exactly };
    }
    const fault = shapeFault(rest, { name: label }, ["name"]);
    if (fault !== undefined) {
        fail(argument, `with firstAvailable ${fault}.`);
    }
    if (!Array.isArray(firstAvailable) || firstAvailable.length === 0) {
        return fail(`${argument}.firstAvailable`, `must be a list of alternatives, and is ${shown(firstAvailable)}.`);
    }
    return {
        name: rest["name"] as string,
        firstAvailable: firstAvailable.map((alternative: unknown, index) =>
            checkExact(component, fail, alternative, details, `${argument}.firstAvailable[${index}]`, choices),
        ),
    };
}

function checkExact(
    component: string,
    fail: Fail,
    request: unknown,
    shape: Readonly<Record<string, Check>>,
    argument: string,
    choices: CheckedChoice[],
): k8s.types.input.resource.v1.DeviceSubRequest {
    if (!isPlainObject(request)) {
        return fail(argument, `must be an object such as { name: "vf", deviceClass }, and is ${shown(request)}.`);
    }
    const fault = shapeFault(request, shape, ["name", "deviceClass"]);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    if (holdsPending(request["selectors"])) {
        fail(`${argument}.selectors`, `holds an Output; selectors are plain, so that the policy pack can read them.`);
    }
    if (request["all"] === true && request["count"] !== undefined) {
        fail(`${argument}.count`, `is not accepted with all; leave one of the two out.`);
    }
    const { deviceClass } = request;
    if (deviceClass instanceof DeviceClass) {
        checkNoChoice(fail, argument, request, "device class");
        choices.push(deviceClass.choice);
    } else {
        if (!isPending(deviceClass) && words(deviceClass) !== undefined) {
            fail(`${argument}.deviceClass`, `must be a DeviceClass or its name, and is ${shown(deviceClass)}.`);
        }
        choices.push(checkDeviceChoice(component, argument, request));
    }
    const { name, selectors, count, all, adminAccess, tolerations, capacity } = request as unknown as DeviceRequest;
    return {
        name,
        deviceClassName: deviceClass instanceof DeviceClass ? deviceClass.name : (deviceClass as pulumi.Input<string>),
        ...(selectors === undefined ? {} : { selectors: selectors.map((expression) => ({ cel: { expression } })) }),
        ...(all === true ? { allocationMode: "All" } : {}),
        ...(count === undefined ? {} : { count }),
        ...(adminAccess === undefined ? {} : { adminAccess }),
        ...(tolerations === undefined ? {} : { tolerations }),
        ...(capacity === undefined ? {} : { capacity }),
    };
}
