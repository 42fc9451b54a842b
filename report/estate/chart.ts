import { h, type JSX } from "preact";
import type { ForecastMonth } from "./model";

const BAR = 26;
const GAP = 8;
const HEIGHT = 180;
const MARGIN = { left: 36, top: 28, bottom: 48 };
/** More labels than this would run into each other. */
const MOST_LABELS = 24;

/**
 * Exceptions alive by month, a bar for each; a diamond above a month tells that milestones of the plans fall into it, hollow
 * where one of them is still open. The numbers stand in a table beside it.
 */
export function forecastChart(months: readonly ForecastMonth[]): JSX.Element {
    const most = Math.max(1, ...months.map(({ alive }) => alive));
    const width = MARGIN.left + months.length * (BAR + GAP) + GAP;
    const height = MARGIN.top + HEIGHT + MARGIN.bottom;
    const ground = MARGIN.top + HEIGHT;
    const step = Math.ceil(months.length / MOST_LABELS);
    return h(
        "svg",
        {
            role: "img",
            "aria-label": `Exceptions alive at the end of each month: ${months[0]?.alive ?? 0} in ${months[0]?.month ?? ""}, ${months.at(-1)?.alive ?? 0} in ${months.at(-1)?.month ?? ""}`,
            viewBox: `0 0 ${width} ${height}`,
            width,
            height,
        },
        h("line", { x1: MARGIN.left, x2: width, y1: ground, y2: ground }),
        h("text", { x: MARGIN.left - 6, y: MARGIN.top + 4, "text-anchor": "end" }, String(most)),
        h("text", { x: MARGIN.left - 6, y: ground, "text-anchor": "end" }, "0"),
        ...months.map(({ month, alive, milestones }, index) => {
            const x = MARGIN.left + GAP + index * (BAR + GAP);
            const bar = (alive / most) * HEIGHT;
            const middle = x + BAR / 2;
            const words = milestones.map(({ id, name, done }) => `${id}: ${name}${done ? " (done)" : ""}`);
            return h(
                "g",
                null,
                h(
                    "rect",
                    { class: "bar", x, y: ground - bar, width: BAR, height: bar },
                    h("title", null, `${month}: ${alive}`),
                ),
                milestones.length === 0
                    ? undefined
                    : h(
                          "path",
                          {
                              class: "mark",
                              d: `M${middle} 6 l7 7 l-7 7 l-7 -7 z`,
                              ...(milestones.some(({ done }) => !done) && {
                                  "fill-opacity": 0.25,
                                  stroke: "currentColor",
                              }),
                          },
                          h("title", null, words.join("; ")),
                      ),
                index % step === 0
                    ? h(
                          "text",
                          {
                              x: middle,
                              y: ground + 12,
                              "text-anchor": "end",
                              transform: `rotate(-45 ${middle} ${ground + 12})`,
                          },
                          month,
                      )
                    : undefined,
            );
        }),
    );
}
