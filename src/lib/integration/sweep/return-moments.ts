/**
 * Moments of an equity line's returns in two passes, for thousands of trials of many candles: the same definitions as
 * `statistics/moments.ts`, which takes a pass for each (METHODS C4). A test holds the two together.
 */

import {isDegenerate} from "../../statistics/moments.js";
import type {SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";
import type {EquityLine} from "../course/equity-line.js";

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

export function returnMoments(line: EquityLine): ReturnMoments {
  const n = line.length;
  const centre = line.summary().returnSum / n;
  const {second, third, fourth, losses} = line.powers(centre);
  const deviation = n < 2 ? Number.NaN : Math.sqrt(second / (n - 1));
  const common = {deviation, mean: centre, downside: Math.sqrt(losses / n)};
  if (isDegenerate(deviation, centre)) return {...common, shape: null};
  const population = second / n;
  return {
    ...common,
    shape: {
      n,
      ratio: centre / deviation,
      skew: third / n / population ** 1.5,
      kurtosis: fourth / n / population ** 2
    }
  };
}

/** Growth over the whole, less one, as a yearly rate of `years`; -1 when everything is lost, NaN when more is. */
export function yearlyGrowth(total: number, years: number): number {
  if (total === -1) return -1;
  return total < -1 ? Number.NaN : (1 + total) ** (1 / years) - 1;
}
