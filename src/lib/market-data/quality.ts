// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The checks at the door, in one columnar pass. A row that cannot be true is rejected with its reason and goes to
 * quarantine; a row that is odd (outlier, stale, no volume, after a gap) is kept and flagged. Nothing is repaired.
 */
import {CANDLE_COLUMN_NAMES, type CandleColumns, emptyCandleColumns} from "../vocabulary/candle.js";
import {candleOpenTime, timeframeMs} from "../vocabulary/timeframe.js";
import {logReturnScale} from "./log-return-scale.js";

export const REJECT_REASONS = [
  "not-a-number",
  "misaligned",
  "not-closed",
  "duplicate",
  "out-of-order",
  "price-not-positive",
  "open-or-close-outside-high-low",
  "negative-volume"
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface RejectedRow {
  /** Index in the columns that were checked. */
  readonly index: number;
  /** NaN where the time itself is what is wrong. */
  readonly openTime: number;
  readonly reason: RejectReason;
  /** open, high, low, close, volume as they came. */
  readonly values: readonly [number, number, number, number, number];
}

/** Bits of `flags`, one byte a accepted row. */
export const QUALITY_FLAGS = {zeroVolume: 1, outlier: 2, stale: 4, afterGap: 8} as const;

export interface QualityOptions {
  /** Flag beyond this many median absolute deviations of the log returns; 10 by default (METHODS 9). */
  readonly outlierMads?: number;
  /** Flag runs of at least this many candles at one unmoved price; 10 by default. */
  readonly staleRunCandles?: number;
  /** Rows of candles that close after this time are not closed yet; none by default. */
  readonly now?: number;
  /** The candle before the first row, where the rows continue a series. */
  readonly previous?: {readonly openTime: number; readonly close: number};
}

export interface QualityReport {
  /** In strictly rising order of open time; the checked columns themselves when nothing was rejected. */
  readonly accepted: CandleColumns;
  readonly rejected: readonly RejectedRow[];
  /** One byte an accepted row: a sum of QUALITY_FLAGS. */
  readonly flags: Uint8Array;
  readonly zeroVolume: number;
  readonly outliers: number;
  readonly stale: number;
  /** Largest |log return| between neighbouring rows, gaps included; null below two rows. */
  readonly largestLogReturn: number | null;
}

/** Checks candles that claim to be in order. Duplicates keep the first row; a row earlier than its predecessor is out. */
export function checkCandles(columns: CandleColumns, options: QualityOptions = {}): QualityReport {
  const rejected = findRejected(columns, options);
  const accepted = rejected.length === 0 ? columns : without(columns, rejected);
  const flags = new Uint8Array(accepted.length);
  return {
    accepted,
    rejected,
    flags,
    zeroVolume: flagZeroVolume(accepted, flags),
    ...flagReturns(accepted, flags, options),
    stale: flagStale(accepted, flags, options.staleRunCandles ?? 10)
  };
}

/** Rows by reason, every reason named. */
export function countRejected(rows: readonly RejectedRow[]): Record<RejectReason, number> {
  const counts = Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
  for (const row of rows) counts[row.reason]++;
  return counts;
}

function findRejected(columns: CandleColumns, options: QualityOptions): RejectedRow[] {
  const {openTime, open, high, low, close, volume, length} = columns;
  const step = timeframeMs(columns.timeframe);
  const lastOpen = (options.now ?? Number.POSITIVE_INFINITY) - step;
  const rejected: RejectedRow[] = [];
  let previous = options.previous?.openTime ?? Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const time = openTime[i]!;
    const top = high[i]!;
    const bottom = low[i]!;
    const first = open[i]!;
    const last = close[i]!;
    // One condition for the good row, so that the pass costs a few nanoseconds; the reason is looked for only if needed.
    const isRight =
      (time === previous + step || (time > previous && candleOpenTime(columns.timeframe, time) === time)) &&
      time <= lastOpen &&
      bottom > 0 &&
      bottom <= first &&
      bottom <= last &&
      first <= top &&
      last <= top &&
      top < Number.POSITIVE_INFINITY &&
      volume[i]! >= 0 &&
      volume[i]! < Number.POSITIVE_INFINITY;
    if (isRight) previous = time;
    else rejected.push(rejectedRow(columns, i, reasonOf(columns, i, {previous, lastOpen})));
  }
  return rejected;
}

