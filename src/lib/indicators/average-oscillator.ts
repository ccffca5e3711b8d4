/** Difference of a fast and a slow simple average, in price units or in percent of the slow one (Appel). */
import {simpleAverage} from "./simple-average.js";

export interface OscillatorLengths {
  readonly fast: number;
  readonly slow: number;
}

/** APO of each value, price units; NaN until the longer average is defined. */
export function absoluteOscillator(values: Float64Array, {fast, slow}: OscillatorLengths): Float64Array {
  const out = simpleAverage(values, fast);
  const calm = simpleAverage(values, slow);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) - (calm[i] as number);
  return out;
}

/** PPO of each value, percent; NaN until the longer average is defined. */
export function percentageOscillator(values: Float64Array, {fast, slow}: OscillatorLengths): Float64Array {
  const out = simpleAverage(values, fast);
  const calm = simpleAverage(values, slow);
  for (let i = 0; i < out.length; i++) {
    const average = calm[i] as number;
    out[i] = (100 * ((out[i] as number) - average)) / average;
  }
  return out;
}
