import type { ReadContext } from "../../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../../techniques/read";
import type { Attachment, Notice, Reading } from "../../techniques/reading";
import { nameInUrn, type ResourceView } from "../../techniques/resource";
import { StackIndex, type StackMember } from "../../techniques/stack";

/** The word by which the engine says that a value is not known yet, where data write `$unknown`. */
export const NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as data write it: its name, its type token, its properties, and property to names that it depends on. */
export type Declared = readonly [name: string, token: string, props: object, depends?: Record<string, string[]>];

function viewOf([name, type, props]: Declared): ResourceView {
    return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, name, props, custom: true };
}

function attachmentLine(attachment: Attachment): string {
    const { role, techniques, path, subject, evidence, via, coveredBy, provisional, chosen } = attachment;
    return [
        `${role} ${techniques.join("|")} at ${path}: ${evidence}`,
        ...(subject === undefined ? [] : [`subject ${subject}`]),
        ...(via === undefined ? [] : [`via ${nameInUrn(via)}`]),
        ...(coveredBy === undefined ? [] : [`covered by ${coveredBy.map(nameInUrn).join(", ")}`]),
        ...(provisional === undefined ? [] : ["provisional"]),
        ...(chosen === undefined ? [] : ["chosen"]),
    ].join("; ");
}

const noticeLine = ({ rule, path, text }: Notice): string => `${rule} at ${path}: ${text}`;

function readingLines({ attachments, notices, definitions, references, markers, namespace }: Reading): string[] {
    return [
        ...attachments.map(attachmentLine),
        ...notices.map(noticeLine),
        ...definitions.filter(({ names }) => names.length > 0).map((is) => `is ${is.kind} ${names(is)}${within(is)}`),
        ...references.map((to) => `names ${to.kind} ${String(to.value)}${within(to)} at ${to.path}`),
        ...markers.exceptionIds.map(({ value, path }) => `exception ${value} at ${path}`),
        ...markers.unknown.map((path) => `marker not known at ${path}`),
        ...(namespace === undefined ? [] : [`in namespace ${namespace}`]),
    ];
}

const names = (definition: { readonly names: readonly string[] }): string => definition.names.join(", ");
const within = ({ namespace }: { readonly namespace?: string | symbol }): string =>
    namespace === undefined ? "" : ` in ${String(namespace)}`;

/** What one resource shows on its own, a line each. */
export function shown(token: string, props: object, context: ReadContext): string[] {
    return readingLines(readResource(viewOf(["it", token, props]), context));
}

/** What each resource of a stack has once the stack is joined, a line each. */
export function shownTogether(stack: readonly Declared[], context: ReadContext): Record<string, string[]> {
    const urns = new Map(stack.map((declared) => [declared[0], viewOf(declared).urn]));
    const members = stack.map((declared): StackMember => {
        const view = viewOf(declared);
        const depends = Object.entries(declared[3] ?? {});
        return {
            view,
            reading: readResource(view, context),
            propertyDependencies: Object.fromEntries(
                depends.map(([property, on]) => [property, on.map((name) => urns.get(name) ?? name)]),
            ),
        };
    });
    const index = new StackIndex(members);
    return Object.fromEntries(
        members.map((member) => {
            const joined = joinResource(member, index, context);
            const lines = [
                ...attachmentsOf(member.reading, joined).map(attachmentLine),
                ...joined.notices.map(noticeLine),
            ];
            return [member.view.name, lines];
        }),
    );
}
