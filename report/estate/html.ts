import { type ComponentChildren, h, type JSX } from "preact";
import { render } from "preact-render-to-string";
import { count, techniqueWords, verdictWords } from "../words";
import { forecastChart } from "./chart";
import { spansOf } from "./forecast";
import type { EstateReport, EstateSource } from "./model";

/**
 * The estate as one page without a script and without anything from elsewhere: at a glance, then down to each source and
 * each attachment, with the forecast as a picture and as a table.
 */
export function estateAsHtml(estate: EstateReport): string {
    return `<!doctype html>\n${render(page(estate))}`;
}

function page(estate: EstateReport): JSX.Element {
    return h(
        "html",
        { lang: "en" },
        h(
            "head",
            null,
            h("meta", { charset: "utf-8" }),
            h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
            h("meta", {
                "http-equiv": "Content-Security-Policy",
                content: "default-src 'none'; style-src 'unsafe-inline'",
            }),
            h("title", null, "virtio-first: estate"),
            h("style", null, STYLE),
        ),
        h(
            "body",
            null,
            h(
                "header",
                null,
                h("h1", null, "Estate"),
                h(
                    "p",
                    { class: `outcome ${estate.outcome.status}` },
                    [estate.outcome.status, estate.outcome.reason, estate.conformance]
                        .filter((part) => part !== undefined)
                        .join(", "),
                ),
            ),
            h(
                "main",
                null,
                glance(estate),
                forecast(estate),
                sources(estate),
                exceptions(estate),
                unused(estate),
                baseline(estate),
                problems(estate),
            ),
            h(
                "footer",
                null,
                `${estate.tool.name} ${estate.tool.version}, ${estate.time}`,
                estate.forecastDate === undefined ? "" : `, judged for ${estate.forecastDate}`,
            ),
        ),
    );
}

function section(id: string, title: string, ...children: ComponentChildren[]): JSX.Element {
    return h("section", { "aria-labelledby": id }, h("h2", { id }, title), ...children);
}

function table(caption: string, head: readonly string[], rows: readonly (readonly ComponentChildren[])[]): JSX.Element {
    return h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        h(
            "table",
            null,
            h("caption", null, caption),
            h("thead", null, h("tr", null, ...head.map((word) => h("th", { scope: "col" }, word)))),
            h(
                "tbody",
                null,
                ...rows.map(([first, ...rest]) =>
                    h("tr", null, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", null, cell))),
                ),
            ),
        ),
    );
}

function glance({ totals }: EstateReport): JSX.Element {
    const tiles: readonly (readonly [string, number, string])[] = [
        ["Sources", totals.sources, ""],
        ["Resources", totals.resources, ""],
        ["Fully Conformant", totals.byLevel["Fully Conformant"], "good"],
        ["Conformant with Exceptions", totals.byLevel["Conformant with Exceptions"], "excepted"],
        ["Not conformant", totals.byLevel["not conformant"], "bad"],
        ["Attachments under an exception", totals.granted, "excepted"],
        ["Refused", totals.refused, "bad"],
        ["Let be by the baseline", totals.tolerated, ""],
        ["Not verifiable", totals.unverified, ""],
    ];
    return section(
        "glance",
        "At a glance",
        h(
            "dl",
            { class: "tiles" },
            ...tiles.map(([word, number, tone]) =>
                h("div", { class: `tile ${tone}` }, h("dt", null, word), h("dd", null, String(number))),
            ),
        ),
        table(
            "Attachments by technique",
            ["Technique", "Attachments"],
            Object.entries(totals.techniques).map(([technique, number]) => [technique, String(number)]),
        ),
    );
}

function forecast({ forecast: months }: EstateReport): JSX.Element | undefined {
    if (months.length === 0) {
        return undefined;
    }
    return section(
        "forecast",
        "Exceptions alive by month",
        h("p", null, "How many of the exceptions in use are valid at the end of each month, if none is renewed."),
        forecastChart(months),
        table(
            "The forecast in numbers",
            ["Month", "Exceptions alive", "Attachments on them", "Ending", "Milestones"],
            spansOf(months).map(({ span, alive, attachments, ending, milestones }) => [
                span,
                String(alive),
                String(attachments),
                ending.join(", "),
                milestones.map(({ id, name, done }) => `${id}: ${name}${done ? " (done)" : ""}`).join("; "),
            ]),
        ),
    );
}

const TONES = {
    "Fully Conformant": "good",
    "Conformant with Exceptions": "excepted",
    "not conformant": "bad",
} as const;

function sources({ sources: all }: EstateReport): JSX.Element {
    return section("sources", "Sources", ...all.map(sourceBlock));
}

