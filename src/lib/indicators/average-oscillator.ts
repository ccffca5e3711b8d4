/** Difference of a fast and a slow simple average, in price units or in percent of the slow one (Appel). */
import {SimpleAverage} from "./simple-average.js";

export interface OscillatorLengths {
  readonly fast: number;
  readonly slow: number;
}

/** APO of each value, price units; NaN until the longer average is defined. */
export function absoluteOscillator(values: Float64Array, {fast, slow}: OscillatorLengths): Float64Array {
  const quick = new SimpleAverage(fast);
  const calm = new SimpleAverage(slow);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = quick.update(values[i] as number) - calm.update(values[i] as number);
  return out;
}

/** PPO of each value, percent; NaN until the longer average is defined. */
export function percentageOscillator(values: Float64Array, {fast, slow}: OscillatorLengths): Float64Array {
  const quick = new SimpleAverage(fast);
  const calm = new SimpleAverage(slow);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const average = calm.update(values[i] as number);
    out[i] = (100 * (quick.update(values[i] as number) - average)) / average;
  }
  return out;
}
