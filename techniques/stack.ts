import type { Attachment, Definition, Notice, Reading, Reference, ReferenceKind } from "./reading";
import type { ResourceView } from "./resource";
import { isUnknown } from "./value";

/** A resource of a stack, as the joins take it. */
export interface StackMember {
    /** The resource; its properties are the outputs where the source has them. */
    readonly view: ResourceView;
    /**
     * What was read of it: attachments and markers from the inputs where those were seen, from the outputs otherwise;
     * definitions from both; references from the inputs, or from the outputs where the input was unknown.
     */
    readonly reading: Reading;
    /** URNs that the engine recorded as dependencies of each top-level property. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What the joins add to one resource. */
export interface Joined {
    /**
     * Attachments that only the join shows, or that it refines: one with the role and path of an attachment in the
     * resource's own reading takes that one's place.
     */
    readonly attachments: readonly Attachment[];
    readonly notices: readonly Notice[];
    /** Provisional attachments of the resource's own reading that turned out to be no network or accelerator device. */
    readonly settled?: readonly Attachment[];
}

/** How a reference was resolved. */
export interface Match {
    /** The members that declare the thing, all of them: a join takes their union. */
    readonly members: readonly StackMember[];
    /**
     * - `found`: by its known name or ID, or by the engine's property dependencies;
     * - `elsewhere`: only under another provider, so perhaps another cluster or cloud;
     * - `outside`: the name is known, and nothing in the stack declares it;
     * - `undecided`: the name is not known, and no dependency declares such a thing.
     */
    readonly state: "found" | "elsewhere" | "outside" | "undecided";
}

const OUTSIDE: Match = { members: [], state: "outside" };

/** Finds what references name, across a stack. */
export class StackIndex {
    /** Most stacks are joined by names alone. */
    private byUrn: Map<string, StackMember> | undefined;
    private readonly byName = new Map<ReferenceKind, Map<string, { definition: Definition; member: StackMember }[]>>();

    constructor(readonly members: readonly StackMember[]) {
        for (const member of members) {
            for (const definition of member.reading.definitions) {
                let named = this.byName.get(definition.kind);
                if (named === undefined) {
                    named = new Map();
                    this.byName.set(definition.kind, named);
                }
                for (const name of definition.names) {
                    const entries = named.get(name);
                    if (entries === undefined) {
                        named.set(name, [{ definition, member }]);
                    } else {
                        entries.push({ definition, member });
                    }
                }
            }
        }
    }

    /** The member with a URN. */
    member(urn: string): StackMember | undefined {
        this.byUrn ??= new Map(this.members.map((member) => [member.view.urn, member]));
        return this.byUrn.get(urn);
    }

    /** Resolves a reference of one member. */
    find(reference: Reference, from: StackMember): Match {
        if (isUnknown(reference.value)) {
            const declared = this.dependencies(from, reference.property).filter((member) =>
                declares(member, reference.kind),
            );
            return declared.length > 0 ? { members: declared, state: "found" } : { members: [], state: "undecided" };
        }
        const entries = this.byName.get(reference.kind)?.get(reference.value);
        if (entries === undefined) {
            return OUTSIDE;
        }
        const named = entries.filter((entry) => sameNamespace(entry.definition, reference));
        const members = [...new Set(named.map((entry) => entry.member))];
        const here = members.filter((member) => sameProvider(member.view, from.view));
        if (here.length > 0) {
            return { members: here, state: "found" };
        }
        return members.length > 0 ? { members, state: "elsewhere" } : { members: [], state: "outside" };
    }

    /** The members that a top-level property of one member depends on. */
    dependencies(from: StackMember, property: string): StackMember[] {
        const { propertyDependencies } = from;
        const own = Object.prototype.hasOwnProperty.call(propertyDependencies, property);
        const urns = own ? (propertyDependencies[property] ?? []) : [];
        return urns.flatMap((urn) => this.member(urn) ?? []);
    }
}

function declares(member: StackMember, kind: ReferenceKind): boolean {
    return member.reading.definitions.some((definition) => definition.kind === kind);
}

/** A namespace that cannot be known matches any: a join can only add hardware. */
function sameNamespace(definition: Definition, reference: Reference): boolean {
    return (
        definition.namespace === undefined ||
        reference.namespace === undefined ||
        isUnknown(definition.namespace) ||
        isUnknown(reference.namespace) ||
        definition.namespace === reference.namespace
    );
}

/**
 * True if a match by name settles what the reference names: both state the same namespace, or both leave it out. Any
 * other match can add hardware, but never prove software.
 */
export function provesNamespace(
    definition: Pick<Definition, "namespace">,
    reference: Pick<Reference, "value" | "namespace">,
): boolean {
    // What a value depends on was found by the engine, not by name.
    return (
        isUnknown(reference.value) ||
        (!isUnknown(definition.namespace) &&
            !isUnknown(reference.namespace) &&
            definition.namespace === reference.namespace)
    );
}

/** A provider that is not told matches any. */
function sameProvider(one: ResourceView, other: ResourceView): boolean {
    return one.provider === undefined || other.provider === undefined || one.provider === other.provider;
}