function sourceBlock({ name, source, conformance, resources, attachments, findings }: EstateSource): JSX.Element {
    const { level, unverified } = conformance;
    const refusals = findings.filter(({ level: own }) => own === "mandatory");
    const advice = findings.filter(({ level: own, rule }) => own !== "mandatory" && rule !== "exception-used");
    return h(
        "details",
        { class: TONES[level] },
        h(
            "summary",
            null,
            h("span", { class: "name" }, name),
            " ",
            h("span", { class: "level" }, level),
            ` ${source.kind}, ${count(resources, "resource")}, ` +
                `${count(attachments.length, "attachment")} under the rule`,
            unverified === 0 ? "" : `, ${unverified} not verifiable`,
        ),
        attachments.length === 0
            ? h("p", null, "Every attachment is in software.")
            : table(
                  `Attachments of ${name} that need an exception`,
                  ["Resource", "Type", "Technique", "At", "Why", "Verdict"],
                  attachments.map((attachment) => [
                      attachment.name,
                      attachment.type,
                      techniqueWords(attachment),
                      attachment.path,
                      attachment.evidence,
                      verdictWords(attachment.verdict),
                  ]),
              ),
        messages("Refused", refusals),
        messages("Advice", advice),
    );
}

function messages(title: string, findings: EstateSource["findings"]): JSX.Element | undefined {
    return findings.length === 0
        ? undefined
        : h(
              "details",
              null,
              h("summary", null, `${title}: ${findings.length}`),
              h("ul", null, ...findings.map(({ message }) => h("li", null, h("pre", null, message)))),
          );
}

function exceptions({ exceptions: all }: EstateReport): JSX.Element | undefined {
    return listed(
        "exceptions",
        "Exceptions",
        "Exceptions that something uses or names",
        ["Exception", "Owner", "Until", "Allows", "In"],
        all.map(({ id, entry, uses, sources: where }) => [
            id,
            entry?.owner ?? "not in a register",
            entry?.expires ?? "",
            String(uses),
            where.join(", "),
        ]),
    );
}

function unused({ unused: all }: EstateReport): JSX.Element | undefined {
    return listed(
        "unused",
        "Unused in the register",
        "Entries that nothing uses anywhere",
        ["Exception", "Owner", "Until"],
        all.map(({ id, owner, expires }) => [id, owner, expires]),
    );
}

function baseline({ baseline: held }: EstateReport): JSX.Element | undefined {
    return held === undefined
        ? undefined
        : section(
              "baseline",
              "Baseline",
              h(
                  "p",
                  null,
                  `Let be: ${count(held.tolerated, "attachment")}. Gone: ${count(held.gone.length, "entry", "entries")}.`,
              ),
              held.gone.length === 0
                  ? undefined
                  : table(
                        "Entries that match nothing any more",
                        ["Resource", "Technique"],
                        held.gone.map(({ resource, technique }) => [resource, technique]),
                    ),
          );
}

function problems({ problems: all }: EstateReport): JSX.Element | undefined {
    return listed(
        "problems",
        "Not judged, or worth knowing",
        "What could not be judged (gap), and what is worth knowing (note)",
        ["Place", "Kind", "What"],
        all.map(({ kind, place, line, message }) => [line === undefined ? place : `${place}:${line}`, kind, message]),
    );
}

/** A section of one table; none where there is nothing to list. */
function listed(
    id: string,
    title: string,
    caption: string,
    head: readonly string[],
    rows: readonly (readonly ComponentChildren[])[],
): JSX.Element | undefined {
    return rows.length === 0 ? undefined : section(id, title, table(caption, head, rows));
}

const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1f2328; --line: #d0d7de; --soft: #f6f8fa;
  --good: #1a7f4e; --excepted: #8a5a00; --bad: #b3261e; --bar: #b35900; --mark: #6247aa; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --line: #3d444d; --soft: #161b22;
  --good: #4cc38a; --excepted: #e3b341; --bad: #ff8a80; --bar: #f0a35e; --mark: #a996e6; } }
body { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1rem; }
h1 { margin-bottom: 0; } .outcome { font-size: 1.2rem; margin-top: .2rem; }
.passed { color: var(--good); } .refused, .incomplete { color: var(--bad); }
.tiles { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
.tile { background: var(--soft); border-left: .3rem solid var(--line); padding: .5rem .8rem; }
.tile dd { font-size: 1.6rem; font-weight: 600; margin: 0; }
.good { border-color: var(--good); } .excepted { border-color: var(--excepted); } .bad { border-color: var(--bad); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin: .6rem 0; }
caption { font-weight: 600; text-align: left; } th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 4rem; }
thead th { background: var(--soft); } tbody th { font-weight: 500; }
details { border-left: .3rem solid var(--line); margin: .4rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; } .name { font-weight: 600; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
svg { height: auto; max-width: 100%; } svg .bar { fill: var(--bar); } svg .mark { fill: var(--mark); } svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg line { stroke: var(--line); }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .5rem; font-size: .9rem; }
@media print { details { break-inside: avoid; } }
`;
