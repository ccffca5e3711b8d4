/** What a factor may look at, as plain arrays, and the sums that its formula is written with. Slow and plain. */
import type {CandleColumns} from "../../../../src/lib/vocabulary/candle.js";

/** All candles up to one, that one last. */
export interface Past {
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
  readonly volume: readonly number[];
  readonly quoteVolume: readonly number[];
  readonly tradeCount: readonly number[];
  readonly takerBuyVolume: readonly number[];
  /** Closes of the reference instrument. */
  readonly reference: readonly number[];
  readonly closeTime: number;
}

/** A factor's formula, straight from its definition. */
export type Oracle = (past: Past, ...parameters: number[]) => number;
export type Oracles = Readonly<Record<string, Oracle>>;

export const HOURS_A_YEAR = 8760;

export function pastOf(columns: CandleColumns, reference: CandleColumns, index: number): Past {
  const until = (values: Float64Array) => [...values.subarray(0, index + 1)];
  return {
    open: until(columns.open),
    high: until(columns.high),
    low: until(columns.low),
    close: until(columns.close),
    volume: until(columns.volume),
    quoteVolume: until(columns.quoteVolume),
    tradeCount: until(columns.tradeCount),
    takerBuyVolume: until(columns.takerBuyVolume),
    reference: until(reference.close),
    closeTime: (columns.openTime[index] as number) + 3_600_000
  };
}

/** The value `age` before the last. */
export const ago = (values: readonly number[], age: number): number => values.at(-1 - age) ?? Number.NaN;
export const now = (values: readonly number[]): number => ago(values, 0);
/** The last n values. */
export const tail = (values: readonly number[], n: number): readonly number[] => values.slice(-n);
export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const average = (values: readonly number[]): number => total(values) / values.length;
export const highest = (values: readonly number[], n: number): number => Math.max(...tail(values, n));
export const lowest = (values: readonly number[], n: number): number => Math.min(...tail(values, n));
/** Sum of squared deviations. */
const squares = (values: readonly number[]): number => total(values.map((value) => (value - average(values)) ** 2));
export const deviation = (values: readonly number[]): number => Math.sqrt(squares(values) / (values.length - 1));
export const variance = (values: readonly number[]): number => squares(values) / (values.length - 1);
export const populationDeviation = (values: readonly number[]): number => Math.sqrt(squares(values) / values.length);
/** Simple returns over n candles, one for each value that has one before it. */
export const returns = (values: readonly number[], n = 1): number[] =>
  values.slice(n).map((value, i) => value / (values[i] as number) - 1);
export const logReturns = (values: readonly number[], n = 1): number[] =>
  values.slice(n).map((value, i) => Math.log(value / (values[i] as number)));
/** Changes from one value to the next. */
export const steps = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value - (values[i] as number));
/** Distance of the last of n values from their mean in sample deviations. */
export const score = (values: readonly number[], n: number): number =>
  (now(values) - average(tail(values, n))) / deviation(tail(values, n));
/** One result for each place of two arrays of the same length. */
export const both = (a: readonly number[], b: readonly number[], of: (a: number, b: number) => number): number[] =>
  a.map((value, i) => of(value, b[i] as number));

/** Least-squares slope of y on x. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const [centreX, centreY] = [average(x), average(y)];
  return total(both(x, y, (a, b) => (a - centreX) * (b - centreY))) / squares(x);
}

export function correlation(x: readonly number[], y: readonly number[]): number {
  return (slope(x, y) * populationDeviation(x)) / populationDeviation(y);
}

/** Slope of values on 0, 1, 2... */
export const trend = (values: readonly number[]): number =>
  slope(
    values.map((_, i) => i),
    values
  );

/** True ranges of all candles but the first. */
export const trueRanges = ({high, low, close}: Past): number[] =>
  close
    .slice(1)
    .map((_, i) =>
      Math.max(
        (high[i + 1] as number) - (low[i + 1] as number),
        Math.abs((high[i + 1] as number) - (close[i] as number)),
        Math.abs((low[i + 1] as number) - (close[i] as number))
      )
    );

/** Wilder's average after the last value, seeded with a simple one. */
export function wilder(values: readonly number[], n: number): number {
  return values.slice(n).reduce((mean, value) => (mean * (n - 1) + value) / n, average(values.slice(0, n)));
}

/** Exponential averages from the first that is defined on, seeded with a simple one. */
export function exponential(values: readonly number[], n: number): number[] {
  const out = [average(values.slice(0, n))];
  for (const value of values.slice(n)) out.push(now(out) + (value - now(out)) * (2 / (n + 1)));
  return out;
}
