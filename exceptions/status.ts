import { endOfDay, startOfDay } from "./dates";
import type { ExceptionEntry } from "./entry";

/** The stages of an exception's validity. */
export const STATUSES = ["pending", "active", "expired"] as const;

/** One stage of an exception's validity. */
export type Status = (typeof STATUSES)[number];

/** Where an exception stands in its life at an instant. */
export function statusOf(entry: ExceptionEntry, now: Date): Status {
    if (now.getTime() >= endOfDay(entry.expires)) {
        return "expired";
    }
    return now.getTime() < startOfDay(entry.validFrom) ? "pending" : "active";
}
