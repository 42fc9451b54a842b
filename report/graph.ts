import { compareText } from "../techniques/order";
import { needsException, type Technique, TECHNIQUES } from "../techniques/technique";
import type { Report, ReportedAttachment, ReportedResource, ReportedVerdict } from "./model";

/** What a resource is in the picture, from left to right. */
export const LANES = ["workload", "attachment", "network", "device"] as const;

/** One column of the picture. */
export type Lane = (typeof LANES)[number];

/** A resource, or several of a kind, in the picture. */
export interface GraphNode {
    /** Unique within the graph: a URN, or a name of the group. */
    readonly id: string;
    readonly lane: Lane;
    /** The kind of resource: the last part of its type. */
    readonly kind: string;
    readonly name: string;
    /** The technique that weighs most on it; absent where it has none of its own. */
    readonly technique?: Technique;
    /** What was decided on it: the worst of its attachments. */
    readonly state: ReportedVerdict["state"];
    /** Exceptions that allow something on it. */
    readonly exceptions: readonly string[];
    /** How many resources it stands for. */
    readonly count: number;
}

/** A line from who uses to what is used. */
export interface GraphEdge {
    readonly from: string;
    readonly to: string;
}

/** The picture of a stack: who is attached to what, by which technique. Plain data, in a stable order. */
export interface Graph {
    readonly nodes: readonly GraphNode[];
    readonly edges: readonly GraphEdge[];
    /** How many resources stand in groups; 0 where each stands alone. */
    readonly grouped: number;
}

/** From how many nodes on resources that nothing is to be said of are drawn as groups. */
export const MAX_NODES = 120;

/** Words of a type by which its lane is told; the first that fits. A resource that offers is a device whatever its type. */
const laneWords: readonly (readonly [RegExp, Lane])[] = [
    [/Trunk|InterfaceAttach|(^|[:/])Port$|NetworkInterface/i, "attachment"],
    [/NetworkAttachmentDefinition|Network(V2)?$|SriovNetwork$|VirtualNetwork/i, "network"],
    [/Flavor|Image|NodePolicy|DeviceClass|ConfigMap|KubeVirt$|KubeVirtPatch$|Pool|ResourceClaimTemplate/i, "device"],
];

/**
 * The picture of a stack. Resources with attachments are drawn, and what they stand on; of a large stack, what is
 * refused, excepted or in hardware is drawn one by one, and the rest as groups with their number.
 */
export function graphOf(report: Report, most = MAX_NODES): Graph {
    const byUrn = new Map(report.resources.map((resource) => [resource.urn, resource]));
    const shown = new Map<string, ReportedResource>();
    for (const resource of report.resources) {
        if (resource.attachments.length > 0) {
            shown.set(resource.urn, resource);
            for (const urn of targetsOf(resource)) {
                const target = byUrn.get(urn);
                if (target !== undefined && isDrawn(target)) {
                    shown.set(urn, target);
                }
            }
        }
    }
    const nodes = [...shown.values()].map(nodeOf).sort(inOrder);
    const edges = [...shown.values()].flatMap((resource) =>
        targetsOf(resource).flatMap((to) => (shown.has(to) ? [{ from: resource.urn, to }] : [])),
    );
    return nodes.length <= most ? { nodes, edges: distinct(edges), grouped: 0 } : grouped(nodes, edges, most);
}

/** What a resource uses: the offers that it joined, and what its properties name. */
function targetsOf({ urn, attachments, dependsOn }: ReportedResource): string[] {
    const joined = attachments.flatMap(({ via, coveredBy = [] }) => [
        ...(via === undefined ? [] : [via]),
        ...coveredBy,
    ]);
    return [...new Set([...joined, ...dependsOn])].filter((target) => target !== urn);
}

/** What has no attachment is drawn only where it is a network or a device. */
function isDrawn(resource: ReportedResource): boolean {
    return resource.attachments.length > 0 || ["network", "device"].includes(laneOf(resource));
}

