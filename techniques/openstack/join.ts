import type { Classified, ReadContext } from "../classification";
import type { Attachment, Notice, Reference } from "../reading";
import type { Joined, StackIndex, StackMember } from "../stack";
import { needsException } from "../technique";
import { argument, spellings } from "../terraform";
import { isUnknown, text } from "../value";
import { emulated } from "./compute-readers";
import { adviceOn } from "./advice";
import { calledByConfig, joinedKind, type Unseen, unverifiable } from "./joined-kinds";
import { isHardware } from "./port";
import { type Joining, type ResourceRow, rowOfToken } from "./resource-table";

/** What references lead to. */
interface Resolved {
    /** Hardware attachments, one for each device and the resource that makes it. */
    readonly attachments: Attachment[];
    readonly notices: Notice[];
    readonly unseen: Unseen[];
}

/** One thing that is named, possibly in several ways: by an ID or a name. Any of them may find it. */
type Named = readonly [Reference, ...Reference[]];

/** What the rest of the stack shows of one resource of OpenStack. */
export function joinResource(row: ResourceRow, member: StackMember, index: StackIndex, context: ReadContext): Joined {
    const advice = adviceOn(row, member, index);
    if (row.joining === "nothing") {
        return { attachments: [], notices: advice };
    }
    const joined = joinReferences(row.joining, member, index, context);
    return advice.length === 0 ? joined : { ...joined, notices: [...advice, ...joined.notices] };
}

/**
 * What a resource's references to ports, flavors, images and the like lead to: devices of what the stack declares, devices
 * that config knows, and one notice for all the rest. It serves every platform whose objects name such things.
 */
export function joinReferences(
    joining: Exclude<Joining, "nothing">,
    member: StackMember,
    index: StackIndex,
    context: ReadContext,
): Joined {
    // What config says of networks is all that a network brings.
    const silent = context.classification.networks === undefined;
    if (member.reading.references.every(({ kind }) => kind === "network" && silent)) {
        return NOTHING;
    }
    const { attachments, notices, unseen } = new Resolver(index, context).resolve(member);
    return {
        attachments: attachments.map(({ coveredBy, ...found }) => ({
            ...found,
            role: joining === "offers" ? "offers" : "uses",
            ...(joining === "uses-covered-by-port" && coveredBy !== undefined ? { coveredBy } : {}),
        })),
        notices: unseen.length > 0 ? [...notices, unverifiable(unseen)] : notices,
    };
}

const NOTHING: Joined = { attachments: [], notices: [] };

class Resolver {
    /** The resources that were followed: each once, however many ways lead to it. */
    private readonly followed = new Set<string>();

    constructor(
        private readonly index: StackIndex,
        private readonly context: ReadContext,
    ) {}

    /** Follows all references of a member. */
    resolve(member: StackMember): Resolved {
        const found: Resolved = { attachments: [], notices: [], unseen: [] };
        if (this.followed.has(member.view.urn)) {
            return found;
        }
        this.followed.add(member.view.urn);
        const claimed = new Map<string, Set<StackMember>>();
        const undecided = new Map<string, Named[]>();
        for (const names of groups(member.reading.references)) {
            const [{ kind, property, value }] = names;
            if (kind === "network") {
                this.network(found, names, member);
            } else if (isUnknown(value)) {
                const key = `${property} ${joinedKind(kind)?.key}`;
                undecided.set(key, [...(undecided.get(key) ?? []), names]);
            } else {
                const targets = this.byName(names, member);
                if (targets.length > 0) {
                    const claims = claimed.get(property) ?? new Set();
                    targets.forEach((target) => claims.add(target));
                    claimed.set(property, claims);
                }
                this.known(found, names, value, targets, member);
            }
        }
        for (const group of undecided.values()) {
            this.unknown(found, group, member, claimed);
        }
        return found;
    }

    /** A known name or ID: what it finds in the stack, otherwise what config calls it. */
    private known(found: Resolved, names: Named, value: string, targets: StackMember[], member: StackMember): void {
        const [reference] = names;
        for (const target of targets) {
            this.take(found, reference, reference.path, target);
        }
        const word = calledByConfig(this.context, reference.kind, value);
        if (targets.length > 0) {
            // A thing of the same name may stand in another region: what config calls hardware is added, never taken away.
            if (word !== undefined && word !== "none" && needsException(word)) {
                this.configured(found, reference, word, value);
            }
        } else if (word !== undefined) {
            this.configured(found, reference, word, value);
        } else {
            // The value names nothing here, but it may have been made from a port that is.
            this.dependencies(member, names).forEach((target) => this.take(found, reference, reference.path, target));
            found.unseen.push({ path: reference.path, kind: reference.kind });
        }
    }

