const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds of a duration as Pulumi takes it (`5m`, `1h30m`); 0 for an empty one, undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
    if (text === "" || text === "0") {
        return 0;
    }
    const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns)/g)];
    if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
        return undefined;
    }
    return parts.reduce((sum, [, number = "0", unit = "s"]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}
