import { createHash } from "node:crypto";
import { h } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";
import { pageAssets } from "./html/assets";
import { Page } from "./html/page";
import { rowsOf } from "./html/rows";
import { pageStyles } from "./html/styles";
import type { Report } from "./model";

/** The report as one page that needs nothing beside itself: it opens from a file, and asks no network. */
export function reportAsHtml(report: Report): string {
    const { script, tableStyles } = pageAssets();
    const parts = {
        styles: pageStyles(tableStyles),
        script,
        data: embeddable(rowsOf(report)),
        policy: policyFor(script),
    };
    return `<!doctype html>\n${renderToStaticMarkup(h(Page, { report, parts }))}\n`;
}

/** Only the page's own script runs, and nothing is fetched, whatever a resource may be called. */
function policyFor(script: string): string {
    const hash = createHash("sha256").update(script).digest("base64");
    return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** JSON that cannot end the element it stands in. */
function embeddable(value: unknown): string {
    return JSON.stringify(value).replace(
        /[<>&\u2028\u2029]/g,
        (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
}
