import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { quantity as quantityOf } from "../../techniques/kubernetes/quantity";
import { type Check, type Fail, failer, object, oneOf, shapeFault, shown, whole, words } from "../checks";
import { holdsPending, isPending, isPlainObject, mapInput } from "../inputs";
import { withAnnotations } from "./markers";
import type { PodTemplate } from "./pod-additions";
import { changeContainer, type Container, type PodSpec, presentSpec } from "./pod-containers";

/** The sizes of huge pages that x86 and ARM servers offer. */
export type HugePageSize = "64Ki" | "2Mi" | "32Mi" | "512Mi" | "1Gi";

/** What a container of a Guaranteed pod gets; limits and requests are the same. */
export interface GuaranteedResources {
    /** CPUs of its own, a whole number: the CPU manager pins them. Either this or `cpus`. */
    readonly exclusiveCpus?: number;
    /** A share of the CPUs that are not pinned, such as `500m`: for sidecars. */
    readonly cpus?: pulumi.Input<string>;
    /** Memory, such as `4Gi`. */
    readonly memory: pulumi.Input<string>;
    /** Huge pages by their size, such as `{ "1Gi": "4Gi" }`. Default: none. */
    readonly hugePages?: Readonly<Partial<Record<HugePageSize, pulumi.Input<string>>>>;
    /** Local storage. Default: none. */
    readonly ephemeralStorage?: pulumi.Input<string>;
}

/**
 * Enhanced platform awareness for a pod. None of it needs an exception: it is what a virtual function or a DPDK
 * application needs to perform, and virtio gains by it too.
 */
export interface EpaOptions {
    /** The resources of every container, by its name. A container that is left out must be Guaranteed by itself. */
    readonly containers: Readonly<Record<string, GuaranteedResources>>;
    /** Where huge pages are mounted. `false`: nowhere. Default: `/dev/hugepages`, and for several sizes with the size behind. */
    readonly hugePagesPath?: string | false;
    /**
     * How the pod gets CPUs, memory and devices of one NUMA node. The kubelet aligns a Guaranteed pod where its topology
     * manager has the policy `restricted` or `single-numa-node`; the scheduler has to know as well, or it places the
     * pod where alignment fails. Default: left to the node.
     */
    readonly numa?: {
        /** A scheduler that knows NUMA nodes, such as `topo-aware-scheduler`. */
        readonly schedulerName?: pulumi.Input<string>;
        /** True: only nodes that NFD says have several NUMA nodes. Default: false. */
        readonly onlyNumaNodes?: boolean;
    };
    /** Takes the pinned CPUs out of what CRI-O lets the kernel do on them. Default: nothing. */
    readonly isolation?: {
        /** The runtime class whose handler allows it, such as `performance-cnf`. */
        readonly runtimeClassName: pulumi.Input<string>;
        readonly cpuLoadBalancing?: "disable";
        readonly cpuQuota?: "disable";
        readonly irqLoadBalancing?: "disable" | "housekeeping";
    };
}

const quantity: Check = (value) =>
    value !== null && typeof quantityOf(value) === "number"
        ? undefined
        : `must be a quantity such as "4Gi", and is ${shown(value)}`;

const resourcesShape = {
    exclusiveCpus: whole(1),
    cpus: quantity,
    memory: quantity,
    hugePages: object({ "64Ki": quantity, "2Mi": quantity, "32Mi": quantity, "512Mi": quantity, "1Gi": quantity }),
    ephemeralStorage: quantity,
};

const optionsShape = {
    containers: (value: unknown) => (isPlainObject(value) ? undefined : `must be an object, and is ${shown(value)}`),
    hugePagesPath: (value: unknown) =>
        value === false || (typeof value === "string" && value.startsWith("/"))
            ? undefined
            : `must be an absolute path, or false, and is ${shown(value)}`,
    numa: object({
        schedulerName: words,
        onlyNumaNodes: (value) => (typeof value === "boolean" ? undefined : "must be true or false"),
    }),
    isolation: object(
        {
            runtimeClassName: words,
            cpuLoadBalancing: oneOf("disable"),
            cpuQuota: oneOf("disable"),
            irqLoadBalancing: oneOf("disable", "housekeeping"),
        },
        ["runtimeClassName"],
    ),
};

