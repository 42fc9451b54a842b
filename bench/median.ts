/** The middle one of several measurements; `NaN` of none. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What one took for each that another took, round by round, and of these the middle: a machine that slows down slows both. */
export function medianRatio(ones: readonly number[], others: readonly number[]): number {
    return median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}
