// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Moments of an equity line's returns in two passes, for thousands of trials of many candles: the same definitions as
 * `statistics/moments.ts`, which takes a pass for each (METHODS C4). A test holds the two together.
 */
import {isDegenerate} from "../../statistics/moments.js";
import type {SharpeEstimate} from "../../statistics/probabilistic-sharpe.js";

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

/** The second pass over an equity line. @param known start capital, and what the first pass has added up */
export function returnMoments(
  equity: Float64Array,
  {startCapital, returnSum}: {readonly startCapital: number; readonly returnSum: number}
): ReturnMoments {
  const n = equity.length;
  const centre = returnSum / n;
  // What a return of 0 adds.
  const levelSquare = centre * centre;
  const levelCube = levelSquare * -centre;
  const levelFourth = levelSquare * levelSquare;
  let before = startCapital;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let losses = 0;
  for (let i = 0; i < n; i++) {
    const mark = equity[i]!;
    // Without a position equity stays for long stretches: no division there, and the same sums.
    if (mark === before && mark !== 0) {
      second += levelSquare;
      third += levelCube;
      fourth += levelFourth;
      continue;
    }
    const value = mark / before - 1;
    before = mark;
    // The smaller of the return and 0 without a branch, which no processor could foretell.
    const loss = 0.5 * (value - Math.abs(value));
    losses += loss * loss;
    const distance = value - centre;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
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
