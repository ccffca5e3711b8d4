/**
 * Coefficients for a universe too small to rank across: within each calendar month (UTC) the rank correlation of factor
 * and forward return over the candles of one instrument, averaged over instruments. One coefficient a month.
 */
import {spearman} from "../statistics/correlation.js";
import type {Panel} from "../statistics/panel.js";

export interface MonthlyCoefficients {
  /** First moment of each month, epoch milliseconds. */
  readonly times: Float64Array;
  /** NaN where a month has too few candles or no spread. */
  readonly values: Float64Array;
}

const MINIMUM_CANDLES = 20;

export function monthlyCoefficients(factor: Panel, forward: Panel): MonthlyCoefficients {
  const rowsByMonth = new Map<number, number[]>();
  factor.times.forEach((time, row) => {
    // A close at midnight belongs to the month that ends there.
    const date = new Date(time - 1);
    const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    const rows = rowsByMonth.get(month);
    if (rows === undefined) rowsByMonth.set(month, [row]);
    else rows.push(row);
  });
  const months = [...rowsByMonth.keys()].sort((a, b) => a - b);
  return {
    times: Float64Array.from(months),
    values: Float64Array.from(months, (month) => meanCoefficient(factor, forward, rowsByMonth.get(month) ?? []))
  };
}

function meanCoefficient(factor: Panel, forward: Panel, rows: readonly number[]): number {
  const width = factor.symbols.length;
  let sum = 0;
  let count = 0;
  for (let column = 0; column < width; column++) {
    const x: number[] = [];
    const y: number[] = [];
    for (const row of rows) {
      const value = factor.values[row * width + column] as number;
      const outcome = forward.values[row * width + column] as number;
      if (Number.isNaN(value) || Number.isNaN(outcome)) continue;
      x.push(value);
      y.push(outcome);
    }
    const coefficient = x.length < MINIMUM_CANDLES ? Number.NaN : spearman(x, y);
    if (Number.isNaN(coefficient)) continue;
    sum += coefficient;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
