/** Default providers: one for each package and version that a program uses without naming a provider. */

import { PreviewFault } from "./fault";
import {
    defaultProviderName,
    formatReference,
    packageNameOf,
    providerRequest,
    type ProviderRequest,
    requestKey,
} from "./provider-request";
import type { ResourceState } from "./resource-state";
import type { Target } from "./target";
import { providerType } from "./urn";
import { secret, type WireObject } from "./wire";

/** Makes default providers when they are first asked for. */
export class Providers {
    private readonly references = new Map<string, Promise<string>>();
    private readonly packages = new Map<string, ProviderRequest>();

    public constructor(
        private readonly target: Target,
        private readonly add: (type: string, name: string, inputs: WireObject) => Promise<ResourceState>,
    ) {}

    /** Notes a package under a reference that later requests use. */
    public registerPackage(request: ProviderRequest): string {
        const key = requestKey(request);
        this.packages.set(key, request);
        return key;
    }

    /** What a resource, a read or an invoke asks for when it names no provider. */
    public request(packageName: string, version: string, downloadUrl: string, packageRef: string): ProviderRequest {
        if (packageRef === "") {
            return providerRequest(packageName, version, downloadUrl);
        }
        const known = this.packages.get(packageRef);
        if (known === undefined) {
            throw new PreviewFault(1, `The program uses a package reference (${packageRef}) that it never registered.`);
        }
        return known;
    }

    /** The default provider of a package, made when it is first asked for. */
    public forPackage(request: ProviderRequest, token: string): Promise<string> {
        const packageName = packageNameOf(request);
        if (this.denies(packageName)) {
            throw new PreviewFault(
                1,
                `Default provider for ${packageName} is disabled (pulumi:disable-default-providers). ` +
                    `${token} must use an explicit provider.`,
            );
        }
        const key = requestKey(request);
        let reference = this.references.get(key);
        if (reference === undefined) {
            reference = this.make(request);
            this.references.set(key, reference);
        }
        return reference;
    }

    private denies(packageName: string): boolean {
        const denied = this.target.config.get("pulumi:disable-default-providers")?.text ?? "";
        if (denied === "" || packageName === "pulumi") {
            return false;
        }
        try {
            const names = JSON.parse(denied) as unknown;
            return Array.isArray(names) && (names.includes("*") || names.includes(packageName));
        } catch {
            return false;
        }
    }

    private async make(request: ProviderRequest): Promise<string> {
        const packageName = packageNameOf(request);
        const inputs: WireObject = {};
        for (const [key, value] of this.target.config) {
            const [namespace = "", name = ""] = key.split(":");
            if (namespace === packageName) {
                inputs[name] = value.secret ? secret(value.text) : value.text;
            }
        }
        const version = request.parameterization?.version ?? request.version;
        if (version !== undefined) {
            inputs["version"] = version;
        }
        return formatReference(await this.add(providerType(packageName), defaultProviderName(request), inputs));
    }
}
