import { type Graph, type GraphNode, LANES } from "../graph";

/** What is used of dagre. Its own types do not resolve under Node's rules: they leave out file extensions. */
interface LayoutGraph {
    setGraph(label: object): void;
    graph(): { readonly width?: number; readonly height?: number };
    setDefaultEdgeLabel(label: () => object): void;
    setNode(name: string, label: object): void;
    node(name: string): { readonly x: number; readonly y: number };
    setEdge(from: string, to: string): void;
    edges(): readonly object[];
    edge(edge: object): { readonly points: readonly { readonly x: number; readonly y: number }[] };
}
const dagre = require("@dagrejs/dagre") as { Graph: new () => LayoutGraph; layout: (graph: LayoutGraph) => unknown };

/** A node with its place, in pixels; `x` and `y` are its middle. */
export interface PlacedNode {
    readonly node: GraphNode;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

/** A picture whose parts have their places. */
export interface Layout {
    readonly nodes: readonly PlacedNode[];
    /** Points of each line, from its start to its end. */
    readonly edges: readonly (readonly { readonly x: number; readonly y: number }[])[];
    readonly width: number;
    readonly height: number;
}

/** Size of a node, in pixels. */
export const NODE = { width: 210, height: 58 } as const;

const MARGIN = 16;

/** Gives every part of a picture its place: what uses stands left of what is used. Pure; the same graph, the same places. */
export function layoutOf({ nodes, edges }: Graph): Layout {
    if (nodes.length === 0) {
        return { nodes: [], edges: [], width: 0, height: 0 };
    }
    const graph = new dagre.Graph();
    graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 70, marginx: MARGIN, marginy: MARGIN });
    graph.setDefaultEdgeLabel(() => ({}));
    const ids = new Map(nodes.map(({ id }, index) => [id, String(index)]));
    nodes.forEach((_, index) => graph.setNode(String(index), { ...NODE }));
    // A resource may use what stands in a lane before its own; the picture is drawn from left to right all the same.
    const lane = new Map(nodes.map(({ id, lane: own }) => [id, LANES.indexOf(own)]));
    for (const { from, to } of edges) {
        const turned = (lane.get(from) ?? 0) > (lane.get(to) ?? 0);
        graph.setEdge(ids.get(turned ? to : from) ?? "", ids.get(turned ? from : to) ?? "");
    }
    dagre.layout(graph);
    const size = graph.graph();
    return {
        nodes: nodes.map((node, index) => {
            const { x, y } = graph.node(String(index));
            return { node, x, y, ...NODE };
        }),
        edges: graph.edges().map((edge) => graph.edge(edge).points),
        width: Math.ceil(size.width ?? 0),
        height: Math.ceil(size.height ?? 0),
    };
}