function laneOf({ type, attachments }: ReportedResource): Lane {
    if (attachments.some(({ role }) => role === "offers")) {
        return "device";
    }
    return laneWords.find(([words]) => words.test(type))?.[1] ?? "workload";
}

function nodeOf(resource: ReportedResource): GraphNode {
    const { urn, type, name, attachments } = resource;
    const technique = heaviest(attachments);
    return {
        id: urn,
        lane: laneOf(resource),
        kind: type.split(/[:/]/).at(-1) ?? type,
        name,
        ...(technique !== undefined && { technique }),
        state: worst(attachments),
        exceptions: exceptionsOf(attachments),
        count: 1,
    };
}

/** The technique to colour by: hardware before software, in the order of the table. */
function heaviest(attachments: readonly ReportedAttachment[]): Technique | undefined {
    const present = new Set(attachments.flatMap(({ techniques }) => techniques));
    const ordered = TECHNIQUES.filter((technique) => present.has(technique));
    return ordered.find(needsException) ?? ordered[0];
}

const SEVERITY = [
    "free",
    "granted",
    "not-judged",
    "tolerated",
    "refused",
] as const satisfies ReportedVerdict["state"][];

function worst(attachments: readonly ReportedAttachment[]): ReportedVerdict["state"] {
    const ranks = attachments.map(({ verdict }) => SEVERITY.indexOf(verdict.state));
    return SEVERITY[Math.max(0, ...ranks)] ?? "free";
}

function exceptionsOf(attachments: readonly ReportedAttachment[]): string[] {
    const ids = attachments.flatMap(({ verdict: { state, exception } }) =>
        state === "granted" && exception !== undefined ? [exception] : [],
    );
    return [...new Set(ids)].sort(compareText);
}

/** Nodes alike become one with their number; what is to be looked at stays alone as long as there is room. */
function grouped(nodes: readonly GraphNode[], edges: readonly GraphEdge[], most: number): Graph {
    const matters = nodes.filter(({ state }) => state !== "free").sort(worstFirst);
    const alone = new Set(matters.slice(0, Math.floor(most / 2)).map(({ id }) => id));
    const groups = new Map<string, GraphNode[]>();
    const groupOf = new Map<string, string>();
    for (const node of nodes) {
        const key = alone.has(node.id) ? node.id : [node.lane, node.kind, node.technique ?? "", node.state].join(" ");
        groupOf.set(node.id, key);
        const members = groups.get(key);
        if (members === undefined) {
            groups.set(key, [node]);
        } else {
            members.push(node);
        }
    }
    const drawn = [...groups].flatMap(([id, members]): GraphNode[] => {
        const [first] = members;
        if (first === undefined || members.length === 1) {
            return members;
        }
        const exceptions = [...new Set(members.flatMap((member) => member.exceptions))].sort(compareText);
        return [{ ...first, id, name: `${members.length} of them`, exceptions, count: members.length }];
    });
    const ids = new Map(
        [...groups].map(([key, members]) => [key, members.length === 1 ? (members[0]?.id ?? key) : key]),
    );
    const end = (urn: string): string => ids.get(groupOf.get(urn) ?? "") ?? urn;
    return {
        nodes: drawn.sort(inOrder),
        edges: distinct(
            edges.map(({ from, to }) => ({ from: end(from), to: end(to) })).filter(({ from, to }) => from !== to),
        ),
        grouped: drawn.filter(({ count }) => count > 1).reduce((sum, { count }) => sum + count, 0),
    };
}

function worstFirst(one: GraphNode, other: GraphNode): number {
    return SEVERITY.indexOf(other.state) - SEVERITY.indexOf(one.state) || inOrder(one, other);
}

function inOrder(one: GraphNode, other: GraphNode): number {
    return LANES.indexOf(one.lane) - LANES.indexOf(other.lane) || compareText(one.id, other.id);
}

function distinct(edges: readonly GraphEdge[]): GraphEdge[] {
    const seen = new Map(edges.map((edge) => [`${edge.from}\0${edge.to}`, edge]));
    return [...seen].sort(([one], [other]) => compareText(one, other)).map(([, edge]) => edge);
}
