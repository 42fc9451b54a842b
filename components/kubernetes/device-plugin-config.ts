import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ApprovedChoice, CheckedChoice, HardwareChoice } from "../choice";
import {
    type Check,
    checkChoiceAt,
    type Fail,
    failer,
    flag,
    listOf,
    object,
    oneOf,
    pciAddress,
    shapeFault,
    shown,
    words,
} from "../checks";
import { childOptions } from "../child-options";
import { holdsPending, isPlainObject } from "../inputs";
import { markMetadata, type Metadata } from "./markers";
import { checkPrefix } from "./sriov-node-policy-rules";
import { verifyReading } from "./verify";

/** Which devices are in a pool, whatever their kind. Lists are alternatives; all that are given must hold. */
export interface DeviceSelectors {
    /** PCI IDs of vendors, such as `8086`. */
    readonly vendors?: readonly string[];
    /** PCI IDs of devices. */
    readonly devices?: readonly string[];
    readonly drivers?: readonly string[];
    readonly pciAddresses?: readonly string[];
    readonly acpiIndexes?: readonly string[];
}

/** Which network devices are in a pool. */
export interface NetDeviceSelectors extends DeviceSelectors {
    /** Names of physical functions, with a range of functions if not all: `ens1f0#0-3`. */
    readonly pfNames?: readonly string[];
    /** PCI addresses of physical functions, with a range of functions if not all. */
    readonly rootDevices?: readonly string[];
    readonly linkTypes?: readonly ("ether" | "infiniband")[];
    readonly ddpProfiles?: readonly string[];
    readonly isRdma?: boolean;
    /** Hands `/dev/vhost-net` to the pod too. */
    readonly needVhostNet?: boolean;
    readonly pKeys?: readonly string[];
}

/** What every pool takes. */
interface PoolCommon {
    /** The pool's name: letters, digits and `_`. */
    readonly resourceName: string;
    /** Default: `intel.com`, the plugin's own. */
    readonly resourcePrefix?: string;
    /** Leaves the NUMA node out of what is advertised. Default: false. */
    readonly excludeTopology?: boolean;
}

/** A pool of the SR-IOV device plugin: what it holds decides the technique. All plain. */
export type DevicePool = PoolCommon &
    (
        | (HardwareChoice<"sriov"> & {
              readonly deviceType?: "netDevice";
              readonly selectors: NetDeviceSelectors & { readonly vdpaType?: never };
          })
        | (HardwareChoice<"vdpa"> & {
              readonly deviceType?: "netDevice";
              readonly selectors: Omit<NetDeviceSelectors, "isRdma"> & {
                  readonly vdpaType: "virtio" | "vhost";
                  readonly isRdma?: false;
              };
          })
        | (HardwareChoice<"smartnic"> & {
              readonly deviceType: "auxNetDevice";
              readonly selectors: NetDeviceSelectors & {
                  /** Kinds of auxiliary devices, such as `sf`. */
                  readonly auxTypes?: readonly string[];
                  readonly vdpaType?: never;
              };
          })
        | ((HardwareChoice<"accelerator"> | ApprovedChoice) & {
              readonly deviceType: "accelerator";
              readonly selectors: DeviceSelectors;
          })
    );

/** The arguments of a {@link DevicePluginConfig}. */
export interface DevicePluginConfigArgs {
    /** Name, namespace and so on. The plugin's own manifests mount a ConfigMap `sriovdp-config` in `kube-system`. */
    readonly metadata?: Metadata;
    readonly pools: readonly DevicePool[];
}

const strings = listOf(words);
const netShape = {
    vendors: strings,
    devices: strings,
    drivers: strings,
    pciAddresses: listOf(pciAddress),
    acpiIndexes: strings,
    pfNames: strings,
    rootDevices: strings,
    linkTypes: listOf(oneOf("ether", "infiniband")),
    ddpProfiles: strings,
    isRdma: flag,
    needVhostNet: flag,
    pKeys: strings,
    vdpaType: oneOf("virtio", "vhost"),
    auxTypes: strings,
};
const anything: Check = () => undefined;
/** What the plugin does not read: it goes into the marker. */
const CHOICE_KEYS: ReadonlySet<string> = new Set(["technique", "exceptionId", "approved"]);
const poolShape = {
    technique: anything,
    exceptionId: anything,
    approved: anything,
    resourceName: (value: unknown) =>
        typeof value === "string" && /^[A-Za-z0-9_]+$/.test(value)
            ? undefined
            : `must be letters, digits and "_", and is ${shown(value)}`,
    resourcePrefix: words,
    deviceType: oneOf("netDevice", "auxNetDevice", "accelerator"),
    excludeTopology: flag,
    selectors: object(netShape),
};

