import { h } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";
import { Picture, pictureOf } from "./html/picture";
import { pictureStyles } from "./html/picture-styles";
import type { Report } from "./model";

/** The picture of a stack alone, as an SVG file for light and dark grounds. */
export function reportAsSvg(report: Report): string {
    const markup = renderToStaticMarkup(h(Picture, pictureOf(report)));
    const styles = `<style>${pictureStyles()}</style>`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${markup.replace("</title>", `</title>${styles}`)}`;
}
