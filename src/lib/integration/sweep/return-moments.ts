/**
 * Moments of an equity line's returns for thousands of trials of many candles, mostly from sums that the run itself added
 * up: the same definitions as `statistics/moments.ts`, which takes a pass for each (METHODS C4). A test holds the two
 * together.
 */

import {isDegenerate} from "../../statistics/moments.js";
import type {SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";
import type {EquityLine, EquitySummary, ReturnPowers} from "../course/equity-line.js";

export interface ReturnMoments {
  /** Standard deviation per return, ddof 1; NaN for fewer than two. */
  readonly deviation: number;
  /** Null when the returns do not vary. */
  readonly shape: SharpeEstimate | null;
  /** NaN for no returns. */
  readonly mean: number;
  /** sqrt(mean(min(r, 0)^2)) per return, all returns in the denominator. */
  readonly downside: number;
}

/** Below this share of the squares the mean takes no digit from them when it is taken out. */
const SLIGHT = 1e-4;

export function returnMoments(line: EquityLine): ReturnMoments {
  const n = line.length;
  const summary = line.summary();
  const mean = summary.returnSum / n;
  const {second, third, fourth} = centralPowers(line, summary, mean);
  const deviation = n < 2 ? Number.NaN : Math.sqrt(second / (n - 1));
  const common = {deviation, mean, downside: Math.sqrt(summary.losses / n)};
  if (isDegenerate(deviation, mean)) return {...common, shape: null};
  const population = second / n;
  return {
    ...common,
    shape: {
      n,
      ratio: mean / deviation,
      skew: third / n / population ** 1.5,
      kurtosis: fourth / n / population ** 2
    }
  };
}

/** From the powers of the returns themselves, which a run leaves behind; where the mean weighs, from a second reading. */
function centralPowers(line: EquityLine, summary: EquitySummary, mean: number): ReturnPowers {
  const {squares, cubes, fourths} = summary;
  const n = line.length;
  const square = mean * mean;
  if (!(n * square <= SLIGHT * squares)) return line.powers(mean);
  return {
    second: squares - n * square,
    third: cubes - 3 * mean * squares + 2 * n * square * mean,
    fourth: fourths - 4 * mean * cubes + 6 * square * squares - 3 * n * square * square
  };
}

/** Growth over the whole, less one, as a yearly rate of `years`; -1 when everything is lost, NaN when more is. */
export function yearlyGrowth(total: number, years: number): number {
  if (total === -1) return -1;
  return total < -1 ? Number.NaN : (1 + total) ** (1 / years) - 1;
}
