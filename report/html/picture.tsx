import type { JSX } from "preact";
import { type Graph, type GraphNode, graphOf } from "../graph";
import type { Report } from "../model";
import { harmless } from "../text-safety";
import { count } from "../words";
import { layoutOf, type PlacedNode } from "./layout";

/** Text that fits a node. */
const LETTERS = 27;

/** The picture of a stack as SVG. Its colours are those of {@link pictureStyles}. */
export function Picture({ graph, title }: { readonly graph: Graph; readonly title: string }): JSX.Element {
    const { nodes, edges, width, height } = layoutOf(graph);
    return (
        <svg
            xmlns="http://www.w3.org/2000/svg"
            class="picture"
            role="img"
            aria-labelledby="picture-title picture-text"
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
        >
            <title id="picture-title">{`Attachments of ${title}`}</title>
            <desc id="picture-text">{description(graph)}</desc>
            {edges.map((points) => (
                <path class="edge" d={curve(points)} />
            ))}
            {nodes.map((placed) => (
                <Node {...placed} />
            ))}
        </svg>
    );
}

function Node({ node, x, y, width, height }: PlacedNode): JSX.Element {
    const left = x - width / 2;
    const top = y - height / 2;
    const classes = ["node", `lane-${node.lane}`, `technique-${node.technique ?? "none"}`, `state-${node.state}`];
    return (
        <g class={classes.join(" ")}>
            <title>{sentence(node)}</title>
            {node.count > 1 && <rect class="behind" x={left + 5} y={top + 5} width={width} height={height} rx={8} />}
            <rect x={left} y={top} width={width} height={height} rx={node.lane === "network" ? 22 : 8} />
            <text class="kind" x={left + 16} y={top + 17}>
                {short(node.kind)}
            </text>
            <text class="name" x={left + 16} y={top + 33}>
                {short(node.name)}
            </text>
            <text class="mark" x={left + 16} y={top + 49}>
                {short(mark(node))}
            </text>
        </g>
    );
}

function short(text: string): string {
    const shown = harmless(text, 200);
    return shown.length > LETTERS ? `${shown.slice(0, LETTERS - 1)}…` : shown;
}

/** What is said of a node beside its colour. */
function mark({ technique, state, exceptions }: GraphNode): string {
    const word = technique ?? "";
    switch (state) {
        case "refused":
            return `✕ ${word} refused`;
        case "granted":
            return `◆ ${word} ${exceptions.join(", ")}`;
        case "tolerated":
            return `◇ ${word} let be`;
        case "not-judged":
            return `? ${word} not judged`;
        case "free":
            return word;
    }
}

function sentence(node: GraphNode): string {
    return harmless([node.kind, node.name, mark(node)].filter((part) => part !== "").join(" "), 400);
}

/** The picture in words, for those who do not see it. */
function description({ nodes, edges, grouped }: Graph): string {
    const said = nodes.slice(0, 40).map(sentence).join("; ");
    const rest = nodes.length > 40 ? `; and ${nodes.length - 40} more` : "";
    const groups = grouped > 0 ? ` ${count(grouped, "resource")} stand in groups.` : "";
    return `${count(nodes.length, "node")} and ${count(edges.length, "line")}.${groups} ${said}${rest}.`;
}

/** A smooth line through the points. */
function curve(points: readonly { readonly x: number; readonly y: number }[]): string {
    const round = (value: number): number => Math.round(value * 10) / 10;
    const at = ({ x, y }: { readonly x: number; readonly y: number }): string => `${round(x)} ${round(y)}`;
    const [first, ...rest] = points;
    const last = rest.at(-1);
    if (first === undefined || last === undefined) {
        return "";
    }
    const middle = { x: (first.x + last.x) / 2, y: 0 };
    return rest.length <= 2
        ? `M ${at(first)} C ${at({ ...middle, y: first.y })}, ${at({ ...middle, y: last.y })}, ${at(last)}`
        : `M ${at(first)} ${rest.map((point) => `L ${at(point)}`).join(" ")}`;
}

/** The graph and the picture's title of a report. */
export function pictureOf(report: Report): { readonly graph: Graph; readonly title: string } {
    const { project, stack, source } = report;
    const title = harmless(project === "" && stack === "" ? source.name : `${project}/${stack}`);
    return { graph: graphOf(report), title };
}
