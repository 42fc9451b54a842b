import type { ReadContext } from "../classification";
import type { Attachment, Reference } from "../reading";
import { at, isMap, isUnknown, keysOf, type Value } from "../value";
import type { Container } from "./containers";
import type { ResourceRequest } from "./facets";
import type { Findings } from "./findings";
import { pathOf, printable, topLevel } from "./object";
import { settled } from "./placeholders";
import { quantity } from "./quantity";
import { classifyResource } from "./resources";
import { CANNOT_TELL } from "./techniques";

/** The requests of all containers and of the pod itself, one attachment for each resource. */
export function readRequests(
    spec: Value,
    specPath: string,
    containers: readonly Container[],
    found: Findings,
    context: ReadContext,
): ResourceRequest[] {
    const totals = new Map<string, { path: string; running: number; starting: number; readable: boolean }>();
    const places: { list: string; value: Value; path: string }[] = containers.map(({ list, value, path }) => ({
        list,
        value: at(value, "resources"),
        path,
    }));
    if (!isUnknown(spec)) {
        places.push({ list: "pod", value: at(spec, "resources"), path: specPath });
    }
    for (const { list, value, path } of places) {
        if (value === undefined) {
            continue;
        }
        for (const [name, amount] of readResources(value, pathOf(path, "resources"), found)) {
            const total = totals.get(name) ?? { path: amount.path, running: 0, starting: 0, readable: true };
            totals.set(name, total);
            total.readable &&= amount.count !== undefined;
            // Init containers run before the others and give their devices back.
            if (list === "initContainers") {
                total.starting = Math.max(total.starting, amount.count ?? 0);
            } else if (list === "pod") {
                total.running = Math.max(total.running, amount.count ?? 0);
            } else {
                total.running += amount.count ?? 0;
            }
        }
    }
    return [...totals].map(([name, { path, running, starting, readable }]) => {
        const count = readable ? Math.max(running, starting) : undefined;
        return requestDevice(name, count, path, found, context);
    });
}

/** Adds the request of one resource: its reference, and its attachment if it stands for a device. */
export function requestDevice(
    name: string,
    count: number | undefined,
    path: string,
    found: Findings,
    context: ReadContext,
): ResourceRequest {
    const device = classifyResource(name, context);
    const reference: Reference = {
        kind: "device-resource",
        value: name,
        path,
        property: topLevel(path),
    };
    let attachment: Attachment | undefined;
    if (device.class !== "none") {
        found.references.push(reference);
        attachment = found.attach("asks", path, device.class, requestWords(name, count), {
            subject: name,
            ...(device.provisional ? { provisional: true } : {}),
        });
    }
    return { reference, name, count, attachment };
}

/** A request as messages print it. */
export function requestWords(name: string, count: number | undefined): string {
    const times = count === undefined || count < 2 ? "" : ` (${count} of them)`;
    return `resource ${printable(name, "with a name that this pack does not print")}${times}`;
}

/** What Kubernetes itself counts: nothing is learnt of devices from it. */
const NATIVE: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);

/**
 * The device resources that one `resources` map asks for: the larger of limit and request. Zero is nothing, and so are
 * CPUs and memory.
 *
 * @param accepts Tells names that are to be read; by default all.
 * @param sides The maps from names to amounts; of a container by default.
 */
export function readResources(
    resources: Value,
    path: string,
    found: Findings,
    accepts: (name: string) => boolean = () => true,
    sides: readonly string[] = ["limits", "requests"],
): Map<string, { count: number | undefined; path: string }> {
    const amounts = new Map<string, { count: number | undefined; path: string }>();
    if (isUnknown(settled(resources))) {
        found.attach("asks", path, CANNOT_TELL, "resource requests that are not known yet");
        return amounts;
    }
    for (const side of sides) {
        const map = settled(at(resources, side));
        if (isUnknown(map)) {
            found.attach("asks", pathOf(path, side), CANNOT_TELL, "resource requests that are not known yet");
        }
        for (const key of isMap(map) ? keysOf(map) : []) {
            if (NATIVE.has(key)) {
                continue;
            }
            const name = withoutAnchor(key);
            const amount = NATIVE.has(name) || !accepts(name) ? 0 : quantity(at(map, key));
            const before = amounts.get(name);
            if (amount === 0) {
                continue;
            }
            const count = isUnknown(amount) || amount === undefined ? undefined : amount;
            amounts.set(name, {
                count: before === undefined ? count : larger(before.count, count),
                path: before?.path ?? pathOf(path, side, key),
            });
        }
    }
    return amounts;
}

/** Policies that change pods write conditions around keys (Kyverno's anchors): `+(memory)`, `(name)`. */
function withoutAnchor(key: string): string {
    return /^[-+=^<X]?\((.+)\)$/.exec(key)?.[1] ?? key;
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
    return one === undefined || other === undefined ? undefined : Math.max(one, other);
}
