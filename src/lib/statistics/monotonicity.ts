// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Do bucket returns rise rung by rung? (Patton and Timmermann 2010; METHODS I6) */
import {forEachResample, type SimulatedP, shareAbove} from "./bootstrap.js";
import {orNull} from "./column.js";
import {mean} from "./moments.js";
import {bucketColumn} from "./quantile-returns.js";

export interface MonotonicityTest {
  /** Dates on which every bucket has a mean. */
  readonly n: number;
  readonly dropped: number;
  /** Smallest step from one bucket to the next. */
  readonly rising: SimulatedP & {readonly statistic: number | null};
  /** The same for a falling ladder. */
  readonly falling: SimulatedP & {readonly statistic: number | null};
}

/** Null: some step is not positive; recentred stationary bootstrap. @param byDate rows x buckets, NaN = empty */
export function monotonicityTest(
  {byDate, buckets}: {readonly byDate: Float64Array; readonly buckets: number},
  {seed, block, resamples = 2000}: {seed: number; block: number; resamples?: number}
): MonotonicityTest {
  const all = Array.from({length: buckets}, (_, b) => bucketColumn(byDate, {buckets, bucket: b + 1}));
  const rows = all[0]?.length ?? 0;
  const kept = Array.from({length: rows}, (_, row) => row).filter((row) =>
    all.every((column) => !Number.isNaN(column[row]!))
  );
  const steps = all.slice(1).map((column, b) => Float64Array.from(kept, (row) => column[row]! - all[b]![row]!));
  const empty = {statistic: null, p: null, monteCarloError: null, resamples: 0};
  if (kept.length < 2 || steps.length === 0)
    return {n: kept.length, dropped: rows - kept.length, rising: empty, falling: empty};
  const means = steps.map((column) => mean(column));
  const drawn = steps.map(() => new Float64Array(resamples));
  forEachResample({n: kept.length, resamples, seed, block}, (row, r) => {
    for (let k = 0; k < steps.length; k++) drawn[k]![r] = meanAt(steps[k]!, row);
  });
  const test = (sign: 1 | -1) => {
    const statistic = Math.min(...means.map((value) => sign * value));
    const draws = Float64Array.from({length: resamples}, (_, r) =>
      Math.min(...drawn.map((column, k) => sign * (column[r]! - means[k]!)))
    );
    return {statistic: orNull(statistic), ...shareAbove(draws, statistic)};
  };
  return {n: kept.length, dropped: rows - kept.length, rising: test(1), falling: test(-1)};
}

function meanAt(column: Float64Array, places: Int32Array): number {
  let total = 0;
  for (let i = 0; i < places.length; i++) total += column[places[i]!]!;
  return total / places.length;
}
