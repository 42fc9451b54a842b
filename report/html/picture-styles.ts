import { colours } from "../palette";

/** How the picture looks; `dark` on a dark ground. */
export function pictureStyles(): string {
    return `${rules("light")}\n@media (prefers-color-scheme: dark) { ${rules("dark")} }`;
}

function rules(ground: "light" | "dark"): string {
    const ink = ground === "light" ? "#1b1f24" : "#e6edf3";
    const pale = ground === "light" ? "#57606a" : "#9da7b1";
    const line = ground === "light" ? "#9aa4ae" : "#545d68";
    const paper = ground === "light" ? "#ffffff" : "#161b22";
    const alarm = ground === "light" ? "#b3261e" : "#ff7b72";
    const tints = Object.entries(colours).map(
        ([technique, tint]) =>
            `.picture .technique-${technique} rect { fill: ${tint[ground].fill}; stroke: ${tint[ground].stroke}; }`,
    );
    return [
        `.picture { font-family: system-ui, sans-serif; }`,
        `.picture .edge { fill: none; stroke: ${line}; stroke-width: 1.5; }`,
        `.picture rect { fill: ${paper}; stroke: ${line}; stroke-width: 1.5; }`,
        `.picture text { fill: ${ink}; font-size: 12px; }`,
        `.picture .kind, .picture .mark { fill: ${ink}; font-size: 11px; }`,
        `.picture .kind { fill: ${pale}; }`,
        `.picture .name { font-weight: 600; }`,
        ...tints,
        `.picture .state-refused rect { stroke: ${alarm}; stroke-width: 3; stroke-dasharray: 6 3; }`,
        `.picture .state-refused .mark { fill: ${alarm}; font-weight: 600; }`,
    ].join("\n");
}