/**
 * The pools of the SR-IOV network device plugin, for clusters without its operator: a ConfigMap that the plugin reads.
 * It offers hardware, so each pool needs an exception ID; what uses a pool needs its own.
 *
 * ```ts
 * const config = new kubernetes.DevicePluginConfig("sriovdp-config", {
 *     metadata: { name: "sriovdp-config", namespace: "kube-system" },
 *     pools: [{ technique: "vdpa", exceptionId: "EXC-2026-014", resourceName: "vdpa", selectors: { vendors: ["15b3"], vdpaType: "vhost" } }],
 * });
 * ```
 *
 * Source: sriov-network-device-plugin `pkg/types`.
 *
 * @throws ArgumentError for a pool whose devices are not of the technique that was chosen, and for what the plugin
 * would refuse.
 */
export class DevicePluginConfig extends pulumi.ComponentResource {
    /** The ConfigMap itself. */
    public readonly resource: k8s.core.v1.ConfigMap;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;
    /** The device-plugin resources that pods ask for, such as `intel.com/vdpa`, in the order of the pools. */
    public readonly deviceResources: pulumi.Output<string[]>;

    constructor(name: string, args: DevicePluginConfigArgs, opts?: pulumi.ComponentResourceOptions) {
        const component = `DevicePluginConfig "${name}"`;
        const fail = failer(component);
        const given: unknown = args;
        if (!isPlainObject(given) || !Array.isArray(given["pools"]) || given["pools"].length === 0) {
            fail("pools", `must be a list of at least one pool.`);
        }
        const checked = args.pools.map((pool, index) => checkPool(component, fail, pool, `pools[${index}]`));
        const names = checked.map(({ deviceResource }) => deviceResource);
        const twice = names.find((one, index) => names.indexOf(one) !== index);
        if (twice !== undefined) {
            fail("pools", `hold ${twice} twice; give each pool a name of its own.`);
        }
        const choices = checked.map(({ choice }) => choice);
        const data = { "config.json": JSON.stringify({ resourceList: checked.map(({ pool }) => pool) }) };
        super("virtio-first:kubernetes:DevicePluginConfig", name, args, opts);
        this.resource = new k8s.core.v1.ConfigMap(
            name,
            { metadata: markMetadata(args.metadata, choices), data },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.deviceResources = pulumi.output(names);
        this.registerOutputs({ metadata: this.metadata, name: this.name, deviceResources: this.deviceResources });
    }
}

/** A pool, as the plugin reads it, and what it rests on. */
interface CheckedPool {
    readonly pool: Readonly<Record<string, unknown>>;
    readonly choice: CheckedChoice;
    readonly deviceResource: string;
}

function checkPool(component: string, fail: Fail, given: unknown, argument: string): CheckedPool {
    if (!isPlainObject(given)) {
        return fail(argument, `must be an object, and is ${shown(given)}.`);
    }
    if (holdsPending(given)) {
        fail(argument, `holds an Output; a pool is plain, so that the policy pack can read it.`);
    }
    const choice = checkChoiceAt(component, argument, given, ["sriov", "vdpa", "smartnic", "accelerator"]);
    const fault = shapeFault(given, poolShape, ["resourceName", "selectors"]);
    if (fault !== undefined) {
        fail(argument, `${fault}.`);
    }
    const pool = Object.fromEntries(Object.entries(given).filter(([key]) => !CHOICE_KEYS.has(key)));
    const selectors = given["selectors"] as Readonly<Record<string, unknown>>;
    if (Object.keys(selectors).length === 0) {
        fail(`${argument}.selectors`, `is empty: every device of the nodes would be in the pool.`);
    }
    if (selectors["vdpaType"] !== undefined && selectors["isRdma"] === true) {
        fail(`${argument}.selectors.vdpaType`, `excludes isRdma. Leave isRdma out.`);
    }
    const object = {
        apiVersion: "v1",
        kind: "ConfigMap",
        data: { "config.json": JSON.stringify({ resourceList: [pool] }) },
    };
    verifyReading(fail, `${argument}.technique`, "kubernetes:core/v1:ConfigMap", object, [choice]);
    const prefix = checkPrefix(fail, given["resourcePrefix"], "intel.com");
    return { pool, choice, deviceResource: `${prefix}/${String(given["resourceName"])}` };
}
