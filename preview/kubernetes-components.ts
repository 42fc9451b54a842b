/**
 * The Kubernetes provider's own components. They are remote to the engine, but what they do needs no cluster: they read
 * manifests and make one resource of each object. Follows provider/pkg/provider/yaml/v2 of pulumi/pulumi-kubernetes.
 */

import { resolve } from "node:path";

import type { Account } from "./account";
import type { Deployment, Registered } from "./deployment";
import { messageOf, PreviewFault, undecided } from "./fault";
import { filesMatching } from "./file-pattern";
import { type ObjectResource, objectResources } from "./kubernetes-objects";
import { parseManifest } from "./kubernetes-yaml";
import type { ManifestTools } from "./manifest-tools";
import { resource } from "./protocol";
import type { Registration, ResourceState } from "./resource-state";
import { downgradeOutputs, isObject, isUnknown, SIGNATURE, SIGNATURES, unwrap, withoutSecrets } from "./wire";
import type { WireObject, WireValue } from "./wire";
import { readText } from "./yaml-file";

/** The objects of a component, and the namespace that it gives to those without. */
interface Manifest {
    readonly objects: readonly WireObject[];
    readonly namespace?: string;
    /** What read them, for the list of calls. */
    readonly by: string;
}

type Reader = (inputs: WireObject, name: string) => Promise<Manifest>;

/** Builds components of the Kubernetes provider. */
export class KubernetesComponents {
    private readonly readers: Readonly<Record<string, Reader>> = {
        "kubernetes:yaml/v2:ConfigGroup": (inputs) => this.configGroup(inputs),
        "kubernetes:yaml/v2:ConfigFile": async (inputs) => ({
            objects: await this.readFile(required(inputs, "file")),
            by: "YAML read in place",
        }),
        "kubernetes:helm.sh/v4:Chart": async (inputs, name) => ({
            objects: parseManifest(await this.tools.helmChart(inputs, name)),
            ...optionalNamespace(inputs),
            by: "helm template",
        }),
        "kubernetes:kustomize/v2:Directory": async (inputs) => ({
            objects: parseManifest(await this.tools.kustomizeText(required(inputs, "directory"))),
            ...optionalNamespace(inputs),
            by: "kustomize build",
        }),
    };

    public constructor(
        private readonly deployment: Deployment,
        private readonly tools: ManifestTools,
        private readonly programDir: string,
        private readonly account: Account,
    ) {}

    /** Builds a component; one of another provider is refused by name. */
    public async build(registration: Registration, provider: string): Promise<Registered> {
        const { type, name } = registration;
        const read = this.readers[type];
        if (read === undefined) {
            throw undecided(
                `${type} ${name} is a component that a provider plugin builds. An offline preview cannot tell what ` +
                    "resources it makes. Use pulumi preview.",
            );
        }
        const inputs = downgradeOutputs(registration.inputs) as WireObject;
        const { state } = await this.deployment.register({
            ...registration,
            remote: false,
            inputs: {},
            propertyDependencies: {},
            options: componentOptions(registration.options, provider),
        });
        const manifest = await read(this.known(inputs, type, name), name);
        this.account.invoke({ token: type, answered: "served", detail: manifest.by });
        const resources = this.resources(manifest, inputs, provider, type, name);
        const children = await this.makeChildren(resources, state.urn);
        return {
            state,
            outputs: {
                resources: children.map(({ urn, id }) => ({ [SIGNATURE]: SIGNATURES.resource, urn, id })),
            },
        };
    }

    private resources(
        manifest: Manifest,
        inputs: WireObject,
        provider: string,
        type: string,
        name: string,
    ): readonly ObjectResource[] {
        const ofProvider = unwrap(this.deployment.providerInputs(provider)?.["namespace"]);
        const namespace = manifest.namespace ?? (typeof ofProvider === "string" && ofProvider ? ofProvider : "default");
        const prefix = unwrap(inputs["resourcePrefix"]);
        const found = objectResources(
            manifest.objects,
            namespace,
            typeof prefix === "string" ? prefix : name,
            unwrap(inputs["skipAwait"]) === true,
        );
        if ("unknown" in found) {
            throw incomplete(type, name, `an object's ${found.unknown}`);
        }
        return found;
    }

