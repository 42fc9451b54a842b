/**
 * Resources of Terraform providers as Pulumi shows them: bridged under camel-case names, or as children of a Terraform
 * module under the provider's own snake-case names, with blocks as objects or as lists. Everything here reads every
 * spelling, so that one table of resources serves all routes.
 */
import { remembered } from "./memo";
import { at, elements, isAbsent, isArray, isUnknown, step, type Value } from "./value";

/** A value and where it stands. */
export interface Place {
    readonly value: Value;
    /** The property path, such as `binding.vnicType`. */
    readonly path: string;
    /** The top-level property: the key of the engine's property dependencies. */
    readonly property: string;
}

/**
 * The spellings of an argument: camel case (`subPorts`), snake case (`sub_ports`), and the singular that Terraform gives
 * to a repeated block (`sub_port`).
 */
export const spellings = remembered((name): readonly string[] => {
    const snake = snakeCase(name);
    return [...new Set([name, snake, ...(snake.endsWith("s") ? [snake.slice(0, -1)] : [])])];
});

/** `networkingPortV2` as Terraform writes it: `networking_port_v2`. */
export function snakeCase(name: string): string {
    return name.replace(/[A-Z]/g, (letter, index: number) => `${index > 0 ? "_" : ""}${letter.toLowerCase()}`);
}

/** A top-level argument of a resource, in every spelling that is given; none where it is absent or null. */
export function argument(props: Value, name: string): readonly Place[] {
    let places = NOWHERE;
    for (const key of spellings(name)) {
        const value = at(props, key);
        if (!isAbsent(value)) {
            places = [...places, { value, path: key, property: key }];
        }
    }
    return places;
}

/** Most arguments of most resources are not given. */
const NOWHERE: readonly Place[] = [];

/** An argument inside a block, in every spelling; an unknown block gives the unknown, at the block's own path. */
export function inside(block: Place, name: string): readonly Place[] {
    if (isUnknown(block.value)) {
        return [block];
    }
    let places = NOWHERE;
    for (const key of spellings(name)) {
        const value = at(block.value, key);
        if (!isAbsent(value)) {
            places = [...places, { value, path: step(block.path, key), property: block.property }];
        }
    }
    return places;
}

/** The blocks of a list, each at its own path; anything else is one block. */
export function blocksOf(place: Place): readonly Place[] {
    if (!isArray(place.value)) {
        return [place];
    }
    return elements(place.value).map((value, index) => ({ ...place, value, path: step(place.path, index) }));
}

/** A top-level block or list of blocks, in every spelling. */
export function blocks(props: Value, name: string): readonly Place[] {
    const places = argument(props, name);
    return places.length === 0 ? places : places.flatMap(blocksOf);
}

/** A value under an exact key of a map; an unknown map gives the unknown at the map's own path. */
export function under(map: Place, key: string): Place | undefined {
    if (isUnknown(map.value)) {
        return map;
    }
    const value = at(map.value, key);
    return isAbsent(value) ? undefined : { ...map, value, path: step(map.path, key) };
}

/** True for a child of a Terraform module, whose arguments are in the provider's own snake case. */
export function isModuleChild(token: string): boolean {
    const module = token.indexOf(":") + 1;
    return module > 0 && (token.startsWith("tf:", module) || token.slice(module) === "tf");
}

/**
 * The Terraform resource type behind a token, without the provider's prefix (`networking_port_v2`), as candidates to look
 * up: `<package>:index/networkingPortV2:NetworkingPortV2`, `<package>:networking/portV2:PortV2` and
 * `<package>:tf:openstack_networking_port_v2`, whatever the package.
 */
export const terraformTypes = remembered((token): readonly string[] => {
    const [pkg, module, name] = token.split(":");
    if (pkg === undefined || module === undefined || name === undefined) {
        return [];
    }
    if (isModuleChild(token)) {
        // A provider's own prefix may hold underscores, so every tail is a candidate.
        const words = name.split("_");
        return words.map((_, index) => words.slice(index).join("_")).slice(0, 12);
    }
    const [folder, member] = module.split("/");
    if (folder === undefined || member === undefined) {
        return [];
    }
    return [snakeCase(member), `${snakeCase(folder)}_${snakeCase(member)}`];
});
