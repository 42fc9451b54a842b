import type { JSX } from "preact";
import { startOfDay } from "../../exceptions/dates";
import type { ReportedException } from "../exceptions";
import { harmless } from "../text-safety";

const WIDTH = 640;
const BAR = 14;

/** When an exception holds, on one line with the others: from its first day to its last, with today. */
export function TimeLine({
    exception,
    range,
    now,
}: {
    readonly exception: ReportedException;
    readonly range: readonly [number, number];
    readonly now: number;
}): JSX.Element | null {
    const { entry, id } = exception;
    if (entry === undefined) {
        return null;
    }
    const [first, last] = range;
    const place = (instant: number): number => ((instant - first) / Math.max(1, last - first)) * WIDTH;
    const start = place(startOfDay(entry.validFrom));
    const end = place(startOfDay(entry.expires));
    const label = `${harmless(id)} holds from ${entry.validFrom} to ${entry.expires}`;
    return (
        <svg class="timeline" role="img" aria-label={label} viewBox={`0 0 ${WIDTH} 22`} preserveAspectRatio="none">
            <rect class="track" x={0} y={4} width={WIDTH} height={BAR} rx={7} />
            <rect
                class={`span ${exception.status ?? ""}`}
                x={start}
                y={4}
                width={Math.max(3, end - start)}
                height={BAR}
                rx={7}
            />
            {(entry.transition?.milestones ?? []).map(({ date, done }) => (
                <rect
                    class={`milestone ${done ? "done" : "open"}`}
                    x={place(startOfDay(date)) - 2}
                    y={2}
                    width={4}
                    height={18}
                />
            ))}
            <rect class="today" x={place(now) - 1} y={0} width={2} height={22} />
        </svg>
    );
}

/** The span of time that holds every entry, and today. */
export function rangeOf(exceptions: readonly ReportedException[], now: number): readonly [number, number] {
    const days = exceptions.flatMap(({ entry }) =>
        entry === undefined ? [] : [startOfDay(entry.validFrom), startOfDay(entry.expires)],
    );
    return [Math.min(now, ...days), Math.max(now, ...days)];
}
