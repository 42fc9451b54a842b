import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Fail, shown } from "./checks";
import { isPending, isPlainObject, mapInput, whenKnown } from "./inputs";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
/** A container's resources, as arguments take them. */
type Requirements = k8s.types.input.core.v1.ResourceRequirements;
type Amounts = Record<string, pulumi.Input<string>>;

/** So many of a device-plugin resource. */
export interface DeviceRequest {
    readonly resource: pulumi.Input<string>;
    readonly count: number;
}

/**
 * Adds device-plugin resources to a container's requests and limits. Amounts that are there are added up; a resource
 * of a device plugin has the same amount in both, so both are set. Amounts of other resources stay as they are.
 *
 * @param argument The path of the resources, for messages.
 */
export function addRequests(
    fail: Fail,
    resources: pulumi.Input<Requirements | undefined>,
    requests: readonly DeviceRequest[],
    argument: string,
): pulumi.Input<Requirements | undefined> {
    if (requests.length === 0) {
        return resources;
    }
    return mapInput(resources, (known): Requirements => {
        const limits = known?.limits;
        const asked = known?.requests;
        if (isPending(limits) || isPending(asked) || requests.some((request) => isPending(request.resource))) {
            // The keys of the maps are not there yet, so the maps have to wait as a whole.
            const both = whenKnown({ limits, asked, requests }, (ready) =>
                addAmounts(fail, ready.limits, ready.asked, ready.requests, argument),
            );
            return {
                ...known,
                limits: mapInput(both, (ready) => ready.limits),
                requests: mapInput(both, (ready) => ready.requests),
            };
        }
        return {
            ...known,
            ...addAmounts(fail, limits, asked, requests as readonly { resource: string; count: number }[], argument),
        };
    });
}

function addAmounts(
    fail: Fail,
    limits: Readonly<Amounts> | undefined,
    asked: Readonly<Amounts> | undefined,
    requests: readonly { readonly resource: string; readonly count: number }[],
    argument: string,
): { limits: Amounts; requests: Amounts } {
    const counts = new Map<string, number>();
    for (const { resource, count } of requests) {
        counts.set(resource, (counts.get(resource) ?? 0) + count);
    }
    const merged = { limits: { ...limits }, requests: { ...asked } };
    for (const [resource, count] of counts) {
        const there = { limit: limits?.[resource], request: asked?.[resource] };
        const sum = whenKnown(there, (known) => add(fail, known.limit, known.request, count, argument, resource));
        merged.limits[resource] = sum;
        merged.requests[resource] = sum;
    }
    return merged;
}

function add(fail: Fail, limit: unknown, request: unknown, count: number, argument: string, resource: string): string {
    const amounts = [limit, request].filter((amount) => amount !== undefined && amount !== null);
    const numbers = amounts.map((amount) => {
        const text = typeof amount === "number" ? String(amount) : amount;
        return typeof text === "string" && /^\d+$/.test(text)
            ? Number(text)
            : fail(argument, `has ${resource}: ${shown(amount)}; devices are counted in whole numbers.`);
    });
    const [one = 0, other = one] = numbers;
    if (one !== other) {
        fail(
            argument,
            `asks for ${other} of ${resource} with a limit of ${one}; Kubernetes takes only the same number in both. ` +
                `What the attachments need is added to it: leave the resource out unless the container needs more.`,
        );
    }
    return String(one + count);
}

/** The lists of a pod's spec in which a container is looked for. */
const CONTAINER_LISTS = ["containers", "initContainers"] as const;

/**
 * Adds device-plugin resources to one container of a pod; the others stay as they are.
 *
 * @param wanted The container's name; `undefined` for the first.
 */
export function requestDevices(
    fail: Fail,
    spec: pulumi.Input<PodSpec | undefined> | undefined,
    requests: readonly DeviceRequest[],
    wanted: string | undefined,
): pulumi.Input<PodSpec | undefined> | undefined {
    return mapInput(spec, (known): PodSpec => {
        if (!isPlainObject(known)) {
            return fail("spec", `is missing: the attachments need devices, and a container that asks for them.`);
        }
        const lists = wanted === undefined ? (["containers"] as const) : CONTAINER_LISTS;
        // A list that surely holds the container, before one that may turn out to.
        const list =
            lists.find((key) => place(known[key], wanted) === "here") ??
            lists.find((key) => place(known[key], wanted) === "perhaps");
        if (list === undefined) {
            return wanted === undefined
                ? fail("spec.containers", `is empty: the attachments need devices, and a container that asks for them.`)
                : fail(
                      "container",
                      `is "${wanted}", and the pod has no container of that name. It has ${named(known)}.`,
                  );
        }
        const containers = mapInput(known[list], (there) => requestIn(fail, there ?? [], requests, wanted, list));
        return { ...known, [list]: containers };
    });
}

type Containers = pulumi.Input<pulumi.Input<Container>[] | undefined> | undefined;

/** Whether a list holds the wanted container, as far as can be told now. */
function place(containers: Containers, wanted: string | undefined): "here" | "perhaps" | "not here" {
    if (isPending(containers)) {
        return "perhaps";
    }
    if (!Array.isArray(containers)) {
        return "not here";
    }
    if (containers.some((container, index) => isWanted(container, index, wanted))) {
        return "here";
    }
    return containers.some(mayBeNamed) && wanted !== undefined ? "perhaps" : "not here";
}

function isWanted(container: pulumi.Input<Container>, index: number, wanted: string | undefined): boolean {
    return wanted === undefined ? index === 0 : !isPending(container) && container.name === wanted;
}

/** True if the container's name is not there yet. */
function mayBeNamed(container: pulumi.Input<Container>): boolean {
    return isPending(container) || isPending(container.name);
}

function requestIn(
    fail: Fail,
    containers: readonly pulumi.Input<Container>[],
    requests: readonly DeviceRequest[],
    wanted: string | undefined,
    list: string,
): pulumi.Input<Container>[] {
    const index = containers.findIndex((container, position) => isWanted(container, position, wanted));
    const request = (container: Container, position: number): Container => ({
        ...container,
        resources: addRequests(fail, container.resources, requests, `spec.${list}[${position}].resources`),
    });
    if (index >= 0) {
        return containers.map((container, position) =>
            position === index ? mapInput(container, (known) => request(known, position)) : container,
        );
    }
    if (!containers.some(mayBeNamed)) {
        return fail("container", `is "${wanted}", and the pod's ${list} has no container of that name.`);
    }
    return containers.map((container, position) =>
        mapInput(container, (known): Container => {
            if (isPending(known.name)) {
                const resources = mapInput(known.name, (name) =>
                    name === wanted ? request(known, position).resources : known.resources,
                );
                return { ...known, resources };
            }
            return known.name === wanted ? request(known, position) : known;
        }),
    );
}

/** The names of a pod's containers, for a message. */
function named(spec: PodSpec): string {
    const names = CONTAINER_LISTS.flatMap((key) => {
        const containers: Containers = spec[key];
        return Array.isArray(containers)
            ? containers.flatMap((container) => (isPending(container) ? [] : `"${String(container.name)}"`))
            : [];
    });
    return names.length === 0 ? "none" : names.join(", ");
}