function reasonOf(columns: CandleColumns, index: number, at: {previous: number; lastOpen: number}): RejectReason {
  const {openTime, values} = rejectedRow(columns, index, "not-a-number");
  const [open, high, low, close, volume] = values;
  if (![openTime, ...values].every(Number.isFinite)) return "not-a-number";
  if (candleOpenTime(columns.timeframe, openTime) !== openTime) return "misaligned";
  if (openTime === at.previous) return "duplicate";
  if (openTime < at.previous) return "out-of-order";
  if (openTime > at.lastOpen) return "not-closed";
  if (Math.min(open, high, low, close) <= 0) return "price-not-positive";
  return volume < 0 ? "negative-volume" : "open-or-close-outside-high-low";
}

function rejectedRow(columns: CandleColumns, index: number, reason: RejectReason): RejectedRow {
  const {openTime, open, high, low, close, volume} = columns;
  const values = [open[index]!, high[index]!, low[index]!, close[index]!, volume[index]!] as const;
  return {index, openTime: openTime[index]!, reason, values};
}

function without(columns: CandleColumns, rejected: readonly RejectedRow[]): CandleColumns {
  const kept = emptyCandleColumns(columns.timeframe, columns.length - rejected.length);
  for (const name of CANDLE_COLUMN_NAMES) {
    const source = columns[name];
    const target = kept[name];
    let from = 0;
    let to = 0;
    for (const {index} of rejected) {
      target.set(source.subarray(from, index), to);
      to += index - from;
      from = index + 1;
    }
    target.set(source.subarray(from, columns.length), to);
  }
  return kept;
}

function flagZeroVolume({volume, length}: CandleColumns, flags: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < length; i++)
    if (volume[i]! === 0) {
      flags[i]! |= QUALITY_FLAGS.zeroVolume;
      count++;
    }
  return count;
}

/**
 * Flags gaps and returns larger, up or down, than `outlierMads` median absolute deviations (unscaled, about the median
 * return). A series that hardly moves (deviation 0) has no outliers: the rule is undefined there.
 */
function flagReturns(columns: CandleColumns, flags: Uint8Array, options: QualityOptions) {
  const {openTime, close, length} = columns;
  const step = timeframeMs(columns.timeframe);
  const {deviation} = logReturnScale(close, length);
  const limit = deviation > 0 ? (options.outlierMads ?? 10) * deviation : Number.POSITIVE_INFINITY;
  // Ratios are compared instead of their logarithms: the same rule without a logarithm a row.
  const highestUsual = Math.exp(limit);
  const lowestUsual = Math.exp(-limit);
  let highest = 1;
  let lowest = 1;
  let outliers = 0;
  let previousTime = options.previous?.openTime ?? Number.NaN;
  let previousClose = options.previous?.close ?? Number.NaN;
  for (let i = 0; i < length; i++) {
    if (openTime[i]! - previousTime > step) flags[i]! |= QUALITY_FLAGS.afterGap;
    const ratio = close[i]! / previousClose;
    if (ratio > highest) highest = ratio;
    if (ratio < lowest) lowest = ratio;
    if (ratio > highestUsual || ratio < lowestUsual) {
      flags[i]! |= QUALITY_FLAGS.outlier;
      outliers++;
    }
    previousTime = openTime[i]!;
    previousClose = close[i]!;
  }
  const returns = length - (options.previous === undefined ? 1 : 0);
  return {outliers, largestLogReturn: returns < 1 ? null : Math.max(Math.log(highest), -Math.log(lowest))};
}

/** Flags runs of candles whose prices are all one price, the same through the run: a feed that repeats itself. */
function flagStale(columns: CandleColumns, flags: Uint8Array, minimumRun: number): number {
  const {high, low, close, length} = columns;
  let count = 0;
  let run = 0;
  for (let i = 0; i <= length; i++) {
    const isFlat = i < length && high[i]! === low[i]!;
    if (isFlat && (run === 0 || close[i]! === close[i - 1]!)) {
      run++;
      continue;
    }
    if (run >= minimumRun) {
      for (let k = i - run; k < i; k++) flags[k]! |= QUALITY_FLAGS.stale;
      count += run;
    }
    run = isFlat ? 1 : 0;
  }
  return count;
}
