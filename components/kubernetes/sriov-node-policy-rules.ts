import { SRIOV_OPERATOR_PREFIX } from "../../techniques/kubernetes/sriov-operator";
import type { CheckedChoice } from "../choice";
import {
    type Check,
    type Fail,
    flag,
    listOf,
    mapOf,
    object,
    oneOf,
    pciAddress,
    type Shape,
    shapeFault,
    shown,
    whole,
    words,
} from "../checks";
import { isPending, isPlainObject } from "../inputs";

/**
 * What the admission webhook of the SR-IOV network operator refuses, so that it shows before anything is registered.
 * Source: sriov-network-operator `pkg/webhook/validate.go` and `api/v1`.
 */

/** The prefix of resource names, checked. */
export function checkPrefix(fail: Fail, prefix: unknown, usual: string = SRIOV_OPERATOR_PREFIX): string {
    if (prefix === undefined) {
        return usual;
    }
    return typeof prefix === "string" && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(prefix)
        ? prefix
        : fail("resourcePrefix", `must be a domain such as "openshift.io", and is ${shown(prefix)}.`);
}

/** The name of a pool, as the operator takes it. */
export const poolName: Check = (value) =>
    typeof value === "string" && value.length <= 63 && /^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(value)
        ? undefined
        : `must be a name of up to 63 letters, digits, "-" and "_" without a prefix, and is ${shown(value)}`;

const pciId: Check = (value) =>
    typeof value === "string" && /^[0-9a-f]{4}$/i.test(value)
        ? undefined
        : `must be a PCI ID of four hexadecimal digits such as "8086", and is ${shown(value)}`;

const texts = mapOf(words);

const nicSelector = object({
    vendor: pciId,
    deviceID: pciId,
    rootDevices: listOf(pciAddress),
    pfNames: listOf(words),
    netFilter: (value) =>
        typeof value === "string" && /^(openstack|aws)\/NetworkID:\S+$/.test(value)
            ? undefined
            : `must be "openstack/NetworkID:…" or "aws/NetworkID:…", and is ${shown(value)}`,
});

const shape: Shape = {
    resourceName: poolName,
    nodeSelector: texts,
    numVfs: whole(1),
    nicSelector,
    priority: whole(0, 99),
    mtu: whole(1),
    needVhostNet: flag,
    excludeTopology: flag,
    externallyManaged: flag,
    eSwitchMode: oneOf("legacy", "switchdev"),
    vdpaType: oneOf("virtio", "vhost"),
    deviceType: oneOf("netdevice", "vfio-pci"),
    linkType: oneOf("eth", "ETH", "ib", "IB"),
    isRdma: flag,
    bridge: object(
        {
            ovs: object({
                bridge: object({
                    datapathType: words,
                    externalIDs: texts,
                    otherConfig: texts,
                    failMode: oneOf("secure", "standalone"),
                }),
                uplink: object({
                    interface: object({
                        type: words,
                        options: texts,
                        externalIDs: texts,
                        otherConfig: texts,
                        mtuRequest: whole(0),
                    }),
                }),
            }),
        },
        ["ovs"],
    ),
};

const REQUIRED = ["resourceName", "nodeSelector", "numVfs", "nicSelector"] as const;

/** A rule of the operator's webhook, or of the choice of technique. */
interface SpecRule {
    readonly argument: string;
    /** True if the spec breaks the rule. */
    readonly broken: (spec: Readonly<Record<string, unknown>>, technique: string) => boolean;
    readonly fault: string;
}

const isSwitchdev = (spec: Readonly<Record<string, unknown>>): boolean => spec["eSwitchMode"] === "switchdev";
const isInfiniband = (spec: Readonly<Record<string, unknown>>): boolean =>
    typeof spec["linkType"] === "string" && spec["linkType"].toLowerCase() === "ib";
