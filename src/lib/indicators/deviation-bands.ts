/** Variance and deviation of a window, and the bands drawn from them (Bollinger 1983). Population moments. */
import {windowMoments} from "./window-moments.js";

export interface Bands {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/** Mean of the last n values, and so many population deviations above and below; NaN at the first n-1. */
export function bollingerBands(
  values: Float64Array,
  {length, up = 2, down = 2}: {length: number; up?: number; down?: number},
  out: Bands = emptyBands(values.length)
): Bands {
  const {upper, middle, lower} = out;
  windowMoments(values, length, {mean: middle, variance: upper});
  for (let i = 0; i < values.length; i++) {
    const mean = middle[i] as number;
    const deviation = Math.sqrt(upper[i] as number);
    upper[i] = mean + up * deviation;
    lower[i] = mean - down * deviation;
  }
  return out;
}

function emptyBands(size: number): Bands {
  return {upper: new Float64Array(size), middle: new Float64Array(size), lower: new Float64Array(size)};
}

/** Population variance of the last n values, written to `out`, which must not be `values`; NaN at the first n-1. */
export function windowVariance(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  // The means are written where the variances go, just before them.
  windowMoments(values, length, {mean: out, variance: out});
  return out;
}

/** Population standard deviation of the last n values, written like the variance; NaN at the first n-1. */
export function windowDeviation(
  values: Float64Array,
  length: number,
  out: Float64Array = new Float64Array(values.length)
): Float64Array {
  windowVariance(values, length, out);
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i] as number);
  return out;
}
