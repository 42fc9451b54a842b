/**
 * Days of the register. A day is the text `YYYY-MM-DD`, and all of them are days in UTC: an exception starts with the
 * first instant of its first day and ends with the last instant of its last. The clock is always given, never read.
 */

const MILLISECONDS_OF_A_DAY = 86_400_000;

/** True for a day that the calendar has, written `YYYY-MM-DD`. */
export function isDay(text: unknown): text is string {
    if (typeof text !== "string") {
        return false;
    }
    const parsed = new Date(`${text}T00:00:00.000Z`);
    // The parser reads other forms too, and turns 30 February into 2 March; only a day that comes back as it went in is one.
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** The first instant of a day, in milliseconds since 1970 UTC; `NaN` for what is no day. */
export function startOfDay(day: string): number {
    return isDay(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN;
}

/** The first instant after a day, in milliseconds since 1970 UTC; `NaN` for what is no day. */
export function endOfDay(day: string): number {
    return startOfDay(day) + MILLISECONDS_OF_A_DAY;
}

/** The day of an instant, UTC. The instant must be a valid one. */
export function dayOf(instant: Date): string {
    return instant.toISOString().slice(0, 10);
}

/** The day that lies `days` after another; negative numbers go back. */
export function addDays(day: string, days: number): string {
    return dayOf(new Date(startOfDay(day) + days * MILLISECONDS_OF_A_DAY));
}

/** How many days of validity are left: 1 on the last day itself, 0 or less once it is over. `NaN` if either is no day. */
export function daysLeft(lastDay: string, now: Date): number {
    return Math.ceil((endOfDay(lastDay) - now.getTime()) / MILLISECONDS_OF_A_DAY);
}
