import assert from "node:assert/strict";
import { addDays, dayOf, daysLeft, endOfDay, isDay, startOfDay } from "../../exceptions/dates";

describe("days of the register", () => {
    it("are days that the calendar has, written YYYY-MM-DD", () => {
        for (const day of ["2026-01-01", "2024-02-29", "2000-02-29", "2026-12-31"]) {
            assert.equal(isDay(day), true, day);
        }
        const none = ["2026-02-29", "2026-02-30", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", ""];
        for (const word of [
            ...none,
            "2026-01-01T00:00:00Z",
            " 2026-01-01",
            "today",
            20260101,
            null,
            undefined,
            new Date(),
            "+002026-01-01",
            "2026",
            "2026-01",
            ["2026-01-01"],
            Object.create(null),
            Symbol("2026-01-01"),
        ]) {
            assert.equal(isDay(word), false, typeof word);
        }
    });

    it("start with the first instant in UTC and end before the first instant of the next day", () => {
        assert.equal(startOfDay("2026-12-31"), Date.UTC(2026, 11, 31, 0, 0, 0, 0));
        assert.equal(endOfDay("2026-12-31"), Date.UTC(2027, 0, 1, 0, 0, 0, 0));
        assert.equal(endOfDay("2024-02-28"), startOfDay("2024-02-29"));
    });

    it("give NaN where there is no such day, so that no comparison holds", () => {
        assert.ok(Number.isNaN(startOfDay("2026-02-30")));
        assert.ok(Number.isNaN(endOfDay("never")));
        assert.ok(Number.isNaN(daysLeft("never", new Date(0))));
    });

    it("count down to 1 on the last day and to 0 once it is over", () => {
        assert.equal(daysLeft("2026-12-31", new Date("2026-12-31T00:00:00Z")), 1);
        assert.equal(daysLeft("2026-12-31", new Date("2026-12-31T23:59:59.999Z")), 1);
        assert.equal(daysLeft("2026-12-31", new Date("2027-01-01T00:00:00Z")), 0);
        assert.equal(daysLeft("2026-12-31", new Date("2026-12-30T12:00:00Z")), 2);
    });

    it("can be reckoned with across months and leap years", () => {
        assert.equal(addDays("2024-02-28", 1), "2024-02-29");
        assert.equal(addDays("2026-01-01", -1), "2025-12-31");
        assert.equal(dayOf(new Date("2026-06-15T23:59:59+02:00")), "2026-06-15");
        assert.equal(dayOf(new Date("2026-06-15T23:59:59-02:00")), "2026-06-16");
    });
});