/**
 * The resources of one container of a Guaranteed pod: limits and requests that are the same, CPUs in whole numbers.
 *
 * ```ts
 * { name: "upf", image, resources: resources({ exclusiveCpus: 4, memory: "8Gi", hugePages: { "1Gi": "4Gi" } }) }
 * ```
 *
 * @throws ArgumentError for CPUs that are no whole number, and huge pages that are no multiple of their size.
 */
export function resources(given: GuaranteedResources): k8s.types.input.core.v1.ResourceRequirements {
    const amounts = amountsOf(failer("resources"), given, "");
    return { limits: amounts, requests: { ...amounts } };
}

/**
 * Gives a pod template exclusive CPUs, huge pages, NUMA alignment and isolation. What else is in it stays as it is.
 *
 * ```ts
 * const template = enhance({ spec }, { containers: { upf: { exclusiveCpus: 4, memory: "8Gi", hugePages: { "1Gi": "4Gi" } } } });
 * ```
 *
 * @throws ArgumentError for what would leave the pod without the Guaranteed class, and for containers that are not there.
 */
export function enhance(template: PodTemplate, options: EpaOptions): PodTemplate {
    return enhanceTemplate(failer("enhance"), template, options, "") as PodTemplate;
}

/** {@link enhance}, for a template that may be an Output; `argument` is the place of the options. */
export function enhanceTemplate(
    fail: Fail,
    template: pulumi.Input<PodTemplate>,
    options: EpaOptions,
    argument: string,
): pulumi.Input<PodTemplate> {
    const place = argument === "" ? "" : `${argument}.`;
    const fault = isPlainObject<unknown>(options)
        ? shapeFault(options, optionsShape, ["containers"])
        : `must be an object, and is ${shown(options)}`;
    if (fault !== undefined) {
        fail(argument === "" ? "options" : argument, `${fault}.`);
    }
    const amounts = Object.entries(options.containers).map(
        ([name, given]) => [name, given, amountsOf(fail, given, `${place}containers.${name}`)] as const,
    );
    return mapInput(template, (known): PodTemplate => {
        const spec = mapInput(known.spec, (there): PodSpec => {
            let changed = presentSpec(fail, there, "the resources");
            for (const [name, given, own] of amounts) {
                const path = `${place}containers.${name}`;
                const change = (container: Container): Container =>
                    mountHugePages(setAmounts(fail, container, own, path), given, options);
                changed = changeContainer(fail, changed, name, change, "the resources", path);
            }
            checkOthers(fail, changed, options, `${place}containers`);
            return placePod(addVolumes(changed, options), options);
        });
        const isolation = isolationAnnotations(options);
        const metadata = withAnnotations(known.metadata, isolation, (_, added) => added);
        return { ...known, ...(metadata === undefined ? {} : { metadata }), spec };
    });
}

type Amounts = Record<string, pulumi.Input<string>>;

/** The amounts of one container, checked. */
function amountsOf(fail: Fail, given: GuaranteedResources, argument: string): Amounts {
    const at = argument === "" ? "resources" : argument;
    const fault = isPlainObject<unknown>(given)
        ? shapeFault(given, resourcesShape, ["memory"])
        : `must be an object, and is ${shown(given)}`;
    if (fault !== undefined) {
        return fail(at, `${fault}.`);
    }
    const { exclusiveCpus, cpus, memory, hugePages = {}, ephemeralStorage } = given;
    if ((exclusiveCpus === undefined) === (cpus === undefined)) {
        return fail(at, `needs exactly one of exclusiveCpus and cpus.`);
    }
    const byPage = Object.entries(hugePages).map(([size, pages]) => [
        `hugepages-${size}`,
        mapInput(pages, (known) => {
            if (amount(known) % amount(size) !== 0) {
                fail(at, `has hugePages of ${known}, which is no multiple of ${size}.`);
            }
            return known;
        }),
    ]);
    return {
        cpu: exclusiveCpus === undefined ? (cpus as pulumi.Input<string>) : String(exclusiveCpus),
        memory,
        ...(Object.fromEntries(byPage) as Amounts),
        ...(ephemeralStorage === undefined ? {} : { "ephemeral-storage": ephemeralStorage }),
    };
}