    /**
     * Names of one property that are not known yet, told by the engine's dependencies alone. Which dependency stands
     * behind which name is not told, so all of them count for all.
     */
    private unknown(
        found: Resolved,
        group: readonly Named[],
        member: StackMember,
        claimed: ReadonlyMap<string, ReadonlySet<StackMember>>,
    ): void {
        const [first] = group;
        if (first === undefined) {
            return;
        }
        const [{ kind, property, path }] = first;
        const targets = this.dependencies(member, first).filter(
            (target) => claimed.get(property)?.has(target) !== true,
        );
        for (const target of targets) {
            this.take(found, first[0], group.length === 1 ? path : property, target);
        }
        if (targets.length === 0) {
            if (calledByConfig(this.context, kind, undefined) === undefined) {
                group.forEach(([reference]) => found.unseen.push({ path: reference.path, kind, notKnown: true }));
            }
        } else if (kind === "port" && group.length > targets.length) {
            // A port serves one NIC, so a name is left over that comes from elsewhere.
            found.unseen.push({ path: property, kind, notKnown: true });
        }
    }

    /** A network brings no device of its own; config may say that its ports are on hardware all the same. */
    private network(found: Resolved, names: Named, member: StackMember): void {
        const [reference] = names;
        const { value } = reference;
        if (this.context.classification.networks === undefined) {
            return;
        }
        const declared = isUnknown(value) ? this.dependencies(member, names) : this.byName(names, member);
        const words = declared.flatMap((target) =>
            target.reading.definitions.flatMap((definition) => definition.names),
        );
        for (const name of new Set(isUnknown(value) ? words : [value, ...words])) {
            const word = calledByConfig(this.context, reference.kind, name);
            if (word !== undefined) {
                this.configured(found, reference, word, name);
            }
        }
    }

    /** The members that a known name finds: in the same cloud and, as far as both tell, in the same region. */
    private byName(names: Named, member: StackMember): StackMember[] {
        const found = new Set<StackMember>();
        for (const reference of names) {
            const match = this.index.find(reference, member);
            if (match.state === "found") {
                match.members.forEach((target) => found.add(target));
            }
        }
        if (found.size === 0) {
            return [];
        }
        const here = regionOf(member);
        return [...found].filter((target) => {
            const there = here === undefined ? undefined : regionOf(target);
            return here === undefined || there === undefined || here === there;
        });
    }

    private dependencies(member: StackMember, names: Named): StackMember[] {
        const members = new Set<StackMember>();
        for (const name of propertiesBehind(names[0].property)) {
            this.index.dependencies(member, name).forEach((target) => members.add(target));
        }
        return [...members].filter((target) =>
            target.reading.definitions.some((definition) => names.some(({ kind }) => kind === definition.kind)),
        );
    }

    /** Takes over the hardware of a resource, its own and what it has from others. */
    private take(found: Resolved, reference: Reference, path: string, target: StackMember): void {
        const { attachments, unseen } = this.resolve(target);
        const what = joinedKind(reference.kind)?.word ?? reference.kind;
        for (const own of [...target.reading.attachments, ...attachments].filter(isHardware)) {
            const evidence = `${what} "${target.view.name}" (${own.evidence})`;
            const same = (other: Attachment): boolean =>
                other.via === target.view.urn &&
                other.evidence === evidence &&
                other.subject === own.subject &&
                other.techniques.join() === own.techniques.join();
            if (!found.attachments.some(same)) {
                found.attachments.push({
                    techniques: own.techniques,
                    role: "uses",
                    path,
                    evidence,
                    ...(own.subject === undefined ? {} : { subject: own.subject }),
                    via: target.view.urn,
                    ...(reference.kind === "port" ? { coveredBy: [target.view.urn] } : {}),
                });
            }
        }
        if (rowOfToken(target.view.type)?.joining === "nothing") {
            // It says nothing of its own, so its user does.
            unseen.forEach((one) => found.unseen.push({ ...one, path }));
        }
    }

    private configured(found: Resolved, reference: Reference, word: Classified, subject: string): void {
        const what = joinedKind(reference.kind)?.word ?? reference.kind;
        if (word !== "none" && needsException(word)) {
            const evidence = `${what} that config calls ${word}`;
            found.attachments.push({ techniques: [word], role: "uses", path: reference.path, evidence, subject });
        } else if (word === "emulated") {
            found.notices.push(emulated(reference.path, `What this ${what} brings, as config says,`));
        }
    }
}

/** References at one path, under one kind of thing, name one thing. */
function groups(references: readonly Reference[]): Named[] {
    const byPath = new Map<string, [Reference, ...Reference[]]>();
    for (const reference of references) {
        const kind = joinedKind(reference.kind);
        if (kind !== undefined) {
            const key = `${kind.key} ${reference.path}`;
            const group = byPath.get(key);
            if (group === undefined) {
                byPath.set(key, [reference]);
            } else {
                group.push(reference);
            }
        }
    }
    return [...byPath.values()];
}

/** A value in a Heat template may come from its parameters or its environment as well. */
const HEAT_PROPERTIES = ["templateOpts", "templateBody", "environmentOpts", "environment", "parameters"].flatMap(
    spellings,
);

function propertiesBehind(property: string): readonly string[] {
    return HEAT_PROPERTIES.includes(property) ? HEAT_PROPERTIES : [property];
}

function regionOf(member: StackMember): string | undefined {
    const [place] = argument(member.view.props, "region");
    const word = text(place?.value);
    return typeof word === "string" && word.trim() !== "" ? word.trim() : undefined;
}
