/** Pulumi's names for resources: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */

/** The type of the resource that stands for the stack itself. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

const PROVIDER_PREFIX = "pulumi:providers:";

/** The parts of a URN. */
export interface UrnParts {
    readonly stack: string;
    readonly project: string;
    /** Parents' types and the resource's own, joined by `$`. */
    readonly qualifiedType: string;
    readonly type: string;
    readonly name: string;
}

/** The parts, or undefined where the text is no URN. The name may hold `::`. */
export function parseUrn(urn: string): UrnParts | undefined {
    const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn);
    if (!match) {
        return undefined;
    }
    const [, stack = "", project = "", qualifiedType = "", name = ""] = match;
    return { stack, project, qualifiedType, type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1), name };
}

/** The URN of a resource. A parent's type counts unless the parent is the stack. */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
    const parentType = parent === "" ? "" : (parseUrn(parent)?.qualifiedType ?? "");
    const qualified = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The URN of the stack's own resource. */
export function stackUrn(stack: string, project: string): string {
    return makeUrn(stack, project, "", STACK_TYPE, `${project}-${stack}`);
}

/** The package of a type or function token: `openstack` of `openstack:networking/port:Port`. */
export function packageOf(token: string): string {
    return token.split(":", 1)[0] ?? "";
}

/** True for `pulumi:providers:…`. */
export function isProviderType(type: string): boolean {
    return type.startsWith(PROVIDER_PREFIX);
}

/** The type of a package's provider resource. */
export function providerType(packageName: string): string {
    return PROVIDER_PREFIX + packageName;
}

/** The package that a provider type is of. */
export function packageOfProvider(type: string): string {
    return type.slice(PROVIDER_PREFIX.length);
}
