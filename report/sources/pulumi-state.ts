import { nameInUrn, parseUrn } from "../../techniques/resource";
import type { StackResource } from "../../techniques/stack-resource";
import { at, elements, isMap, keysOf, UNKNOWN_SENTINEL } from "../../techniques/value";
import type { SourceStack } from "./source";

/**
 * A stack's state, as `pulumi stack export` and a self-managed backend's checkpoint write it; `undefined` if it is none.
 * What is about to be deleted is left out; an encrypted secret is a value that is not known.
 *
 * @param secrets False where the state is known to mark none ({@link marksSecrets}): its values are then taken as they are.
 */
export function stackOfState(state: unknown, secrets = true): SourceStack | undefined {
    // An export holds a deployment; a checkpoint of a backend holds it one level deeper, under another name.
    const deployment = at(state, "deployment") ?? at(at(state, "checkpoint"), "latest");
    const resources: StackResource[] = [];
    for (const recorded of elements(at(deployment, "resources"))) {
        const resource = at(recorded, "delete") === true ? undefined : stateResource(recorded, secrets);
        if (resource !== undefined) {
            resources.push(resource);
        }
    }
    const [first] = resources;
    if (first === undefined) {
        return undefined;
    }
    const { project, stack } = parseUrn(first.urn);
    return { project, stack, resources };
}

/** One resource of a state; `undefined` if it has no URN or no type. */
function stateResource(resource: unknown, secrets: boolean): StackResource | undefined {
    const opened = secrets ? withoutSecretMarks : asItIs;
    const urn = word(resource, "urn");
    const type = word(resource, "type");
    return urn === "" || type === ""
        ? undefined
        : recordedResource(resource, opened, {
              urn,
              type,
              propertyDependencies: propertyDependenciesOf(resource),
              read: at(resource, "external") === true,
          });
}

/** What each source tells of a resource in a form of its own. */
export type ToldApart = Pick<StackResource, "urn" | "type" | "propertyDependencies" | "read">;

function asItIs(value: unknown): unknown {
    return value;
}

/** What the engine records of a resource in the same form wherever it does: in a state, and in the events of its steps. */
export function recordedResource(
    recorded: unknown,
    opened: (value: unknown) => unknown,
    { urn, type, propertyDependencies, read }: ToldApart,
): StackResource {
    const custom = at(recorded, "custom") === true;
    const provider = custom ? word(recorded, "provider") : "";
    const parent = word(recorded, "parent");
    // Written key by key: an estate has millions of them, and copying one object into another costs more than all else here.
    const resource: { -readonly [K in keyof StackResource]: StackResource[K] } = {
        urn,
        type,
        name: nameInUrn(urn),
        custom,
        inputs: opened(at(recorded, "inputs") ?? {}),
        outputs: opened(at(recorded, "outputs") ?? {}),
        propertyDependencies,
        read,
    };
    if (parent !== "") {
        resource.parent = parent;
    }
    if (provider !== "") {
        resource.provider = providerUrn(provider);
    }
    return resource;
}

/** A reference to a provider is its URN and its ID. */
function providerUrn(reference: string): string {
    return reference.slice(0, reference.lastIndexOf("::"));
}

function propertyDependenciesOf(resource: unknown): StackResource["propertyDependencies"] {
    const recorded = at(resource, "propertyDependencies");
    const dependencies: [string, string[]][] = [];
    for (const property of keysOf(recorded)) {
        const urns = elements(at(recorded, property)).filter((urn) => typeof urn === "string");
        if (urns.length > 0) {
            dependencies.push([property, urns]);
        }
    }
    return dependencies.length === 0 ? INDEPENDENT : Object.fromEntries(dependencies);
}

const INDEPENDENT: StackResource["propertyDependencies"] = Object.freeze({});

/** The text under a key; empty where there is none. */
export function word(value: unknown, key: string): string {
    const found = at(value, key);
    return typeof found === "string" ? found : "";
}

/** The key and the word by which Pulumi marks a secret in a state. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** True if the text of a state marks any value as a secret. */
export function marksSecrets(text: string): boolean {
    return text.includes(SIGNATURE);
}

/** The value with its secrets opened where they are in plain text; what is encrypted is not known. */
export function withoutSecretMarks(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecretMarks);
    }
    if (!isMap(value)) {
        return value;
    }
    if (value[SIGNATURE] === SECRET) {
        try {
            return withoutSecretMarks(JSON.parse(String(value["plaintext"])));
        } catch {
            return UNKNOWN_SENTINEL;
        }
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecretMarks(inner)]));
}
