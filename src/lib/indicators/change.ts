/** Change against the value of some candles ago. */
import {windowLength} from "./window-length.js";

/** value - value n ago; NaN at the first n. */
export function momentumOf(values: Float64Array, length: number): Float64Array {
  const out = undefinedAtFirst(values.length, length);
  for (let i = length; i < out.length; i++) out[i] = (values[i] as number) - (values[i - length] as number);
  return out;
}

/** value / value n ago - 1, as a fraction; NaN at the first n. */
export function rateOfChange(values: Float64Array, length: number): Float64Array {
  const out = undefinedAtFirst(values.length, length);
  for (let i = length; i < out.length; i++) out[i] = (values[i] as number) / (values[i - length] as number) - 1;
  return out;
}

function undefinedAtFirst(size: number, length: number): Float64Array {
  return new Float64Array(size).fill(Number.NaN, 0, windowLength(length));
}
