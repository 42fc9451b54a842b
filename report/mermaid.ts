import { type GraphNode, graphOf, LANES } from "./graph";
import type { Report } from "./model";
import { harmless } from "./text-safety";
import { colours } from "./palette";

/** The picture of a stack as a Mermaid flowchart, which GitHub, GitLab and many editors draw. */
export function reportAsMermaid(report: Report): string {
    const { nodes, edges } = graphOf(report);
    const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
    const lines = ["flowchart LR"];
    for (const lane of LANES) {
        const own = nodes.filter((node) => node.lane === lane);
        if (own.length > 0) {
            lines.push(`    subgraph ${lane}s`);
            own.forEach((node) => lines.push(`        ${ids.get(node.id) ?? ""}${shape(node)}`));
            lines.push("    end");
        }
    }
    edges.forEach(({ from, to }) => lines.push(`    ${ids.get(from) ?? ""} --> ${ids.get(to) ?? ""}`));
    for (const [technique, { light }] of Object.entries(colours)) {
        const own = nodes.filter((node) => node.technique === technique).map(({ id }) => ids.get(id) ?? "");
        if (own.length > 0) {
            lines.push(`    classDef ${technique} fill:${light.fill},stroke:${light.stroke},color:#1b1f24`);
            lines.push(`    class ${own.join(",")} ${technique}`);
        }
    }
    const refused = nodes.filter(({ state }) => state === "refused").map(({ id }) => ids.get(id) ?? "");
    if (refused.length > 0) {
        lines.push("    classDef refused stroke:#b3261e,stroke-width:3px,stroke-dasharray:5 3");
        lines.push(`    class ${refused.join(",")} refused`);
    }
    return lines.join("\n");
}

function shape(node: GraphNode): string {
    return node.lane === "network" ? `(["${label(node)}"])` : `["${label(node)}"]`;
}

/** Mermaid reads entities, and markup where it is not one. */
function label({ kind, name, technique, state, exceptions }: GraphNode): string {
    const parts = [
        `${kind} ${name}`,
        ...(technique === undefined ? [] : [technique]),
        ...(state === "refused" ? ["refused"] : exceptions.length > 0 ? [exceptions.join(", ")] : []),
    ];
    return parts
        .map((part) => harmless(part, 80).replace(/[^\p{L}\p{N} .,:/_-]/gu, (sign) => `#${sign.codePointAt(0) ?? 0};`))
        .join("<br/>");
}
