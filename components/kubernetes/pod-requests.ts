import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Fail, shown } from "../checks";
import { isPending, mapInput, whenKnown } from "../inputs";

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
