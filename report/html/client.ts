/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import {
    AccessorModule,
    FilterModule,
    FormatModule,
    InteractionModule,
    KeybindingsModule,
    PrintModule,
    ResizeColumnsModule,
    ResizeTableModule,
    ResponsiveLayoutModule,
    SortModule,
    Tabulator,
} from "tabulator-tables";
import type { PageRows } from "./rows";

// Runs in the reader's browser: fills the tables, sorts and filters them. Every value is put in as text.

Tabulator.registerModule([
    AccessorModule,
    FilterModule,
    FormatModule,
    InteractionModule,
    KeybindingsModule,
    PrintModule,
    ResizeColumnsModule,
    ResizeTableModule,
    ResponsiveLayoutModule,
    SortModule,
]);

type Row = Readonly<Record<string, string>>;

const columns: Readonly<Record<keyof PageRows, readonly (readonly [field: string, title: string, grow: number])[]>> = {
    findings: [
        ["level", "Level", 1],
        ["rule", "Rule", 2],
        ["resource", "Resource", 2],
        ["what", "What is so", 4],
        ["path", "Where", 2],
        ["fix", "What to do", 4],
    ],
    attachments: [
        ["resource", "Resource", 2],
        ["type", "Type", 3],
        ["technique", "Technique", 2],
        ["verdict", "Verdict", 3],
        ["exception", "Exception", 2],
        ["path", "Where", 3],
        ["evidence", "What decided", 3],
    ],
};

const rows = JSON.parse(document.getElementById("rows")?.textContent ?? "{}") as Readonly<
    Record<keyof PageRows, readonly Row[]>
>;

for (const id of ["findings", "attachments"] as const) {
    const place = document.getElementById(`${id}-table`);
    if (place !== null) {
        fill(id, place, rows[id]);
    }
}

function fill(id: keyof PageRows, place: HTMLElement, data: readonly Row[]): void {
    const table = new Tabulator(place, {
        data: [...data],
        layout: "fitColumns",
        // Only the rows in view are in the page, so that ten thousand scroll as well as ten.
        height: data.length > 12 ? 460 : undefined,
        placeholder: "Nothing fits the filter.",
        printAsHtml: true,
        printRowRange: "active",
        columnDefaults: { formatter: "plaintext", resizable: true, headerSortTristate: true },
        columns: columns[id].map(([field, title, grow]) => ({
            field,
            title,
            widthGrow: grow,
            minWidth: 90,
            variableHeight: true,
        })),
    });
    table.on("tableBuilt", () => makeReachable(place, id));
    const input = document.getElementById(`${id}-filter`) as HTMLInputElement;
    const said = document.getElementById(`${id}-count`);
    const tell = (shown: number): void => {
        if (said !== null) {
            said.textContent = shown === data.length ? `${shown} in all` : `${shown} of ${data.length}`;
        }
    };
    tell(data.length);
    table.on("dataFiltered", (_filters, found) => tell(found.length));
    input.addEventListener("input", () => {
        const words = input.value
            .toLowerCase()
            .split(/\s+/)
            .filter((word) => word !== "");
        table.setFilter((row: Row) => {
            const text = Object.values(row).join(" ").toLowerCase();
            return words.every((word) => text.includes(word));
        });
    });
}

/** What the table library leaves out for keyboards and screen readers. */
function makeReachable(place: HTMLElement, id: string): void {
    place.setAttribute("aria-label", id);
    // The body that scrolls can be focused, so it is the group of rows; the element inside it is none of its own.
    place.removeAttribute("aria-owns");
    const body = place.querySelector(".tabulator-tableholder");
    body?.setAttribute("role", "rowgroup");
    body?.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
    for (const header of place.querySelectorAll<HTMLElement>(".tabulator-col")) {
        header.tabIndex = 0;
        header.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                header.click();
            }
        });
    }
}
