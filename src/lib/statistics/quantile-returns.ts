// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Forward returns of factor buckets and their spread (METHODS I5, I6). Errors are over dates, never pooled over rows. */
import {type Column, finiteValues, orNull} from "./column.js";
import {spearman} from "./correlation.js";
import {mean, standardDeviation} from "./moments.js";
import type {Groups, Panel} from "./panel.js";
import type {BucketAssignment} from "./quantile-assignment.js";

/** "date": less the mean of all bucketed symbols of the date. "group": less the mean of the date's group. */
export type Demeaning = "none" | "date" | "group";

export interface QuantileReturnOptions {
  /** Default "date". */
  readonly demean?: Demeaning;
  /** Needed for demean "group" and for `only`. */
  readonly groups?: Groups;
  /** Counts the symbols of one group only (after demeaning over all). */
  readonly only?: string;
}

export interface QuantileReturns {
  readonly times: Float64Array;
  readonly buckets: number;
  /** Mean forward return of each date and bucket, rows x buckets, NaN = empty. */
  readonly byDate: Float64Array;
  /** Standard error within each date and bucket, NaN below two symbols. */
  readonly withinErrors: Float64Array;
  readonly summaries: readonly BucketSummary[];
  /** Bucketed values without a forward return. */
  readonly dropped: number;
}

export interface BucketSummary {
  readonly bucket: number;
  /** Dates with a mean. */
  readonly dates: number;
  /** Mean over dates of the date means. */
  readonly mean: number | null;
  /** Standard deviation of the date means over sqrt(dates). */
  readonly standardError: number | null;
}

export function quantileReturns(
  forward: Panel,
  assignment: BucketAssignment,
  options: QuantileReturnOptions = {}
): QuantileReturns {
  const {buckets, labels} = assignment;
  const rows = forward.times.length;
  const width = forward.symbols.length;
  const returns = demeaned(forward, labels, options);
  const only = options.only === undefined ? -1 : (options.groups?.names.indexOf(options.only) ?? -1);
  const byDate = new Float64Array(rows * buckets).fill(Number.NaN);
  const withinErrors = new Float64Array(rows * buckets).fill(Number.NaN);
  const members = Array.from({length: buckets}, () => new Float64Array(width));
  const counts = new Int32Array(buckets);
  let dropped = 0;
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (let j = 0; j < width; j++) {
      const label = labels[row * width + j]!;
      if (label === 0) continue;
      if (options.only !== undefined && options.groups?.ofSymbol[j] !== only) continue;
      const value = returns[row * width + j]!;
      if (Number.isNaN(value)) dropped++;
      else members[label - 1]![counts[label - 1]!++] = value;
    }
    for (let b = 0; b < buckets; b++) {
      const present = members[b]!.subarray(0, counts[b]!);
      byDate[row * buckets + b] = mean(present);
      withinErrors[row * buckets + b] = standardDeviation(present) / Math.sqrt(present.length);
    }
  }
  return {times: forward.times, buckets, byDate, withinErrors, summaries: summarizeBuckets(byDate, buckets), dropped};
}

/** Mean and error over dates of each bucket's column. @param byDate rows x buckets */
export function summarizeBuckets(byDate: Float64Array, buckets: number): readonly BucketSummary[] {
  return Array.from({length: buckets}, (_, b) => {
    const column = finiteValues(bucketColumn(byDate, {buckets, bucket: b + 1}));
    return {
      bucket: b + 1,
      dates: column.length,
      mean: orNull(mean(column)),
      standardError: orNull(standardDeviation(column) / Math.sqrt(column.length))
    };
  });
}

export function bucketColumn(
  byDate: Float64Array,
  {buckets, bucket}: {readonly buckets: number; readonly bucket: number}
): Float64Array {
  const column = new Float64Array(byDate.length / buckets);
  for (let row = 0; row < column.length; row++) column[row] = byDate[row * buckets + bucket - 1]!;
  return column;
}

/** Top less bottom bucket, date by date; NaN where one is empty. */
export function bucketSpread(returns: Pick<QuantileReturns, "byDate" | "buckets">): Float64Array {
  const {byDate, buckets} = returns;
  const top = bucketColumn(byDate, {buckets, bucket: buckets});
  const bottom = bucketColumn(byDate, {buckets, bucket: 1});
  return top.map((value, row) => value - bottom[row]!);
}

/** sqrt(se_top^2 + se_bottom^2), date by date. */
export function spreadErrors({withinErrors, buckets}: QuantileReturns): Float64Array {
  const top = bucketColumn(withinErrors, {buckets, bucket: buckets});
  const bottom = bucketColumn(withinErrors, {buckets, bucket: 1});
  return top.map((value, row) => Math.sqrt(value ** 2 + bottom[row]! ** 2));
}

/** Spearman of bucket number and bucket mean: 1 = a perfect ladder; null when a bucket has no mean. */
export function ladderCorrelation(summaries: readonly BucketSummary[]): number | null {
  if (summaries.some((summary) => summary.mean === null)) return null;
  return orNull(
    spearman(
      summaries.map((summary) => summary.bucket),
      summaries.map((summary) => summary.mean ?? Number.NaN)
    )
  );
}

/** Forward returns less the mean of the bucketed symbols of their date, or of their date and group. */
export function demeaned(forward: Panel, labels: ArrayLike<number>, options: QuantileReturnOptions): Float64Array {
  const {demean = "date", groups} = options;
  if (demean === "none") return forward.values;
  const width = forward.symbols.length;
  const values = forward.values.slice();
  const groupCount = demean === "group" ? (groups?.names.length ?? 0) : 1;
  const sums = new Float64Array(groupCount);
  const counts = new Float64Array(groupCount);
  for (let row = 0; row < forward.times.length; row++) {
    sums.fill(0);
    counts.fill(0);
    for (let j = 0; j < width; j++) {
      const group = demean === "group" ? (groups?.ofSymbol[j] ?? -1) : 0;
      const value = forward.values[row * width + j]!;
      if (group < 0 || labels[row * width + j] === 0 || Number.isNaN(value)) continue;
      sums[group]! += value;
      counts[group]!++;
    }
    for (let j = 0; j < width; j++) {
      const group = demean === "group" ? (groups?.ofSymbol[j] ?? -1) : 0;
      values[row * width + j]! -= group < 0 ? Number.NaN : sums[group]! / counts[group]!;
    }
  }
  return values;
}

/** Factor values of each bucket over all dates: smallest, largest, mean, std (ddof 1), count and share. */
export interface BucketStatistics {
  readonly bucket: number;
  readonly count: number;
  readonly share: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  readonly std: number | null;
}

export function bucketStatistics(factor: Column, assignment: BucketAssignment): readonly BucketStatistics[] {
  return Array.from({length: assignment.buckets}, (_, b) => {
    const values = Array.from(factor).filter((_value, i) => assignment.labels[i] === b + 1);
    return {
      bucket: b + 1,
      count: values.length,
      share: orNull(values.length / assignment.n),
      minimum: values.length === 0 ? null : values.reduce((low, value) => Math.min(low, value)),
      maximum: values.length === 0 ? null : values.reduce((high, value) => Math.max(high, value)),
      mean: orNull(mean(values)),
      std: orNull(standardDeviation(values))
    };
  });
}
