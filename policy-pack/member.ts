import type { Subject } from "../exceptions/verdict";
import { isCustom } from "../techniques/custom";
import {
    type Attachment,
    attachmentKey,
    both,
    EMPTY_READING,
    type Reading,
    type Reference,
} from "../techniques/reading";
import { parseUrn, type ResourceView } from "../techniques/resource";
import type { StackMember } from "../techniques/stack";
import { isUnknown } from "../techniques/value";
import type { Covering } from "./judgement";

/** A resource as the SDK hands it to a resource rule or, with its outputs, to a stack rule. */
export interface PolicyResourceLike {
    readonly type: string;
    readonly urn: string;
    readonly name: string;
    readonly props: unknown;
    readonly provider?: { readonly urn: string };
    /** True where the inputs are the outputs too, as in manifests: they are read once. */
    readonly asItIs?: true;
    /** As resources from the SDK, as URNs from anywhere else. */
    readonly propertyDependencies?: Readonly<Record<string, readonly (string | { readonly urn: string })[]>>;
}

/** A resource as the readers take it. */
export function viewOf(resource: PolicyResourceLike, props: unknown): ResourceView {
    const { urn, type, name, provider } = resource;
    const custom = isCustom(type, provider !== undefined);
    return provider === undefined
        ? { urn, type, name, props, custom }
        : { urn, type, name, props, custom, provider: provider.urn };
}

/** A resource of the stack; its dependencies are worked out for those alone that a join asks after. */
export class Member implements StackMember {
    constructor(
        readonly view: ResourceView,
        readonly reading: Reading,
        private readonly resource: PolicyResourceLike,
    ) {}

    get propertyDependencies(): StackMember["propertyDependencies"] {
        this.urns ??= urnsOf(this.resource.propertyDependencies ?? {});
        return this.urns;
    }

    private urns: StackMember["propertyDependencies"] | undefined;
}

function urnsOf(given: NonNullable<PolicyResourceLike["propertyDependencies"]>): StackMember["propertyDependencies"] {
    return Object.fromEntries(
        Object.entries(given).map(([property, dependencies]) => [
            property,
            dependencies.map((dependency) => (typeof dependency === "string" ? dependency : dependency.urn)),
        ]),
    );
}

/** A resource as exceptions know it. */
export function subjectOf({ urn, type, name }: ResourceView, { namespace }: Reading): Subject {
    const { project, stack } = parseUrn(urn);
    return { urn, type, name, project, stack, ...(namespace !== undefined && { namespace }) };
}

/** The exception IDs that a resource's own markers name, each once. */
export function idsOf({ markers: { exceptionIds } }: Reading): readonly string[] {
    return exceptionIds.length === 0 ? NO_IDS : [...new Set(exceptionIds.map(({ value }) => value))];
}

const NO_IDS: readonly string[] = [];

/** A member as what covers an attachment of another. */
export function coveringOf({ view, reading }: StackMember): Covering {
    return { subject: subjectOf(view, reading), ids: idsOf(reading) };
}

/** Inputs decide; outputs complete what the inputs left open, and show what the inputs did not say. */
export function completed(own: Reading, outputs: Reading): Reading {
    if (outputs === EMPTY_READING) {
        return own;
    }
    const attachments = withMore(own.attachments, outputs.attachments);
    const definitions = both(own.definitions, outputs.definitions);
    const references = own.references.some(({ value }) => isUnknown(value))
        ? own.references.map((reference) => completedReference(reference, outputs.references))
        : own.references;
    const asOwn = attachments === own.attachments && definitions === own.definitions && references === own.references;
    return asOwn ? own : { ...own, attachments, definitions, references };
}

/** The attachments of the inputs, and those that only the outputs show. */
function withMore(own: readonly Attachment[], outputs: readonly Attachment[]): readonly Attachment[] {
    if (outputs.every((found, index) => isTwin(own[index], found))) {
        return own;
    }
    const exactly = (attachment: Attachment): string => `${attachmentKey(attachment)} ${attachment.techniques.join()}`;
    const seen = new Set(own.map(exactly));
    const more = outputs.filter((found) => !seen.has(exactly(found)) && !found.techniques.includes("unknown"));
    return more.length === 0 ? own : [...own, ...more];
}

/** A reference whose name the inputs leave open, by what the outputs show at the same place. */
function completedReference(reference: Reference, outputs: readonly Reference[]): Reference {
    return isUnknown(reference.value)
        ? (outputs.find(({ path, value }) => path === reference.path && !isUnknown(value)) ?? reference)
        : reference;
}

/** True for what both readings show at the same place of their lists, as they do of most resources. */
function isTwin(own: Attachment | undefined, found: Attachment): boolean {
    return (
        own !== undefined &&
        own.path === found.path &&
        own.role === found.role &&
        own.techniques.length === 1 &&
        found.techniques.length === 1 &&
        own.techniques[0] === found.techniques[0]
    );
}
