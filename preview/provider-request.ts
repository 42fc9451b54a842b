/** Default providers: which one a resource without an explicit provider gets, and what it is called. */

import { usage } from "./fault";

/** What a resource asks for when it names no provider. */
export interface ProviderRequest {
    /** The plugin. */
    readonly plugin: string;
    readonly version: string | undefined;
    readonly downloadUrl: string;
    /** Set for packages that are made from a plugin and a parameter, such as a Terraform provider. */
    readonly parameterization?: { readonly name: string; readonly version: string };
}

/** A provider resource as others refer to it. */
export interface ProviderReference {
    readonly urn: string;
    readonly id: string;
}

const SEMVER = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** A request as a registration states it. */
export function providerRequest(plugin: string, version: string, downloadUrl: string): ProviderRequest {
    if (version !== "" && !SEMVER.test(version)) {
        throw usage(`The version ${version} that the program gives for the package ${plugin} is no semantic version.`);
    }
    return { plugin, version: version === "" ? undefined : version, downloadUrl: downloadUrl.replace(/\/$/, "") };
}

/** The package that the provider serves. */
export function packageNameOf(request: ProviderRequest): string {
    return request.parameterization?.name ?? request.plugin;
}

/** Equal for requests that share a provider. */
export function requestKey(request: ProviderRequest): string {
    return [packageNameOf(request), request.parameterization?.version ?? request.version, request.downloadUrl].join(
        " ",
    );
}

/** The default provider's name: `default_3_15_2`. */
export function defaultProviderName(request: ProviderRequest): string {
    const match = SEMVER.exec(request.parameterization?.version ?? request.version ?? "");
    const parts = match === null ? [] : match.slice(1).flatMap((part) => part?.split(".") ?? []);
    const url = qualifiedName(request.downloadUrl);
    return ["default", ...parts, ...(request.downloadUrl === "" ? [] : [url])].join("_");
}

/** As the engine turns any text into a name: other characters become underscores, part by part. */
function qualifiedName(text: string): string {
    const parts = text.split("/").filter((part) => part !== "");
    return (
        parts.map((part) => part.replace(/^[^A-Za-z0-9_.]/, "_").replace(/(?!^)[^A-Za-z0-9_.-]/g, "_")).join("/") || "_"
    );
}

/** Reads `<urn>::<id>`. */
export function parseReference(reference: string): ProviderReference | undefined {
    const end = reference.lastIndexOf("::");
    return end < 0 ? undefined : { urn: reference.slice(0, end), id: reference.slice(end + 2) };
}

/** Writes `<urn>::<id>`. */
export function formatReference(reference: ProviderReference): string {
    return `${reference.urn}::${reference.id}`;
}
