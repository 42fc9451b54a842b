import { colours } from "../palette";
import { pictureStyles } from "./picture-styles";

/** How the page looks: on light and dark grounds, on narrow screens and on paper. */
export function pageStyles(tableStyles: string): string {
    return [tableStyles, pictureStyles(), swatches(), PAGE].join("\n");
}

function swatches(): string {
    const rules = (ground: "light" | "dark"): string =>
        Object.entries(colours)
            .map(
                ([name, tint]) =>
                    `.swatch.technique-${name} { background: ${tint[ground].fill}; border-color: ${tint[ground].stroke}; }`,
            )
            .join("\n");
    return `${rules("light")}\n@media (prefers-color-scheme: dark) { ${rules("dark")} }`;
}

const PAGE = `
:root {
    --ink: #1b1f24; --pale: #57606a; --paper: #ffffff; --ground: #f6f7f9; --line: #d5dae0; --accent: #0b5cad;
    --good: #1a7f4e; --held: #9a5b00; --bad: #b3261e; --row: #f0f4f8;
}
@media (prefers-color-scheme: dark) {
    :root {
        --ink: #e6edf3; --pale: #a3adb8; --paper: #161b22; --ground: #0d1117; --line: #343b44; --accent: #79b8ff;
        --good: #4cc38a; --held: #f0b35e; --bad: #ff8178; --row: #1e252d;
    }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 18px; }
h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
p { margin: 0 0 8px; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.kicker, .note { color: var(--pale); font-size: 13px; }
.kicker { margin: 0 0 4px; text-transform: uppercase; letter-spacing: 0.06em; }
.level { margin: 10px 0 4px; font-size: 17px; }
.level.passed strong { color: var(--good); }
.level.refused strong, .level.failed strong { color: var(--bad); }
.level.undecided strong { color: var(--held); }
.level span { color: var(--pale); font-size: 15px; }
.skip, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip:focus { position: static; width: auto; height: auto; clip-path: none; }
section { margin: 20px 0; padding: 20px; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
main > section:first-child { padding: 0; background: none; border: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 0; }
.tiles > div { display: flex; flex-direction: column-reverse; padding: 14px 16px; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
.tiles dt { color: var(--pale); font-size: 13px; }
.tiles dd { margin: 0; font-size: 26px; font-weight: 650; font-variant-numeric: tabular-nums; line-height: 1.2; }
.tiles .good dd { color: var(--good); } .tiles .held dd { color: var(--held); } .tiles .bad dd { color: var(--bad); }
.scroll { overflow: auto; max-height: 640px; }
.picture { display: block; max-width: none; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 16px; margin: 0 0 14px; padding: 0; list-style: none; color: var(--pale); font-size: 13px; }
.swatch { display: inline-block; width: 12px; height: 12px; margin-right: 6px; border: 1.5px solid; border-radius: 4px; vertical-align: -1px; }
.filter { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
.filter input { flex: 0 1 340px; padding: 6px 10px; color: var(--ink); background: var(--ground); border: 1px solid var(--pale); border-radius: 8px; font: inherit; }
.filter output { color: var(--pale); font-size: 13px; }
.exceptions { display: grid; gap: 14px; margin: 0; padding: 0; list-style: none; }
.exception { padding: 14px 16px; border: 1px solid var(--line); border-left: 4px solid var(--held); border-radius: 8px; }
.exception.expired, .exception.unknown { border-left-color: var(--bad); }
.exception dl { display: grid; gap: 2px; margin: 8px 0 0; font-size: 13px; }
.exception dl > div { display: flex; gap: 8px; }
.exception dt { flex: 0 0 90px; color: var(--pale); }
.exception dd { margin: 0; overflow-wrap: anywhere; }
.timeline { display: block; width: 100%; max-width: 640px; height: 22px; margin: 6px 0; }
.timeline .track { fill: var(--row); } .timeline .span { fill: var(--held); } .timeline .span.expired { fill: var(--bad); }
.timeline .span.pending { fill: var(--pale); } .timeline .milestone { fill: var(--ink); } .timeline .milestone.done { fill: var(--good); }
.timeline .today { fill: var(--accent); }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace; }
.tabulator { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; font-size: 13px; }
.tabulator .tabulator-header, .tabulator .tabulator-header .tabulator-col { background: var(--row); color: var(--ink); border-color: var(--line); }
.tabulator .tabulator-header .tabulator-col.tabulator-sortable.tabulator-col-sorter-element:hover { background: var(--line); color: var(--ink); }
.tabulator .tabulator-tableholder .tabulator-table { background: var(--paper); color: var(--ink); }
.tabulator-row, .tabulator-row.tabulator-row-even { background: var(--paper); color: var(--ink); border-color: var(--line); }
.tabulator-row.tabulator-selectable:hover, .tabulator-row:hover { background: var(--row); color: var(--ink); }
.tabulator-row .tabulator-cell { border-color: transparent; white-space: normal; overflow-wrap: anywhere; }
.tabulator .tabulator-tableholder .tabulator-placeholder .tabulator-placeholder-contents { color: var(--pale); }
@media (max-width: 640px) { header, main { padding: 0 12px; } header { padding-top: 20px; } section { padding: 14px; } h1 { font-size: 22px; } }
@media print {
    :root { --ground: #ffffff; --paper: #ffffff; --ink: #000000; --pale: #444444; }
    .filter, .skip { display: none; }
    section { break-inside: avoid-page; border: 0; padding: 0; }
    .scroll { overflow: visible; max-height: none; } .picture { max-width: 100%; height: auto; }
}
`;
