import type { EstateException, ForecastMonth } from "./model";

/** A plan that reaches further than this is drawn no further. */
const MOST_MONTHS = 120;

/**
 * The used exceptions month by month, from the month of `now` to that in which the last of them ends or the last milestone
 * of their plans falls: how many are still valid at its end if none is renewed. None where no exception is used.
 */
export function forecastOf(exceptions: readonly EstateException[], now: Date): ForecastMonth[] {
    const used = exceptions.flatMap(({ entry, uses }) => (entry !== undefined && uses > 0 ? [{ entry, uses }] : []));
    const first = now.toISOString().slice(0, 7);
    const last = used
        .flatMap(({ entry }) => [entry.expires, ...(entry.transition?.milestones ?? []).map(({ date }) => date)])
        .map((day) => day.slice(0, 7))
        .reduce((latest, month) => (month > latest ? month : latest), first);
    if (used.length === 0) {
        return [];
    }
    const months: ForecastMonth[] = [];
    for (let month = first; month <= last && months.length < MOST_MONTHS; month = after(month)) {
        // One that ends on the month's last day is over at its end.
        const alive = used.filter(({ entry }) => entry.expires.slice(0, 7) > month);
        months.push({
            month,
            alive: alive.length,
            attachments: alive.reduce((sum, { uses }) => sum + uses, 0),
            ending: used.filter(({ entry }) => entry.expires.startsWith(month)).map(({ entry }) => entry.id),
            milestones: used.flatMap(({ entry }) =>
                (entry.transition?.milestones ?? [])
                    .filter(({ date }) => date.startsWith(month))
                    .map(({ name, done }) => ({ id: entry.id, name, done })),
            ),
        });
    }
    return months;
}

/** Months in a row in which nothing changes and nothing is due. */
export interface ForecastSpan extends ForecastMonth {
    /** The first and the last month, `2027-01 to 2029-11`; one month is told as it is. */
    readonly span: string;
}

/** The forecast for a table: months in which nothing happens are told together. */
export function spansOf(months: readonly ForecastMonth[]): ForecastSpan[] {
    const spans: ForecastSpan[] = [];
    for (const month of months) {
        const before = spans.at(-1);
        const quiet = [before, month].every((one) => one?.ending.length === 0 && one.milestones.length === 0);
        if (before !== undefined && quiet && before.alive === month.alive && before.attachments === month.attachments) {
            spans[spans.length - 1] = { ...before, span: `${before.month} to ${month.month}` };
        } else {
            spans.push({ ...month, span: month.month });
        }
    }
    return spans;
}

/** The month after, `YYYY-MM`. */
function after(month: string): string {
    const date = new Date(`${month}-01T00:00:00Z`);
    date.setUTCMonth(date.getUTCMonth() + 1);
    return date.toISOString().slice(0, 7);
}
