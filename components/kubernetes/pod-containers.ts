import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Fail } from "../checks";
import { isPending, isPlainObject, mapInput } from "../inputs";

export type PodSpec = k8s.types.input.core.v1.PodSpec;
export type Container = k8s.types.input.core.v1.Container;
type Containers = pulumi.Input<pulumi.Input<Container>[] | undefined> | undefined;

/** What is done to a container; `path` is its place, for messages. */
export type ContainerChange = (container: Container, path: string) => Container;

/** The lists of a pod's spec in which a container is looked for. */
const CONTAINER_LISTS = ["containers", "initContainers"] as const;

/**
 * Changes one container of a pod; the others stay as they are, and the list keeps its form.
 *
 * @param wanted The container's name; `undefined` for the first.
 * @param need What needs the container, for messages.
 * @param argument The argument that names it.
 */
export function changeContainer(
    fail: Fail,
    spec: PodSpec,
    wanted: string | undefined,
    change: ContainerChange,
    need: string,
    argument = "container",
): PodSpec {
    const lists = wanted === undefined ? (["containers"] as const) : CONTAINER_LISTS;
    // A list that surely holds the container, before one that may turn out to.
    const list =
        lists.find((key) => place(spec[key], wanted) === "here") ??
        lists.find((key) => place(spec[key], wanted) === "perhaps");
    if (list === undefined) {
        return wanted === undefined
            ? fail("spec.containers", `is empty: ${need} need a container.`)
            : fail(argument, `is "${wanted}", and the pod has no container of that name. It has ${names(spec)}.`);
    }
    return {
        ...spec,
        [list]: mapInput(spec[list], (there) => changeIn(fail, there ?? [], wanted, change, list, argument)),
    };
}

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

function changeIn(
    fail: Fail,
    containers: readonly pulumi.Input<Container>[],
    wanted: string | undefined,
    change: ContainerChange,
    list: string,
    argument: string,
): pulumi.Input<Container>[] {
    const index = containers.findIndex((container, position) => isWanted(container, position, wanted));
    if (index >= 0) {
        return containers.map((container, position) =>
            position === index ? mapInput(container, (known) => change(known, `spec.${list}[${position}]`)) : container,
        );
    }
    if (!containers.some(mayBeNamed)) {
        return fail(argument, `is "${wanted}", and the pod's ${list} hold no container of that name.`);
    }
    return containers.map((container, position) =>
        mapInput(container, (known): pulumi.Input<Container> => {
            const path = `spec.${list}[${position}]`;
            return isPending(known.name)
                ? changeOnceNamed(known, wanted, change, path)
                : known.name === wanted
                  ? change(known, path)
                  : known;
        }),
    );
}

/** A container whose name is not there yet: only the parts that would change have to wait for it. */
function changeOnceNamed(
    container: Container,
    wanted: string | undefined,
    change: ContainerChange,
    path: string,
): Container {
    const changed = change(container, path);
    const result: Record<string, unknown> = { ...changed };
    for (const key of Object.keys(changed) as (keyof Container)[]) {
        if (changed[key] !== container[key]) {
            result[key] = mapInput(container.name, (name): unknown =>
                name === wanted ? changed[key] : container[key],
            );
        }
    }
    return result as unknown as Container;
}

/** The names of a pod's containers, for a message. */
function names(spec: PodSpec): string {
    const found = CONTAINER_LISTS.flatMap((key) => {
        const containers: Containers = spec[key];
        return Array.isArray(containers)
            ? containers.flatMap((container) =>
                  !isPending(container) && typeof container.name === "string" ? `"${container.name}"` : [],
              )
            : [];
    });
    return found.length === 0 ? "none" : found.join(", ");
}

/** A pod's spec, or the failure that says what needs it. */
export function presentSpec(fail: Fail, spec: PodSpec | undefined, need: string): PodSpec {
    return isPlainObject(spec) ? spec : fail("spec", `is missing: ${need} need a pod.`);
}
