/** Variance and deviation of a window, and the bands drawn from them (Bollinger 1983). Population moments. */
import {WindowMoments} from "./window-moments.js";

export interface Bands {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/** Mean of the last n values, and so many population deviations above and below; NaN at the first n-1. */
export function bollingerBands(
  values: Float64Array,
  {length, up = 2, down = 2}: {length: number; up?: number; down?: number}
): Bands {
  const moments = new WindowMoments(length);
  const size = values.length;
  const out = {upper: new Float64Array(size), middle: new Float64Array(size), lower: new Float64Array(size)};
  for (let i = 0; i < size; i++) {
    moments.update(values[i] as number);
    const deviation = Math.sqrt(moments.populationVariance);
    out.middle[i] = moments.mean;
    out.upper[i] = moments.mean + up * deviation;
    out.lower[i] = moments.mean - down * deviation;
  }
  return out;
}

/** Population variance of the last n values; NaN at the first n-1. */
export function windowVariance(values: Float64Array, length: number): Float64Array {
  const moments = new WindowMoments(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    moments.update(values[i] as number);
    out[i] = moments.populationVariance;
  }
  return out;
}

/** Population standard deviation of the last n values; NaN at the first n-1. */
export function windowDeviation(values: Float64Array, length: number): Float64Array {
  const moments = new WindowMoments(length);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    moments.update(values[i] as number);
    out[i] = Math.sqrt(moments.populationVariance);
  }
  return out;
}
