// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Compounded returns by calendar month, UTC (METHODS 8.1). */
import type {Column} from "./column.js";

export interface MonthlyReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly n: number;
  readonly dropped: number;
  /** Compounded; null when the month has no finite return. */
  readonly total: number | null;
}

/** In order of the first bar of each month. @param times epoch milliseconds, one a return; the bar belongs to its time's month */
export function monthlyReturns(returns: Column, times: Column): readonly MonthlyReturn[] {
  const months = new Map<string, {year: number; month: number; n: number; dropped: number; growth: number}>();
  for (let i = 0; i < returns.length; i++) {
    const date = new Date(times[i]!);
    const key = `${date.getUTCFullYear()}-${date.getUTCMonth()}`;
    let entry = months.get(key);
    if (entry === undefined) {
      entry = {year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, n: 0, dropped: 0, growth: 1};
      months.set(key, entry);
    }
    if (Number.isFinite(returns[i]!)) {
      entry.n++;
      entry.growth *= 1 + returns[i]!;
    } else entry.dropped++;
  }
  return Array.from(months.values(), ({growth, ...entry}) => ({...entry, total: entry.n === 0 ? null : growth - 1}));
}