/** Sets a container's amounts. Another amount that is there already is a contradiction; other resources stay. */
function setAmounts(fail: Fail, container: Container, amounts: Amounts, argument: string): Container {
    const set = (there: pulumi.Input<Amounts | undefined> | undefined): pulumi.Input<Amounts | undefined> =>
        mapInput(there, (known) => {
            for (const [resource, amount] of Object.entries(amounts)) {
                const other = known?.[resource];
                if (other !== undefined && !isPending(other) && !isPending(amount) && other !== amount) {
                    fail(argument, `gives ${resource} ${amount}, but the container has ${other}. Keep one of the two.`);
                }
            }
            return { ...known, ...amounts };
        });
    return {
        ...container,
        resources: mapInput(container.resources, (known) => ({
            ...known,
            limits: set(known?.limits),
            requests: set(known?.requests),
        })),
    };
}

/** The sizes of huge pages that a container uses. */
function sizesOf(given: GuaranteedResources): string[] {
    return Object.keys(given.hugePages ?? {});
}

/** The sizes that a pod uses. */
function sizesOfPod({ containers }: EpaOptions): string[] {
    return [...new Set(Object.values(containers).flatMap(sizesOf))];
}

function volumeName(size: string): string {
    return `hugepages-${size.toLowerCase()}`;
}

function mountHugePages(container: Container, given: GuaranteedResources, options: EpaOptions): Container {
    const sizes = sizesOf(given);
    const { hugePagesPath = "/dev/hugepages" } = options;
    if (sizes.length === 0 || hugePagesPath === false) {
        return container;
    }
    const several = sizesOfPod(options).length > 1;
    return {
        ...container,
        volumeMounts: mapInput(container.volumeMounts, (there) => [
            ...(there ?? []),
            ...sizes.map((size) => ({
                name: volumeName(size),
                mountPath: several ? `${hugePagesPath}-${size}` : hugePagesPath,
            })),
        ]),
    };
}

function addVolumes(spec: PodSpec, options: EpaOptions): PodSpec {
    const sizes = sizesOfPod(options);
    if (sizes.length === 0 || options.hugePagesPath === false) {
        return spec;
    }
    return {
        ...spec,
        volumes: mapInput(spec.volumes, (there) => [
            ...(there ?? []),
            ...sizes.map((size) => ({ name: volumeName(size), emptyDir: { medium: `HugePages-${size}` } })),
        ]),
    };
}

/** Scheduler, runtime class and nodes. */
function placePod(spec: PodSpec, { numa, isolation }: EpaOptions): PodSpec {
    return {
        ...spec,
        ...(numa?.schedulerName === undefined ? {} : { schedulerName: numa.schedulerName }),
        ...(isolation === undefined ? {} : { runtimeClassName: isolation.runtimeClassName }),
        ...(numa?.onlyNumaNodes !== true
            ? {}
            : {
                  nodeSelector: mapInput(spec.nodeSelector, (there) => ({
                      ...there,
                      "feature.node.kubernetes.io/memory-numa": "true",
                  })),
              }),
    };
}

/** CRI-O's annotations. Source: CRI-O, `pkg/annotations`. */
function isolationAnnotations({ isolation }: EpaOptions): Record<string, string> {
    const given: [string, string | undefined][] = [
        ["cpu-load-balancing.crio.io", isolation?.cpuLoadBalancing],
        ["cpu-quota.crio.io", isolation?.cpuQuota],
        ["irq-load-balancing.crio.io", isolation?.irqLoadBalancing],
    ];
    return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** One container that is not Guaranteed takes the class, and with it the pinned CPUs, from the whole pod. */
function checkOthers(fail: Fail, spec: PodSpec, { containers }: EpaOptions, argument: string): void {
    for (const list of [spec.containers, spec.initContainers]) {
        for (const container of Array.isArray(list) ? list : []) {
            if (isPending(container) || isPending(container.name) || Object.hasOwn(containers, container.name)) {
                continue;
            }
            const known = container.resources as { limits?: Amounts; requests?: Amounts } | undefined;
            const guaranteed = ["cpu", "memory"].every((resource) => {
                const limit = known?.limits?.[resource];
                const request = known?.requests?.[resource] ?? limit;
                return limit !== undefined && amount(limit) === amount(request);
            });
            if (!holdsPending(known) && !guaranteed) {
                fail(
                    argument,
                    `leaves out container "${container.name}", which has no equal limits and requests of cpu and memory: ` +
                        `the pod would not be Guaranteed, and no CPU pinned. Add it here with cpus and memory.`,
                );
            }
        }
    }
}

/** A quantity's value; NaN for what is none. */
function amount(value: unknown): number {
    const known = quantityOf(value);
    return typeof known === "number" ? known : NaN;
}