    /** Registers objects after those that they depend on. */
    private async makeChildren(resources: readonly ObjectResource[], parent: string): Promise<ResourceState[]> {
        const made: (ResourceState | undefined)[] = resources.map(() => undefined);
        for (let left = resources.length; left > 0;) {
            const ready = resources.flatMap(({ dependsOn }, index) =>
                made[index] === undefined && dependsOn.every((other) => made[other] !== undefined) ? [index] : [],
            );
            if (ready.length === 0) {
                throw new PreviewFault(1, `The objects of ${parent} depend on one another in a circle.`);
            }
            for (const index of ready) {
                const object = resources[index];
                if (object !== undefined) {
                    const urns = object.dependsOn.flatMap((other) => made[other]?.urn ?? []);
                    made[index] = (await this.deployment.register(childRegistration(object, parent, urns))).state;
                }
            }
            left -= ready.length;
        }
        return made.flatMap((state) => state ?? []);
    }

    private async configGroup(inputs: WireObject): Promise<Manifest> {
        const objects: WireObject[] = [];
        for (const pattern of listOf(inputs["files"]).filter(isText)) {
            objects.push(...(await this.readFiles(pattern)));
        }
        for (const text of listOf(inputs["yaml"]).filter(isText)) {
            objects.push(...parseManifest(text));
        }
        objects.push(...listOf(inputs["objs"]).filter(isObject));
        return { objects, by: "YAML read in place" };
    }

    private async readFiles(pattern: string): Promise<WireObject[]> {
        if (isUrl(pattern)) {
            return await this.readFile(pattern);
        }
        const files = filesMatching(this.programDir, pattern);
        return (await Promise.all(files.map((file) => this.readFile(file)))).flat();
    }

    private async readFile(file: string): Promise<WireObject[]> {
        if (isUrl(file)) {
            return parseManifest(await fetchText(file));
        }
        const text = readText(resolve(this.programDir, file));
        if (text === undefined) {
            throw new PreviewFault(1, `reading YAML file from disk: ${file} is not there`);
        }
        return parseManifest(text);
    }

    /** Whole texts must be known. Objects may hold unknown values: what decides their names is checked later. */
    private known(inputs: WireObject, type: string, name: string): WireObject {
        const plain = withoutSecrets(inputs) as WireObject;
        for (const [key, value] of Object.entries(plain)) {
            const unknown = key === "objs" && Array.isArray(value) ? value.some(isUnknown) : holdsUnknown(value);
            if (unknown) {
                throw incomplete(type, name, key);
            }
        }
        return plain;
    }
}

function incomplete(type: string, name: string, what: string): PreviewFault {
    return undecided(
        `${type} ${name} makes resources from what is not known before the update: ${what}. Which they are cannot be ` +
            "judged at a preview.",
    );
}

function holdsUnknown(value: WireValue): boolean {
    if (typeof value === "object" && value !== null) {
        return Object.values(value).some(holdsUnknown);
    }
    return isUnknown(value);
}

function required(inputs: WireObject, key: string): string {
    const value = inputs[key];
    if (typeof value !== "string") {
        throw new PreviewFault(1, `missing required property '${key}'`);
    }
    return value;
}

function optionalNamespace(inputs: WireObject): { readonly namespace?: string } {
    const namespace = inputs["namespace"];
    return typeof namespace === "string" && namespace !== "" ? { namespace } : {};
}

/** A component hands its provider to its children. */
function componentOptions(
    given: resource.TransformResourceOptions,
    provider: string,
): resource.TransformResourceOptions {
    given.getProvidersMap().set("kubernetes", provider);
    given.setProvider("");
    return given;
}

function childRegistration(object: ObjectResource, parent: string, dependsOn: readonly string[]): Registration {
    const options = new resource.TransformResourceOptions();
    options.setDependsOnList([...dependsOn]);
    return {
        type: object.type,
        name: object.name,
        parent,
        custom: true,
        remote: false,
        inputs: object.inputs,
        propertyDependencies: {},
        options,
        packageRef: "",
        transforms: [],
    };
}

function listOf(value: WireValue | undefined): WireValue[] {
    return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function isText(value: WireValue): value is string {
    return typeof value === "string";
}

function isUrl(text: string): boolean {
    return /^https?:\/\//.test(text);
}

async function fetchText(url: string): Promise<string> {
    try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
        if (answer.ok) {
            return await answer.text();
        }
        throw new Error(`${answer.status} ${answer.statusText}`);
    } catch (error) {
        throw undecided(
            `The manifest ${url}, from which the program makes resources, cannot be read: ${messageOf(error)}`,
        );
    }
}
