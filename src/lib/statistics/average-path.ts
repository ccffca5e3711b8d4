// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Mean cumulative return of a bucket before and after its formation, the event view of a factor (METHODS I10). */
import {type Column, orNull} from "./column.js";
import {mean, standardDeviation} from "./moments.js";
import type {Panel} from "./panel.js";

export interface PathPoint {
  /** Bars from formation. */
  readonly offset: number;
  readonly dates: number;
  readonly mean: number | null;
  /** Over dates, ddof 1. */
  readonly std: number | null;
}

export interface PathOptions {
  readonly before: number;
  readonly after: number;
  readonly bucket: number;
  /**
   * "formation": growth from the formation bar, 0 at offset 0 (default). "sample-start": cumulative return since the
   * panel's first row, as alphalens gives it, which mixes the event with everything before it.
   */
  readonly base?: "formation" | "sample-start";
}

/**
 * Mean over dates of the bucket's mean less the mean of all bucketed symbols.
 * @param cumulative cumulative return since the first row by time and symbol @param labels bucket of each value, 0 = none
 */
export function averagePath(cumulative: Panel, labels: ArrayLike<number>, options: PathOptions): readonly PathPoint[] {
  const {before, after, bucket, base = "formation"} = options;
  const rows = cumulative.times.length;
  const points: PathPoint[] = [];
  for (let offset = -before; offset <= after; offset++) {
    const found: number[] = [];
    for (let row = 0; row < rows; row++) {
      const target = row + offset;
      if (target < 0 || target >= rows) continue;
      const value = demeanedBucket(cumulative, labels, {row, target, bucket, rebase: base === "formation"});
      if (Number.isFinite(value)) found.push(value);
    }
    points.push({offset, dates: found.length, mean: orNull(mean(found)), std: orNull(standardDeviation(found))});
  }
  return points;
}

interface Place {
  readonly row: number;
  readonly target: number;
  readonly bucket: number;
  readonly rebase: boolean;
}

function demeanedBucket(cumulative: Panel, labels: ArrayLike<number>, {row, target, bucket, rebase}: Place): number {
  const width = cumulative.symbols.length;
  let all = 0;
  let allCount = 0;
  let own = 0;
  let ownCount = 0;
  for (let j = 0; j < width; j++) {
    const label = labels[row * width + j]!;
    const level = cumulative.values[target * width + j]!;
    const value = rebase ? (1 + level) / (1 + cumulative.values[row * width + j]!) - 1 : level;
    if (label === 0 || Number.isNaN(value)) continue;
    all += value;
    allCount++;
    if (label !== bucket) continue;
    own += value;
    ownCount++;
  }
  return own / ownCount - all / allCount;
}

/** p / first price - 1 by time and symbol. */
export function cumulativeReturns(prices: Panel): Panel {
  const width = prices.symbols.length;
  const first: Column = Array.from(prices.symbols, (_, j) => {
    for (let row = 0; row < prices.times.length; row++) {
      const price = prices.values[row * width + j]!;
      if (!Number.isNaN(price)) return price;
    }
    return Number.NaN;
  });
  return {...prices, values: prices.values.map((price, i) => price / first[i % width]! - 1)};
}
