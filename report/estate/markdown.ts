import { harmless } from "../text-safety";
import { count, verdictWords } from "../words";
import { spansOf } from "./forecast";
import type { EstateReport } from "./model";

/** What a comment holds on GitHub, with room for a line of one's own. */
const LONGEST = 65_000;

/** The estate for a comment or a wiki page: levels at a glance, what is open, exceptions and the forecast. */
export function estateAsMarkdown(estate: EstateReport): string {
    const { totals, outcome, sources, exceptions, unused, problems, forecast } = estate;
    const blocks = [
        `### virtio-first: estate, ${outcome.status}${outcome.reason === undefined ? "" : ` (${outcome.reason})`}`,
        table(
            ["Sources", "Resources", ...Object.keys(totals.byLevel), "Under an exception", "Refused", "Let be"],
            [
                [
                    totals.sources,
                    totals.resources,
                    ...Object.values(totals.byLevel),
                    totals.granted,
                    totals.refused,
                    totals.tolerated,
                ].map(String),
            ],
        ),
        folded(
            "What could not be judged, or is worth knowing",
            table(
                ["", "Place", "What"],
                problems.map(({ kind, place, line, message }) => [
                    kind,
                    code(line === undefined ? place : `${place}:${line}`),
                    plain(message),
                ]),
            ),
        ),
        folded(
            "Open attachments",
            table(
                ["Source", "Resource", "Technique", "At", "Verdict"],
                sources.flatMap(({ name, attachments }) =>
                    attachments
                        .filter(({ verdict }) => verdict.state !== "granted")
                        .map(({ name: resource, techniques, path, place, verdict }) => [
                            code(place === undefined ? name : `${place.file}:${place.line}`),
                            code(resource),
                            techniques.join(" or "),
                            code(path),
                            plain(verdictWords(verdict)),
                        ]),
                ),
            ),
        ),
        folded(
            "Exceptions",
            table(
                ["Exception", "Owner", "Until", "Allows", "In"],
                exceptions.map(({ id, entry, uses, sources: where }) => [
                    code(id),
                    entry === undefined ? "" : code(entry.owner),
                    entry?.expires ?? "",
                    count(uses, "attachment"),
                    where.map(code).join(", "),
                ]),
            ),
        ),
        folded(
            "Unused in the register",
            table(
                ["Exception", "Owner", "Until"],
                unused.map(({ id, owner, expires }) => [code(id), code(owner), expires]),
            ),
        ),
        folded(
            "Forecast",
            table(
                ["Month", "Exceptions alive at its end", "Ending", "Milestones"],
                spansOf(forecast).map(({ span, alive, ending, milestones }) => [
                    span,
                    String(alive),
                    ending.map(code).join(", "),
                    milestones
                        .map(({ id, name, done }) => `${code(`${id} ${name}`)}${done ? " (done)" : ""}`)
                        .join(", "),
                ]),
            ),
        ),
        folded(
            "Sources",
            table(
                ["Source", "Kind", "Level", "Resources", "Not verifiable"],
                sources.map(({ name, source, conformance, resources }) => [
                    code(name),
                    source.kind,
                    conformance.level,
                    String(resources),
                    String(conformance.unverified),
                ]),
            ),
        ),
    ].filter((block) => block !== "");
    return fitted(blocks);
}

/** Blocks until the comment is full; what is left out is said. */
function fitted(blocks: readonly string[]): string {
    const taken: string[] = [];
    let left = LONGEST;
    for (const block of blocks) {
        if (block.length > left) {
            taken.push("_More does not fit here; see the HTML or JSON report._");
            break;
        }
        taken.push(block);
        left -= block.length + 2;
    }
    return taken.join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return rows.length === 0 ? "" : [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function folded(title: string, body: string): string {
    return body === "" ? "" : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** A name that others chose, as code: nothing in it is markup, a link, a mention or a cell's end. */
function code(text: string): string {
    const shown = harmless(text).replaceAll("|", "¦");
    const fence = "`".repeat(Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length)) + 1);
    const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
    return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A sentence of our own, in which others' words may stand. */
function plain(text: string): string {
    return harmless(text, 1000).replace(/[\\`*_{}[\]<>#|@~]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