const nics = (spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    isPlainObject(spec["nicSelector"]) ? spec["nicSelector"] : {};
const SELECTORS = ["vendor", "deviceID", "rootDevices", "pfNames"] as const;
const isGiven = (value: unknown): boolean =>
    value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

const specRules: readonly SpecRule[] = [
    {
        argument: "spec.deviceType",
        broken: (spec) => spec["deviceType"] === "vfio-pci" && spec["isRdma"] === true,
        fault: `"vfio-pci" excludes isRdma: RDMA needs the kernel's driver. Use "netdevice", or leave isRdma out.`,
    },
    {
        argument: "spec.eSwitchMode",
        broken: (spec) => isSwitchdev(spec) && isInfiniband(spec),
        fault: `"switchdev" works with Ethernet links only. Leave linkType out.`,
    },
    {
        argument: "spec.vdpaType",
        broken: (spec) => isGiven(spec["vdpaType"]) && spec["deviceType"] === "vfio-pci",
        fault: `excludes deviceType "vfio-pci": a vDPA device is bound to the kernel's driver. Use "netdevice".`,
    },
    {
        argument: "spec.vdpaType",
        broken: (spec) => isGiven(spec["vdpaType"]) && !isSwitchdev(spec),
        fault: `needs eSwitchMode: "switchdev".`,
    },
    {
        argument: "spec.vdpaType",
        broken: (spec) => isGiven(spec["vdpaType"]) && spec["isRdma"] === true,
        fault: `excludes isRdma. Leave isRdma out.`,
    },
    {
        argument: "spec.nicSelector.vendor",
        broken: (spec) =>
            isGiven(spec["vdpaType"]) &&
            isGiven(nics(spec)["vendor"]) &&
            !isPending(nics(spec)["vendor"]) &&
            nics(spec)["vendor"] !== "15b3",
        fault: `must be "15b3" with vdpaType: the operator makes vDPA devices of that vendor's NICs only.`,
    },
    {
        argument: "spec.bridge",
        broken: (spec) => isGiven(spec["bridge"]) && !isSwitchdev(spec),
        fault: `needs eSwitchMode: "switchdev".`,
    },
    {
        argument: "spec.bridge",
        broken: (spec) => isGiven(spec["bridge"]) && spec["externallyManaged"] === true,
        fault: `excludes externallyManaged: the operator keeps the bridge only of NICs that it manages.`,
    },
    {
        argument: "spec.nicSelector",
        broken: (spec) =>
            isPlainObject(spec["nicSelector"]) && ![...SELECTORS, "netFilter"].some((key) => isGiven(nics(spec)[key])),
        fault: `selects nothing: give at least one of vendor, deviceID, rootDevices, pfNames and netFilter.`,
    },
    {
        argument: "spec.nicSelector.netFilter",
        broken: (spec) => isGiven(nics(spec)["netFilter"]) && SELECTORS.some((key) => isGiven(nics(spec)[key])),
        fault: `stands alone: leave vendor, deviceID, rootDevices and pfNames out.`,
    },
    {
        argument: "spec.nicSelector.netFilter",
        broken: (spec) =>
            isGiven(nics(spec)["netFilter"]) &&
            (isGiven(spec["eSwitchMode"]) || isGiven(spec["bridge"]) || isInfiniband(spec)),
        fault: `excludes eSwitchMode, bridge and InfiniBand: a virtual platform's NICs have none. Leave them out.`,
    },
    {
        argument: "technique",
        broken: (spec, technique) => (technique === "vdpa") !== isGiven(spec["vdpaType"]),
        fault: `and spec.vdpaType do not agree: a pool with vdpaType is "vdpa", and no other is.`,
    },
    {
        argument: "technique",
        broken: (spec, technique) => technique === "smartnic" && !isSwitchdev(spec),
        fault: `"smartnic" needs spec.eSwitchMode: "switchdev"; without it the pool is "sriov".`,
    },
    {
        argument: "technique",
        broken: (spec, technique) => technique === "sriov" && isSwitchdev(spec),
        fault: `"sriov" is a pool without the NIC's own switch; with eSwitchMode "switchdev" it is "smartnic", or "vdpa" with vdpaType.`,
    },
];

/** Checks a policy's spec by the rules of the operator's webhook. What is not known yet is left to it. */
export function checkPolicySpec(fail: Fail, spec: unknown, choice: CheckedChoice): void {
    if (!isPlainObject(spec)) {
        return fail("spec", `must be a plain object, and is ${shown(spec)}.`);
    }
    for (const key of ["eSwitchMode", "vdpaType", "deviceType"]) {
        if (isPending(spec[key])) {
            fail(
                `spec.${key}`,
                `decides about the technique, so it must be plain: an Output cannot be read at preview.`,
            );
        }
    }
    const fault = shapeFault(spec, shape, REQUIRED);
    if (fault !== undefined) {
        fail("spec", `${fault}.`);
    }
    for (const rule of specRules) {
        if (rule.broken(spec, choice.technique)) {
            fail(rule.argument, rule.fault);
        }
    }
    const { pfNames } = nics(spec);
    if (Array.isArray(pfNames)) {
        checkRanges(fail, pfNames, spec["numVfs"]);
    }
}

/** Ranges of functions are within the number of functions, and no function is in two ranges. */
function checkRanges(fail: Fail, pfNames: readonly unknown[], numVfs: unknown): void {
    const taken = new Map<string, [number, number][]>();
    for (const entry of pfNames) {
        if (typeof entry !== "string") {
            continue;
        }
        const argument = "spec.nicSelector.pfNames";
        const [name = "", range, ...rest] = entry.split("#");
        const [, first, last] = /^(\d+)-(\d+)$/.exec(range ?? "") ?? [];
        if (range !== undefined && (rest.length > 0 || first === undefined || Number(first) > Number(last))) {
            fail(argument, `holds ${JSON.stringify(entry)}, whose range is none; write ens1f0#0-3.`);
        }
        if (typeof numVfs === "number" && last !== undefined && Number(last) >= numVfs) {
            fail(
                argument,
                `holds ${JSON.stringify(entry)}, but with numVfs ${numVfs} the last function is ${numVfs - 1}.`,
            );
        }
        const bounds: [number, number] = [Number(first ?? 0), Number(last ?? Number.MAX_SAFE_INTEGER)];
        const others = taken.get(name) ?? [];
        if (others.some(([from, to]) => bounds[0] <= to && from <= bounds[1])) {
            fail(argument, `names functions of "${name}" twice; ranges must not overlap.`);
        }
        taken.set(name, [...others, bounds]);
    }
}
